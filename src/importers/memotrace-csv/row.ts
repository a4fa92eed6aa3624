import type { CsvRecord } from "../../base/csv.ts";
import type { XlsxCell } from "../../base/xlsx.ts";
import type { Locator } from "../../model/locator.ts";
import type { Header } from "./header.ts";

/** One record of the table, whatever file it comes from. */
export interface Row {
  readonly fields: readonly string[];
  readonly at: Locator;
  /** Cells by column, where it comes from a workbook. */
  readonly cells: ReadonlyMap<number, XlsxCell> | null;
  /** The file ends in the middle of its line, so that the last field may be a part. */
  readonly isCutOff: boolean;
  /** What stands in columns that somebody has added, by their names; empty ones left out. */
  readonly added: Readonly<Record<string, string>>;
}

const NOTHING: Readonly<Record<string, string>> = {};

/** Takes the added columns off a record that has exactly all columns; any other stays as it is. */
export function withoutAdded(
  fields: readonly string[],
  { fieldCount, addedColumns }: Pick<Header, "fieldCount" | "addedColumns">,
): Pick<Row, "fields" | "added"> {
  const isAll = addedColumns.length > 0 && fields.length === fieldCount + addedColumns.length;
  if (!isAll) return { fields, added: NOTHING };
  const named = addedColumns.map((name, at) => [`+${name || at + 1}`, fields[fieldCount + at] ?? ""] as const);
  return { fields: fields.slice(0, fieldCount), added: Object.fromEntries(named.filter(([, text]) => text !== "")) };
}

/** Row of a delimited file. */
export function rowOfRecord(
  { fields, line, row }: CsvRecord,
  header: Header,
  { path, isCutOff }: { readonly path: string; readonly isCutOff: boolean },
): Row {
  return { ...withoutAdded(fields, header), at: { path, line, row }, cells: null, isCutOff };
}

/** Row of a workbook with as many fields as the header has columns at least. */
export function rowOfCells(cells: readonly XlsxCell[], header: Header, at: Locator): Row {
  const byColumn = new Map(cells.map((cell) => [cell.column, cell]));
  const last = Math.max(header.fieldCount + header.addedColumns.length - 1, ...byColumn.keys());
  const fields = Array.from({ length: last + 1 }, (_, column) => byColumn.get(column)?.text ?? "");
  return { ...withoutAdded(fields, header), at, cells: byColumn, isCutOff: false };
}

/** The record as one line of text, for those that cannot be read. */
export function rawText(fields: readonly string[]): string {
  return fields.join(",").slice(0, 500);
}
