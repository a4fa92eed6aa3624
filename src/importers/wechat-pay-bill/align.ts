import { COLUMNS, type Column, type Header } from "./columns.ts";

/** A row with every field under its column. */
export interface Aligned {
  readonly fields: readonly string[];
  /** What had to be done for it; null for a row that fits as it stands. */
  readonly code: "unquoted-delimiter-joined" | "field-count" | null;
  /** Fields between 交易类型 and 收/支 where it cannot be told which belong to 交易对方 and which to 商品. */
  readonly unparted: string | null;
}

const WIDTH = COLUMNS.length;
const at = (column: Column): number => COLUMNS.indexOf(column);
const DIRECTION = /^(收入|支出|中性交易|不计收支|其他|\/)$/;
const AMOUNT = /^[¥￥]?\s*\d[\d,]*(\.\d{1,2})?$/;
const ID = /^\d{16,}$/;
const clean = (field: string | undefined): string => (field ?? "").trim();

/**
 * Puts a row of another width right from both ends: delimiters nobody quoted stand in 交易对方, 商品, 当前状态 or 备注,
 * and 收/支 with the amount, and the number of the transaction, stand between them. Null where that leaves a doubt.
 *
 * @source documented: export-formats.md §8.3 (Bills-save #12)
 */
export function alignRow(row: readonly string[], header: Header): Aligned | null {
  const fields = row.slice(0, Math.max(header.width, row.findLastIndex((field) => clean(field) !== "") + 1));
  if (fields.length === header.width) return { fields, code: null, unparted: null };
  if (!header.isPlain) return fields.length < header.width ? null : trailing(fields, header);
  if (fields.length < WIDTH) return shortRow(fields);
  const anchors = fields.flatMap((_, place) => anchored(fields, place));
  return anchors.length === 1 ? (anchors[0] ?? null) : null;
}

/** Behind columns somebody added there is nothing to tell a shifted row by. */
function trailing(fields: readonly string[], header: Header): Aligned | null {
  return fields.slice(header.width).every((field) => clean(field) === "")
    ? { fields: fields.slice(0, header.width), code: null, unparted: null }
    : null;
}

/** A row that ends early, its beginning as it must be. */
function shortRow(fields: readonly string[]): Aligned | null {
  const isBeginning = DIRECTION.test(clean(fields[at("收/支")])) && AMOUNT.test(clean(fields[at("金额(元)")]));
  return isBeginning ? { fields, code: "field-count", unparted: null } : null;
}

/** The row as it reads with 收/支 at this place, where it can be so. */
function anchored(fields: readonly string[], place: number): Aligned[] {
  if (place < at("收/支") || !DIRECTION.test(clean(fields[place]))) return [];
  const amount = amountAt(fields, place + 1);
  if (amount === null) return [];
  const right = rightEnd(fields.slice(place + 1 + amount.length));
  if (right === null) return [];
  const middle = fields.slice(2, place);
  const isParted = middle.length === 2;
  const both = isParted ? middle : ["", ""];
  const joined = [...fields.slice(0, 2), ...both, fields[place] ?? "", amount.join(","), ...right];
  return [{ fields: joined, code: "unquoted-delimiter-joined", unparted: isParted ? null : middle.join(",") }];
}

/** The fields of an amount: one, or more where a comma between thousands has parted it. */
function amountAt(fields: readonly string[], place: number): string[] | null {
  const first = clean(fields[place]);
  const second = clean(fields[place + 1]);
  if (/^[¥￥]?\s*\d{1,3}$/.test(first) && /^\d{3}\.\d{2}$/.test(second)) return [first, second];
  return AMOUNT.test(first) ? [first] : null;
}

/** 支付方式, 当前状态, 交易单号, 商户单号, 备注. The last may hold delimiters, and the status where it names an amount. */
function rightEnd(fields: readonly string[]): string[] | null {
  const [method = "", ...rest] = fields;
  if (fields.length === 5) return [...fields];
  const id = rest.findIndex((field) => ID.test(clean(field)));
  if (id < 1 || rest.length < id + 3) return null;
  const status = rest.slice(0, id).join(",");
  if (id > 1 && !/[(（¥￥]/.test(status)) return null;
  return [method, status, rest[id] ?? "", rest[id + 1] ?? "", rest.slice(id + 2).join(",")];
}
