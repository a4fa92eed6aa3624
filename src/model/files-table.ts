/** How `record/files.csv` begins: without this mark (U+FEFF) a Chinese Excel takes UTF-8 for GBK. */
export const FILES_MARK = "\ufeff";

/** Columns of `record/files.csv`, in order. */
export const FILES_COLUMNS = [
  "bundle_path",
  "original_path",
  "name_hex",
  "container",
  "size_bytes",
  "sha256",
  "modified_text",
  "status",
  "reason",
  "used_by",
] as const;
