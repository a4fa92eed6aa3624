import type { Importer } from "../importer.ts";
import { detectCipherTalk, formOf } from "./detect.ts";
import { readDocument } from "./read-document.ts";
import { readWorkbook } from "./read-workbook.ts";

/**
 * CipherTalk (密语): the detailed JSON, the page and the workbook. Its ChatLab files belong to `chatlab`.
 *
 * JSON and page carry the stored text or XML of every message in `rawContent`; it is read instead of what the exporter
 * rendered.
 *
 * @source documented: export-formats.md §4.3, CipherTalk v5.0.2 @4bc3c46; observed: layouts in the exporter's source
 */
export const cipherTalk: Importer = {
  id: "ciphertalk",
  title: { zh: "密语 CipherTalk 导出件", en: "CipherTalk export" },
  about: {
    zh: "密语（CipherTalk）导出的 .json、.html 或 .xlsx 文件，每个会话一个；导出媒体时在以会话命名的文件夹里，旁边有 images、videos、emojis、voices 文件夹，请一起提供。首选 JSON：它带有微信保存的原文。",
    en: "A .json, .html or .xlsx file of CipherTalk, one for each conversation; with media it stands in a folder named after the chat beside images, videos, emojis and voices, which belong to it. JSON is best: it carries what WeChat stored.",
  },

  detect(source) {
    return detectCipherTalk(source, this.id);
  },

  async *read(source, claim, settings) {
    const form = (await formOf(source, claim.entry)) ?? "json";
    if (form === "workbook") yield* readWorkbook(source, claim, settings);
    else yield* readDocument(source, claim, form);
  },
};
