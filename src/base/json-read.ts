import { asSourceError, byteOfUnit, malformed, MAX_VALUE_BYTES, tooLarge } from "./json-fault.ts";
import { readFully, type JsonFile, type JsonSpan } from "./json-file.ts";
import { JsonFault, parseJson, type ParsedJson } from "./json-parse.ts";
import { printJson, type JsonValue } from "./json-value.ts";
import { scanUtf8 } from "./utf8.ts";

/** Something read around: the record is there, but not everything in it is as it should be. */
export interface JsonRepair {
  readonly code: "duplicate-key" | "undecodable-bytes";
  readonly byte: number;
  readonly detail: string;
}

/** A value with what had to be mended in it. */
export interface JsonRead {
  readonly value: JsonValue;
  readonly repairs: readonly JsonRepair[];
}

/**
 * A value of at most 64 MiB, read exactly.
 *
 * @throws {SourceError} JSON_MALFORMED, JSON_VALUE_TOO_LARGE
 */
export function readJson(file: JsonFile, span: JsonSpan): JsonRead {
  if (span.end - span.start > MAX_VALUE_BYTES) throw tooLarge(file, span);
  const bytes = readFully(file, span);
  try {
    return readBytes(bytes, span.start);
  } catch (error) {
    throw asSourceError(file, error, bytes, span.start);
  }
}

/**
 * The value of a short JSON text.
 *
 * @throws {SourceError} JSON_MALFORMED naming `subject` and the position
 */
export function parseJsonText(text: string, subject: string): ParsedJson {
  try {
    return parseJson(text);
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    const byte = Buffer.byteLength(text.slice(0, error.offset));
    const line = text.slice(0, error.offset).split("\n").length;
    throw malformed({ path: subject, byte, line }, error);
  }
}

/** Parses bytes that begin at byte `base` of the file. @throws {JsonFault} */
export function readBytes(bytes: Buffer, base: number): JsonRead {
  const text = bytes.toString("utf8");
  const { value, notes } = parseJson(text);
  const hasReplacement = text.includes("\ufffd");
  if (notes.length === 0 && !hasReplacement) return { value, repairs: NO_REPAIRS };
  const repeated = notes.map(({ offset, key, replaced }): JsonRepair => {
    const detail = `${JSON.stringify(key)}: ${printJson(replaced)}`;
    return { code: "duplicate-key", byte: base + byteOfUnit(bytes, offset), detail };
  });
  const undecodable = hasReplacement ? scanUtf8(bytes).faults : [];
  const mended = undecodable.map(({ start, end }): JsonRepair => {
    return { code: "undecodable-bytes", byte: base + start, detail: `0x${bytes.toString("hex", start, end)}` };
  });
  return { value, repairs: [...repeated, ...mended] };
}

const NO_REPAIRS: readonly JsonRepair[] = [];
