import { delimitedHead, headText } from "../../base/delimited.ts";
import { SourceError } from "../../base/errors.ts";
import { isJsonObject, JsonNumber, parseJsonPrefix, type JsonObject } from "../../base/json-reader.ts";
import { looksLikeWorkbook, openWorkbook } from "../../base/xlsx.ts";
import type { Source } from "../../model/source.ts";
import type { Claim } from "../importer.ts";
import { tableLayout, type TableLayout } from "./header.ts";
import { isAlphaSequence } from "./sequence.ts";
import { looksLikeText } from "./text-look.ts";

const HEAD_BYTES = 64 << 10;

/** Which of the program's answers a file is. */
export type AnswerKind =
  | { readonly type: "json"; readonly isAlpha: boolean; readonly isOld: boolean }
  | { readonly type: "table"; readonly layout: TableLayout; readonly delimiter: string }
  | { readonly type: "workbook"; readonly sheet: string; readonly layout: TableLayout }
  | { readonly type: "text" };

/** Answers of the server, saved under any name. */
export async function* detectAnswers(source: Source, importer: string): AsyncGenerator<Claim, void, void> {
  for (const { path, sizeBytes } of source.files) {
    if (sizeBytes === 0) continue;
    const kind = await answerKind(source, path);
    if (kind === null) continue;
    yield {
      importer,
      entry: path,
      strength: kind.type === "text" ? "structure" : "signature",
      basis: BASIS[kind.type],
    };
  }
}

const TABLE = {
  zh: "第一行是 chatlog 的列名：Time,SenderName,Sender,TalkerName,Talker,Content（chatlog_alpha 前面多一列 MessageID）",
  en: "the first line holds the column names of chatlog: Time,SenderName,Sender,TalkerName,Talker,Content (chatlog_alpha has MessageID before them)",
};

const BASIS: Readonly<Record<AnswerKind["type"], Claim["basis"]>> = {
  json: {
    zh: "JSON 数组，第一条记录带有 chatlog 的字段（seq、talker、time，或 sequence、talkerID）",
    en: "a JSON array whose first record has the keys of chatlog (seq, talker, time, or sequence, talkerID)",
  },
  table: TABLE,
  workbook: TABLE,
  text: {
    zh: "文本中的消息头符合 chatlog 的写法：“名称(编号) 时间”，空行分隔",
    en: "the heads of messages in the text are written as chatlog writes them: “name(id) time”, blank lines between",
  },
};

/** What a file is; null where it is none of ours. */
export async function answerKind(source: Source, path: string): Promise<AnswerKind | null> {
  const head = Buffer.from(source.read(path, 0, 64));
  if (looksLikeWorkbook(head)) return workbookKind(source, path);
  if (/^(?:\xef\xbb\xbf)?\s*\[/.test(head.toString("latin1"))) return jsonKind(source, path) ?? textKind(source, path);
  const text = headText(source, path);
  const table = text === null ? null : delimitedHead(text, tableLayout);
  if (table !== null) return { type: "table", layout: table.header, delimiter: table.delimiter };
  return textKind(source, path);
}

function textKind(source: Source, path: string): AnswerKind | null {
  const text = headText(source, path, HEAD_BYTES);
  return text !== null && looksLikeText(text) ? { type: "text" } : null;
}

function jsonKind(source: Source, path: string): AnswerKind | null {
  const text = Buffer.from(source.read(path, 0, HEAD_BYTES))
    .toString("utf8")
    .replace(/^\ufeff/, "");
  const rows = parseJsonPrefix(text);
  const first = Array.isArray(rows) ? rows.find(isJsonObject) : undefined;
  if (first === undefined) return null;
  const isOld = "sequence" in first && "talkerID" in first;
  const isNew = "seq" in first && "talker" in first && "time" in first;
  return isOld || isNew ? { type: "json", isOld: !isNew, isAlpha: isAlpha(first) } : null;
}

/** `id` repeats the number, which is made of the second and the local id. */
function isAlpha({ id, seq }: JsonObject): boolean {
  return id instanceof JsonNumber && seq instanceof JsonNumber && id.text === seq.text && isAlphaSequence(id.text);
}

async function workbookKind(source: Source, path: string): Promise<AnswerKind | null> {
  const sizeBytes = source.file(path)?.sizeBytes ?? 0;
  const bytes = { sizeBytes, read: (position: number, length: number) => source.read(path, position, length) };
  try {
    const workbook = await openWorkbook(bytes, path);
    try {
      for (const sheet of workbook.sheets.slice(0, 3)) {
        const layout = await layoutOfSheet(workbook.rows(sheet));
        if (layout !== null) return { type: "workbook", sheet, layout };
      }
      return null;
    } finally {
      workbook.close();
    }
  } catch (error) {
    // A workbook that cannot be opened names nobody.
    if (error instanceof SourceError) return null;
    throw error;
  }
}

type Cells = AsyncIterable<{ readonly cells: readonly { readonly column: number; readonly text: string }[] }>;

async function layoutOfSheet(rows: Cells): Promise<TableLayout | null> {
  for await (const { cells } of rows) {
    const fields: string[] = [];
    for (const { column, text } of cells) if (column < 64) fields[column] = text;
    return tableLayout(Array.from(fields, (field?: string) => field ?? ""));
  }
  return null;
}
