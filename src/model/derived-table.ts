/** Columns of `report/derived/derived.csv`, in order. The table begins with the same mark as `record/files.csv`. */
export const DERIVED_COLUMNS = [
  "bundle_path",
  "source_path",
  "source_sha256",
  "derived_path",
  "derived",
  "how",
  "derived_sha256",
  "state",
  "note",
] as const;

/** How many viewing copies a run made, and why there is none of the other files that were recognised. */
export interface CopyCounts {
  readonly pictures: number;
  readonly voices: number;
  /** Voices among them that break off or last another time than their packets say. */
  readonly voicesWithNote: number;
  /** Form that cannot be shown here -> files. */
  readonly notViewable: Readonly<Record<string, number>>;
  /** Reason no copy could be made -> files. */
  readonly failed: Readonly<Record<string, number>>;
}
