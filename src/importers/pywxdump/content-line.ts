import { scanRecord } from "../../base/csv-scan.ts";
import { EvidenceError } from "../../base/errors.ts";
import { isJsonObject, parseJsonText, type JsonObject, type JsonValue } from "../../base/json-reader.ts";
import { leadingColumns, type Layout } from "./header.ts";

/** Fields of one line of P1 or P2. */
export interface ContentLine {
  /** Columns before `content`. */
  readonly leading: readonly string[];
  /** `content` as written, its own quoting undone. */
  readonly content: string;
  /** `content` as an object; null where it is no JSON. */
  readonly parsed: JsonObject | null;
  readonly time: string;
}

/**
 * Takes a line of P1 or P2 apart: the columns before `content` hold no delimiter, the time behind it neither, so that
 * everything between is `content`, quoted or not. JSON has no line breaks, so that every record is one line.
 *
 * @returns null where there are too few columns
 * @source documented: export-formats.md §2.1
 */
export function contentLine(line: string, layout: Layout, delimiter: string): ContentLine | null {
  const count = leadingColumns(layout);
  const bounds = boundsOf(line, count, delimiter);
  if (bounds === null) return null;
  const leading = line.slice(0, bounds.from - 1).split(delimiter);
  const between = line.slice(bounds.from, bounds.to);
  const time = line.slice(bounds.to + 1).replace(/^"(.*)"$/, "$1");
  for (const content of [between, unquoted(between, delimiter)]) {
    const parsed = objectIn(content);
    if (parsed !== null) return { leading, content, parsed, time };
  }
  return { leading, content: unquoted(between, delimiter), parsed: null, time };
}

/** Where `content` begins and ends. A spreadsheet may have added empty columns at the end. */
function boundsOf(line: string, count: number, delimiter: string): { from: number; to: number } | null {
  let from = 0;
  for (let column = 0; column < count; column++) {
    from = line.indexOf(delimiter, from) + 1;
    if (from === 0) return null;
  }
  const to = line.lastIndexOf(delimiter);
  return to < from ? null : { from, to };
}

/** Text of one quoted field, or of several that a program took it for. */
function unquoted(between: string, delimiter: string): string {
  if (!between.includes('"')) return between;
  const scan = scanRecord(between, 0, delimiter, true);
  return scan === null || scan === "too-many-fields" ? between : scan.fields.join(delimiter);
}

function objectIn(text: string): JsonObject | null {
  if (!text.trimStart().startsWith("{")) return null;
  try {
    const value: JsonValue = parseJsonText(text, "content").value;
    return isJsonObject(value) ? value : null;
  } catch (error) {
    if (error instanceof EvidenceError) return null;
    throw error;
  }
}
