import { readCsv, type CsvRepair } from "../../base/csv.ts";
import { SourceError } from "../../base/errors.ts";
import { instantOf, parseWallClock } from "../../base/time.ts";
import { openWorkbook, type Workbook } from "../../base/xlsx.ts";
import type { Source } from "../../model/source.ts";
import type { Claim, ReadSettings, Yielded } from "../importer.ts";
import { columnsOf, HEAD_ROWS, headOf, isOurHead, SheetReader, type SheetHead, type TableRow } from "./sheet.ts";
import { defectsOf, exportOf, Tally, type Draft } from "./tally.ts";
import { TextFile } from "../wechat/text-file.ts";

/** The one sheet of a workbook. @source documented: export-formats.md §4.1.3 */
export const SHEET = "聊天记录";

/** Opens a workbook of the source. @throws {SourceError} XLSX_DAMAGED, XLSX_TOO_LARGE */
export async function openSourceWorkbook(source: Source, path: string): Promise<Workbook> {
  const sizeBytes = source.file(path)?.sizeBytes ?? 0;
  return openWorkbook({ sizeBytes, read: (position, length) => source.read(path, position, length) }, path);
}

/** Rows of a sheet as a table. */
export async function* sheetRows(workbook: Workbook, path: string): AsyncGenerator<TableRow> {
  for await (const { row, cells } of workbook.rows(SHEET)) {
    const texts: string[] = [];
    const dates = new Set<number>();
    const links = new Map<number, string>();
    for (const { column, text, type, link } of cells) {
      texts[column] = text;
      if (type === "date") dates.add(column);
      if (link !== null) links.set(column, link);
    }
    yield { at: { path, sheet: SHEET, row }, cells: Array.from(texts, (text?: string) => text ?? ""), dates, links };
  }
}

/** Reads a workbook: three rows about the chat, then the table. */
export async function* readExcel(source: Source, { entry }: Claim, settings: ReadSettings): AsyncGenerator<Yielded> {
  const workbook = await openSourceWorkbook(source, entry);
  try {
    const { creator, createdText } = workbook.properties;
    const created = creator === "WeFlow" ? createdText : null;
    const { dateSystem } = workbook;
    yield* readTable(sheetRows(workbook, entry), {
      entry,
      settings,
      dateSystem,
      created,
      encoding: "utf-8",
      form: "excel",
    });
  } finally {
    workbook.close();
  }
}

/** Reads the same table where somebody saved it as delimited text. */
export async function* readExcelCsv(source: Source, { entry }: Claim, settings: ReadSettings): AsyncGenerator<Yielded> {
  const file = new TextFile(source, entry);
  const pending: Yielded[] = [];
  const onRepair = ({ code, line, row, detail }: CsvRepair) =>
    pending.push({
      type: "repair",
      at: row === null ? { path: entry, line } : { path: entry, line, row },
      code,
      detail,
    });
  const rows = csvRows(file, onRepair, (item) => pending.push(item));
  const table = {
    entry,
    settings,
    dateSystem: 1900,
    created: null,
    encoding: file.encoding,
    form: "excel-csv",
  } as const;
  for await (const item of readTable(rows, table)) {
    yield item;
    yield* pending.splice(0);
  }
  yield* pending;
}

function* csvRows(
  file: TextFile,
  onRepair: (repair: CsvRepair) => void,
  told: (item: Yielded) => void,
): Generator<TableRow> {
  for (const { row, line, fields } of readCsv(file.pieces(told), { path: file.path, onRepair })) {
    if (fields.some((text) => text !== "")) yield { at: { path: file.path, line, row: row + 1 }, cells: fields };
  }
}

interface TableFile {
  readonly entry: string;
  readonly settings: ReadSettings;
  readonly dateSystem: 1900 | 1904;
  /** When the workbook says it was made, ISO in UTC. */
  readonly created: string | null;
  readonly encoding: string;
  readonly form: "excel" | "excel-csv";
}

async function* readTable(
  rows: Iterable<TableRow> | AsyncIterable<TableRow>,
  file: TableFile,
): AsyncGenerator<Yielded> {
  const tally = new Tally();
  const above: (readonly string[])[] = [];
  let reader: SheetReader | null = null;
  let draft: Draft | null = null;
  let headerRow = 0;
  for await (const row of rows) {
    if (reader === null || draft === null) {
      const columns = columnsOf(row.cells);
      if (columns === null) above.push(row.cells);
      if (columns === null && above.length <= HEAD_ROWS) continue;
      if (columns === null) break;
      if (!isOurHead(above)) throw headGone(file.entry);
      reader = new SheetReader(file.entry, file.settings, {
        head: headOf(above),
        columns,
        dateSystem: file.dateSystem,
      });
      draft = draftOf(file, reader);
      headerRow = row.at.row ?? 0;
      yield exportOf(draft, tally);
      yield reader.conversation();
      yield* reader.headNames();
      continue;
    }
    for (const item of reader.row({ ...row, at: { ...row.at, row: (row.at.row ?? 0) - headerRow } })) {
      if (item.type === "message") tally.count(item.facts);
      yield item;
    }
  }
  if (draft === null) throw headGone(file.entry);
  yield exportOf(draft, tally);
  yield* defectsOf(tally, [{ code: "TIME_ZONE_UNSTATED", records: null }]);
}

function draftOf(file: TableFile, { head, shape }: SheetReader): Draft {
  return {
    entry: file.entry,
    variant: `${file.form}-${shape}`,
    encoding: file.encoding,
    claimedTool: head.tool,
    claimedVersion: head.version,
    exportedAt: exportedAt(head, file),
    exportedAtText: head.exportedAtText,
  };
}

/** No zone is further from another. */
const MOST_APART = 26 * 3_600_000;

/** The workbook's own instant where it fits the local text of the third row; else that text. */
function exportedAt({ exportedAtText }: SheetHead, { created, settings }: TableFile): number | null {
  const clock = exportedAtText === null ? null : parseWallClock(exportedAtText);
  const local = clock === null ? null : instantOf(clock, settings.timeZone).epochMs;
  const isIso = created !== null && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(created);
  const own = isIso ? Date.parse(created) : NaN;
  if (Number.isNaN(own)) return local;
  return local === null || Math.abs(own - local) <= MOST_APART ? own : local;
}

function headGone(path: string): SourceError {
  return new SourceError(
    "WEFLOW_HEADER_GONE",
    {
      zh: `文件“${path}”应以“会话信息”“微信ID”“导出工具”各行和列名开头，现已不全。`,
      en: `"${path}" should begin with the rows 会话信息, 微信ID, 导出工具 and the column names; they are no longer all there.`,
    },
    {
      hint: {
        zh: "请给出导出软件生成的原始文件，勿删除开头几行。",
        en: "Give the file as the exporting program wrote it, with its first rows.",
      },
      facts: { path },
    },
  );
}
