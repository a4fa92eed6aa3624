import { delimitedRecords, encodingOfFile, endsOpen, type TextRepair } from "../../base/delimited.ts";
import type { EncodingFound } from "../../base/text-encoding.ts";
import { openWorkbook } from "../../base/xlsx.ts";
import type { Locator } from "../../model/locator.ts";
import type { Source } from "../../model/source.ts";
import type { ReadSettings, Yielded } from "../importer.ts";
import { Resaved } from "../wechat/resaved-table.ts";
import type { AnswerKind } from "./detect.ts";
import { ExportReader } from "./export-read.ts";
import { tableLayout, widthOf, type TableLayout } from "./header.ts";
import { tableMessage } from "./table-message.ts";

/** Reads records of a table, whatever it is kept in. */
class TableReader {
  private readonly reader: ExportReader;
  private readonly layout: TableLayout;
  private readonly folder: string;
  private readonly settings: ReadSettings;
  readonly resaved = new Resaved();

  constructor(reader: ExportReader, layout: TableLayout, entry: string, settings: ReadSettings) {
    this.reader = reader;
    this.layout = layout;
    this.folder = entry.slice(0, entry.lastIndexOf("/") + 1);
    this.settings = settings;
  }

  *record(found: readonly string[], at: Locator): Generator<Yielded> {
    const width = widthOf(this.layout);
    const fields = found.slice(0, Math.max(width, found.findLastIndex((field) => field !== "") + 1));
    if (fields.every((field) => field === "")) return;
    if (tableLayout(fields) !== null) {
      yield { type: "repair", at, code: "header-repeated", detail: "" };
      return;
    }
    if (fields.length < found.length) this.resaved.note("resaved-trailing-columns", at, String(found.length - width));
    if (fields.length !== width) {
      yield* this.reader.skipped(at, "wrong-field-count", fields.join(",").slice(0, 500));
      return;
    }
    yield* this.reader.message(this.message(fields, at));
  }

  private message(fields: readonly string[], at: Locator) {
    const sequence = this.layout === "csv" ? null : (fields[0] ?? "");
    const [time = "", senderName = "", sender = "", talkerName = "", talker = "", content = ""] = fields.slice(-6);
    const warnings = this.resaved.warningsOf(at, sequence ?? "", time).filter((code) => code !== "SVRID_ROUNDED");
    const row = { at, sequence, time, senderName, sender, talkerName, talker, content, warnings };
    return tableMessage(row, this.folder, this.settings);
  }
}

/** Reads a CSV answer. @throws {SourceError} ENCODING_UNKNOWN, CSV_RECORD_TOO_LONG */
export function* readTable(
  source: Source,
  entry: string,
  { layout, delimiter }: Extract<AnswerKind, { type: "table" }>,
  settings: ReadSettings,
): Generator<Yielded> {
  const encoding = encodingOfFile(source, entry);
  const reader = new ExportReader({ entry, variant: layout, encoding: encoding.encoding });
  const table = new TableReader(reader, layout, entry, settings);
  noteStructure(table.resaved, entry, delimiter, encoding);
  const repairs: TextRepair[] = [];
  yield* reader.begin();
  for (const { row, line, fields } of delimitedRecords(source, { path: entry, delimiter, encoding }, (r) =>
    repairs.push(r),
  )) {
    yield* told(repairs);
    if (row > 0) yield* table.record(fields, { path: entry, line, row });
  }
  if (endsOpen(source, entry)) repairs.push({ at: { path: entry }, code: "last-line-open", detail: "" });
  yield* told(repairs);
  yield* table.resaved.repairs();
  yield* reader.end();
}

function* told(repairs: TextRepair[]): Generator<Yielded> {
  for (const repair of repairs.splice(0)) yield { type: "repair", ...repair };
}

/** What the program never writes. */
function noteStructure(
  resaved: Resaved,
  path: string,
  delimiter: string,
  { encoding, markBytes }: EncodingFound,
): void {
  const at = { path, line: 1 };
  if (delimiter !== ",") resaved.note("resaved-delimiter", at, JSON.stringify(delimiter));
  if (encoding !== "utf-8" || markBytes > 0) {
    resaved.note("resaved-encoding", at, markBytes > 0 ? `${encoding} with a byte order mark` : encoding);
  }
}

/** Reads a workbook of chatlog_alpha. @throws {SourceError} XLSX_DAMAGED, XLSX_TOO_LARGE */
export async function* readWorkbook(
  source: Source,
  entry: string,
  { sheet, layout }: Extract<AnswerKind, { type: "workbook" }>,
  settings: ReadSettings,
): AsyncGenerator<Yielded> {
  const sizeBytes = source.file(entry)?.sizeBytes ?? 0;
  const workbook = await openWorkbook({ sizeBytes, read: (at, length) => source.read(entry, at, length) }, entry);
  try {
    const reader = new ExportReader({ entry, variant: layout === "csv" ? "xlsx" : "alpha-xlsx", encoding: "xlsx" });
    const table = new TableReader(reader, layout, entry, settings);
    yield* reader.begin();
    let headerRow = 0;
    for await (const { row, cells } of workbook.rows(sheet)) {
      if (headerRow === 0) {
        headerRow = row;
        continue;
      }
      const fields: string[] = [];
      for (const { column, text } of cells) fields[column] = text;
      const texts = Array.from({ length: Math.max(fields.length, widthOf(layout)) }, (_, at) => fields[at] ?? "");
      yield* table.record(texts, { path: entry, sheet, row: row - headerRow });
    }
    yield* table.resaved.repairs();
    yield* reader.end();
  } finally {
    workbook.close();
  }
}
