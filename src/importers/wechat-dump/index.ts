import type { Importer } from "../importer.ts";
import { detectDumps, IMPORTER_ID } from "./detect.ts";
import { isPage, readPage } from "./read-page.ts";
import { readText } from "./read-text.ts";

/**
 * Texts and pages of wechat-dump, from the database of an Android phone. Each file is an export of its own.
 *
 * @source documented: export-formats.md §7; forms of older versions (stored content printed in place of a word) observed
 *   in the exporter's source
 */
export const wechatDump: Importer = {
  id: IMPORTER_ID,
  title: {
    zh: "wechat-dump 的文本、网页导出件（安卓）",
    en: "wechat-dump texts and pages (Android)",
  },
  about: {
    zh: "wechat-dump 从安卓手机数据库导出的 .txt（每个会话一个文件）或网页 output.html；若有手机的 image2、voice2、video、emoji 文件夹，请一并提供。",
    en: "The .txt files (one a chat) or pages output.html wechat-dump writes from the database of an Android phone; hand over the phone's folders image2, voice2, video and emoji too where you have them.",
  },

  detect: detectDumps,
  read(source, claim, settings) {
    return (isPage(source, claim.entry) ? readPage : readText)(source, claim, settings);
  },
};
