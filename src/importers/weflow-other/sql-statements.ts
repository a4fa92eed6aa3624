/** A statement of a dump, up to its semicolon. */
export interface SqlStatement {
  /** Line on which it begins, 1-based. */
  readonly line: number;
  readonly text: string;
  /** False for a last one without a semicolon, and for one that was given up as too long. */
  readonly isEnded: boolean;
}

/** Longer than any statement of a dump with one row each, and room for tens of thousands of rows in one. */
const LONGEST_STATEMENT = 12 * 1024 * 1024;

/** The exporter begins each statement with rows on a line of its own. @source documented: export-formats.md §4.1.3 */
const NEXT_INSERT = "\nINSERT INTO ";

/** What matters between statements: quotes, comments and the end. */
const MARKS = /'|"|--|\/\*|;/g;
const ENDS: Readonly<Record<string, string>> = { "'": "'", '"': '"', "--": "\n", "/*": "*/" };

/**
 * Cuts a dump into statements without running or interpreting anything. `goOn` lets the reader pass over what it could
 * not read.
 */
export class SqlStatements {
  private readonly pieces: Iterator<string, unknown>;
  private text = "";
  private at = 0;
  private line = 1;
  private isEnd = false;

  constructor(pieces: Iterable<string>) {
    this.pieces = pieces[Symbol.iterator]();
  }

  /** The next statement; null at the end. */
  next(): SqlStatement | null {
    this.skipBlanks();
    if (this.at >= this.text.length && this.isEnd) return null;
    const end = this.endOfStatement();
    const length = (end ?? this.text.length) - this.at;
    return this.take(length, end !== null);
  }

  /**
   * Goes on with the next statement of rows behind a statement that could not be read: a lost quote makes one run into
   * those behind it. What lies between is not held.
   *
   * @param from offset behind the statement's own beginning
   */
  goOn(statement: SqlStatement, from: number): void {
    const next = statement.text.indexOf(NEXT_INSERT, from);
    if (next >= 0) {
      this.back(statement, next + 1);
    } else if (!statement.isEnded) {
      this.back(statement, Math.max(from, statement.text.length - NEXT_INSERT.length));
      this.passOver();
    }
  }

  /** Puts the end of a statement back, from `offset` in it. */
  private back(statement: SqlStatement, offset: number): void {
    const rest = statement.text.slice(offset);
    this.text = rest + this.text.slice(this.at);
    this.at = 0;
    this.line = statement.line + lineEnds(statement.text.slice(0, offset));
  }

  private passOver(): void {
    for (;;) {
      const found = this.text.indexOf(NEXT_INSERT, this.at);
      if (found >= 0) {
        this.moveTo(found + 1);
        return;
      }
      // The mark may be cut in half.
      this.moveTo(Math.max(this.at, this.text.length - NEXT_INSERT.length));
      if (!this.grow()) {
        this.moveTo(this.text.length);
        return;
      }
    }
  }

  private moveTo(to: number): void {
    this.line += lineEnds(this.text.slice(this.at, to));
    this.at = to;
  }

  private skipBlanks(): void {
    for (;;) {
      const rest = /\S/g;
      rest.lastIndex = this.at;
      const found = rest.exec(this.text);
      const to = found?.index ?? this.text.length;
      this.moveTo(to);
      if (found !== null || !this.grow()) return;
    }
  }

  /** Offset behind the semicolon; null where the text ends, or grows beyond bounds, before it. */
  private endOfStatement(): number | null {
    let from = this.at;
    for (;;) {
      MARKS.lastIndex = from;
      const mark = MARKS.exec(this.text);
      if (mark?.[0] === ";") return mark.index + 1;
      if (mark === null) {
        // A mark of two characters may be cut in half.
        from = Math.max(from, this.text.length - 1) - this.at;
        if (!this.more()) return null;
        from += this.at;
        continue;
      }
      const closing = ENDS[mark[0]] ?? "";
      const end = this.text.indexOf(closing, mark.index + mark[0].length);
      if (end >= 0) {
        from = end + closing.length;
        continue;
      }
      from = mark.index - this.at;
      if (!this.more()) return null;
      from += this.at;
    }
  }

  private more(): boolean {
    return this.text.length - this.at <= LONGEST_STATEMENT && this.grow();
  }

  private grow(): boolean {
    const parts = [this.text.slice(this.at)];
    const held = this.text.length - this.at;
    // By doubling, so that something long is not read again and again; beyond the longest statement nothing is wanted.
    let wanted = Math.max(1, Math.min(held, LONGEST_STATEMENT - held));
    while (wanted > 0 && !this.isEnd) {
      const next = this.pieces.next();
      if (next.done === true) {
        this.isEnd = true;
      } else {
        parts.push(next.value);
        wanted -= next.value.length;
      }
    }
    this.text = parts.join("");
    this.at = 0;
    return parts.length > 1;
  }

  private take(length: number, isEnded: boolean): SqlStatement {
    const text = this.text.slice(this.at, this.at + length);
    const statement = { line: this.line, text, isEnded };
    this.line += lineEnds(text);
    this.at += length;
    return statement;
  }
}

function lineEnds(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}
