import { instantOf, parseWallClock } from "../../base/time.ts";
import type { BillStatement, StatedSum } from "../../model/bill.ts";
import { billFen } from "./amount.ts";

/** First line of every bill. */
export const TITLE = "微信支付账单明细";

/** Zone of the bills that state one; China has no other offset within the life of the service. */
export const STATED_ZONE = "Asia/Shanghai";

const PERIOD = /起始时间[:：]\s*\[([^\]]*)\].*终止时间[:：]\s*\[([^\]]*)\]/;
const SUM = /^(收入|支出|中性交易)[:：]\s*(\d{1,9})\s*笔\s*([¥￥]?\s*[\d,]{1,16}(?:\.\d{1,2})?)\s*元?$/;
const ROWS = /^共\s*(\d{1,9})\s*笔/;
const BRACKETED = /^(微信昵称|导出类型|导出时间)[:：]\s*\[(.*)\]$/s;
const NOTE = /^(注[:：]|\d{1,2}[.．、])/;
const RULE = /^-{4,}.*$/;

const SUMS = { 收入: "in", 支出: "out", 中性交易: "neutral" } as const;

/** The lines above the header of a bill, however many there are, and lines of their sort below the rows. */
export class Preamble {
  private rows: number | null = null;
  private readonly sums: Partial<Record<"in" | "out" | "neutral", StatedSum>> = {};
  private readonly stated = new Map<string, string>();
  private period: { readonly text: string; readonly from: string; readonly until: string } | null = null;
  /** The bill says that its times are UTC+8. */
  isZoneStated = false;

  /** Takes a line. @returns false where it is none that a bill has above or below its rows */
  take(line: string): boolean {
    return line === "" || line === TITLE || RULE.test(line) || this.sum(line) || this.named(line) || this.note(line);
  }

  get nickname(): string | null {
    return this.stated.get("微信昵称") ?? null;
  }

  get exportedAtText(): string | null {
    return this.stated.get("导出时间") ?? null;
  }

  /** Period and filter as the bill writes them. */
  get rangeText(): string | null {
    const kind = this.stated.get("导出类型");
    const parts = [this.period?.text, kind === undefined ? undefined : `导出类型：[${kind}]`];
    return parts.filter((part) => part !== undefined).join(" ") || null;
  }

  /** Zone in which the times of the bill are read: its own, or that of the run. */
  zone(ofRun: string): string {
    return this.isZoneStated ? STATED_ZONE : ofRun;
  }

  statement(ofRun: string): BillStatement {
    const { in: income = null, out = null, neutral = null } = this.sums;
    const at = (text: string | undefined) => instant(text ?? null, this.zone(ofRun));
    return { rows: this.rows, in: income, out, neutral, from: at(this.period?.from), until: at(this.period?.until) };
  }

  private sum(line: string): boolean {
    const rows = ROWS.exec(line)?.[1];
    if (rows !== undefined) this.rows ??= Number(rows);
    const [, word, count, sumText] = SUM.exec(line) ?? [];
    if (word === undefined || count === undefined || sumText === undefined) return rows !== undefined;
    this.sums[SUMS[word as keyof typeof SUMS]] ??= { count: Number(count), sumText, sumFen: billFen(sumText) };
    return true;
  }

  private named(line: string): boolean {
    const [text, from, until] = PERIOD.exec(line) ?? [];
    if (text !== undefined && from !== undefined && until !== undefined) this.period ??= { text, from, until };
    const [, name, value] = BRACKETED.exec(line) ?? [];
    if (name !== undefined && value !== undefined && !this.stated.has(name)) this.stated.set(name, value);
    return text !== undefined || name !== undefined;
  }

  private note(line: string): boolean {
    if (!NOTE.test(line)) return false;
    if (/UTC\s*\+\s*0?8/i.test(line)) this.isZoneStated = true;
    return true;
  }
}

/** Epoch milliseconds of a wall clock text; null for anything else. */
export function instant(text: string | null, zone: string): number | null {
  const clock = text === null ? null : parseWallClock(text);
  return clock === null ? null : instantOf(clock, zone).epochMs;
}

/** Longer lines stand above no bill. */
const LONGEST = 4000;

/** The line that a padded record stands for. */
export function lineOf(fields: readonly string[]): string {
  return fields
    .join(",")
    .slice(0, LONGEST)
    .replace(/[,\t\s]+$/, "")
    .trim();
}
