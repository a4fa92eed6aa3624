import * as z from "zod";
import { count, decimalId, epochMs, locator, sourceId, timeBasis, timePrecision } from "./fields.ts";

const text = z.string().nullable();

/** One line of `record/bills.jsonl`. */
export const billLine = z
  .strictObject({
    source: sourceId,
    row: z.int().min(1).describe("1-based among the rows of this bill, in its own order"),
    locator,
    at: epochMs.nullable(),
    atText: text.describe("Time as the bill prints it"),
    timePrecision,
    timeBasis,
    type: text.describe("交易类型"),
    counterparty: text.describe("交易对方"),
    product: text.describe("商品"),
    direction: z.enum(["in", "out", "neutral", "unknown"]).describe("收/支: 收入 in, 支出 out, / neutral"),
    directionText: text,
    amountText: text.describe("Amount as the bill prints it"),
    amountFen: z.int().nullable().describe("Amount in fen (1/100 yuan), only where the text is unambiguous"),
    method: text.describe("支付方式"),
    status: text.describe("当前状态"),
    transactionId: decimalId.nullable().describe("交易单号, text"),
    merchantId: text.describe("商户单号, text"),
    memo: text.describe("备注"),
    extra: z.record(z.string(), z.string()).describe("Columns of the bill that nothing above holds"),
    warnings: z.array(z.string()).describe("Codes of the warning catalogue"),
  })
  .describe("A row of an official payment bill: a second source beside the chats, never a message");

const statedSum = z.strictObject({
  count,
  sumText: z.string(),
  sumFen: z.int().nullable().describe("In fen (1/100 yuan)"),
});

/** What a bill states of itself above its rows. */
export const billStatement = z
  .strictObject({
    rows: count.nullable().describe("共N笔记录"),
    in: statedSum.nullable().describe("收入"),
    out: statedSum.nullable().describe("支出"),
    neutral: statedSum.nullable().describe("中性交易"),
    from: epochMs.nullable().describe("起始时间"),
    until: epochMs.nullable().describe("终止时间"),
  })
  .describe("What a payment bill states of itself; a claim");
