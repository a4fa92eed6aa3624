import type { CoverageItem } from "../../../model/database.ts";

/** A part of a set that was given, or that is absent where there is no path. */
export function coverageItem(
  item: string,
  name: string,
  path: string | null,
  weakens: readonly string[],
): CoverageItem {
  return { item, name, state: path === null ? "absent" : "given", reason: null, path, weakens };
}
