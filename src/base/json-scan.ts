import type { Bilingual } from "./bilingual.ts";
import { describeCharacter } from "./json-parse.ts";

/** Brackets deeper than this are no export but an attack on the reader. */
const MAX_SCAN_DEPTH = 10_000;

/** The structure breaks at `byte`; nothing behind it can be placed any more. */
export class JsonStructureFault extends Error {
  readonly code:
    "JSON_EMPTY" | "JSON_TRUNCATED" | "JSON_MALFORMED" | "JSON_TRAILING" | "JSON_NUL_BYTES" | "JSON_TOO_DEEP";
  readonly byte: number;
  readonly expected: Bilingual;
  readonly found: Bilingual;
  /** First byte, at or before `byte`, that JSON does not allow where it stands: the likelier beginning of the damage. */
  readonly firstOddByte: number | null;

  constructor(
    code: JsonStructureFault["code"],
    byte: number,
    words: { readonly expected: Bilingual; readonly found: Bilingual },
    firstOddByte: number | null,
  ) {
    super(`${code} at byte ${byte}`);
    this.name = "JsonStructureFault";
    this.code = code;
    this.byte = byte;
    this.expected = words.expected;
    this.found = words.found;
    this.firstOddByte = firstOddByte;
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const OPEN_ARRAY = 0x5b;

/** Classes of bytes outside strings. */
const PLAIN = 0;
const STRING = 1;
const OPEN = 2;
const CLOSE = 3;
const SEPARATOR = 4;
const NUL = 5;
const ODD = 6;

const OUTSIDE = new Uint8Array(256).fill(ODD);
for (const byte of Buffer.from(" \t\r\n:+-.0123456789eEtrufalsn")) OUTSIDE[byte] = PLAIN;
for (const byte of Buffer.from("{[")) OUTSIDE[byte] = OPEN;
for (const byte of Buffer.from("}]")) OUTSIDE[byte] = CLOSE;
OUTSIDE[QUOTE] = STRING;
OUTSIDE[0x2c] = SEPARATOR;
OUTSIDE[0] = NUL;

/** 1 for the bytes at which a run of ordinary string bytes ends. */
const STOPS_STRING = new Uint8Array(256).fill(1, 0, 0x20);
STOPS_STRING[QUOTE] = 1;
STOPS_STRING[BACKSLASH] = 1;

/** Told of every comma directly inside the scanned value, and how many containers opened since the one before. */
export type OnSeparator = (byte: number, opened: number) => void;

/**
 * Follows quotes and brackets of one JSON array or object over any number of chunks, at memory speed, without looking at
 * what stands between them. Its promise: if `finish` returns, every quote and bracket up to the last byte is matched.
 */
export class StructureScan {
  /** Bytes of the opening bracket and just behind the closing one, once met. */
  start = -1;
  end = -1;
  /** Containers opened directly inside the value since the last comma. */
  opened = 0;
  private depth = 0;
  private isInString = false;
  private stringStart = 0;
  /** Bytes of the next chunk that belong to an escape begun in this one. */
  private carry = 0;
  private firstOdd: number | null = null;
  private readonly brackets = new Uint8Array(MAX_SCAN_DEPTH + 1);
  private readonly onSeparator: OnSeparator;

  constructor(onSeparator: OnSeparator) {
    this.onSeparator = onSeparator;
  }

  /** Takes the next bytes, which begin at byte `base` of the file. @throws {JsonStructureFault} */
  feed(bytes: Uint8Array, base: number): void {
    let at = this.carry;
    while (at < bytes.length) at = this.isInString ? this.inString(bytes, at, base) : this.outside(bytes, at, base);
    this.carry = at - bytes.length;
  }

  /** @throws {JsonStructureFault} JSON_EMPTY or JSON_TRUNCATED unless the value was closed before `end` */
  finish(end: number): void {
    if (this.end >= 0) return;
    const found = { zh: "文件已结束", en: "the end of the file" };
    if (this.start < 0) throw this.fault("JSON_EMPTY", end, { expected: OPENING, found });
    const from = this.stringStart;
    const expected = this.isInString
      ? { zh: `始于第 ${from} 字节的文本的结束引号`, en: `the closing quote of the text that begins at byte ${from}` }
      : { zh: `${this.depth} 个右括号`, en: `${this.depth} closing brackets` };
    throw this.fault("JSON_TRUNCATED", end, { expected, found });
  }

  /** Bytes of a string up to its closing quote, or all there are. */
  private inString(bytes: Uint8Array, from: number, base: number): number {
    let at = from;
    for (; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (STOPS_STRING[byte] === 0) continue;
      if (byte === QUOTE) {
        this.isInString = false;
        return at + 1;
      }
      if (byte === BACKSLASH) at++;
      else if (byte === 0) throw this.nulFault(base + at);
      else this.firstOdd ??= base + at;
    }
    return at;
  }

  /** Bytes up to the next bracket or separator that matters, or all there are. Whole strings are passed on the way. */
  private outside(bytes: Uint8Array, from: number, base: number): number {
    if (this.depth === 0) return this.outermost(bytes, from, base);
    let at = from;
    while (at < bytes.length) {
      const byte = bytes[at] as number;
      const kind = OUTSIDE[byte];
      if (kind === PLAIN || (kind === SEPARATOR && this.depth > 1)) {
        at++;
      } else if (kind === STRING) {
        this.isInString = true;
        this.stringStart = base + at;
        at = this.inString(bytes, at + 1, base);
      } else {
        this.structural(kind, byte, base + at);
        return at + 1;
      }
    }
    return at;
  }

  private structural(kind: number | undefined, byte: number, at: number): void {
    if (kind === OPEN) this.open(byte, at);
    else if (kind === CLOSE) this.close(byte, at);
    else if (kind === SEPARATOR) this.separate(at);
    else if (kind === NUL) throw this.nulFault(at);
    else this.firstOdd ??= at;
  }

  /** Before the value and behind it only blanks may stand. */
  private outermost(bytes: Uint8Array, at: number, base: number): number {
    const byte = bytes[at] as number;
    if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) return at + 1;
    if (byte === 0) throw this.nulFault(base + at);
    const shown = describeCharacter(byte);
    const found = { zh: `“${shown}”`, en: `"${shown}"` };
    if (this.end >= 0) throw this.fault("JSON_TRAILING", base + at, { expected: FILE_END, found });
    if (OUTSIDE[byte] !== OPEN) throw this.fault("JSON_MALFORMED", base + at, { expected: OPENING, found });
    this.start = base + at;
    this.open(byte, base + at);
    this.opened = 0;
    return at + 1;
  }

  private open(bracket: number, byte: number): void {
    if (this.depth === MAX_SCAN_DEPTH) {
      const words = { zh: `第 ${MAX_SCAN_DEPTH + 1} 层嵌套`, en: `level ${MAX_SCAN_DEPTH + 1} of nesting` };
      throw this.fault("JSON_TOO_DEEP", byte, { expected: DEPTH, found: words });
    }
    if (this.depth === 1) this.opened++;
    // `[` and `]`, `{` and `}` differ by 2.
    this.brackets[this.depth++] = bracket + 2;
  }

  private close(bracket: number, byte: number): void {
    const wanted = this.brackets[this.depth - 1] as number;
    if (bracket !== wanted) {
      const expected = { zh: `“${String.fromCharCode(wanted)}”`, en: `"${String.fromCharCode(wanted)}"` };
      const found = { zh: `“${String.fromCharCode(bracket)}”`, en: `"${String.fromCharCode(bracket)}"` };
      throw this.fault("JSON_MALFORMED", byte, { expected, found });
    }
    this.depth--;
    if (this.depth === 0) this.end = byte + 1;
  }

  private separate(byte: number): void {
    this.onSeparator(byte, this.opened);
    this.opened = 0;
  }

  private nulFault(byte: number): JsonStructureFault {
    const found = { zh: "空字节（0x00）", en: "a zero byte (0x00)" };
    return this.fault("JSON_NUL_BYTES", byte, { expected: { zh: "文字内容", en: "text" }, found });
  }

  private fault(
    code: JsonStructureFault["code"],
    byte: number,
    words: { readonly expected: Bilingual; readonly found: Bilingual },
  ): JsonStructureFault {
    return new JsonStructureFault(code, byte, words, this.firstOdd);
  }
}

const OPENING = { zh: "“{”或“[”", en: '"{" or "["' };
const FILE_END = { zh: "文件在此结束", en: "the end of the file" };
const DEPTH = { zh: `不超过 ${MAX_SCAN_DEPTH} 层嵌套`, en: `at most ${MAX_SCAN_DEPTH} levels of nesting` };

/** True where the byte opens an array or an object. */
export function opensContainer(byte: number | undefined): boolean {
  return byte === OPEN_OBJECT || byte === OPEN_ARRAY;
}
