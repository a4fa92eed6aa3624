import { integerOf, textOf, type Row, type Table, type Value } from "../../../base/sqlite/tables.ts";

/** Last instant a date can have. */
const LATEST_MS = 8.64e15;

/** Epoch milliseconds of a time column in milliseconds; null for nothing, zero and what is no time. */
export function msOf(value: Value | undefined): number | null {
  const ms = integerOf(value);
  return ms === null || ms === 0 || Math.abs(ms) > LATEST_MS ? null : ms;
}

/** Epoch milliseconds of a time column in seconds. */
export function msOfSeconds(value: Value | undefined): number | null {
  const seconds = integerOf(value);
  return seconds === null ? null : msOf(BigInt(seconds) * 1000n);
}

/** Epoch milliseconds of a column that holds seconds (up to 11 digits) or milliseconds, by its size. */
export function msOfEither(value: Value | undefined): number | null {
  const number = integerOf(value);
  return number === null || number < 0 ? null : number < 1e11 ? msOfSeconds(value) : msOf(value);
}

/** Columns of a row that nothing else holds, under their own names. Bytes and empty values are left out. */
export function leftovers(row: Row, table: Table, taken: ReadonlySet<string>): Record<string, string> {
  const left: Record<string, string> = {};
  for (const [lower, own] of table.columns) {
    const value = row[lower];
    if (taken.has(lower) || value === null || value === undefined || value === "" || Buffer.isBuffer(value)) continue;
    left[own] = String(value);
  }
  return left;
}

/** Columns of a row as text, under their own names; those absent or empty are left out. */
export function named(row: Row, columns: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  for (const column of columns) {
    const value = row[column.toLowerCase()];
    const text = Buffer.isBuffer(value) ? null : textOf(value);
    if (text !== null && text !== "") found[column] = text;
  }
  return found;
}
