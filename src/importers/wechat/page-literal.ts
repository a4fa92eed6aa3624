import type { JsonFile, JsonSpan } from "../../base/json-reader.ts";

const CHUNK_BYTES = 1 << 20;

/**
 * The object or list that a page writes behind a mark such as `window.CHAT_DATA = `. The page is never run: quotes and
 * brackets are followed until the first one is closed again. A literal that is not closed ends with the file.
 *
 * @returns null where the mark is not followed by a bracket, or is not there
 */
export function literalAfter(file: JsonFile, mark: string): JsonSpan | null {
  const start = placeBehind(file, Buffer.from(mark));
  if (start === null) return null;
  const first = file.read(start, 1)[0];
  return first === OPEN_OBJECT || first === OPEN_LIST ? { start, end: endOf(file, start) } : null;
}

/** First byte behind the first occurrence of a mark. */
function placeBehind(file: JsonFile, mark: Buffer): number | null {
  for (let base = 0; base < file.sizeBytes; base += CHUNK_BYTES) {
    const bytes = file.read(base, CHUNK_BYTES + mark.length - 1);
    const at = bytes.indexOf(mark);
    if (at >= 0) return base + at + mark.length;
  }
  return null;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const OPEN_LIST = 0x5b;
const CLOSE_OBJECT = 0x7d;
const CLOSE_LIST = 0x5d;

/** Just behind the bracket that closes the one at `start`. */
function endOf(file: JsonFile, start: number): number {
  let depth = 0;
  let isInString = false;
  let skip = 0;
  for (let base = start; base < file.sizeBytes; base += CHUNK_BYTES) {
    const bytes = file.read(base, CHUNK_BYTES);
    let at = skip;
    for (; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (isInString) {
        if (byte === BACKSLASH) at += 1;
        else if (byte === QUOTE) isInString = false;
      } else if (byte === QUOTE) isInString = true;
      else if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth += 1;
      else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) depth -= 1;
      if (depth === 0 && !isInString) return base + at + 1;
    }
    skip = at - bytes.length;
  }
  return file.sizeBytes;
}
