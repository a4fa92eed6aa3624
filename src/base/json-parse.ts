import type { Bilingual } from "./bilingual.ts";
import { JsonNumber, type JsonObject, type JsonValue } from "./json-value.ts";

/** Deeper than any export nests; a value beyond it is refused rather than risking the stack. */
export const MAX_DEPTH = 256;

/** Something in the text that every reader but ours passes over in silence. The later value of a key stands, as everywhere. */
export interface JsonNote {
  readonly code: "duplicate-key";
  /** UTF-16 unit of the text where the repeated key begins. */
  readonly offset: number;
  readonly key: string;
  /** JSON text of the value that the repetition replaced. */
  readonly replaced: JsonValue;
}

export interface ParsedJson {
  readonly value: JsonValue;
  readonly notes: readonly JsonNote[];
}

/** The text is not JSON: where (UTF-16 unit), what could have stood there, what does. */
export class JsonFault extends Error {
  readonly offset: number;
  readonly expected: Bilingual;
  readonly found: string;

  constructor(offset: number, expected: Bilingual, found: string) {
    super(`expected ${expected.en}, found ${found}`);
    this.name = "JsonFault";
    this.offset = offset;
    this.expected = expected;
    this.found = found;
  }
}

/** What may stand at a place, in words. */
export const EXPECTED = {
  value: { zh: "一个值", en: "a value" },
  key: { zh: "双引号开头的键名", en: "a key in double quotes" },
  colon: { zh: "冒号 :", en: "a colon :" },
  objectEnd: { zh: "逗号或右花括号 }", en: "a comma or }" },
  arrayEnd: { zh: "逗号或右方括号 ]", en: "a comma or ]" },
  stringEnd: { zh: "结束文本的双引号", en: 'the closing quote "' },
  character: { zh: "普通字符（控制字符须转义）", en: "an ordinary character (control characters must be escaped)" },
  escape: { zh: "合法的转义序列", en: "a valid escape sequence" },
  end: { zh: "到此结束", en: "nothing more" },
  shallower: { zh: `不超过 ${MAX_DEPTH} 层嵌套`, en: `at most ${MAX_DEPTH} levels of nesting` },
} as const satisfies Record<string, Bilingual>;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const HEX4 = /^[0-9a-fA-F]{4}$/;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** Keys met last are kept, one in each slot. */
const KEY_SLOTS = 1024;
const LONGEST_KNOWN_KEY = 40;

/**
 * Reads JSON texts exactly (RFC 8259), one after the other. Lone surrogates written as `\ud83d` stay as they are.
 * Containers are attached before they are filled, so that `partial` holds what was read when the text breaks off.
 */
class Parser {
  partial: JsonValue | undefined;
  notes: JsonNote[] = [];
  private text = "";
  private at = 0;
  private readonly keys = new Array<string | undefined>(KEY_SLOTS);

  parse(text: string): JsonValue {
    this.text = text;
    this.at = 0;
    this.partial = undefined;
    this.notes = [];
    try {
      const value = (this.partial = this.open(this.next()));
      this.fill(value, 1);
      this.next();
      if (this.at < text.length) throw this.fault(EXPECTED.end);
      return value;
    } finally {
      this.text = "";
    }
  }

  /** The first code unit that is not a blank, without taking it; NaN at the end. */
  private next(): number {
    let code = this.text.charCodeAt(this.at);
    while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) code = this.text.charCodeAt(++this.at);
    return code;
  }

  /** A scalar in full, or an empty container whose bracket has been taken. */
  private open(code: number): JsonValue {
    if (code === QUOTE) return this.string();
    if (code === MINUS || (code >= ZERO && code <= NINE)) return this.number();
    if (code === OPEN_OBJECT) {
      this.at++;
      return Object.create(null) as JsonObject;
    }
    if (code === OPEN_ARRAY) {
      this.at++;
      return [];
    }
    return this.word();
  }

  private fill(value: JsonValue, depth: number): void {
    if (typeof value !== "object" || value === null || value instanceof JsonNumber) return;
    if (depth > MAX_DEPTH) throw this.fault(EXPECTED.shallower);
    if (Array.isArray(value)) this.fillArray(value, depth);
    else this.fillObject(value, depth);
  }

  private fillArray(into: JsonValue[], depth: number): void {
    let code = this.next();
    if (code === CLOSE_ARRAY) {
      this.at++;
      return;
    }
    for (;;) {
      const value = this.open(code);
      into.push(value);
      this.fill(value, depth + 1);
      code = this.next();
      if (code === CLOSE_ARRAY) break;
      if (code !== COMMA) throw this.fault(EXPECTED.arrayEnd);
      this.at++;
      code = this.next();
    }
    this.at++;
  }

  private fillObject(into: JsonObject, depth: number): void {
    let code = this.next();
    if (code === CLOSE_OBJECT) {
      this.at++;
      return;
    }
    for (;;) {
      if (code !== QUOTE) throw this.fault(EXPECTED.key);
      this.member(into, depth);
      code = this.next();
      if (code === CLOSE_OBJECT) break;
      if (code !== COMMA) throw this.fault(EXPECTED.objectEnd);
      this.at++;
      code = this.next();
    }
    this.at++;
  }

  private member(into: JsonObject, depth: number): void {
    const keyAt = this.at;
    const key = this.key();
    if (this.next() !== COLON) throw this.fault(EXPECTED.colon);
    this.at++;
    const value = this.open(this.next());
    const replaced = into[key];
    if (replaced !== undefined) this.notes.push({ code: "duplicate-key", offset: keyAt, key, replaced });
    into[key] = value;
    this.fill(value, depth + 1);
  }

  /** A key; one met before is found by length, first and last letter, and compared, instead of being made again. */
  private key(): string {
    const { text } = this;
    const start = this.at + 1;
    let end = start;
    for (let code = text.charCodeAt(end); code !== QUOTE; code = text.charCodeAt(++end)) {
      if (code === BACKSLASH || !(code >= 0x20)) return this.string();
    }
    const slot = (end - start + 31 * text.charCodeAt(start) + 7 * text.charCodeAt(end - 1)) & (KEY_SLOTS - 1);
    let key = this.keys[slot];
    if (key === undefined || !isAt(text, start, end, key)) {
      key = text.substring(start, end);
      if (key.length <= LONGEST_KNOWN_KEY) this.keys[slot] = key = ownCopy(key);
    }
    this.at = end + 1;
    return key;
  }

  private string(): string {
    const { text } = this;
    const start = ++this.at;
    for (let at = start; ; at++) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        this.at = at + 1;
        return text.substring(start, at);
      }
      if (code === BACKSLASH) return this.escapedString(start, at);
      if (!(code >= 0x20)) throw this.faultInString(at);
    }
  }

  /** The rest of a string from its first backslash. */
  private escapedString(start: number, firstEscape: number): string {
    const { text } = this;
    let read = text.substring(start, firstEscape);
    let at = firstEscape;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) break;
      if (!(code >= 0x20)) throw this.faultInString(at);
      if (code === BACKSLASH) {
        read += this.escape(at);
        at += text[at + 1] === "u" ? 6 : 2;
        continue;
      }
      const plainFrom = at;
      at = this.plainUntil(at + 1);
      read += text.substring(plainFrom, at);
    }
    this.at = at + 1;
    return read;
  }

  private plainUntil(from: number): number {
    for (let at = from; ; at++) {
      const code = this.text.charCodeAt(at);
      if (code === QUOTE || code === BACKSLASH || !(code >= 0x20)) return at;
    }
  }

  private escape(at: number): string {
    const letter = this.text[at + 1] ?? "";
    if (letter !== "u") {
      const plain = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined;
      if (plain === undefined) throw this.faultAt(at, EXPECTED.escape);
      return plain;
    }
    const digits = this.text.substring(at + 2, at + 6);
    if (!HEX4.test(digits)) throw this.faultAt(at, EXPECTED.escape);
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  private number(): JsonNumber {
    const start = this.at;
    if (this.plainInteger(start)) return new JsonNumber(this.text.substring(start, this.at));
    NUMBER.lastIndex = start;
    if (!NUMBER.test(this.text)) throw this.fault(EXPECTED.value);
    this.at = NUMBER.lastIndex;
    return new JsonNumber(this.text.substring(start, this.at));
  }

  /** Passes digits with no leading zero and nothing of a number behind them; most numbers of an export are such. */
  private plainInteger(start: number): boolean {
    const { text } = this;
    let at = start;
    let code = text.charCodeAt(at);
    if (code === ZERO || code === MINUS) return false;
    while (code >= ZERO && code <= NINE) code = text.charCodeAt(++at);
    if (code === 0x2e || code === 0x65 || code === 0x45) return false;
    this.at = at;
    return true;
  }

  private word(): boolean | null {
    for (const [word, value] of WORDS) {
      if (!this.text.startsWith(word, this.at)) continue;
      this.at += word.length;
      return value;
    }
    throw this.fault(EXPECTED.value);
  }

  private fault(expected: Bilingual): JsonFault {
    return this.faultAt(this.at, expected);
  }

  private faultInString(at: number): JsonFault {
    return this.faultAt(at, at < this.text.length ? EXPECTED.character : EXPECTED.stringEnd);
  }

  private faultAt(at: number, expected: Bilingual): JsonFault {
    return new JsonFault(at, expected, describeCharacter(this.text.codePointAt(at)));
  }
}

/** The same key as a string of its own: a cut from the text would keep the whole text in memory. */
function ownCopy(key: string): string {
  return Object.keys(JSON.parse(`{${JSON.stringify(key)}:0}`) as object)[0] ?? key;
}

/** Whether exactly `wanted` stands between two places of the text. */
function isAt(text: string, start: number, end: number, wanted: string): boolean {
  if (wanted.length !== end - start) return false;
  for (let i = 0; i < wanted.length; i++) if (wanted.charCodeAt(i) !== text.charCodeAt(start + i)) return false;
  return true;
}

const WORDS: readonly (readonly [string, boolean | null])[] = [
  ["null", null],
  ["true", true],
  ["false", false],
];

/** A character as an error names it: itself where it can be seen, its code point where not, `end` where the text ends. */
export function describeCharacter(code: number | undefined): string {
  if (code === undefined || Number.isNaN(code)) return "end";
  const hex = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  const isVisible = code > 0x20 && code < 0x7f;
  return isVisible ? String.fromCodePoint(code) : hex;
}

const parser = new Parser();

/**
 * The value of one complete JSON text.
 *
 * @throws {JsonFault} where the text is not JSON (RFC 8259) or nests deeper than `MAX_DEPTH`
 */
export function parseJson(text: string): ParsedJson {
  const value = parser.parse(text);
  return { value, notes: parser.notes };
}

/** As much of a JSON text as was read before it breaks off; undefined where nothing was. For looking at the head of a file. */
export function parseJsonPrefix(text: string): JsonValue | undefined {
  try {
    parser.parse(text);
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
  }
  return parser.partial;
}
