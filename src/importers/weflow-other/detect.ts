import type { Bilingual } from "../../base/bilingual.ts";
import { readCsv } from "../../base/csv.ts";
import { SourceError } from "../../base/errors.ts";
import { isJsonObject, parseJsonPrefix } from "../../base/json-reader.ts";
import { looksLikeWorkbook } from "../../base/xlsx.ts";
import { encodingOfHead } from "../../base/text-encoding.ts";
import type { Source } from "../../model/source.ts";
import type { Claim, ClaimStrength } from "../importer.ts";
import { isApiRow } from "./api.ts";
import { openSourceWorkbook, SHEET, sheetRows } from "./excel.ts";
import { columnsOf, HEAD_ROWS, isOurHead, SHEET_TITLE } from "./sheet.ts";
import { SQL_TABLE } from "./sql.ts";
import { headText } from "../wechat/text-file.ts";
import { TXT_HEADER } from "./txt.ts";
import { WECLONE_COLUMNS } from "./weclone.ts";

export const FORMS = ["excel", "excel-csv", "txt", "weclone-csv", "sql", "html", "markdown", "http-api"] as const;
/** The outputs of one exporter that this importer reads. */
export type Form = (typeof FORMS)[number];

interface Seen {
  readonly form: Form;
  readonly strength: ClaimStrength;
  readonly basis: Bilingual;
}

const HEAD_BYTES = 64 << 10;
/** The style sheet of a page stands before its messages. */
const PAGE_BYTES = 512 << 10;

/** Claims of all files that are one of the outputs. */
export async function* detectForms(source: Source, importer: string): AsyncGenerator<Claim> {
  for (const { path } of source.files) {
    const seen = await formOf(source, path);
    if (seen !== null) yield { importer, entry: path, strength: seen.strength, basis: seen.basis };
  }
}

/** Which output a file is, by its first bytes; null where it is none. */
export async function formOf(source: Source, path: string): Promise<Seen | null> {
  const first = source.read(path, 0, 64);
  if (first.length === 0) return null;
  if (looksLikeWorkbook(first)) return workbookForm(source, path);
  if (encodingOfHead(first) === null) return null;
  const head = headText(source, path, HEAD_BYTES);
  return head === null ? null : textForm(source, path, head);
}

function textForm(source: Source, path: string, head: string): Seen | null {
  const text = head.trimStart();
  if (text.startsWith("{")) return apiForm(text);
  if (text.startsWith("<")) return pageForm(headText(source, path, PAGE_BYTES) ?? head);
  return markdownForm(text) ?? sqlForm(text) ?? txtForm(text) ?? csvForm(text);
}

async function workbookForm(source: Source, path: string): Promise<Seen | null> {
  try {
    const workbook = await openSourceWorkbook(source, path);
    try {
      if (!workbook.sheets.includes(SHEET)) return null;
      const above: (readonly string[])[] = [];
      for await (const { cells } of sheetRows(workbook, path)) {
        if (columnsOf(cells) !== null) return isOurHead(above) ? EXCEL : null;
        if (above.push(cells) > HEAD_ROWS) return null;
      }
      return null;
    } finally {
      workbook.close();
    }
  } catch (error) {
    if (error instanceof SourceError) return null;
    throw error;
  }
}

const EXCEL: Seen = {
  form: "excel",
  strength: "signature",
  basis: {
    zh: `工作表“${SHEET}”开头有“${SHEET_TITLE}”和“导出工具 WeFlow”各行`,
    en: `the sheet ${SHEET} begins with the rows ${SHEET_TITLE} and 导出工具 WeFlow`,
  },
};

const MARKDOWN_MARKS = [/^# /, /^- 会话ID: `/m, /^- 导出工具: WeFlow$/m];

function markdownForm(text: string): Seen | null {
  const head = text.slice(0, 4096).replaceAll("\r\n", "\n");
  if (!MARKDOWN_MARKS.every((mark) => mark.test(head))) return null;
  return signature(
    "markdown",
    "开头列有会话ID和“导出工具: WeFlow”",
    "the head lists the chat's id and 导出工具: WeFlow",
  );
}

const CREATE = new RegExp(
  `\\b(?:CREATE\\s+TABLE\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?|INSERT\\s+INTO\\s+)${SQL_TABLE}\\b`,
  "i",
);
const SQL_START = /^(?:BEGIN|CREATE|INSERT|--|\/\*)/i;

function sqlForm(text: string): Seen | null {
  if (!SQL_START.test(text) || !CREATE.test(text)) return null;
  return signature("sql", `文本中建立并写入数据表 ${SQL_TABLE}`, `the text makes and fills the table ${SQL_TABLE}`);
}

const TIMED = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \S/;
/** Of the lines that begin with a time, those that must be headers of this format. */
const MOST = 0.95;
const LINES_SCORED = 200;

function txtForm(text: string): Seen | null {
  const lines = text.split(/\r?\n/).slice(0, -1);
  if (lines.length === 0) lines.push(text);
  if (!TXT_HEADER.test(lines[0] ?? "")) return null;
  const timed = lines.slice(0, LINES_SCORED).filter((line) => TIMED.test(line));
  const ours = timed.filter((line) => TXT_HEADER.test(line));
  if (ours.length < MOST * timed.length) return null;
  const basis = {
    zh: "消息以“时间 '名'”一行开头，名字带单引号，是 WeFlow 文本的写法",
    en: "messages begin with a line “time 'name'” with single quotes, as texts of WeFlow do",
  };
  return { form: "txt", strength: "structure", basis };
}

function csvForm(text: string): Seen | null {
  const rows: string[][] = [];
  for (const { fields } of readCsv([text], { path: "", onRepair: () => undefined })) {
    rows.push(fields);
    if (rows.length > HEAD_ROWS) break;
  }
  const [first = []] = rows;
  if (first.length === WECLONE_COLUMNS.length && WECLONE_COLUMNS.every((column, i) => first[i] === column)) {
    const names = WECLONE_COLUMNS.join(",");
    return signature("weclone-csv", `第一行是列名 ${names}`, `the first line holds the column names ${names}`);
  }
  const header = rows.findIndex((row) => columnsOf(row) !== null);
  if (header < 1 || !isOurHead(rows.slice(0, header))) return null;
  return { ...EXCEL, form: "excel-csv", basis: CSV_BASIS };
}

const CSV_BASIS: Bilingual = {
  zh: `文件开头有“${SHEET_TITLE}”和“导出工具 WeFlow”各行，是 WeFlow 工作簿另存的文本`,
  en: `the file begins with the rows ${SHEET_TITLE} and 导出工具 WeFlow: a workbook of WeFlow saved as text`,
};

function pageForm(head: string): Seen | null {
  if (!/window\.WEFLOW_DATA\s{0,8}=\s{0,8}(?:\[|null\b)/.test(head)) return null;
  return signature("html", "网页中有 WEFLOW_DATA 消息列表", "the page holds a list of messages WEFLOW_DATA");
}

/** Keys of other formats that also have messages. @source documented: export-formats.md §10 (4) */
const FOREIGN = ["weflow", "chatlab", "exportInfo", "schemaVersion", "session", "meta"];

function apiForm(text: string): Seen | null {
  const head = parseJsonPrefix(text);
  if (head === undefined || !isJsonObject(head) || FOREIGN.some((key) => key in head)) return null;
  const { messages } = head;
  if (!("talker" in head) || !Array.isArray(messages) || !messages.slice(0, 3).some(isApiRow)) return null;
  return signature(
    "http-api",
    "会话带 talker，消息带 localId、serverId、rawContent，是 WeFlow 接口返回的内容",
    "a talker whose messages have localId, serverId and rawContent: an answer of WeFlow's interface",
  );
}

function signature(form: Form, zh: string, en: string): Seen {
  return { form, strength: "signature", basis: { zh, en } };
}
