import type { BillRow } from "../model/bill.ts";
import type { Chat } from "../model/chat.ts";
import { OFFER_LASTS_MS, type ChatTransfer } from "./pay-transfers.ts";

/** A row of a bill that may stand for a transfer between people. */
export type TransferRow = Pick<
  BillRow,
  "source" | "row" | "at" | "timePrecision" | "direction" | "amountFen" | "amountText" | "counterparty" | "locator" | "transactionId"
>; // prettier-ignore

export interface Pair {
  readonly transfer: ChatTransfer;
  readonly row: TransferRow;
  readonly by: "number" | "amount-and-time";
}

export interface Matched {
  readonly pairs: readonly Pair[];
  readonly transfersLeft: readonly ChatTransfer[];
  readonly rowsLeft: readonly TransferRow[];
}

/** Types of a bill that name a transfer between people; a refund is no transfer of its own. @source export-formats.md §8.3 */
const TRANSFER_TYPE = "type LIKE '%转账%' AND type NOT LIKE '%退款%' AND direction <> 'neutral'";

/** Rows of all bills that are transfers, each transaction once: bills of overlapping periods repeat them. */
export function transferRows(chat: Chat): TransferRow[] {
  const seen = new Set<string>();
  const rows: TransferRow[] = [];
  for (const { line } of chat.query<{ line: string }>(`SELECT line FROM bill WHERE ${TRANSFER_TYPE} ORDER BY rowid`)) {
    const row = JSON.parse(line) as BillRow;
    const id = row.transactionId;
    if (id !== null && seen.has(id)) continue;
    if (id !== null) seen.add(id);
    rows.push(row);
  }
  return rows;
}

/**
 * Pairs transfers with rows: first by number, then by amount, direction and nearest time; a transfer whose direction
 * the export leaves open may take a row of the other direction, but only one that nobody else wanted. Each row is
 * used once.
 *
 * @param toleranceMs how far the two times may be apart
 */
export function matchTransfers(
  transfers: readonly ChatTransfer[],
  rows: readonly TransferRow[],
  toleranceMs: number,
): Matched {
  const matching = new Matching(transfers, rows, toleranceMs);
  matching.byNumber();
  matching.byAmount((transfer, row) => transfer.way === row.direction);
  matching.byAmount((transfer) => transfer.isEitherWay);
  return matching.result();
}

const MINUTE_MS = 60_000;

class Matching {
  private readonly transfers: readonly ChatTransfer[];
  private readonly rows: readonly TransferRow[];
  private readonly toleranceMs: number;
  private readonly rowsByAmount: ReadonlyMap<number, readonly number[]>;
  private readonly pairs = new Map<number, { row: number; by: Pair["by"] }>();
  private readonly usedRows = new Set<number>();

  constructor(transfers: readonly ChatTransfer[], rows: readonly TransferRow[], toleranceMs: number) {
    this.transfers = transfers;
    this.rows = rows;
    this.toleranceMs = toleranceMs;
    this.rowsByAmount = byAmountAndTime(rows);
  }

  byNumber(): void {
    const rowOf = new Map(this.rows.map(({ transactionId }, index) => [transactionId, index]));
    for (const [index, { ids }] of this.transfers.entries()) {
      const row = ids.map((id) => rowOf.get(id)).find((found) => found !== undefined);
      if (row !== undefined && !this.usedRows.has(row)) this.pair(index, row, "number");
    }
  }

  byAmount(fits: (transfer: ChatTransfer, row: TransferRow) => boolean): void {
    const near: { transfer: number; row: number; apart: number }[] = [];
    for (const [index, transfer] of this.transfers.entries()) {
      if (this.pairs.has(index) || transfer.amountFen === null) continue;
      for (const { row, apart } of this.rowsNear(transfer)) {
        const found = this.rows[row];
        if (found !== undefined && fits(transfer, found)) near.push({ transfer: index, row, apart });
      }
    }
    near.sort((a, b) => a.apart - b.apart || a.transfer - b.transfer || a.row - b.row);
    for (const { transfer, row } of near) {
      if (!this.pairs.has(transfer) && !this.usedRows.has(row)) this.pair(transfer, row, "amount-and-time");
    }
  }

  result(): Matched {
    const pairs: Pair[] = [];
    const left: ChatTransfer[] = [];
    for (const [index, transfer] of this.transfers.entries()) {
      const made = this.pairs.get(index);
      const row = made === undefined ? undefined : this.rows[made.row];
      if (made === undefined || row === undefined) left.push(transfer);
      else pairs.push({ transfer, row, by: made.by });
    }
    const rowsLeft = this.rows.filter((_, index) => !this.usedRows.has(index));
    return { pairs, transfersLeft: withoutOtherHalves(left, pairs), rowsLeft };
  }

  private pair(transfer: number, row: number, by: Pair["by"]): void {
    this.pairs.set(transfer, { row, by });
    this.usedRows.add(row);
  }

  /** Unused rows of the same amount within reach, with how far they are from the nearest message. */
  private *rowsNear({ amountFen, times }: ChatTransfer): Generator<{ row: number; apart: number }> {
    const rows = this.rowsByAmount.get(amountFen ?? -1) ?? [];
    for (const { at, slackMs } of times) {
      const reach = this.toleranceMs + slackMs + MINUTE_MS;
      for (let index = this.firstFrom(rows, at - reach); index < rows.length; index += 1) {
        const row = rows[index] ?? 0;
        const apart = Math.abs((this.rows[row]?.at ?? 0) - at);
        if (apart > reach) break;
        const isOff = apart > this.toleranceMs + slackMs + slackOf(this.rows[row]);
        if (!isOff && !this.usedRows.has(row)) yield { row, apart };
      }
    }
  }

  private firstFrom(rows: readonly number[], at: number): number {
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.rows[rows[middle] ?? 0]?.at ?? 0) < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function slackOf(row: TransferRow | undefined): number {
  return row?.timePrecision === "min" ? MINUTE_MS - 1 : 0;
}

function byAmountAndTime(rows: readonly TransferRow[]): Map<number, number[]> {
  const byAmount = new Map<number, number[]>();
  for (const [index, { amountFen, at }] of rows.entries()) {
    if (amountFen === null || at === null) continue;
    const same = byAmount.get(amountFen);
    if (same) same.push(index);
    else byAmount.set(amountFen, [index]);
  }
  for (const same of byAmount.values()) same.sort((a, b) => (rows[a]?.at ?? 0) - (rows[b]?.at ?? 0) || a - b);
  return byAmount;
}

/**
 * Where an export does not tell an offer from its receipt, both are there and only one has a row: the other half is
 * of the same conversation and amount, sent by the other side within a day, and each half is taken once.
 */
function withoutOtherHalves(left: readonly ChatTransfer[], pairs: readonly Pair[]): ChatTransfer[] {
  const open = pairs.map(({ transfer }) => transfer).filter(({ isEitherWay }) => isEitherWay);
  return left.filter((transfer) => {
    if (!transfer.isEitherWay) return true;
    const half = open.findIndex((other) => isOtherHalf(transfer, other));
    if (half < 0) return true;
    open.splice(half, 1);
    return false;
  });
}

function isOtherHalf(a: ChatTransfer, b: ChatTransfer): boolean {
  if (a.conversation !== b.conversation || a.amountFen === null || a.amountFen !== b.amountFen) return false;
  if (a.way !== null && a.way === b.way) return false;
  return a.sentAt !== null && b.sentAt !== null && Math.abs(a.sentAt - b.sentAt) <= OFFER_LASTS_MS;
}
