import type { Bilingual } from "./bilingual.ts";
import type { SourceError } from "./errors.ts";
import { jsonSourceError } from "./json-error.ts";
import { chunksOf, type FileChunk, type JsonFile, type JsonSpan } from "./json-file.ts";
import { JsonFault } from "./json-parse.ts";
import { JsonStructureFault, type StructureScan } from "./json-scan.ts";

/** Lines are counted for an error only where that takes well under a second. */
const LINES_COUNTED_UP_TO = 256 << 20;

/** Larger single values are not taken into memory. */
export const MAX_VALUE_BYTES = 64 << 20;

/** Size of a value that is taken into memory, in words. */
export const SIZE = { zh: `不超过 ${MAX_VALUE_BYTES} 字节的值`, en: `a value of at most ${MAX_VALUE_BYTES} bytes` };

/** A fault of ours as the error of this file; anything else as it is. `bytes` begin at `base`. */
export function asSourceError(file: JsonFile, error: unknown, bytes?: Buffer, base = 0): unknown {
  if (error instanceof JsonStructureFault) {
    const { code, byte, expected, found, firstOddByte } = error;
    const line = lineAt(file, byte);
    return jsonSourceError({ code, path: file.path, byte, line, expected, found, firstOddByte }, error);
  }
  if (!(error instanceof JsonFault) || bytes === undefined) return error;
  const byte = base + byteOfUnit(bytes, error.offset);
  return malformed({ path: file.path, byte, line: lineAt(file, byte) }, error);
}

/** Text that is not JSON, as an error that names the place. */
export function malformed(place: { path: string; byte: number; line: number | null }, fault: JsonFault): SourceError {
  const { expected, found } = fault;
  return jsonSourceError(
    { code: "JSON_MALFORMED", ...place, expected, found: quoted(found), firstOddByte: null },
    fault,
  );
}

/** A value too large to be taken into memory. */
export function tooLarge(file: JsonFile, span: JsonSpan): SourceError {
  return largeError(file, span.start, SIZE, {
    zh: `${span.end - span.start} 字节`,
    en: `${span.end - span.start} bytes`,
  });
}

/** More of something than any export has. */
export function largeError(file: JsonFile, byte: number, expected: Bilingual, found: Bilingual): SourceError {
  return jsonSourceError({
    code: "JSON_VALUE_TOO_LARGE",
    path: file.path,
    byte,
    line: lineAt(file, byte),
    expected,
    found,
    firstOddByte: null,
  });
}

/**
 * Byte at which UTF-16 unit `unit` of the decoded bytes begins. Every byte that opens a character adds a unit at once,
 * so the shortest beginning that decodes to more than `unit` units ends with that byte.
 */
export function byteOfUnit(bytes: Buffer, unit: number): number {
  let low = 0;
  let high = bytes.length + 1;
  while (low + 1 < high) {
    const middle = (low + high) >>> 1;
    if (bytes.toString("utf8", 0, middle).length > unit) high = middle;
    else low = middle;
  }
  return low;
}

function quoted(text: string): Bilingual {
  return text === "end" ? { zh: "内容已结束", en: "the end" } : { zh: `“${text}”`, en: `"${text}"` };
}

function lineAt(file: JsonFile, byte: number): number | null {
  if (byte > LINES_COUNTED_UP_TO) return null;
  let line = 1;
  for (const { bytes } of chunksOf(file, { start: 0, end: Math.min(byte, file.sizeBytes) })) {
    for (let at = bytes.indexOf(0x0a); at >= 0; at = bytes.indexOf(0x0a, at + 1)) line++;
  }
  return line;
}

/**
 * The chunks of a span, each after `scan` has followed it; checks at the end that the value was closed.
 *
 * @throws {SourceError} where quotes or brackets do not match
 */
export function* scanned(file: JsonFile, span: JsonSpan, scan: StructureScan): Generator<FileChunk, void, void> {
  let read = span.start;
  try {
    for (const chunk of chunksOf(file, span)) {
      scan.feed(chunk.bytes, chunk.base);
      read = chunk.base + chunk.bytes.length;
      yield chunk;
    }
    scan.finish(read);
  } catch (error) {
    throw asSourceError(file, error);
  }
}
