import { looksLikeWorkbook } from "../../base/xlsx.ts";
import type { Importer } from "../importer.ts";
import { detectTables, IMPORTER_ID } from "./detect.ts";
import { readTable } from "./read-csv.ts";
import { readWorkbook } from "./read-workbook.ts";

/**
 * Tables of MemoTrace (留痕, WeChatMsg): CSV of six generations, told apart by header and shape, and XLSX of 3.x.
 *
 * `localId` of V1 to V4 is counted anew when the exporter merges databases, so it stands in `exporterIndex` only.
 * V2 holds all chats in one file without a chat id: they are told apart by the names of the chat.
 *
 * @source documented: export-formats.md §1
 */
export const memotraceCsv: Importer = {
  id: IMPORTER_ID,
  title: { zh: "留痕（MemoTrace）CSV / XLSX", en: "MemoTrace CSV / XLSX" },
  about: {
    zh: "留痕（MemoTrace、WeChatMsg）导出的“<备注>_utf8.csv”“<备注>.csv”“messages.csv”或“<备注>.xlsx”，可与 image、file 等媒体文件夹同放。",
    en: "“<remark>_utf8.csv”, “<remark>.csv”, “messages.csv” or “<remark>.xlsx” as MemoTrace (WeChatMsg) writes them, with the media folders beside.",
  },
  detect: detectTables,
  read: (source, claim, settings) =>
    looksLikeWorkbook(source.read(claim.entry, 0, 64))
      ? readWorkbook(source, claim, settings)
      : readTable(source, claim, settings),
};
