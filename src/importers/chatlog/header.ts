/** Column names of the tables, exact and in order. @source documented: export-formats.md §3.1 */
const PLAIN = ["Time", "SenderName", "Sender", "TalkerName", "Talker", "Content"];

export type TableLayout = "csv" | "alpha-csv";

/** Recognises the fields of a first record, empty columns of a spreadsheet left aside; null where they are no header of ours. */
export function tableLayout(fields: readonly string[]): TableLayout | null {
  const named = fields.slice(0, fields.findLastIndex((field) => field !== "") + 1).join("\0");
  if (named === PLAIN.join("\0")) return "csv";
  return named === ["MessageID", ...PLAIN].join("\0") ? "alpha-csv" : null;
}

/** Columns of a layout. */
export function widthOf(layout: TableLayout): number {
  return PLAIN.length + (layout === "csv" ? 0 : 1);
}
