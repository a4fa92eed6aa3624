import { JsonNumber } from "../../base/json-reader.ts";
import { textIn, warn, type Row } from "./json-row.ts";

/** An instant as an epoch in the source states it. */
export interface Epoch {
  /** Epoch milliseconds UTC. */
  readonly ms: number;
  readonly unit: "s" | "ms";
}

/**
 * Reads decimal text of epoch seconds (up to 11 digits) or milliseconds (12 to 14 digits); null for anything else, and
 * for 0, which stands for "not set".
 */
export function epochOf(text: string | null): Epoch | null {
  if (text === null || !/^\d{1,14}(?:\.0+)?$/.test(text)) return null;
  const digits = text.split(".")[0] ?? text;
  const value = Number(digits);
  if (value === 0) return null;
  return digits.length <= 11 ? { ms: value * 1000, unit: "s" } : { ms: value, unit: "ms" };
}

/** The time of a row; what is unusual about it is noted on the row. */
export function rowTime(row: Row, key = "createTime"): Epoch | null {
  const text = textIn(row, key);
  const epoch = epochOf(text);
  if (epoch === null) {
    row.held.delete(key);
    warn(row, "TIME_UNREADABLE");
    return null;
  }
  if (!(row.object[key] instanceof JsonNumber)) warn(row, "TIME_AS_TEXT");
  if (epoch.unit === "ms") warn(row, "TIME_IN_MILLISECONDS");
  return epoch;
}
