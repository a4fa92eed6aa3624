import type { Locator } from "./locator.ts";
import type { TimeBasis, TimePrecision } from "./message.ts";

/**
 * One row of an official payment bill: a second source beside the chats, never a message. Texts stand as the bill has
 * them; `amountFen` is the amount in fen (1/100 yuan) where the text is unambiguous.
 *
 * @source documented: export-formats.md §8.3
 */
export interface BillRow {
  readonly source: string;
  /** 1-based among the rows of this bill, in the bill's own order. */
  readonly row: number;
  readonly locator: Locator;
  /** Epoch milliseconds UTC. */
  readonly at: number | null;
  readonly atText: string | null;
  readonly timePrecision: TimePrecision;
  /** `text-with-offset` where the bill states the zone of its times. */
  readonly timeBasis: TimeBasis;
  /** 交易类型, such as 转账 or 微信红包. */
  readonly type: string | null;
  readonly counterparty: string | null;
  readonly product: string | null;
  /** 收/支 read as a word of ours; `neutral` where the bill has `/`. */
  readonly direction: "in" | "out" | "neutral" | "unknown";
  readonly directionText: string | null;
  readonly amountText: string | null;
  readonly amountFen: number | null;
  readonly method: string | null;
  readonly status: string | null;
  /** 交易单号, a decimal string. */
  readonly transactionId: string | null;
  /** 商户单号. */
  readonly merchantId: string | null;
  readonly memo: string | null;
  readonly extra: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
}

/** One sum that a bill states of itself, such as `收入：3笔 5120.00元`. */
export interface StatedSum {
  readonly count: number;
  readonly sumText: string;
  /** In fen, where the text is unambiguous. */
  readonly sumFen: number | null;
}

/** What a payment bill states of itself above its rows. Claims; the checks compare them with the rows. */
export interface BillStatement {
  /** `共N笔记录`. */
  readonly rows: number | null;
  readonly in: StatedSum | null;
  readonly out: StatedSum | null;
  readonly neutral: StatedSum | null;
  /** 起始时间 and 终止时间, epoch milliseconds UTC. */
  readonly from: number | null;
  readonly until: number | null;
}
