import type { BillRow } from "../model/bill.ts";
import type { Chat, Export } from "../model/chat.ts";

/** Directions a bill sums up, in the order of its own lines. */
export const SUMMED = ["in", "out", "neutral"] as const;
export type Summed = (typeof SUMMED)[number];

/** Rows of one bill as they were read. */
export interface BillTally {
  readonly rows: number;
  readonly skipped: number;
  readonly sums: Readonly<Record<Summed, { readonly count: number; readonly fen: number }>>;
  /** Rows whose direction or amount could not be read. */
  readonly unread: number;
}

/** Counts the rows of a bill. */
export function tallyBill(chat: Chat, { id }: Export): BillTally {
  const sql = `SELECT direction, count(*) AS count, coalesce(sum(amount_fen), 0) AS fen,
    sum(amount_fen IS NULL OR direction = 'unknown') AS unread FROM bill WHERE source = ? GROUP BY direction`;
  type Row = { direction: BillRow["direction"]; count: number; fen: number; unread: number };
  const found = [...chat.query<Row>(sql, id)];
  const of = (direction: Summed) => {
    const { count = 0, fen = 0 } = found.find((row) => row.direction === direction) ?? {};
    return { count, fen };
  };
  return {
    rows: found.reduce((sum, { count }) => sum + count, 0),
    skipped: skippedOf(chat, id),
    sums: { in: of("in"), out: of("out"), neutral: of("neutral") },
    unread: found.reduce((sum, { unread }) => sum + unread, 0),
  };
}

function skippedOf(chat: Chat, id: string): number {
  const sql = "SELECT count(*) AS count FROM skipped WHERE source = ?";
  for (const { count } of chat.query<{ count: number }>(sql, id)) return count;
  throw new RangeError("an aggregate always has a row");
}

/** The sums of a bill that its rows do not come to. */
export function differingSums({ bill }: Export, { sums }: BillTally): Summed[] {
  return SUMMED.filter((direction) => {
    const stated = bill?.[direction];
    if (!stated) return false;
    const read = sums[direction];
    return stated.count !== read.count || (stated.sumFen !== null && stated.sumFen !== read.fen);
  });
}

/** Whether the rows of a bill differ in number from what it states; one that could not be read may be a row or none. */
export function differsInRows({ bill }: Export, { rows, skipped }: BillTally): boolean {
  return bill?.rows != null && (rows > bill.rows || rows + skipped < bill.rows);
}

/** Fen as yuan with two decimals. */
export function yuan(fen: number): string {
  const size = Math.abs(fen);
  return `${fen < 0 ? "-" : ""}${Math.floor(size / 100)}.${String(size % 100).padStart(2, "0")}`;
}
