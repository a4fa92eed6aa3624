import { joinSplitRecords } from "../../base/csv-join.ts";
import type { CsvRepair } from "../../base/csv.ts";
import { readCsv } from "../../base/csv.ts";
import { SourceError } from "../../base/errors.ts";
import { decodeText, type DecodeFault } from "../../base/text-decode.ts";
import { encodingOf, encodingOfHead, type EncodingFound } from "../../base/text-encoding.ts";
import type { Source } from "../../model/source.ts";
import type { Yielded } from "../importer.ts";
import { headerOf, type Header } from "./header.ts";
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
  const encoding = encodingOfHead(head);
  return encoding === null ? null : headerOfText([...decodeText([head], encoding, () => undefined)].join(""));
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
    const records = readCsv(text, { path, delimiter: header.delimiter, onRepair });
    const shape = { fieldCount: header.fieldCount + header.emptyColumns, isRecord };
    for (const record of joinSplitRecords(records, shape, onRepair)) {
      if (record.row === 0) continue;
      yield rowOfRecord({ ...record, fields: withoutEmpty(record.fields, header.fieldCount) }, path);
    }
  }
}

function withoutEmpty(fields: string[], count: number): string[] {
  let length = fields.length;
  while (length > count && fields[length - 1] === "") length -= 1;
  return length === fields.length ? fields : fields.slice(0, length);
}

function repairOf({ code, line, row, detail }: CsvRepair, path: string): Yielded {
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
