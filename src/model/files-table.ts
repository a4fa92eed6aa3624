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
