import type { CsvFault, CsvScan } from "./csv-scan.ts";
import { MAX_FIELDS, scanRecord } from "./csv-scan.ts";
import { SourceError } from "./errors.ts";
import { TextWindow } from "./text-window.ts";

/** One record of a delimited file. Field values are exactly the text between the delimiters. */
export interface CsvRecord {
  /** 0-based, so that with a header in record 0 the others count from 1. Blank lines are no records. */
  readonly row: number;
  /** Line on which the record begins, 1-based. CR, LF and CRLF each end a line, also inside quotes. */
  readonly line: number;
  readonly fields: string[];
}

/** Something tolerated, with the line on which its record begins. Codes beside those of `CsvFault` speak of the whole file. */
export interface CsvRepair {
  readonly code: CsvFault["code"] | "blank-lines" | "mixed-line-ends" | "field-count" | "record-joined";
  readonly line: number;
  /** 0-based record it concerns; null for the whole file. */
  readonly row: number | null;
  readonly detail: string;
}

export interface CsvOptions {
  /** Path for errors. */
  readonly path: string;
  /** One character; a comma unless stated. */
  readonly delimiter?: string;
  /** Hears of everything that RFC 4180 does not allow. Without it the first such thing is an error. */
  readonly onRepair?: (repair: CsvRepair) => void;
  /** Longest record in UTF-16 units, so that a quote never closed cannot swallow a large file. */
  readonly maxRecordLength?: number;
}

/** Longer than any record of a chat; a window of twice as many characters is held in memory while its end is sought. */
const MAX_RECORD_LENGTH = 16 * 1024 * 1024;

/**
 * Records of delimited text, with flat memory. Where the pieces are cut plays no part.
 *
 * @throws {SourceError} CSV_MALFORMED for anything irregular when not tolerant; CSV_RECORD_TOO_LONG, CSV_TOO_MANY_FIELDS
 */
export function* readCsv(pieces: Iterable<string>, options: CsvOptions): Generator<CsvRecord> {
  const reader = new CsvReader(options);
  const window = new TextWindow(pieces);
  for (;;) {
    const scan = reader.scan(window);
    if (scan === null) break;
    const record = reader.record(scan);
    if (record !== null) yield record;
  }
  reader.finish();
}

class CsvReader {
  private readonly path: string;
  private readonly delimiter: string;
  private readonly maxRecordLength: number;
  private readonly onRepair: ((repair: CsvRepair) => void) | undefined;
  private row = 0;
  private line = 1;
  private blankLines = { count: 0, first: 0 };
  private lineEnd = "";
  private hasMixedEnds = false;

  constructor(options: CsvOptions) {
    this.path = options.path;
    this.delimiter = options.delimiter ?? ",";
    this.maxRecordLength = options.maxRecordLength ?? MAX_RECORD_LENGTH;
    this.onRepair = options.onRepair;
  }

  /** The next record or blank line; null at the end. */
  scan(window: TextWindow): CsvScan | null {
    for (;;) {
      if (window.pending > 0) {
        const scan = scanRecord(window.text, window.at, this.delimiter, window.isEnd);
        if (scan === "too-many-fields") throw this.tooManyFields();
        if (scan !== null) {
          window.at = scan.next;
          return scan;
        }
        if (window.pending > this.maxRecordLength) throw this.tooLong();
      }
      if (window.isEnd) return null;
      window.grow();
    }
  }

  record(scan: CsvScan): CsvRecord | null {
    const line = this.line;
    this.line += scan.lines;
    this.noteLineEnd(scan.lineEnd, line);
    if (scan.isBlank) {
      if (this.onRepair === undefined) throw this.malformed("blank-lines", line);
      if (this.blankLines.count === 0) this.blankLines.first = line;
      this.blankLines.count += 1;
      return null;
    }
    const row = this.row;
    this.row += 1;
    for (const { code, field } of scan.faults) this.repair({ code, line, row, detail: `field ${field}` });
    return { row, line, fields: scan.fields };
  }

  finish(): void {
    const { count, first } = this.blankLines;
    if (count > 0) this.repair({ code: "blank-lines", line: first, row: null, detail: String(count) });
  }

  private noteLineEnd(lineEnd: string, line: number): void {
    if (lineEnd === "" || lineEnd === this.lineEnd || this.hasMixedEnds) return;
    if (this.lineEnd !== "") {
      this.hasMixedEnds = true;
      const detail = `${NAMES[this.lineEnd] ?? ""}, ${NAMES[lineEnd] ?? ""}`;
      this.onRepair?.({ code: "mixed-line-ends", line, row: null, detail });
    }
    this.lineEnd = lineEnd;
  }

  private repair(repair: CsvRepair): void {
    if (this.onRepair === undefined) throw this.malformed(repair.code, repair.line);
    this.onRepair(repair);
  }

  private malformed(code: CsvRepair["code"], line: number): SourceError {
    return new SourceError(
      "CSV_MALFORMED",
      {
        zh: `文件“${this.path}”第 ${line} 行不符合 CSV 规则（${code}）。`,
        en: `"${this.path}" breaks the rules of CSV on line ${line} (${code}).`,
      },
      { hint: HINT, facts: { path: this.path, line, fault: code } },
    );
  }

  private tooLong(): SourceError {
    const { path, line, maxRecordLength } = this;
    return new SourceError(
      "CSV_RECORD_TOO_LONG",
      {
        zh: `文件“${path}”第 ${line} 行开始的记录超过 ${maxRecordLength} 个字符仍未结束，比任何一条聊天记录都长，可能缺少一个引号。`,
        en: `The record on line ${line} of "${path}" does not end within ${maxRecordLength} characters, which is longer than a record can be; a quote is probably missing.`,
      },
      { hint: HINT, facts: { path, line, limit: maxRecordLength } },
    );
  }

  private tooManyFields(): SourceError {
    const { path, line } = this;
    return new SourceError(
      "CSV_TOO_MANY_FIELDS",
      {
        zh: `文件“${path}”第 ${line} 行的字段超过 ${MAX_FIELDS} 个，不是聊天记录。`,
        en: `Line ${line} of "${path}" has more than ${MAX_FIELDS} fields and is no record of a chat.`,
      },
      { hint: HINT, facts: { path, line, limit: MAX_FIELDS } },
    );
  }
}

const NAMES: Readonly<Record<string, string>> = { "\n": "LF", "\r": "CR", "\r\n": "CRLF" };

const HINT = {
  zh: "请用导出软件重新导出，或索取未经编辑的原始文件。",
  en: "Export again, or ask for the file as the exporting program wrote it.",
};
