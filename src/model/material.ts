import type { Source } from "./source.ts";

/** Everything received for one bundle: the export, and the case file with what it names (null where there is none). */
export interface Material {
  readonly source: Source;
  readonly enclosed: Source | null;
}
