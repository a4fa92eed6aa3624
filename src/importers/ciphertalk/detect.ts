import { isJsonObject, jsonFile, parseJsonPrefix, type JsonSpan } from "../../base/json-reader.ts";
import { looksLikeWorkbook, openWorkbook } from "../../base/xlsx.ts";
import { SourceError } from "../../base/errors.ts";
import type { Source } from "../../model/source.ts";
import type { Claim } from "../importer.ts";
import { lookAtJson } from "../wechat/json-look.ts";
import { literalAfter } from "../wechat/page-literal.ts";
import { isExportInfo } from "./shape.ts";
import { sheetOf } from "./table.ts";

/** The three things of this program that can be read. */
export type Form = "json" | "page" | "workbook";

/** Headers of other formats, which settle the matter without reading on. @source documented: export-formats.md §10 (4) */
const FOREIGN = ["weflow", "chatlab", "exportTime", "schemaVersion"];

const BASIS = {
  json: { zh: "文件带有密语（CipherTalk）的 exportInfo 头", en: "the file has the exportInfo header of CipherTalk" },
  page: {
    zh: "网页中有密语（CipherTalk）写入的 window.CHAT_DATA 数据",
    en: "the page holds the window.CHAT_DATA that CipherTalk writes",
  },
  workbook: {
    zh: "工作表第一行是密语（CipherTalk）的列名：序号、时间、日期、时刻、星期……",
    en: "the first row of the sheet holds the column names of CipherTalk",
  },
} as const;

/** Claims of all files of the program, by what stands in them. */
export async function* detectCipherTalk(source: Source, importer: string): AsyncGenerator<Claim> {
  for (const { path } of source.files) {
    const form = await formOf(source, path);
    if (form !== null) yield { importer, entry: path, strength: "signature", basis: BASIS[form] };
  }
}

/** Which of the forms a file has; null where it has none. */
export async function formOf(source: Source, path: string): Promise<Form | null> {
  const head = Buffer.from(source.read(path, 0, 64));
  if (looksLikeWorkbook(head)) return (await isOurWorkbook(source, path)) ? "workbook" : null;
  if (dataOfPage(source, path) !== null) return "page";
  return isOurJson(source, path) ? "json" : null;
}

function isOurJson(source: Source, path: string): boolean {
  const look = lookAtJson(source, path);
  if (look === null) return false;
  const info = look.head["exportInfo"];
  if (isJsonObject(info)) return isExportInfo(info);
  if (FOREIGN.some((key) => key in look.head)) return false;
  const late = look.outline()?.["exportInfo"];
  return isJsonObject(late) && isExportInfo(late);
}

/** What stands before the data. Names in the page are escaped, so nobody can write it into one. @source observed: the exporter's source */
const MARKS = ["<script>window.CHAT_DATA = ", "window.CHAT_DATA = "] as const;
const PROBED_BYTES = 1 << 14;

/** Where the data of a page, or of the script beside one, stand; null where they are not this program's. */
export function dataOfPage(source: Source, path: string): JsonSpan | null {
  const head = source
    .read(path, 0, 256)
    .toString("utf8")
    .replace(/^\ufeff/, "")
    .trimStart();
  const isPage = /^<(?:!doctype|html)/i.test(head);
  if (!isPage && !head.startsWith(MARKS[1])) return null;
  const file = jsonFile(source, path);
  const span = literalAfter(file, isPage ? MARKS[0] : MARKS[1]);
  if (span === null) return null;
  const beginning = parseJsonPrefix(
    file.read(span.start, Math.min(PROBED_BYTES, span.end - span.start)).toString("utf8"),
  );
  const meta = isJsonObject(beginning) ? beginning["meta"] : undefined;
  return isJsonObject(meta) && ("sessionId" in meta || "sessionName" in meta) ? span : null;
}

async function isOurWorkbook(source: Source, path: string): Promise<boolean> {
  const sizeBytes = source.file(path)?.sizeBytes ?? 0;
  const bytes = { sizeBytes, read: (position: number, length: number) => source.read(path, position, length) };
  try {
    const workbook = await openWorkbook(bytes, path);
    try {
      return (await sheetOf(workbook)) !== null;
    } finally {
      workbook.close();
    }
  } catch (error) {
    if (error instanceof SourceError) return false;
    throw error;
  }
}
