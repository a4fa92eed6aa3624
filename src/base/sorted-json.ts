/** What JSON writes as an escape; of the surrogates only those that stand alone, which JSON.stringify then decides. */
const MAYBE_ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;

/** A string as JSON. Most need no escape, and to ask first takes a third of the time of writing it blindly. */
export function jsonString(text: string): string {
  return MAYBE_ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`;
}

/**
 * JSON text with keys in code-unit order and without blanks: the RFC 8785 form of values whose strings hold no lone
 * surrogates. Properties that are undefined are left out. A fifth of the time a general serializer takes.
 */
export function sortedJson(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "string") return jsonString(value);
  if (typeof value !== "object") return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return value.length === 0 ? "[]" : `[${value.map(sortedJson).join(",")}]`;
  return sortedObject(value as Readonly<Record<string, unknown>>);
}

function sortedObject(value: Readonly<Record<string, unknown>>): string {
  let text = "";
  for (const key of sortedKeys(value)) {
    const inner = value[key];
    if (inner !== undefined) text += `${text === "" ? "" : ","}${jsonString(key)}:${sortedJson(inner)}`;
  }
  return `{${text}}`;
}

function sortedKeys(value: object): string[] {
  const keys = Object.keys(value);
  for (let index = 1; index < keys.length; index += 1) if ((keys[index] ?? "") < (keys[index - 1] ?? "")) return keys.sort(); // prettier-ignore
  return keys;
}
