import { openWorkbook, type Bytes, type Workbook, type XlsxRow } from "../../base/xlsx.ts";
import type { Source } from "../../model/source.ts";

/** Sheet with the messages, and sheet with the members. @source documented: export-formats.md §1.3 */
export const CHAT_SHEET = "聊天记录";
export const MEMBER_SHEET = "成员信息";

/** Random access to a file of the source. */
export function bytesOf(source: Source, path: string, sizeBytes: number): Bytes {
  return { sizeBytes, read: (position, length) => source.read(path, position, length) };
}

/** Opens a workbook of the source. @throws {SourceError} XLSX_DAMAGED, XLSX_TOO_LARGE */
export async function openSourceWorkbook(source: Source, path: string): Promise<Workbook> {
  return openWorkbook(bytesOf(source, path, source.file(path)?.sizeBytes ?? 0), path);
}

/** Texts of a row by column, gaps empty. */
export function textsOf({ cells }: XlsxRow): string[] {
  const texts: string[] = [];
  for (const { column, text } of cells) texts[column] = text;
  return Array.from(texts, (text?: string) => text ?? "");
}
