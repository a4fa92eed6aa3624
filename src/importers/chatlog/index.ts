import { SourceError } from "../../base/errors.ts";
import type { Importer } from "../importer.ts";
import { answerKind, detectAnswers } from "./detect.ts";
import { readJsonAnswer } from "./read-json.ts";
import { readTable, readWorkbook } from "./read-table.ts";
import { readText } from "./read-text.ts";

/**
 * Answers of the server of chatlog and its forks, saved by hand: JSON with old and new keys, CSV, workbook, plain text.
 *
 * The number of a row is the client's sort number; that of chatlog_alpha is made of the second and the local id, which
 * is taken out of it. Nothing states what was asked for, so that a part cannot be told from the whole.
 *
 * @source documented: export-formats.md §3, sjzar/chatlog @a638aa9 and teest114514/chatlog_alpha @93555052
 */
export const chatlog: Importer = {
  id: "chatlog",
  title: { zh: "chatlog 保存的 JSON / CSV / 文本", en: "Saved JSON / CSV / text of chatlog" },
  about: {
    zh: "从 chatlog 或 chatlog_alpha 的本地网页保存下来的文件，名称由保存人或浏览器决定，例如“<会话编号>_2025-09-01_2025-09-30.csv”、chatlog.json 或 .txt。",
    en: "A file saved from the local page of chatlog or chatlog_alpha, under any name, such as “<chat id>_2025-09-01_2025-09-30.csv”, chatlog.json or .txt.",
  },

  detect(source) {
    return detectAnswers(source, this.id);
  },

  async *read(source, { entry }, settings) {
    const kind = await answerKind(source, entry);
    if (kind === null) throw notAnAnswer(entry);
    if (kind.type === "json") yield* readJsonAnswer(source, entry, kind);
    else if (kind.type === "table") yield* readTable(source, entry, kind, settings);
    else if (kind.type === "workbook") yield* readWorkbook(source, entry, kind, settings);
    else yield* readText(source, entry, settings);
  },
};

function notAnAnswer(path: string): SourceError {
  return new SourceError(
    "CHATLOG_UNREADABLE",
    {
      zh: `文件“${path}”的开头不是 chatlog 保存的 JSON、CSV 或文本。`,
      en: `"${path}" does not begin as JSON, CSV or text saved from chatlog.`,
    },
    {
      hint: {
        zh: "请给出保存下来的原始文件，勿删改开头。",
        en: "Give the file as it was saved, with its beginning.",
      },
      facts: { path },
    },
  );
}
