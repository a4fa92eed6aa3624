import type { Transfer } from "../../model/message.ts";
import { textIn, release, type Row } from "../wechat/json-row.ts";
import { fenOf } from "../wechat/money.ts";

/**
 * Words of `transferStatus`. Which of the two receipt words stands on which side changed between versions, and both mean
 * that the money was taken.
 *
 * @source documented: export-formats.md §4.4.2; observed: exporter's source of three versions (退还 was 退回, 接收转账 is old)
 */
const STATES: Readonly<Record<string, Transfer["state"]>> = {
  发起转账: "sent",
  已收款: "received",
  已被接收: "received",
  接收转账: "received",
  已退还: "returned",
  已被退还: "returned",
  已退回: "returned",
  已被退回: "returned",
  已过期: "expired",
};

/** @source documented: wechat-databases.md §7.6, paysubtype */
const STATES_BY_CODE: Readonly<Record<string, Transfer["state"]>> = {
  1: "sent",
  7: "sent",
  8: "sent",
  3: "received",
  5: "received",
  4: "returned",
  9: "returned",
  10: "expired",
};

/** State by the exporter's word; `转账` is also what it writes where it knows none, so that the code decides there. */
export function transferState(word: string | null, code: string | null): Transfer["state"] {
  if (word !== null && Object.hasOwn(STATES, word)) return STATES[word] ?? "unknown";
  return code !== null && Object.hasOwn(STATES_BY_CODE, code) ? (STATES_BY_CODE[code] ?? "unknown") : "unknown";
}

/** The transfer of a row. Word and code of the state stay beside it in `extra`. */
export function transferIn(row: Row): Transfer {
  const amountText = textIn(row, "amount") ?? textIn(row, "title");
  const word = textIn(row, "transferStatus");
  const code = textIn(row, "paySubType");
  release(row, "transferStatus", "paySubType");
  const content = textIn(row, "content");
  return {
    amountText,
    amountFen: fenOf(amountText),
    memo: content === word || content === "转账" ? null : content,
    state: transferState(word, code),
    transferId: textIn(row, "transferId"),
    transactionId: null,
  };
}
