import type { CsvRecord } from "../../base/csv.ts";
import type { XlsxCell } from "../../base/xlsx.ts";
import type { Locator } from "../../model/locator.ts";

/** One record of the table, whatever file it comes from. */
export interface Row {
  readonly fields: readonly string[];
  readonly at: Locator;
  /** Cells by column, where it comes from a workbook. */
  readonly cells: ReadonlyMap<number, XlsxCell> | null;
  /** The file ends in the middle of its line, so that the last field may be a part. */
  readonly isCutOff: boolean;
}

/** Row of a delimited file. */
export function rowOfRecord(record: CsvRecord, path: string, isCutOff: boolean): Row {
  return { fields: record.fields, at: { path, line: record.line, row: record.row }, cells: null, isCutOff };
}

/** Row of a workbook with as many fields as the header has columns at least. */
export function rowOfCells(cells: readonly XlsxCell[], width: number, at: Locator): Row {
  const byColumn = new Map(cells.map((cell) => [cell.column, cell]));
  const last = Math.max(width - 1, ...byColumn.keys());
  const fields = Array.from({ length: last + 1 }, (_, column) => byColumn.get(column)?.text ?? "");
  return { fields, at, cells: byColumn, isCutOff: false };
}

/** The record as one line of text, for those that cannot be read. */
export function rawText(fields: readonly string[]): string {
  return fields.join(",").slice(0, 500);
}
