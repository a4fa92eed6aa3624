import type { BillFacts, Yielded } from "../../src/importers/importer.ts";
import { START } from "./chat.ts";

/** A transfer of 50 yuan received from 老王 at `START`, as a bill has it, with the differences a test cares about. */
export function billRow(different: Partial<BillFacts>): Yielded {
  const facts: BillFacts = {
    locator: { path: "chat.json", row: 1 }, at: START, atText: "2026-03-02 09:00:00", timePrecision: "s",
    timeBasis: "zone-assumed", type: "转账", counterparty: "老王", product: "/", direction: "in", directionText: "收入",
    amountText: "¥50.00", amountFen: 5000, method: "/", status: "已存入零钱", transactionId: null, merchantId: "/",
    memo: "/", extra: {}, warnings: [], ...different,
  }; // prettier-ignore
  return { type: "bill", facts };
}
