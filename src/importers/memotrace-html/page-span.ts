import { jsonFile, type JsonSpan } from "../../base/json-reader.ts";
import type { Source } from "../../model/source.ts";
import type { Page } from "./page.ts";

const CHUNK_BYTES = 1 << 20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x5b;
const CLOSE = 0x5d;

/**
 * Where the list of a page of 3.x begins and ends, by its quotes and brackets; to the end of the file where it is never
 * closed, so that reading it says where it breaks off.
 */
export function spanOfMessages(source: Source, page: Page): JsonSpan {
  const file = jsonFile(source, page.path);
  let depth = 0;
  let isInString = false;
  let isEscaped = false;
  for (let base = page.open; base < file.sizeBytes;) {
    const bytes = file.read(base, CHUNK_BYTES);
    if (bytes.length === 0) break;
    for (let at = 0; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (isEscaped) isEscaped = false;
      else if (isInString) {
        if (byte === BACKSLASH) isEscaped = true;
        else if (byte === QUOTE) isInString = false;
      } else if (byte === QUOTE) isInString = true;
      else if (byte === OPEN) depth += 1;
      else if (byte === CLOSE && (depth -= 1) === 0) return { start: page.open, end: base + at + 1 };
    }
    base += bytes.length;
  }
  return { start: page.open, end: file.sizeBytes };
}
