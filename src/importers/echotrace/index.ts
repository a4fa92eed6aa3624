import type { Importer } from "../importer.ts";
import { detectEchoTrace, formOf } from "./detect.ts";
import { readJsonExport } from "./read-json.ts";
import { readWorkbook } from "./read-workbook.ts";

/**
 * EchoTrace: JSON of all versions, and the workbook. There are no server ids; `localId` is the client's own, counted
 * anew in each of its database files.
 *
 * @source documented: export-formats.md §4.2, EchoTrace v3.1.0 @55a355e; first releases observed @09a7969
 */
export const echoTrace: Importer = {
  id: "echotrace",
  title: { zh: "EchoTrace 导出件", en: "EchoTrace export" },
  about: {
    zh: "EchoTrace 导出的 .json 或 .xlsx 文件，名称通常是“<显示名>_聊天记录_<数字>”；导出媒体时旁边有 images、voices、emojis 文件夹，请一起提供。首选 JSON。",
    en: "A .json or .xlsx file of EchoTrace, usually named “<display name>_聊天记录_<number>”; with media, hand over images, voices and emojis too. JSON is best.",
  },

  detect(source) {
    return detectEchoTrace(source, this.id);
  },

  async *read(source, claim, settings) {
    const form = (await formOf(source, claim.entry)) ?? "json";
    if (form === "workbook") yield* readWorkbook(source, claim, settings);
    else yield* readJsonExport(source, claim, settings);
  },
};
