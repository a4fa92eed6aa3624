import { instantOf, parseWallClock, type WallClock } from "../../base/time.ts";
import { wallClockOfSerial } from "../../base/xlsx-date.ts";
import type { XlsxCell } from "../../base/xlsx.ts";
import type { BillRow } from "../../model/bill.ts";
import type { Locator } from "../../model/locator.ts";
import type { BillFacts } from "../importer.ts";
import { billFen, fenOfNumber } from "./amount.ts";
import { COLUMNS, type Column, type Header } from "./columns.ts";

/** One row below the header, its fields under their columns. */
export interface Row {
  readonly at: Locator;
  readonly fields: readonly string[];
  readonly unparted: string | null;
  /** Cells by place, where it comes from a workbook. */
  readonly cells: ReadonlyMap<number, XlsxCell> | null;
}

/** How the rows of one bill are read. */
export interface Reading {
  readonly header: Header;
  readonly zone: string;
  readonly basis: BillRow["timeBasis"];
  readonly dateSystem: 1900 | 1904;
}

const DIRECTIONS: Readonly<Record<string, BillRow["direction"]>> = {
  收入: "in", 支出: "out", "/": "neutral", 中性交易: "neutral", 不计收支: "neutral",
}; // prettier-ignore

/** True where a record can only be a transaction: it has a time, or a number with a direction and an amount. */
export function isTransaction({ fields, cells }: Pick<Row, "fields" | "cells">, header: Header): boolean {
  const of = reader({ fields, cells, header });
  if (of.clock(1900) !== null) return true;
  return /^\d{10,}$/.test(of.text("交易单号") ?? "") && of.text("收/支") !== null && of.text("金额(元)") !== null;
}

/** A transaction as the bill states it; nothing is left out. */
export function transactionOf(row: Row, { header, zone, basis, dateSystem }: Reading): BillFacts {
  const of = reader({ ...row, header });
  const time = timeOf(of.clock(dateSystem), zone, basis);
  const id = idOf(of.text("交易单号"), of.cell("交易单号"));
  const amountText = of.text("金额(元)");
  const isNumber = of.cell("金额(元)")?.type === "number";
  const amountFen = isNumber && amountText !== null ? fenOfNumber(amountText) : billFen(amountText);
  const directionText = of.text("收/支");
  const extra = { ...addedOf(row, header), ...(row.unparted === null ? {} : { "交易对方,商品": row.unparted }) };
  return {
    locator: row.at,
    at: time.at,
    atText: of.text("交易时间"),
    timePrecision: time.precision,
    timeBasis: time.basis,
    type: of.text("交易类型"),
    counterparty: of.text("交易对方"),
    product: of.text("商品"),
    direction: DIRECTIONS[directionText ?? ""] ?? "unknown",
    directionText,
    amountText,
    amountFen,
    method: of.text("支付方式"),
    status: of.text("当前状态"),
    transactionId: id.id,
    merchantId: of.text("商户单号"),
    memo: of.text("备注"),
    extra: id.kept === null ? extra : { ...extra, 交易单号: id.kept },
    warnings: [
      ...time.warnings,
      ...(id.isShortened ? ["RESAVED_NUMBER"] : []),
      ...(amountFen === null ? ["AMOUNT_UNREAD"] : []),
      ...(row.unparted === null ? [] : ["COLUMNS_UNPARTED"]),
    ],
  };
}

function reader({ fields, cells, header }: Pick<Row, "fields" | "cells"> & { readonly header: Header }) {
  const cell = (column: Column) => cells?.get(header.places.get(column) ?? -1) ?? null;
  const text = (column: Column): string | null => cleaned(fields[header.places.get(column) ?? -1]);
  const clock = (dateSystem: 1900 | 1904): WallClock | null => {
    const stated = text("交易时间");
    const type = cell("交易时间")?.type;
    if (stated === null) return null;
    return type === "date" || type === "number" ? wallClockOfSerial(stated, dateSystem) : parseWallClock(stated);
  };
  return { cell, text, clock };
}

/** Bills put a TAB behind ids, so that spreadsheets do not round them. */
function cleaned(field: string | undefined): string | null {
  const text = (field ?? "").trim();
  return text === "" ? null : text;
}

function timeOf(clock: WallClock | null, zone: string, basis: BillRow["timeBasis"]) {
  if (clock === null) return { at: null, precision: "none", basis: "none", warnings: [] } as const;
  const { epochMs, doubt } = instantOf(clock, zone);
  const clipped = clock.precision === "s" ? [] : ["TIME_CLIPPED"];
  const doubted = doubt === null ? [] : [`TIME_${doubt.toUpperCase()}`];
  return { at: epochMs, precision: clock.precision, basis, warnings: [...clipped, ...doubted] };
}

/** Digits are an id; what a spreadsheet has rounded or shortened is kept, but is no id any more. */
function idOf(text: string | null, cell: XlsxCell | null) {
  if (text === null || text === "/") return { id: null, kept: null, isShortened: false };
  const isRounded = cell?.type === "number" && text.length > 15;
  const isShortened = isRounded || /^\d(\.\d+)?E\+?\d+$/i.test(text) || /^\d{15}0{3,}$/.test(text);
  if (isShortened || !/^\d+$/.test(text)) return { id: null, kept: text, isShortened };
  return { id: text, kept: null, isShortened };
}

function addedOf({ fields }: Row, { added }: Header): Record<string, string> {
  return Object.fromEntries(
    added.flatMap(({ name, place }) => {
      const text = cleaned(fields[place]);
      return text === null ? [] : [[`+${name}`, text]];
    }),
  );
}

/** The record as one line of text, for those that cannot be read. */
export function rawText(fields: readonly string[]): string {
  return fields
    .slice(0, COLUMNS.length * 4)
    .join(",")
    .slice(0, 500);
}
