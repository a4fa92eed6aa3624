import type { Source } from "../../model/source.ts";
import type { Claim } from "../importer.ts";
import { isPage } from "./page-facts.ts";
import { isPackedTable, isTable } from "./read-table.ts";
import { TEXT_TITLE } from "./text-blocks.ts";

export const IMPORTER_ID = "wechatexporter-ios";

const HEAD_BYTES = 64 << 10;

/** Pages and texts by their content; lists beside a page are read with it. */
export function* detectPages(source: Source): Generator<Claim> {
  for (const { path, sizeBytes } of source.files) {
    if (sizeBytes === 0) continue;
    const form = formOf(source, path);
    if (form === "table") yield { importer: IMPORTER_ID, entry: path, strength: "signature", basis: TABLE };
    if (form === "packed") yield { importer: IMPORTER_ID, entry: path, strength: "name", basis: PACKED };
    if (form === "page") yield { importer: IMPORTER_ID, entry: path, strength: "signature", basis: PAGE };
    if (form === "text") yield { importer: IMPORTER_ID, entry: path, strength: "structure", basis: TEXT };
  }
}

export function formOf(source: Source, path: string): "page" | "text" | "table" | "packed" | null {
  if (/\.html?$/i.test(path)) return isPage(source.read(path, 0, HEAD_BYTES).toString("utf8")) ? "page" : null;
  if (/\.csv$/i.test(path)) return isTable(source, path) ? "table" : null;
  if (isPackedTable(source, path)) return "packed";
  if (!/\.txt$/i.test(path)) return null;
  const [line = "", next = ""] = source
    .read(path, 0, 4096)
    .toString("utf8")
    .replace(/^\ufeff/, "")
    .split(/\r?\n/);
  return TEXT_TITLE.test(line) && next.trim() === "" ? "text" : null;
}

const PAGE = {
  zh: "网页中的消息是带 msgid 的块，并有 WechatExporter 的脚本或样式名",
  en: "the page holds messages as blocks with a msgid, and the script or class names of WechatExporter",
};
const TEXT = {
  zh: "第一行是“名 - 微信聊天记录”，其后空一行，与 WechatExporter 的 TXT 一致",
  en: "line 1 is “name - WeChat Chat History” and a blank line follows, as in the TXT of WechatExporter",
};
const TABLE = {
  zh: "表头“时刻,消息类型,消息方向,…,内容”与 12425 的 wechat-exporter 的 CSV 一致",
  en: "the header 时刻,消息类型,消息方向,…,内容 is that of the CSV of 12425's wechat-exporter",
};
const PACKED = {
  zh: "名称以 .csv.bz2 结尾，可能是 12425 的 wechat-exporter 的 CSV；本程序不能解压 bzip2，请先解压",
  en: "the name ends in .csv.bz2, which may be the CSV of 12425's wechat-exporter; bzip2 is not unpacked here, unpack it first",
};
