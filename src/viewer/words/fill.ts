import { countText } from "../../base/sentence.ts";

/** A sentence with its `{placeholders}` filled in; whole numbers get their thousands marked. */
export function fill(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) return whole;
    return typeof value === "number" && Number.isSafeInteger(value) ? countText(value) : String(value);
  });
}

/** The word of a code; the code itself where the bundle has no word for it. */
export function wordOf(words: readonly (readonly [string, string, ...string[]])[], code: string): string {
  return words.find(([one]) => one === code)?.[1] ?? code;
}
