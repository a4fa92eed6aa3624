import { isJsonObject, JsonNumber, printJson, type JsonObject, type JsonValue } from "../../base/json-reader.ts";

/** One object of a JSON source by key; hand-checked, since there may be millions. */
export interface Row {
  readonly object: JsonObject;
  /** Keys the model holds; all others go to `extra`. */
  readonly held: Set<string>;
  readonly warnings: string[];
}

/** A row that is read from now on. */
export function rowFrom(object: JsonObject): Row {
  return { object, held: new Set(), warnings: [] };
}

/** The row, or null where the value is no object or has none of the keys of a message. */
export function rowWith(value: JsonValue, keys: readonly string[]): Row | null {
  return isJsonObject(value) && keys.some((key) => key in value) ? rowFrom(value) : null;
}

/** Text of a field; a number as written. Null where it is absent, empty or of another type, which is then said. */
export function textIn(row: Row, key: string): string | null {
  const value = row.object[key];
  if (value === undefined || value === null || value === "") return null;
  const text = value instanceof JsonNumber ? value.text : value;
  if (typeof text === "string") {
    row.held.add(key);
    return text;
  }
  warn(row, "FIELD_TYPE_UNEXPECTED");
  return null;
}

/** Notes a warning once. */
export function warn(row: Row, code: string): void {
  if (!row.warnings.includes(code)) row.warnings.push(code);
}

/** Puts a field back among those nothing holds. */
export function release(row: Row, ...keys: readonly string[]): void {
  for (const key of keys) row.held.delete(key);
}

/** Source text of every field the model does not hold; empty ones say nothing. */
export function extraOf({ object, held }: Row): Record<string, string> {
  const extra: Record<string, string> = {};
  for (const key of Object.keys(object)) {
    const value = object[key];
    if (value === undefined || value === null || value === "" || held.has(key)) continue;
    if (key === "__proto__") Object.defineProperty(extra, key, { value: printJson(value), enumerable: true });
    else extra[key] = printJson(value);
  }
  return extra;
}
