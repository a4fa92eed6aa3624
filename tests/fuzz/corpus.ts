import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";

const FIXTURES = resolve(import.meta.dirname, "../../fixtures");
const MOST_BYTES = 300_000;

/** Small files of the fixtures whose path matches: what readers are fed with after changing it. */
export function corpus(kind: RegExp): Buffer[] {
  return readdirSync(FIXTURES, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(FIXTURES, join(entry.parentPath, entry.name)))
    .filter((path) => kind.test(path) && statSync(join(FIXTURES, path)).size <= MOST_BYTES)
    .sort()
    .map((path) => readFileSync(join(FIXTURES, path)));
}
