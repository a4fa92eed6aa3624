import { SourceError } from "../../base/errors.ts";
import { looksLikeWorkbook, openWorkbook } from "../../base/xlsx.ts";
import type { Source } from "../../model/source.ts";
import type { Claim } from "../importer.ts";
import { headerOfFile } from "./csv-file.ts";
import { COLUMNS, headerOf, type Layout } from "./header.ts";
import { placeOf, talkerOfSourceName } from "../wechat/memotrace-place.ts";
import { bytesOf, CHAT_SHEET } from "./workbook-file.ts";

export const IMPORTER_ID = "memotrace-csv";

/** Files whose first bytes are a header of ours, and workbooks with our sheet. */
export async function* detectTables(source: Source): AsyncGenerator<Claim> {
  for (const { path, sizeBytes } of source.files) {
    if (sizeBytes === 0) continue;
    const head = source.read(path, 0, 64);
    if (!looksLikeWorkbook(head)) {
      const header = headerOfFile(source, path);
      if (header !== null) yield claimOf(source, path, header.layout);
      continue;
    }
    const claim = await workbookClaim(source, path, sizeBytes);
    if (claim !== null) yield claim;
  }
}

function claimOf(source: Source, entry: string, layout: Layout): Claim {
  const names = COLUMNS[layout].join(",");
  const basis = {
    zh: `“${entry}”的第一行是留痕（MemoTrace）的列名：${names}`,
    en: `The first line of "${entry}" holds the column names of MemoTrace: ${names}`,
  };
  const hasId = talkerOfSourceName(entry, source.name) !== null && placeOf({ entry }).talker === null;
  const named = hasId ? { sourceName: source.name } : {};
  return { importer: IMPORTER_ID, entry, strength: "signature", basis, ...named };
}

/** A workbook that cannot be opened is ours only where its folder is: `<备注>(<wxid>)`; reading it then says what is wrong. */
async function workbookClaim(source: Source, path: string, sizeBytes: number): Promise<Claim | null> {
  try {
    const workbook = await openWorkbook(bytesOf(source, path, sizeBytes), path);
    try {
      return workbook.sheets.includes(CHAT_SHEET) ? await sheetClaim(source, path, workbook.rows(CHAT_SHEET)) : null;
    } finally {
      workbook.close();
    }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const isInOurFolder = /\.xlsx$/i.test(path) && placeOf({ entry: path, sourceName: source.name }).talker !== null;
    return isInOurFolder ? { ...claimOf(source, path, "words"), strength: "structure" } : null;
  }
}

async function sheetClaim(
  source: Source,
  path: string,
  rows: AsyncIterable<{ readonly cells: readonly { readonly column: number; readonly text: string }[] }>,
): Promise<Claim | null> {
  for await (const { cells } of rows) {
    const fields: string[] = [];
    for (const { column, text } of cells) fields[column] = text;
    const header = headerOf(Array.from(fields, (field?: string) => field ?? ""));
    return header === null ? null : claimOf(source, path, header.layout);
  }
  return null;
}
