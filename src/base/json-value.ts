/** A number exactly as the source writes it: 64-bit ids and money survive, whatever a double can hold. */
export class JsonNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** An object read from a source. It has no prototype, so that a key such as `__proto__` is a key like any other. */
export interface JsonObject {
  [key: string]: JsonValue;
}

/** JSON as found. */
export type JsonValue = string | boolean | null | JsonNumber | JsonValue[] | JsonObject;

/** True for `{…}`; false for arrays and numbers. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber);
}

/** JSON text of a value in its own key order, numbers as the source wrote them, lone surrogates escaped. */
export function printJson(value: JsonValue): string {
  if (value instanceof JsonNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map(printJson).join(",")}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members = Object.keys(value).map((key) => `${JSON.stringify(key)}:${printJson(value[key] ?? null)}`);
  return `{${members.join(",")}}`;
}
