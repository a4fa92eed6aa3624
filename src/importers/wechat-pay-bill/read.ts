import { delimitedRecords, encodingOfFile, headText } from "../../base/delimited.ts";
import { SourceError } from "../../base/errors.ts";
import type { Source } from "../../model/source.ts";
import type { Claim, ReadSettings, Yielded } from "../importer.ts";
import { delimiterOf, openSourceWorkbook, sheetOf, textsOf } from "./detect.ts";
import { BillReader } from "./reader.ts";

const HEAD_BYTES = 64 * 1024;

/** Reads a bill in CSV. @throws {SourceError} ENCODING_UNKNOWN, BILL_HEADER_ABSENT and those of broken CSV */
export function* readTable(source: Source, { entry: path }: Claim, settings: ReadSettings): Generator<Yielded> {
  const encoding = encodingOfFile(source, path);
  const delimiter = delimiterOf(headText(source, path, HEAD_BYTES) ?? "") ?? ",";
  const file = { form: "csv", encoding: encoding.encoding, dateSystem: 1900, claimedTool: null } as const;
  const reader = new BillReader(file, settings);
  const told: Yielded[] = [];
  let headerLine = 0;
  const records = delimitedRecords(source, { path, delimiter, encoding }, (repair) => {
    if (!isOwnHabit(repair.code, reader.header === null || (repair.at.line ?? 0) < headerLine))
      told.push({ type: "repair", ...repair });
  });
  for (const { fields, line } of records) {
    yield* told.splice(0);
    yield* reader.take({ fields, cells: null, at: { path, line } });
    if (headerLine === 0 && reader.header !== null) headerLine = line;
  }
  yield* told;
  if (reader.header === null) throw headerAbsent(path);
  if (delimiter !== ",") {
    const detail = delimiter === "\t" ? "1: TAB" : `1: ${delimiter}`;
    yield { type: "repair", at: { path }, code: "resaved-delimiter", detail };
  }
  yield* reader.end();
}

/** The TAB behind an id is the bill's own, in old ones behind the closing quote; a nickname above the rows may hold quotes. */
function isOwnHabit(code: string, isAboveRows: boolean): boolean {
  return code === "blanks-after-quote" || (isAboveRows && (code === "stray-quote" || code === "blank-lines"));
}

/** Reads a bill in XLSX. @throws {SourceError} XLSX_DAMAGED, XLSX_TOO_LARGE, BILL_HEADER_ABSENT */
export async function* readWorkbook(
  source: Source,
  { entry: path }: Claim,
  settings: ReadSettings,
): AsyncGenerator<Yielded> {
  const workbook = await openSourceWorkbook(source, path);
  try {
    const found = await sheetOf(workbook);
    if (found?.sign !== "header") throw headerAbsent(path);
    const { dateSystem, application: claimedTool } = workbook;
    const reader = new BillReader({ form: "xlsx", encoding: "utf-8", dateSystem, claimedTool }, settings);
    for await (const row of workbook.rows(found.sheet)) {
      const cells = new Map(row.cells.map((cell) => [cell.column, cell]));
      yield* reader.take({ fields: textsOf(row), cells, at: { path, sheet: found.sheet } });
    }
    yield* reader.end();
  } finally {
    workbook.close();
  }
}

function headerAbsent(path: string): SourceError {
  return new SourceError(
    "BILL_HEADER_ABSENT",
    {
      zh: `“${path}”看来是微信支付账单，但其中没有列名一行（应有“交易时间,交易类型,交易对方……”）。`,
      en: `"${path}" seems to be a WeChat Pay bill but has no row of column names (expected 交易时间, 交易类型, 交易对方 …).`,
    },
    {
      hint: {
        zh: "请提供从微信支付下载、未经编辑的账单文件，勿删去表头。",
        en: "Give the bill as downloaded from WeChat Pay, not edited, with its row of column names.",
      },
      facts: { path },
    },
  );
}
