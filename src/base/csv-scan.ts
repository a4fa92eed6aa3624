/** What had to be mended within one record; `field` is 1-based. */
export interface CsvFault {
  readonly code: "blanks-after-quote" | "text-after-quote" | "quote-closed-at-end" | "stray-quote" | "nul-byte";
  readonly field: number;
}

/** One record cut from text: `next` is where the one after it begins. */
export interface CsvScan {
  readonly fields: string[];
  readonly next: number;
  /** Line ends inside and after the record. */
  readonly lines: number;
  readonly lineEnd: "\n" | "\r" | "\r\n" | "";
  readonly faults: readonly CsvFault[];
  /** True for a line with nothing on it; `""` is a record of one empty field. */
  readonly isBlank: boolean;
}

/** More fields than a spreadsheet has columns is no record. */
export const MAX_FIELDS = 16_384;

const QUOTE = 34;
const LF = 10;
const CR = 13;

/**
 * Cuts the record that begins at `start`. Returns null where its end cannot be told before more text is there, and
 * "too-many-fields" beyond `MAX_FIELDS`. What follows a closing quote never reaches beyond its own line.
 *
 * @param isEnd true where no text follows
 * @source documented: RFC 4180; line ends may be CR, LF or CRLF, mixed
 */
export function scanRecord(
  text: string,
  start: number,
  delimiter: string,
  isEnd: boolean,
): CsvScan | "too-many-fields" | null {
  const simple = scanPlainLine(text, start, delimiter);
  if (simple !== null) return simple;
  const cursor = new Cursor(text, start, delimiter, isEnd);
  while (cursor.takeField()) if (cursor.fields.length > MAX_FIELDS) return "too-many-fields";
  return cursor.result();
}

/** The usual case, without quotes and ended by LF or CRLF: split as a whole, several times as fast. */
function scanPlainLine(text: string, start: number, delimiter: string): CsvScan | null {
  const end = text.indexOf("\n", start);
  if (end < 0) return null;
  const line = text.slice(start, end > start && text.charCodeAt(end - 1) === CR ? end - 1 : end);
  if (line.includes('"') || line.includes("\r") || line.includes("\0")) return null;
  const fields = line.split(delimiter, MAX_FIELDS + 1);
  if (fields.length > MAX_FIELDS) return null;
  const lineEnd = start + line.length === end ? "\n" : "\r\n";
  return { fields, next: end + 1, lines: 1, lineEnd, faults: NO_FAULTS, isBlank: line === "" };
}

const NO_FAULTS: readonly CsvFault[] = [];

class Cursor {
  readonly fields: string[] = [];
  private readonly faults: CsvFault[] = [];
  private readonly text: string;
  private readonly start: number;
  private readonly delimiter: number;
  private readonly isEnd: boolean;
  private at: number;
  private lines = 0;
  private lineEnd: CsvScan["lineEnd"] = "";
  private isCut = false;

  constructor(text: string, start: number, delimiter: string, isEnd: boolean) {
    this.text = text;
    this.start = start;
    this.at = start;
    this.delimiter = delimiter.charCodeAt(0);
    this.isEnd = isEnd;
  }

  result(): CsvScan | null {
    if (this.isCut) return null;
    const { fields, at: next, lines, lineEnd, faults } = this;
    return { fields, next, lines, lineEnd, faults, isBlank: next - this.start === lineEnd.length };
  }

  /** Takes one field with what ends it; false where the record ends with it or the text is cut. */
  takeField(): boolean {
    const value = this.text.charCodeAt(this.at) === QUOTE ? this.quoted() : this.unquoted();
    if (value === null) return false;
    if (value.includes("\0")) this.fault("nul-byte");
    this.fields.push(value);
    return this.takeEnd();
  }

  private fault(code: CsvFault["code"]): void {
    this.faults.push({ code, field: this.fields.length + 1 });
  }

  private cut(): null {
    this.isCut = true;
    return null;
  }

  private quoted(): string | null {
    const from = this.at + 1;
    let hasDoubled = false;
    let close = this.text.indexOf('"', from);
    while (close >= 0 && this.text.charCodeAt(close + 1) === QUOTE) {
      hasDoubled = true;
      close = this.text.indexOf('"', close + 2);
    }
    if (!this.isEnd && (close < 0 || close + 1 >= this.text.length)) return this.cut();
    if (close < 0) this.fault("quote-closed-at-end");
    const end = close < 0 ? this.text.length : close;
    const raw = this.text.slice(from, end);
    this.countLines(raw);
    this.at = close < 0 ? end : end + 1;
    const value = hasDoubled ? raw.replaceAll('""', '"') : raw;
    return this.isAtFieldEnd() ? value : this.withTail(value);
  }

  /** Blanks after the closing quote are left out; other text shows that the quote was none, so it is put back. */
  private withTail(value: string): string | null {
    const tail = this.untilFieldEnd();
    if (tail === null) return null;
    if (/^[\t ]+$/.test(tail)) {
      this.fault("blanks-after-quote");
      return value;
    }
    this.fault("text-after-quote");
    return `${value}"${tail.endsWith('"') ? tail.slice(0, -1) : tail}`;
  }

  private unquoted(): string | null {
    const value = this.untilFieldEnd();
    if (value?.includes('"')) this.fault("stray-quote");
    return value;
  }

  private untilFieldEnd(): string | null {
    const from = this.at;
    while (!this.isAtFieldEnd()) this.at += 1;
    if (this.at >= this.text.length && !this.isEnd) return this.cut();
    return this.text.slice(from, this.at);
  }

  private isAtFieldEnd(): boolean {
    if (this.at >= this.text.length) return true;
    const code = this.text.charCodeAt(this.at);
    return code === this.delimiter || code === LF || code === CR;
  }

  private takeEnd(): boolean {
    const code = this.text.charCodeAt(this.at);
    if (code === this.delimiter) {
      this.at += 1;
      return true;
    }
    if (Number.isNaN(code)) return false;
    if (code === CR && this.at + 1 >= this.text.length && !this.isEnd) return this.cut() !== null;
    this.lineEnd = code === LF ? "\n" : this.text.charCodeAt(this.at + 1) === LF ? "\r\n" : "\r";
    this.at += this.lineEnd.length;
    this.lines += 1;
    return false;
  }

  private countLines(value: string): void {
    for (let at = 0; at < value.length; at++) {
      const code = value.charCodeAt(at);
      if (code === LF || (code === CR && value.charCodeAt(at + 1) !== LF)) this.lines += 1;
    }
  }
}
