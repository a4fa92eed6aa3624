/** A value of a row: text, the digits of a number, a truth value, or NULL. */
export type SqlValue =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "number"; readonly text: string }
  | { readonly type: "boolean"; readonly value: boolean }
  | null;

/** The values of one row by column. */
export type SqlRow = ReadonlyMap<string, SqlValue>;

/** The text is no INSERT of literals: offset in the statement where reading failed. */
export class SqlFault extends Error {
  readonly offset: number;

  constructor(offset: number, expected: string) {
    super(`expected ${expected}`);
    this.name = "SqlFault";
    this.offset = offset;
  }
}

const BLANKS = /(?:\s|--[^\n]*(?:\n|$)|\/\*[^]*?\*\/)*/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*|"(?:[^"]|"")+"/y;
const NUMBER = /[+-]?\d{1,40}(?:\.\d{1,40})?/y;
const WORD = /[A-Za-z]+/y;
const MOST_COLUMNS = 64;

/**
 * Reads `INSERT INTO table (columns) VALUES (literals), …;` and nothing else: no expression, no function, no operator.
 * Quotes inside texts are doubled; a backslash is a backslash (PostgreSQL with standard strings).
 */
export class InsertReader {
  readonly table: string;
  private readonly columns: string[] = [];
  private readonly text: string;
  private at = 0;

  /** @throws {SqlFault} */
  constructor(text: string) {
    this.text = text;
    this.word("INSERT");
    this.word("INTO");
    this.table = this.name();
    this.sign("(");
    do {
      this.columns.push(this.name());
      if (this.columns.length > MOST_COLUMNS) throw new SqlFault(this.at, "fewer columns");
    } while (this.trySign(","));
    this.sign(")");
    this.word("VALUES");
  }

  /** Rows in order. @throws {SqlFault} where one is not of literals; the ones before it were yielded */
  *rows(): Generator<{ readonly offset: number; readonly row: SqlRow }> {
    do {
      this.blanks();
      const offset = this.at;
      yield { offset, row: this.row() };
    } while (this.trySign(","));
    this.sign(";");
    this.blanks();
    if (this.at < this.text.length) throw new SqlFault(this.at, "the end");
  }

  private row(): SqlRow {
    const row = new Map<string, SqlValue>();
    this.sign("(");
    for (const [i, column] of this.columns.entries()) {
      if (i > 0) this.sign(",");
      row.set(column, this.value());
    }
    this.sign(")");
    return row;
  }

  private value(): SqlValue {
    this.blanks();
    if (this.text[this.at] === "'") return { type: "text", text: this.quoted() };
    const number = this.match(NUMBER);
    if (number !== null) return { type: "number", text: number };
    const word = this.match(WORD)?.toUpperCase();
    if (word === "NULL") return null;
    if (word === "TRUE" || word === "FALSE") return { type: "boolean", value: word === "TRUE" };
    throw new SqlFault(this.at, "a literal");
  }

  private quoted(): string {
    const { text } = this;
    const start = this.at + 1;
    for (let end = text.indexOf("'", start); end >= 0; end = text.indexOf("'", end + 2)) {
      if (text[end + 1] === "'") continue;
      this.at = end + 1;
      return text.slice(start, end).replaceAll("''", "'");
    }
    throw new SqlFault(this.at, "a closing quote");
  }

  private name(): string {
    this.blanks();
    const name = this.match(NAME);
    if (name === null) throw new SqlFault(this.at, "a name");
    return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase();
  }

  private word(wanted: string): void {
    this.blanks();
    if (this.match(WORD)?.toUpperCase() !== wanted) throw new SqlFault(this.at, wanted);
  }

  private sign(wanted: string): void {
    if (!this.trySign(wanted)) throw new SqlFault(this.at, wanted);
  }

  private trySign(wanted: string): boolean {
    this.blanks();
    if (this.text[this.at] !== wanted) return false;
    this.at += 1;
    return true;
  }

  private blanks(): void {
    this.match(BLANKS);
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) return null;
    this.at += found[0].length;
    return found[0];
  }
}
