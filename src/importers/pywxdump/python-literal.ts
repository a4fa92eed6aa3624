import { JsonNumber, type JsonValue, type JsonObject } from "../../base/json-reader.ts";

const DEEPEST = 64;
const LONGEST = 4 << 20;

/**
 * The value of a Python literal as `repr` prints dictionaries, lists, strings, numbers, `True`, `False` and `None`; null
 * where the text is anything else. Nothing is evaluated.
 *
 * @source documented: export-formats.md §2.2 (`src` of a merged forward); grammar: Python reference, Literals
 */
export function pythonLiteral(text: string): JsonValue | null {
  if (text.length > LONGEST) return null;
  try {
    const reader = new Reader(text);
    const value = reader.value(0);
    return reader.isAtEnd() ? value : null;
  } catch (error) {
    if (error instanceof NoLiteral) return null;
    throw error;
  }
}

class NoLiteral extends Error {}

const WORDS: Readonly<Record<string, boolean | null>> = { True: true, False: false, None: null };
const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n", r: "\r", t: "\t", "\\": "\\", "'": "'", '"': '"', a: "\x07", b: "\b", f: "\f", v: "\v", "0": "\0",
}; // prettier-ignore
const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

class Reader {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  isAtEnd(): boolean {
    this.blanks();
    return this.at === this.text.length;
  }

  value(depth: number): JsonValue {
    if (depth > DEEPEST) throw new NoLiteral();
    this.blanks();
    const first = this.text[this.at];
    if (first === "{") return this.dictionary(depth);
    if (first === "[") return this.list(depth);
    if (first === "'" || first === '"') return this.string(first);
    return this.wordOrNumber();
  }

  private dictionary(depth: number): JsonObject {
    const object = Object.create(null) as JsonObject;
    this.at += 1;
    while (!this.takes("}")) {
      const key = this.value(depth + 1);
      if (typeof key !== "string" || !this.takes(":")) throw new NoLiteral();
      object[key] = this.value(depth + 1);
      if (!this.takes(",") && !this.isNext("}")) throw new NoLiteral();
    }
    return object;
  }

  private list(depth: number): JsonValue[] {
    const values: JsonValue[] = [];
    this.at += 1;
    while (!this.takes("]")) {
      values.push(this.value(depth + 1));
      if (!this.takes(",") && !this.isNext("]")) throw new NoLiteral();
    }
    return values;
  }

  private string(quote: string): string {
    let read = "";
    for (this.at += 1; this.text[this.at] !== quote;) {
      const plain = this.plainUntil(quote);
      read += plain;
      if (this.text[this.at] === "\\") read += this.escape();
      else if (this.at >= this.text.length) throw new NoLiteral();
    }
    this.at += 1;
    return read;
  }

  private plainUntil(quote: string): string {
    const from = this.at;
    while (this.at < this.text.length && this.text[this.at] !== quote && this.text[this.at] !== "\\") this.at += 1;
    return this.text.slice(from, this.at);
  }

  private escape(): string {
    const letter = this.text[this.at + 1] ?? "";
    const digits = HEX_DIGITS[letter];
    if (digits === undefined) {
      const known = ESCAPES[letter];
      if (known === undefined) throw new NoLiteral();
      this.at += 2;
      return known;
    }
    const hex = this.text.slice(this.at + 2, this.at + 2 + digits);
    if (hex.length < digits || !/^[0-9a-fA-F]+$/.test(hex)) throw new NoLiteral();
    const code = Number.parseInt(hex, 16);
    if (code > 0x10ffff) throw new NoLiteral();
    this.at += 2 + digits;
    return String.fromCodePoint(code);
  }

  private wordOrNumber(): JsonValue {
    const match = /^(?:True|False|None|-?\d{1,40}(?:\.\d{1,40})?)/.exec(this.text.slice(this.at, this.at + 96));
    if (match === null) throw new NoLiteral();
    const [found] = match;
    this.at += found.length;
    const word = WORDS[found];
    return word === undefined ? new JsonNumber(found) : word;
  }

  private takes(character: string): boolean {
    if (!this.isNext(character)) return false;
    this.at += 1;
    return true;
  }

  private isNext(character: string): boolean {
    this.blanks();
    return this.text[this.at] === character;
  }

  private blanks(): void {
    while (this.text[this.at] === " " || this.text[this.at] === "\n") this.at += 1;
  }
}
