import { posix } from "node:path";

/** Days that a file name states, as the program suggests it: `<talker>_<YYYY-MM-DD>_<YYYY-MM-DD>.csv`. */
export interface NamedRange {
  readonly text: string;
  /** `YYYY-MM-DD`. */
  readonly from: string;
  readonly until: string;
}

/** @source documented: export-formats.md §3.1 */
export function rangeInName(entry: string): NamedRange | null {
  const match = /_((?:19|20)\d{2}-\d{2}-\d{2})_((?:19|20)\d{2}-\d{2}-\d{2})(?=[._ (]|$)/.exec(posix.basename(entry));
  const [, from, until] = match ?? [];
  if (from === undefined || until === undefined || from > until) return null;
  return { text: `${from}_${until}`, from, until };
}
