import type { XlsxCell } from "../../base/xlsx.ts";
import type { Signal } from "../../model/chat.ts";
import type { Locator } from "../../model/locator.ts";
import type { BillFacts, ExportFacts, ReadSettings, Yielded } from "../importer.ts";
import { alignRow } from "./align.ts";
import { headerOf, type Header } from "./columns.ts";
import { instant, lineOf, Preamble } from "./preamble.ts";
import { isTransaction, rawText, transactionOf, type Row } from "./row.ts";

/** What is known of the file before its first record. */
export interface BillFile {
  readonly form: "csv" | "xlsx";
  readonly encoding: string;
  readonly dateSystem: 1900 | 1904;
  readonly claimedTool: string | null;
}

/** A record of the file, whatever stands in it. */
export interface BillRecord {
  readonly fields: readonly string[];
  readonly cells: ReadonlyMap<number, XlsxCell> | null;
  /** Its place, without the number among the rows. */
  readonly at: Locator;
}

const KNOWN_TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;
const MOST_UNKNOWN_LINES = 20;

/** Reads a bill record by record: preamble, header, rows, and whatever stands below them. */
export class BillReader {
  header: Header | null = null;
  private readonly file: BillFile;
  private readonly settings: ReadSettings;
  private readonly preamble = new Preamble();
  private readonly unknownLines: string[] = [];
  private readonly resaved = new Map<string, { at: Locator; count: number; example: string }>();
  private records = 0;
  private rows = 0;

  constructor(file: BillFile, settings: ReadSettings) {
    this.file = file;
    this.settings = settings;
  }

  *take(record: BillRecord): Generator<Yielded> {
    if (this.header === null) this.above(record);
    else yield* this.below(record, this.header);
  }

  /** What is said of the bill once all of it is read. */
  *end(): Generator<Yielded> {
    yield { type: "export", facts: this.facts() };
    const { nickname } = this.preamble;
    if (nickname !== null && nickname !== "") {
      yield { type: "name", seen: { account: null, name: { kind: "nickname", text: nickname }, seenAt: null } };
    }
    if (!this.preamble.isZoneStated) {
      yield { type: "defect", defect: { code: "TIME_ZONE_UNSTATED", records: this.rows } };
    }
    yield { type: "defect", defect: { code: "BILL_ENTRIES_DELETABLE", records: null } };
    for (const [code, { at, count, example }] of this.resaved) {
      yield { type: "repair", at, code, detail: `${count}: ${example}` };
    }
  }

  private above({ fields }: BillRecord): void {
    this.header = headerOf(fields);
    if (this.header !== null) return;
    const line = lineOf(fields);
    if (!this.preamble.take(line) && this.unknownLines.length < MOST_UNKNOWN_LINES) this.unknownLines.push(line);
  }

  private *below(record: BillRecord, header: Header): Generator<Yielded> {
    const filled = record.fields.filter((field) => field.trim() !== "");
    if (filled.length === 0) return;
    this.records += 1;
    const at: Locator = { ...record.at, row: this.records };
    const raw = rawText(record.fields);
    if (filled.length === 1 && this.preamble.take(lineOf(record.fields))) return;
    if (headerOf(record.fields) !== null) {
      yield { type: "repair", at, code: "header-repeated", detail: raw };
      return;
    }
    const aligned = alignRow(record.fields, header);
    const row: Row = { ...record, at, fields: aligned?.fields ?? record.fields, unparted: aligned?.unparted ?? null };
    if (aligned === null || !isTransaction(row, header)) {
      const reason = filled.length === 1 || aligned !== null ? "not-a-transaction" : "wrong-field-count";
      yield { type: "skipped", conversation: null, at, reason, raw };
      return;
    }
    if (aligned.code !== null)
      yield { type: "repair", at, code: aligned.code, detail: `${record.fields.length} fields` };
    yield { type: "bill", facts: this.transaction(row, header) };
  }

  private transaction(row: Row, header: Header): BillFacts {
    this.rows += 1;
    const { settings, preamble, file } = this;
    const zone = preamble.zone(settings.timeZone);
    const basis = preamble.isZoneStated ? "text-with-offset" : settings.timeZoneBasis;
    const facts = transactionOf(row, { header, zone, basis, dateSystem: file.dateSystem });
    if (facts.warnings.includes("RESAVED_NUMBER")) this.note("resaved-number", row.at, facts.extra["交易单号"] ?? "");
    const isText = row.cells === null || row.cells.get(header.places.get("交易时间") ?? -1)?.type === "text";
    if (isText && facts.atText !== null && !KNOWN_TIME.test(facts.atText)) {
      this.note("resaved-date", row.at, facts.atText);
    }
    return facts;
  }

  private note(code: string, at: Locator, example: string): void {
    const known = this.resaved.get(code);
    if (known) known.count += 1;
    else this.resaved.set(code, { at, count: 1, example });
  }

  private facts(): ExportFacts {
    const { preamble, settings, file } = this;
    const bill = preamble.statement(settings.timeZone);
    const exportedAt = instant(preamble.exportedAtText, preamble.zone(settings.timeZone));
    const provides: Signal[] = ["row-order"];
    if (bill.rows !== null) provides.push("stated-count");
    if (exportedAt !== null) provides.push("stated-export-time");
    const extra: Record<string, string> = {};
    if (preamble.nickname !== null) extra["微信昵称"] = preamble.nickname;
    if (this.unknownLines.length > 0) extra["表头以上的其他文字"] = this.unknownLines.join("\n");
    return {
      variant: preamble.isZoneStated ? `${file.form}-utc8` : file.form,
      claimedTool: file.claimedTool,
      claimedVersion: null,
      exportedAt,
      exportedAtText: preamble.exportedAtText,
      owner: null,
      ownerBasis: null,
      statedRange: preamble.rangeText,
      localIdOrigin: "none",
      serverIdOrigin: "none",
      provides,
      encoding: file.encoding,
      bill,
      extra,
    };
  }
}
