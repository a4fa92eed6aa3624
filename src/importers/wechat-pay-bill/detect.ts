import { delimitedHead, headText } from "../../base/delimited.ts";
import { readCsv } from "../../base/csv.ts";
import { SourceError } from "../../base/errors.ts";
import { looksLikeWorkbook, openWorkbook, type Workbook, type XlsxRow } from "../../base/xlsx.ts";
import type { Source } from "../../model/source.ts";
import type { Claim } from "../importer.ts";
import { headerOf } from "./columns.ts";
import { lineOf, Preamble, TITLE } from "./preamble.ts";

export const IMPORTER_ID = "wechat-pay-bill";

/** Bytes of a text that are looked through for the header; real preambles take two or three thousand. */
const HEAD_BYTES = 64 * 1024;
/** Rows of a sheet that are looked through for the header. */
const HEAD_ROWS = 500;
const DELIMITERS = [",", "\t", ";"];

/** Files that hold the header of a bill, or at least its title; told by content, never by the row it stands in. */
export async function* detectBills(source: Source): AsyncGenerator<Claim> {
  for (const { path, sizeBytes } of source.files) {
    if (sizeBytes === 0) continue;
    const isWorkbook = looksLikeWorkbook(source.read(path, 0, 64));
    const found = isWorkbook ? await signOfWorkbook(source, path) : signOfText(source, path);
    if (found !== null) yield claimOf(path, found);
  }
}

type Sign = "header" | "title" | "name";

function claimOf(entry: string, sign: Sign): Claim {
  const seen = {
    header: {
      zh: `“${entry}”中有微信支付账单的列名：交易时间、交易类型、交易对方……`,
      en: `"${entry}" holds the column names of a WeChat Pay bill: 交易时间, 交易类型, 交易对方 …`,
    },
    title: {
      zh: `“${entry}”的第一行是“${TITLE}”`,
      en: `The first line of "${entry}" is "${TITLE}", the title of a WeChat Pay bill`,
    },
    name: {
      zh: `“${entry}”是工作簿，文件名为微信支付账单的文件名，但无法打开`,
      en: `"${entry}" is a workbook with the name of a WeChat Pay bill that cannot be opened`,
    },
  };
  return { importer: IMPORTER_ID, entry, strength: sign === "header" ? "signature" : "structure", basis: seen[sign] };
}

/** How the records of a text bill are parted, by its header; null where no header stands near the beginning. */
export function delimiterOf(text: string): string | null {
  if (!text.includes("交易时间")) return null;
  return DELIMITERS.find((delimiter) => isHeaded(records(text, delimiter))) ?? null;
}

/** True where a header stands below what a bill has above it: a header pasted into a chat stands below talk. */
function isHeaded(rows: readonly (readonly string[])[]): boolean {
  const place = rows.findIndex((fields) => headerOf(fields) !== null);
  if (place < 0) return false;
  const preamble = new Preamble();
  const lines = rows.slice(0, place).map(lineOf);
  const known = lines.filter((line) => preamble.take(line)).length;
  return lines[0] === TITLE || known * 2 >= lines.length;
}

function signOfText(source: Source, path: string): Sign | null {
  const text = headText(source, path, HEAD_BYTES);
  if (text === null) return null;
  if (delimiterOf(text) !== null) return "header";
  const first = delimitedHead(text.slice(0, 1024), (fields) => (lineOf(fields) === TITLE ? TITLE : null));
  return first === null ? null : "title";
}

function records(text: string, delimiter: string): (readonly string[])[] {
  const read = readCsv([text], { path: "", delimiter, onRepair: () => undefined });
  try {
    return Array.from(read, ({ fields }) => fields);
  } catch (error) {
    if (error instanceof SourceError) return [];
    throw error;
  }
}

async function signOfWorkbook(source: Source, path: string): Promise<Sign | null> {
  try {
    const workbook = await openSourceWorkbook(source, path);
    try {
      return (await sheetOf(workbook))?.sign ?? null;
    } finally {
      workbook.close();
    }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return /微信支付账单[^/]*\.xlsx$/i.test(path) ? "name" : null;
  }
}

/** Opens a workbook of the source. @throws {SourceError} XLSX_DAMAGED, XLSX_TOO_LARGE */
export async function openSourceWorkbook(source: Source, path: string): Promise<Workbook> {
  const sizeBytes = source.file(path)?.sizeBytes ?? 0;
  return openWorkbook({ sizeBytes, read: (position, length) => source.read(path, position, length) }, path);
}

/** The sheet with the bill: the one with its header, else one with its title. */
export async function sheetOf(workbook: Workbook): Promise<{ readonly sheet: string; readonly sign: Sign } | null> {
  let titled: string | null = null;
  for (const sheet of workbook.sheets) {
    let seen = 0;
    for await (const row of workbook.rows(sheet)) {
      const fields = textsOf(row);
      if (headerOf(fields) !== null) return { sheet, sign: "header" };
      if (lineOf(fields) === TITLE) titled ??= sheet;
      seen += 1;
      if (seen >= HEAD_ROWS) break;
    }
  }
  return titled === null ? null : { sheet: titled, sign: "title" };
}

/** Texts of a row by column, gaps empty. */
export function textsOf({ cells }: XlsxRow): string[] {
  const texts: string[] = [];
  for (const { column, text } of cells) texts[column] = text;
  return Array.from(texts, (text?: string) => text ?? "");
}
