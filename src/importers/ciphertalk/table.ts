import type { Workbook, XlsxRow } from "../../base/xlsx.ts";

/** Columns of the sheet; the last two are there only where asked for. @source documented: export-formats.md §4.3 */
const COLUMNS = [
  "序号", "时间", "日期", "时刻", "星期", "发送者", "微信ID", "消息类型", "消息内容", "原始类型代码", "时间戳",
] as const; // prettier-ignore
const OPTIONAL = ["头像链接", "聊天记录详情"] as const;

export type Column = (typeof COLUMNS)[number] | (typeof OPTIONAL)[number];

/** The sheet with the messages, and where its columns stand. */
export interface Sheet {
  readonly name: string;
  /** Row of the header as a spreadsheet counts. */
  readonly headerRow: number;
  readonly columns: ReadonlyMap<number, Column>;
}

/** The first sheet whose first row is the program's header; null where there is none. @throws {SourceError} of the workbook */
export async function sheetOf(workbook: Workbook): Promise<Sheet | null> {
  for (const name of workbook.sheets) {
    for await (const row of workbook.rows(name)) {
      const columns = columnsOf(row);
      if (columns !== null) return { name, headerRow: row.row, columns };
      break;
    }
  }
  return null;
}

function columnsOf({ cells }: XlsxRow): Map<number, Column> | null {
  const known: readonly string[] = [...COLUMNS, ...OPTIONAL];
  const columns = new Map<number, Column>();
  for (const { column, text } of cells) if (known.includes(text)) columns.set(column, text as Column);
  const found = new Set(columns.values());
  return COLUMNS.every((column) => found.has(column)) ? columns : null;
}

/** Texts of a row by column; empty cells are left out. */
export function fieldsOf({ cells }: XlsxRow, { columns }: Sheet): Map<string, string> {
  const fields = new Map<string, string>();
  for (const { column, ref, text } of cells) if (text !== "") fields.set(columns.get(column) ?? ref, text);
  return fields;
}
