import type { Importer } from "../importer.ts";
import { detectTexts, IMPORTER_ID } from "./detect.ts";
import { readText } from "./read.ts";

/**
 * Chat text that the official client hands out: sent by e-mail (`.eml`, HTML, text), or copied (macOS, Windows, merged
 * forwards). Times are to the minute, days inherited or none, and whatever bounds a message could have been typed.
 *
 * @source documented: export-formats.md §8.1, §8.2
 */
export const emailText: Importer = {
  id: IMPORTER_ID,
  title: { zh: "邮件发送或复制的聊天文字", en: "Chat text e-mailed or copied" },
  about: {
    zh: "在手机微信中多选消息后以邮件发送所得的邮件（宜为 .eml，也可为网页或文字），或在电脑版微信中多选复制所得的文字（.txt）。",
    en: "The mail that WeChat on a phone sends of selected messages (.eml for preference, or as a page or text), or text copied from selected messages in WeChat on a computer (.txt).",
  },
  detect: detectTexts,
  read: readText,
};
