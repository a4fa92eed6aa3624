import { EvidenceError } from "../../base/errors.ts";
import {
  elements,
  indexJson,
  isJsonObject,
  jsonFile,
  parseJsonPrefix,
  readJson,
  type JsonFile,
  type JsonObject,
  type JsonSpan,
} from "../../base/json-reader.ts";
import type { Source } from "../../model/source.ts";

const FIRST_BYTES = 64;
const HEAD_BYTES = 64 << 10;
/** Room for a portrait inlined in the header of a chat. */
const SMALL_BYTES = 1 << 20;
const ROWS_TRIED = 20;

/** What one look at a JSON file shows: as much of its beginning as can be read, then the outline of all of it. */
export interface JsonLook {
  /** Members in the first 64 KiB, the last of them perhaps cut short. */
  readonly head: JsonObject;
  /**
   * Keys of the whole file: small objects and plain values as they are, lists with their first row that is an object,
   * anything else null. Null where the file is too damaged to list them.
   */
  outline(): JsonObject | null;
}

/** Looks at a file that begins like a JSON object, whatever it is called; null for any other. */
export function lookAtJson(source: Source, path: string): JsonLook | null {
  const first = source.read(path, 0, FIRST_BYTES).toString("latin1");
  if (!/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*\{/.test(first)) return null;
  const file = jsonFile(source, path);
  const head = parseJsonPrefix(headText(file));
  return isJsonObject(head) ? { head, outline: () => outlineOf(file) } : null;
}

/** A copy saved again as UTF-16 is recognised too, so that reading can say so. */
function headText(file: JsonFile): string {
  const bytes = Buffer.from(file.read(0, HEAD_BYTES));
  const isLittle = bytes[1] === 0 || (bytes[0] === 0xff && bytes[1] === 0xfe);
  const isBig = bytes[0] === 0 || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const even = bytes.subarray(0, bytes.length & ~1);
  const text = isLittle ? even.toString("utf16le") : isBig ? even.swap16().toString("utf16le") : bytes.toString("utf8");
  return text.replace(/^\ufeff/, "");
}

function outlineOf(file: JsonFile): JsonObject | null {
  try {
    const outline: JsonObject = Object.create(null) as JsonObject;
    for (const { key, type, span } of indexJson(file).members) {
      const isSmall = type !== "array" && span.end - span.start <= SMALL_BYTES;
      outline[key] = isSmall ? readJson(file, span).value : type === "array" ? [...firstRow(file, span)] : null;
    }
    return outline;
  } catch (error) {
    if (error instanceof EvidenceError) return null;
    throw error;
  }
}

function* firstRow(file: JsonFile, span: JsonSpan): Generator<JsonObject, void, void> {
  for (const element of elements(file, span)) {
    if (element.type === "element" && isJsonObject(element.value)) {
      yield element.value;
      return;
    }
    if (element.index >= ROWS_TRIED) return;
  }
}

/** The first row of a list in a head or an outline. */
export function firstOf(object: JsonObject, key: string): JsonObject | null {
  const list = object[key];
  const first = Array.isArray(list) ? list[0] : undefined;
  return isJsonObject(first) ? first : null;
}
