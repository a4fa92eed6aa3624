const NEEDS_QUOTES = /[",\r\n]/;
/** A spreadsheet runs a cell that begins like this as a formula. The apostrophe itself is in the set so that guarding can be undone. */
const FORMULA_START = /^[=+\-@\t\r']/;

/** One RFC 4180 record ended by LF; cells a spreadsheet would run are guarded with an apostrophe. */
export function printCsvRecord(cells: readonly string[]): string {
  return `${cells.map(printCell).join(",")}\n`;
}

/** The cell as it was before guarding. */
export function unguarded(cell: string): string {
  return cell.startsWith("'") ? cell.slice(1) : cell;
}

function printCell(cell: string): string {
  const guarded = FORMULA_START.test(cell) ? `'${cell}` : cell;
  return NEEDS_QUOTES.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
