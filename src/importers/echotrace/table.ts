import type { Workbook, XlsxRow } from "../../base/xlsx.ts";

/** Sheet with the messages. @source documented: export-formats.md §4.2 */
const SHEET = "聊天记录";

/** The columns of 2.x and 3.x, and those of the first releases. @source documented: export-formats.md §4.2; early columns observed in the exporter's source @09a7969 */
const HEADERS = {
  full: ["序号", "时间", "发送者昵称", "发送者微信ID", "发送者备注", "发送者身份", "消息类型", "内容"],
  early: ["序号", "时间", "发送者", "消息类型", "内容"],
} as const;

export type Layout = keyof typeof HEADERS;

/** Rows above the header: at most three that speak of the conversation, and blank ones. */
const HEADER_WITHIN = 8;
/** Another exporter with the same columns names itself above them. */
const FOREIGN_LABELS = ["导出工具", "导出版本"];

/** Where the messages of a workbook begin, and what stands above them. */
export interface Sheet {
  readonly name: string;
  readonly layout: Layout;
  readonly headerRow: number;
  /** Of the row `微信ID … 昵称 … 备注 …`. */
  readonly info: ReadonlyMap<string, string>;
}

/** Null where the workbook is not of this exporter. @throws {SourceError} of the workbook */
export async function sheetOf(workbook: Workbook): Promise<Sheet | null> {
  if (!workbook.sheets.includes(SHEET)) return null;
  const info = new Map<string, string>();
  for await (const row of workbook.rows(SHEET)) {
    if (row.row > HEADER_WITHIN) return null;
    const texts = textsOf(row);
    if (texts.some((text) => FOREIGN_LABELS.includes(text))) return null;
    const layout = layoutOf(texts);
    if (layout !== null) return { name: SHEET, layout, headerRow: row.row, info };
    for (const [at, text] of texts.entries()) {
      if (at % 2 === 0 && text !== "") info.set(text, texts[at + 1] ?? "");
    }
  }
  return null;
}

function layoutOf(texts: readonly string[]): Layout | null {
  const same = (header: readonly string[]) =>
    header.length === texts.length && header.every((column, at) => column === texts[at]);
  if (same(HEADERS.full)) return "full";
  return same(HEADERS.early) ? "early" : null;
}

/** Texts of a row by column, gaps empty. */
function textsOf({ cells }: XlsxRow): string[] {
  const texts: string[] = [];
  for (const { column, text } of cells) texts[column] = text;
  return Array.from(texts, (text?: string) => text ?? "");
}

/** Texts of a row by the name of their column, or by cell where there is no column; empty ones left out. */
export function fieldsOf({ cells }: XlsxRow, { layout }: Sheet): Map<string, string> {
  const fields = new Map<string, string>();
  for (const { column, ref, text } of cells) if (text !== "") fields.set(HEADERS[layout][column] ?? ref, text);
  return fields;
}
