import { delimitedRecords, encodingOfFile, endsOpen, textPieces, type TextRepair } from "../../base/delimited.ts";
import { linesOf } from "../../base/text-lines.ts";
import type { EncodingFound } from "../../base/text-encoding.ts";
import { printJson, type JsonObject, type JsonValue } from "../../base/json-reader.ts";
import type { Locator } from "../../model/locator.ts";
import type { Source } from "../../model/source.ts";
import { contentLine, type ContentLine } from "./content-line.ts";
import { COLUMNS, layoutOf, type Layout } from "./header.ts";
import type { Table } from "./pages.ts";
import type { Resaved } from "../wechat/resaved-table.ts";
import type { Row } from "./row.ts";

/** A record, or one that cannot be read, with what was mended before it. */
export type TableItem =
  | { readonly type: "row"; readonly row: Row }
  | { readonly type: "skipped"; readonly at: Locator; readonly reason: string; readonly raw: string }
  | { readonly type: "repair"; readonly repair: TextRepair };

const RAW_CHARACTERS = 500;
/** Characters; no message is longer. */
const LONGEST_LINE = 16 << 20;

/** Rows of one table in the order of the file. @throws {SourceError} ENCODING_UNKNOWN, CSV_RECORD_TOO_LONG */
export function* tableRows(source: Source, table: Table, resaved: Resaved): Generator<TableItem> {
  const encoding = encodingOfFile(source, table.path);
  noteStructure(table, encoding, resaved);
  const pending: TextRepair[] = [];
  const told = (repair: TextRepair) => pending.push(repair);
  const items =
    table.layout === "P3"
      ? records(source, table, encoding, { told, resaved })
      : lines(source, table, encoding, { told, resaved });
  for (const item of items) {
    for (const repair of pending.splice(0)) yield { type: "repair", repair };
    yield item;
  }
  if (endsOpen(source, table.path)) {
    pending.push({ at: { path: table.path }, code: "last-line-open", detail: "" });
  }
  for (const repair of pending) yield { type: "repair", repair };
}

/** What the exporter never writes. */
function noteStructure({ path, delimiter }: Table, { encoding, markBytes }: EncodingFound, resaved: Resaved): void {
  const at = { path, line: 1 };
  if (delimiter !== ",") resaved.note("resaved-delimiter", at, JSON.stringify(delimiter));
  if (encoding !== "utf-8" || markBytes > 0) {
    resaved.note("resaved-encoding", at, markBytes > 0 ? `${encoding} with a byte order mark` : encoding);
  }
}

interface Reading {
  readonly told: (repair: TextRepair) => void;
  readonly resaved: Resaved;
}

/** P3: proper CSV. */
function* records(source: Source, table: Table, encoding: EncodingFound, { told, resaved }: Reading) {
  const { path, layout, delimiter } = table;
  const width = COLUMNS[layout].length;
  for (const { row, line, fields } of delimitedRecords(source, { path, delimiter, encoding }, told)) {
    const at = { path, line, row };
    if (row === 0) continue;
    if (isHeaderAgain(fields, at, told)) continue;
    if (fields.every((field) => field === "")) continue;
    const trimmed = withoutEmpty(fields, width);
    if (trimmed.length < fields.length) resaved.note("resaved-trailing-columns", at, String(fields.length - width));
    yield trimmed.length === width
      ? ({ type: "row", row: rowOfFields(trimmed, at, resaved) } as const)
      : skipped(at, "wrong-field-count", fields.join(delimiter));
  }
}

/** P1 and P2: one line a record, whether `content` is quoted or not. */
function* lines(source: Source, table: Table, encoding: EncodingFound, { told, resaved }: Reading) {
  const { path, layout, delimiter } = table;
  const blanks = { count: 0, first: 0 };
  let number = -1;
  for (const { line, text: found, isCut } of linesOf(textPieces(source, path, encoding, told), LONGEST_LINE)) {
    // Text mode on Windows doubles the carriage returns of the csv module.
    const text = found.replace(/\r+$/, "");
    if (text.trim() === "") {
      if (blanks.count === 0) blanks.first = line;
      blanks.count += 1;
      continue;
    }
    number += 1;
    const at = { path, line, row: number };
    if (number === 0) continue;
    if (isCut) yield skipped(at, "value-too-large", text);
    else if (!isHeaderAgain(text.split(delimiter), at, told)) {
      const parts = contentLine(text, layout, delimiter);
      const isRecord = parts !== null && isBeginning(parts.leading, layout);
      yield isRecord
        ? ({ type: "row", row: rowOfLine(parts, layout, at, resaved) } as const)
        : skipped(at, parts === null ? "wrong-field-count" : "malformed-row", text);
    }
  }
  if (blanks.count > 0) told({ at: { path, line: blanks.first }, code: "blank-lines", detail: String(blanks.count) });
}

function skipped(at: Locator, reason: string, raw: string) {
  return { type: "skipped", at, reason, raw: raw.slice(0, RAW_CHARACTERS) } as const;
}

/** Several pages put into one file repeat the header. */
function isHeaderAgain(fields: readonly string[], at: Locator, told: Reading["told"]): boolean {
  if (layoutOf(fields) === null) return false;
  told({ at, code: "header-repeated", detail: "" });
  return true;
}

function withoutEmpty(fields: string[], width: number): string[] {
  let length = fields.length;
  while (length > width && fields[length - 1] === "") length -= 1;
  return length === fields.length ? fields : fields.slice(0, length);
}

/** Only what begins as a record does is one: without this, any text with enough commas would be. */
function isBeginning(leading: readonly string[], layout: Layout): boolean {
  const [id = "", serverId = "", , isSender = ""] = layout === "P1" ? ["0", ...leading] : leading;
  return /^\d+$/.test(id) && /^(?:-?\d+|\d(?:\.\d+)?E\+?\d+)$/i.test(serverId) && /^[01]$/.test(isSender);
}

function rowOfFields(fields: readonly string[], at: Locator, resaved: Resaved): Row {
  const [id = "", serverId = "", word = "", isSender = "", talker = "", room = "", msg = "", src = "", time = ""] =
    fields;
  const warnings = resaved.warningsOf(at, serverId, time);
  return { at, id: indexOf(id), serverId, word, isSender, talker, room, msg, src, time, extra: {}, warnings };
}

function rowOfLine(
  { leading, content, parsed, time }: ContentLine,
  layout: Layout,
  at: Locator,
  resaved: Resaved,
): Row {
  const columns = layout === "P1" ? [null, ...leading] : leading;
  const [id = null, serverId, word, isSender, talker, room] = columns;
  const warnings = resaved.warningsOf(at, serverId ?? "", time);
  return {
    at,
    id: id === null ? null : indexOf(id),
    serverId: serverId ?? "",
    word: word ?? "",
    isSender: isSender ?? "",
    talker: talker ?? "",
    room: room ?? "",
    msg: parsed === null ? content : textOf(parsed["msg"]),
    src: parsed?.["src"] ?? null,
    time,
    extra: leftOver(parsed),
    warnings: parsed === null ? [...warnings, "CONTENT_UNREADABLE"] : warnings,
  };
}

function textOf(msg: JsonValue | undefined): string {
  return typeof msg === "string" ? msg : "";
}

/** `content` as it stands where it is not the two texts that the exporter writes. */
function leftOver(parsed: JsonObject | null): Record<string, string> {
  if (parsed === null) return {};
  const others = Object.keys(parsed).filter((key) => key !== "msg" && key !== "src");
  const isUsual = others.length === 0 && (typeof parsed["msg"] === "string" || parsed["msg"] == null);
  return isUsual ? {} : { content: printJson(parsed) };
}

function indexOf(id: string): string | null {
  return /^-?\d{1,15}$/.test(id) ? id : null;
}
