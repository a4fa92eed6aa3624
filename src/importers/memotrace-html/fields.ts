import { isJsonObject, JsonNumber, printJson, type JsonObject, type JsonValue } from "../../base/json-reader.ts";
import type { JsValue } from "../../base/js-object.ts";

/** The members of one record; those that nothing took are kept as they stand. */
export class Fields {
  private readonly values: ReadonlyMap<string, string | JsonValue>;
  private readonly taken = new Set<string>();

  private constructor(values: ReadonlyMap<string, string | JsonValue>) {
    this.values = values;
  }

  /** Members of an object literal: what Python calls `None` is nothing. */
  static ofLiteral(fields: ReadonlyMap<string, JsValue>): Fields {
    return new Fields(new Map([...fields].map(([key, { text }]) => [key, text === "None" ? "" : text])));
  }

  static ofJson(object: JsonObject): Fields {
    return new Fields(new Map(Object.keys(object).map((key) => [key, object[key] ?? null])));
  }

  has(key: string): boolean {
    return this.values.has(key);
  }

  /** Text of a member, numbers as written; null where it is absent, empty or no scalar. */
  text(key: string): string | null {
    const value = this.values.get(key);
    const text = value instanceof JsonNumber ? value.text : value;
    if (typeof text !== "string" || text === "") return null;
    this.taken.add(key);
    return text;
  }

  value(key: string): JsonValue | undefined {
    this.taken.add(key);
    return this.values.get(key);
  }

  /** Puts a member back among those nothing holds. */
  release(...keys: readonly string[]): void {
    for (const key of keys) this.taken.delete(key);
  }

  /** Source text of whatever nobody took; empty members say nothing. */
  rest(): Record<string, string> {
    const rest: [string, string][] = [];
    for (const [key, value] of this.values) {
      if (this.taken.has(key) || isEmpty(value)) continue;
      rest.push([key, typeof value === "string" ? value : printJson(value)]);
    }
    return Object.fromEntries(rest);
  }
}

function isEmpty(value: string | JsonValue): boolean {
  if (value === null || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return isJsonObject(value) && Object.keys(value).length === 0;
}
