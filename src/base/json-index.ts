import type { Bilingual } from "./bilingual.ts";
import type { SourceError } from "./errors.ts";
import { jsonSourceError } from "./json-error.ts";
import { asSourceError, largeError, scanned } from "./json-fault.ts";
import { blankBytes, isBlank, isBlankByte, readFully, type JsonFile, type JsonSpan } from "./json-file.ts";
import { readJson } from "./json-read.ts";
import { JsonStructureFault, opensContainer, StructureScan } from "./json-scan.ts";

/** One member of an object: its key, where the key stands, and where its value does. */
export interface JsonMember {
  readonly key: string;
  readonly keyAt: number;
  readonly type: "object" | "array" | "scalar";
  readonly span: JsonSpan;
}

/** The outermost value of a file and, for an object, its members in order; a repeated key is there twice. */
export interface JsonIndex {
  readonly type: "object" | "array";
  readonly span: JsonSpan;
  readonly members: readonly JsonMember[];
  readonly hasByteOrderMark: boolean;
}

/** Room for blanks, a key and a colon; no exporter writes longer keys. */
const WINDOW_BYTES = 1 << 16;
const MAX_MEMBERS = 1_000_000;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;

/**
 * Where the members of the outermost object stand (of the object in `within`, where given). Reads every byte once, in
 * flat memory, and matches every quote and bracket to the last byte; the content of large members is not looked at.
 *
 * @throws {SourceError} JSON_EMPTY, JSON_TRUNCATED, JSON_MALFORMED, JSON_TRAILING, JSON_NUL_BYTES, JSON_TOO_DEEP, JSON_UTF16
 */
export function indexJson(file: JsonFile, within?: JsonSpan): JsonIndex {
  const prefix = within ? 0 : prefixBytes(file);
  const range = within ?? { start: prefix, end: file.sizeBytes };
  const separators: { readonly at: number; readonly opened: number }[] = [];
  const scan = new StructureScan((at, opened) => {
    if (separators.length < MAX_MEMBERS) separators.push({ at, opened });
  });
  scanAll(file, range, scan);
  const span = { start: scan.start, end: scan.end };
  const hasByteOrderMark = prefix > 0;
  if (file.read(span.start, 1)[0] !== 0x7b) return { type: "array", span, members: [], hasByteOrderMark };
  if (separators.length === MAX_MEMBERS) throw tooMany(file, separators[MAX_MEMBERS - 1]?.at ?? span.end);
  const members = membersBetween(file, span, [...separators, { at: span.end - 1, opened: scan.opened }]);
  return { type: "object", span, members, hasByteOrderMark };
}

/** Bytes of a byte-order mark. @throws {SourceError} JSON_UTF16 */
function prefixBytes(file: JsonFile): number {
  const head = file.read(0, 4);
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 3;
  const isMarked = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  const isBare = (head[0] === 0 && opensContainer(head[1])) || (opensContainer(head[0]) && head[1] === 0);
  if (!isMarked && !isBare) return 0;
  const found = { zh: "UTF-16 编码", en: "UTF-16" };
  const expected = { zh: " UTF-8 编码", en: "UTF-8" };
  throw jsonSourceError({ code: "JSON_UTF16", path: file.path, byte: 0, line: 1, expected, found, firstOddByte: null });
}

function scanAll(file: JsonFile, range: JsonSpan, scan: StructureScan): void {
  const chunks = scanned(file, range, scan);
  while (chunks.next().done !== true);
}

interface Separator {
  readonly at: number;
  readonly opened: number;
}

function membersBetween(file: JsonFile, span: JsonSpan, separators: readonly Separator[]): JsonMember[] {
  const members: JsonMember[] = [];
  let from = span.start + 1;
  for (const { at, opened } of separators) {
    const head = readFully(file, { start: from, end: Math.min(at, from + WINDOW_BYTES) });
    if (separators.length === 1 && head.length === at - from && isBlank(head)) return members;
    members.push(memberIn(file, { start: from, end: at }, head, opened));
    from = at + 1;
  }
  return members;
}

/** The member between two separators. `head` is the beginning of those bytes. */
function memberIn(file: JsonFile, slot: JsonSpan, head: Buffer, opened: number): JsonMember {
  const keyAt = blankBytes(head, 0);
  const keyEnd = stringEnd(head, keyAt);
  if (keyEnd < 0) throw unexpected(file, slot.start + keyAt, EXPECTED_KEY, head[keyAt]);
  const key = readJson(file, { start: slot.start + keyAt, end: slot.start + keyEnd }).value;
  const colonAt = blankBytes(head, keyEnd);
  if (head[colonAt] !== COLON) throw unexpected(file, slot.start + colonAt, EXPECTED_COLON, head[colonAt]);
  const valueAt = blankBytes(head, colonAt + 1);
  if (valueAt === head.length) throw unexpected(file, slot.start + valueAt, EXPECTED_VALUE, undefined);
  const span = { start: slot.start + valueAt, end: trimmedEnd(file, slot) };
  const type = head[valueAt] === 0x7b ? "object" : head[valueAt] === 0x5b ? "array" : "scalar";
  requireOneValue(file, span, type, opened);
  return { key: typeof key === "string" ? key : "", keyAt: slot.start + keyAt, type, span };
}

/** Between two commas stands one value and nothing else. */
function requireOneValue(file: JsonFile, span: JsonSpan, type: JsonMember["type"], opened: number): void {
  if (type === "scalar") {
    if (opened > 0 || span.end - span.start <= WINDOW_BYTES) readJson(file, span);
    return;
  }
  const closing = type === "object" ? 0x7d : 0x5d;
  if (opened === 1 && file.read(span.end - 1, 1)[0] === closing) return;
  scanAll(file, span, new StructureScan(() => undefined));
}

/** Just behind the string that begins at `at`; -1 where there is none or it does not end in these bytes. */
function stringEnd(bytes: Buffer, at: number): number {
  if (bytes[at] !== QUOTE) return -1;
  for (let i = at + 1; i < bytes.length; i++) {
    if (bytes[i] === BACKSLASH) i++;
    else if (bytes[i] === QUOTE) return i + 1;
  }
  return -1;
}

function trimmedEnd(file: JsonFile, slot: JsonSpan): number {
  for (let end = slot.end; ;) {
    const start = Math.max(slot.start, end - WINDOW_BYTES);
    const tail = readFully(file, { start, end });
    let length = tail.length;
    while (length > 0 && isBlankByte(tail[length - 1])) length--;
    if (length > 0 || start === slot.start) return start + length;
    end = start;
  }
}

const EXPECTED_KEY = { zh: "双引号中的键名", en: "a key in double quotes" };
const EXPECTED_COLON = { zh: "冒号", en: "a colon" };
const EXPECTED_VALUE = { zh: "一个值", en: "a value" };

function unexpected(file: JsonFile, byte: number, expected: Bilingual, found: number | undefined): SourceError {
  const shown =
    found === undefined
      ? { zh: "空白", en: "nothing" }
      : { zh: `“${String.fromCharCode(found)}”`, en: `"${String.fromCharCode(found)}"` };
  const words = { expected, found: shown };
  return asSourceError(file, new JsonStructureFault("JSON_MALFORMED", byte, words, null)) as SourceError;
}

function tooMany(file: JsonFile, byte: number): SourceError {
  const expected = { zh: `少于 ${MAX_MEMBERS} 个键`, en: `fewer than ${MAX_MEMBERS} keys` };
  return largeError(file, byte, expected, { zh: "更多", en: "more" });
}
