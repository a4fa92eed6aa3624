import { isBlankByte, type JsonFile } from "./json-file.ts";
import { MAX_VALUE_BYTES } from "./json-fault.ts";
import { JsonFault } from "./json-parse.ts";
import { readBytes, type JsonRead } from "./json-read.ts";

/** One line of a file that holds a JSON value in each. Blank lines are passed over; lines that begin with `#` are comments. */
export type JsonLine = { readonly line: number; readonly byte: number } & (
  | ({ readonly type: "value" } & JsonRead)
  | { readonly type: "comment"; readonly text: string }
  | {
      readonly type: "damaged";
      readonly reason: "malformed-json" | "value-too-large";
      /** The beginning of the line as found, at most 500 characters. */
      readonly raw: string;
    }
);

const CHUNK_BYTES = 1 << 20;
const RAW_CHARACTERS = 500;
const LINE_FEED = 0x0a;
const NUMBER_SIGN = 0x23;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Lines of a file in order and in flat memory; a line beyond 64 MiB is passed over and told. */
export function* jsonLines(file: JsonFile): Generator<JsonLine, void, void> {
  const start = file.read(0, 3).equals(BYTE_ORDER_MARK) ? 3 : 0;
  let pieces: Buffer[] = [];
  let length = 0;
  let line = 1;
  let byte = start;
  const keep = (bytes: Buffer) => {
    if (length <= MAX_VALUE_BYTES && bytes.length > 0) pieces.push(bytes);
    length += bytes.length;
  };
  const taken = (): JsonLine | null => {
    const whole = pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
    const read = length > MAX_VALUE_BYTES ? tooLarge(whole, line, byte) : lineOf(whole, line, byte);
    byte += length + 1;
    [pieces, length, line] = [[], 0, line + 1];
    return read;
  };
  for (let base = start; base < file.sizeBytes;) {
    const chunk = file.read(base, CHUNK_BYTES);
    if (chunk.length === 0) break;
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
      keep(chunk.subarray(from, end));
      const read = taken();
      if (read !== null) yield read;
      from = end + 1;
    }
    // A rest is kept beyond its chunk, which the file may use again.
    keep(Buffer.from(chunk.subarray(from)));
    base += chunk.length;
  }
  const last = length > 0 ? taken() : null;
  if (last !== null) yield last;
}

function lineOf(whole: Buffer | undefined, line: number, byte: number): JsonLine | null {
  const bytes = trimmed(whole ?? Buffer.alloc(0));
  if (bytes.length === 0) return null;
  if (bytes[0] === NUMBER_SIGN) return { type: "comment", line, byte, text: beginningOf(bytes) };
  try {
    return { type: "value", line, byte, ...readBytes(bytes, byte) };
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    return { type: "damaged", line, byte, reason: "malformed-json", raw: beginningOf(bytes) };
  }
}

function tooLarge(whole: Buffer | undefined, line: number, byte: number): JsonLine {
  return { type: "damaged", line, byte, reason: "value-too-large", raw: beginningOf(whole ?? Buffer.alloc(0)) };
}

function trimmed(bytes: Buffer): Buffer {
  let end = bytes.length;
  let start = 0;
  while (end > 0 && isBlankByte(bytes[end - 1])) end -= 1;
  while (start < end && isBlankByte(bytes[start])) start += 1;
  return bytes.subarray(start, end);
}

function beginningOf(bytes: Buffer): string {
  return bytes.toString("utf8", 0, 4 * RAW_CHARACTERS).slice(0, RAW_CHARACTERS);
}
