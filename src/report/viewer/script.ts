import { escapeLoneSurrogates } from "../../base/canonical-json.ts";
import type { Scratch } from "../../base/scratch.ts";
import type { Document } from "../../model/document.ts";
import { fileDocument } from "../document.ts";

/** Characters that could end a script element, or a line of script in older browsers. */
const ENDS = /[<\u2028\u2029]/g;

/** JSON text with those characters as escapes. */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(ENDS, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** `viewer/data/<key>.js`: one call that hands a value over, in a scratch file. */
export function dataDocument(key: string, value: unknown, scratch: Scratch): Document {
  // The record shows a lone surrogate as `\uXXXX` text; so does the viewer.
  return scriptDocument(key, scriptJson(escapeLoneSurrogates(value)), scratch);
}

/** The same of values that are JSON text already. */
export function listDocument(key: string, entries: readonly string[], scratch: Scratch): Document {
  return scriptDocument(key, `[\n${entries.join(",\n")}\n]`, scratch);
}

function scriptDocument(key: string, json: string, scratch: Scratch): Document {
  const script = Buffer.from(`evidenceData(${JSON.stringify(key)},${json});\n`);
  return fileDocument(`viewer/data/${key}.js`, "view", [script], scratch.next("viewer"));
}
