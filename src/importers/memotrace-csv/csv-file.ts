import { joinSplitRecords } from "../../base/csv-join.ts";
import type { CsvRecord, CsvRepair } from "../../base/csv.ts";
import { readCsv } from "../../base/csv.ts";
import { SourceError } from "../../base/errors.ts";
import { decodeText, type DecodeFault } from "../../base/text-decode.ts";
import { encodingOf, encodingOfHead, type EncodingFound } from "../../base/text-encoding.ts";
import type { Source } from "../../model/source.ts";
import type { Yielded } from "../importer.ts";
import { COLUMNS, headerOf, type Header } from "./header.ts";
import { rowOfRecord, type Row } from "./row.ts";

const HEAD_BYTES = 2048;
const DELIMITERS = [",", "\t", ";"];

/** A header found at the beginning of a file. */
export interface FoundHeader extends Header {
  readonly delimiter: string;
}

/** The header of a delimited file, told from its first bytes; null where it is none of ours. */
export function headerOfFile(source: Source, path: string): FoundHeader | null {
  const head = Buffer.from(source.read(path, 0, HEAD_BYTES));
  // Damage further down is to be told of, and no reason not to know the header.
  return headerOfBytes(head) ?? headerOfBytes(firstLine(head));
}

function headerOfBytes(bytes: Buffer): FoundHeader | null {
  const encoding = encodingOfHead(bytes);
  return encoding === null ? null : headerOfText([...decodeText([bytes], encoding, () => undefined)].join(""));
}

const LF = 0x0a;
const CR = 0x0d;

function firstLine(head: Buffer): Buffer {
  const end = head.indexOf(LF);
  return end < 0 ? head : head.subarray(0, end + 1);
}

function headerOfText(text: string): FoundHeader | null {
  for (const delimiter of DELIMITERS) {
    const header = headerOf(firstRecord(text, delimiter));
    if (header !== null) return { ...header, delimiter };
  }
  return null;
}

function firstRecord(text: string, delimiter: string): readonly string[] {
  const records = readCsv([text.slice(0, HEAD_BYTES)], { path: "", delimiter, onRepair: () => undefined });
  for (const { fields } of records) return fields;
  return [];
}

/** A delimited file of ours, read as often as wanted. */
export class CsvFile {
  readonly path: string;
  readonly header: FoundHeader;
  readonly encoding: EncodingFound;
  private readonly source: Source;

  /** @throws {SourceError} ENCODING_UNKNOWN; MEMOTRACE_HEADER_GONE where the claimed file no longer begins as it did */
  constructor(source: Source, path: string) {
    this.source = source;
    this.path = path;
    this.encoding = encodingOf(() => source.chunks(path), path);
    const header = headerOfFile(source, path);
    if (header === null) throw headerGone(path);
    this.header = header;
  }

  /**
   * Records behind the header. Empty columns that a spreadsheet left are taken off; what had to be mended goes to `told`.
   *
   * @param isRecord whether fields can only be a whole record, so that split ones may be put together
   */
  *rows(isRecord: (fields: readonly string[]) => boolean, told: (item: Yielded) => void): Generator<Row> {
    const { path, header } = this;
    const onRepair = (repair: CsvRepair) => told(repairOf(repair, path));
    const text = decodeText(this.source.chunks(path), this.encoding, (fault) => told(undecodable(fault, path)));
    const blanks = new Blanks();
    const records = blanks.leftOut(readCsv(text, { path, delimiter: header.delimiter, onRepair }));
    const columns = header.fieldCount + header.addedColumns.length;
    const shape = { fieldCount: columns + header.emptyColumns, isRecord };
    const joined = joinSplitRecords(records, shape, onRepair);
    for (const [record, isCutOff] of this.isCutOff() ? withLastMarked(joined) : unmarked(joined)) {
      const { line, row } = record;
      if (row === 0) continue;
      const fields = withoutEmpty(record.fields, columns);
      if (isHeader(fields, header)) {
        told(repairOf({ code: "header-repeated", line, row, detail: "" }, path));
        continue;
      }
      if (isCutOff && !isWhole(fields, header)) {
        told(repairOf({ code: "last-line-open", line, row, detail: fields.at(-1) ?? "" }, path));
      }
      yield rowOfRecord({ line, row, fields }, header, { path, isCutOff });
    }
    if (blanks.count > 0)
      told(repairOf({ code: "blank-lines", line: blanks.first, row: null, detail: String(blanks.count) }, path));
  }

  /** Every program that writes such tables ends the last line. */
  private isCutOff(): boolean {
    const sizeBytes = this.source.file(this.path)?.sizeBytes ?? 0;
    const end = this.source.read(this.path, Math.max(0, sizeBytes - 2), 2);
    return ![...end].some((byte) => byte === LF || byte === CR);
  }
}

/** A record of V5 ends with a word that is always the same. */
function isWhole(fields: readonly string[], header: Header): boolean {
  return header.layout === "words" && fields.at(-1) === "more";
}

/** Counts records with nothing in any field, as spreadsheet programs leave them. */
class Blanks {
  count = 0;
  first = 0;

  *leftOut(records: Iterable<CsvRecord>): Generator<CsvRecord> {
    for (const record of records) {
      if (record.row === 0 || record.fields.some((field) => field !== "")) {
        yield record;
        continue;
      }
      if (this.count === 0) this.first = record.line;
      this.count += 1;
    }
  }
}

type Marked = readonly [record: CsvRecord, isLast: boolean];

function* unmarked(records: Iterable<CsvRecord>): Generator<Marked> {
  for (const record of records) yield [record, false];
}

/** Tells which record is the last by holding each back until there is another. */
function* withLastMarked(records: Iterable<CsvRecord>): Generator<Marked> {
  let held: CsvRecord | null = null;
  for (const record of records) {
    if (held !== null) yield [held, false];
    held = record;
  }
  if (held !== null) yield [held, true];
}

/** Looks at one field first: this is asked of every record. */
function isHeader(fields: readonly string[], { layout, hasIndex }: Header): boolean {
  const isLike = fields[hasIndex ? 1 : 0] === COLUMNS[layout][0];
  return isLike && headerOf(fields)?.layout === layout;
}

function withoutEmpty(fields: string[], count: number): string[] {
  let length = fields.length;
  while (length > count && fields[length - 1] === "") length -= 1;
  return length === fields.length ? fields : fields.slice(0, length);
}

/** What this format adds to the repairs of delimited text. */
type TableRepair = Omit<CsvRepair, "code"> & {
  readonly code: CsvRepair["code"] | "header-repeated" | "last-line-open";
};

function repairOf({ code, line, row, detail }: TableRepair, path: string): Yielded {
  const at = row === null ? { path, line } : { path, line, row };
  return { type: "repair", at, code, detail };
}

function undecodable({ byte, length, hex }: DecodeFault, path: string): Yielded {
  return { type: "repair", at: { path, byte }, code: "undecodable-bytes", detail: `${length}: ${hex}` };
}

function headerGone(path: string): SourceError {
  return new SourceError(
    "MEMOTRACE_HEADER_GONE",
    {
      zh: `文件“${path}”的第一行不是留痕（MemoTrace）表格的列名。`,
      en: `The first line of "${path}" does not hold the column names of a MemoTrace table.`,
    },
    {
      hint: {
        zh: "请给出导出软件生成的原始文件，勿删除第一行。",
        en: "Give the file as the exporting program wrote it, with its first line.",
      },
      facts: { path },
    },
  );
}
