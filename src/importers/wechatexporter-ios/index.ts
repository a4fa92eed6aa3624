import type { Importer } from "../importer.ts";
import { detectPages, formOf, IMPORTER_ID } from "./detect.ts";
import { PageReader } from "./read-page.ts";
import { readTable } from "./read-table.ts";
import { readText } from "./read-text.ts";

/**
 * Pages and texts of WechatExporter (BlueMatthew), which reads the backup of an iPhone. Lists of pages are taken from
 * the scripts as text; nothing is executed and no address called.
 *
 * @source documented: export-formats.md §6.1; layout of pages and counts observed in the exporter's source
 */
export const wechatExporterIos: Importer = {
  id: IMPORTER_ID,
  title: { zh: "WechatExporter（iPhone 备份）网页 / 文本", en: "WechatExporter (iPhone backup) pages and texts" },
  about: {
    zh: "WechatExporter 从 iPhone 备份导出的会话文件夹：index.html（连同 Files 文件夹，其中 Data/msg-<页>.js 是消息）或 index.txt；请给出整个文件夹。也读 12425 的 wechat-exporter 的 CSV（.csv.bz2 须先解压）。",
    en: "the folder of a chat as WechatExporter writes it from an iPhone backup: index.html (with the folder Files, in which Data/msg-<page>.js are the messages) or index.txt; give the whole folder. Also the CSV of 12425's wechat-exporter (.csv.bz2 must be unpacked first).",
  },
  detect: detectPages,
  read(source, claim, settings) {
    const form = formOf(source, claim.entry);
    if (form === "table" || form === "packed") return readTable(source, claim, settings);
    return form === "text" ? readText(source, claim, settings) : new PageReader(source, claim, settings).read();
  },
};
