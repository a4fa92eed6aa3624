import type { CaseDeclared } from "../model/case.ts";
import { fieldName } from "./faults.ts";

/** A field of the case file that names a file. */
export interface NamedFile {
  readonly path: string;
  readonly field: string;
}

/** Fields whose values are paths of files. */
const HOLDS_PATHS: ReadonlySet<string> = new Set(["enclosures", "photos", "screenshot"]);

/** Every file the case file names, in its own order. */
export function namedFiles(declared: CaseDeclared): NamedFile[] {
  return [...walk(declared, [])];
}

function* walk(value: unknown, path: readonly PropertyKey[]): Generator<NamedFile> {
  const name = path.findLast((step) => typeof step === "string");
  if (typeof value === "string") {
    if (typeof name === "string" && HOLDS_PATHS.has(name) && typeof path.at(-1) === "number")
      yield { path: value, field: fieldName(path) };
    return;
  }
  if (Array.isArray(value)) {
    for (const [index, entry] of value.entries()) yield* walk(entry, [...path, index]);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, entry] of Object.entries(value)) yield* walk(entry, [...path, key]);
  }
}
