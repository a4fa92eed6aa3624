import type { Transfer } from "../../model/message.ts";
import { fenOf } from "../wechat/money.ts";

const TRANSFER = /^\[转账\|(?:(发送|接收|退还) )?([^\]]*)\](?:\((.*)\))?$/s;

/** Labels and the numbers of `paysubtype` behind them: 1 and 7, 3 and 5, 4. @source documented: export-formats.md §3.2 */
const STATES: Readonly<Record<string, Transfer["state"]>> = { 发送: "sent", 接收: "received", 退还: "returned" };

/** Transfer of `[转账|发送 ￥500.00](备注)`; null where the text is another. Without a label the state is not known. */
export function transferIn(text: string): Transfer | null {
  const match = TRANSFER.exec(text);
  if (match === null) return null;
  const [, label = "", amount = "", memo = ""] = match;
  return {
    amountText: amount === "" ? null : amount,
    amountFen: fenOf(amount),
    memo: memo === "" ? null : memo,
    state: STATES[label] ?? "unknown",
    transferId: null,
    transactionId: null,
  };
}
