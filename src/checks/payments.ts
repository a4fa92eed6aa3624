import type { Chat } from "../model/chat.ts";
import type { BillLeftover, ChatPayment, Payments } from "../model/payments.ts";
import { payBill } from "./consistency/pay-bill.ts";
import { matchTransfers, transferRows, type Pair, type TransferRow } from "./pay-match.ts";
import { transfersOf, type ChatTransfer } from "./pay-transfers.ts";

/** Transfers of the chats and what the bills have for them, in printed order; the report draws its ledger from this. */
export function paymentsOf(chat: Chat): Payments {
  const transfers = transfersOf(chat);
  const rows = transferRows(chat);
  const matched = matchTransfers(transfers, rows, (payBill.options["toleranceSeconds"] ?? 60) * 1000);
  const pairs = new Map(matched.pairs.map((pair) => [pair.transfer, pair]));
  const left = new Set(matched.transfersLeft);
  // A receipt whose offer pairs is in neither list: it tells of the same money.
  const told = transfers.filter((transfer) => pairs.has(transfer) || left.has(transfer));
  return {
    hasBill: chat.exports.some(({ bill }) => bill !== undefined),
    transfers: told.map((transfer) => chatPayment(transfer, pairs.get(transfer))),
    leftovers: matched.rowsLeft.map(leftover),
  };
}

function chatPayment(transfer: ChatTransfer, pair: Pair | undefined): ChatPayment {
  const { conversation, seq, sentAt, isEitherWay, amountFen, amountText, ids } = transfer;
  // A pair settles a way that the export leaves open.
  const settled = pair === undefined ? null : wayOf(pair.row);
  return {
    conversation, seq, sentAt, amountFen, amountText, ids,
    way: isEitherWay ? settled : transfer.way,
    state: transfer.isReturned ? "returned" : transfer.isReceived ? "received" : "offered",
    match: pair === undefined ? null : { source: pair.row.source, row: pair.row.row, by: pair.by },
  }; // prettier-ignore
}

function leftover(row: TransferRow): BillLeftover {
  const { source, at, amountFen, amountText, transactionId } = row;
  return { source, row: row.row, at, amountFen, amountText, transactionId, way: wayOf(row) };
}

function wayOf({ direction }: TransferRow): "in" | "out" | null {
  return direction === "in" || direction === "out" ? direction : null;
}
