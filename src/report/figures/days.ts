import { compareCodePoints } from "../../base/order.ts";
import type { Chat } from "../../model/chat.ts";
import type { RunSettings } from "../../model/settings.ts";
import { isWithin } from "../record/lines.ts";
import { dayOf, type Bin } from "./axis.ts";

/** What one conversation has on which day. Only printed messages are counted. */
export interface ConversationDays {
  readonly conversation: string;
  /** Day -> printed messages. */
  readonly counts: ReadonlyMap<number, number>;
  /** Participant (empty where no sender is stated) -> day -> printed messages. */
  readonly senders: ReadonlyMap<string, ReadonlyMap<number, number>>;
  /** Printed messages whose time no calendar holds, or that have none. */
  readonly undated: number;
  /** First and last day over every message read, printed or not; null where none has a time. */
  readonly span: Bin | null;
  /** Day of a message by its number, printed or not. */
  dayOfMessage(seq: number): number | null;
}

interface Row {
  readonly seq: number;
  readonly sentAt: number | null;
  readonly sender: string | null;
}

/** Counts by day in the zone of the run, in one walk over the conversation. */
export function countDays(chat: Chat, conversation: string, settings: RunSettings): ConversationDays {
  const counts = new Map<number, number>();
  const senders = new Map<string, Map<number, number>>();
  const bySeq = new Map<number, number>();
  let undated = 0;
  let [first, last] = [Infinity, -Infinity];
  const sql = "SELECT seq, sent_at AS sentAt, sender FROM message WHERE conversation = ? ORDER BY seq";
  for (const { seq, sentAt, sender } of chat.query<Row>(sql, conversation)) {
    const printed = isWithin(sentAt, settings);
    const day = dayOf(sentAt, settings.timeZone);
    if (day === null) {
      if (printed) undated += 1;
      continue;
    }
    bySeq.set(seq, day);
    [first, last] = [Math.min(first, day), Math.max(last, day)];
    if (!printed) continue;
    add(counts, day);
    const of = senders.get(sender ?? "") ?? new Map<number, number>();
    senders.set(sender ?? "", of);
    add(of, day);
  }
  return {
    conversation, counts, senders, undated,
    span: bySeq.size === 0 ? null : { from: first, until: last + 1 },
    dayOfMessage: (seq) => bySeq.get(seq) ?? null,
  }; // prettier-ignore
}

function add(counts: Map<number, number>, day: number): void {
  counts.set(day, (counts.get(day) ?? 0) + 1);
}

/** Sum over the days of a bin. */
export function countIn(counts: ReadonlyMap<number, number>, { from, until }: Bin): number {
  // A bin of a century has more days than a conversation has days with messages.
  if (until - from > counts.size) {
    let sum = 0;
    for (const [day, count] of counts) if (day >= from && day < until) sum += count;
    return sum;
  }
  let sum = 0;
  for (let day = from; day < until; day += 1) sum += counts.get(day) ?? 0;
  return sum;
}

/** All days counted. */
export function sumOf(counts: ReadonlyMap<number, number>): number {
  let sum = 0;
  for (const count of counts.values()) sum += count;
  return sum;
}

/** Entries by falling sum, ties by key. */
export function byFallingSum(
  senders: ReadonlyMap<string, ReadonlyMap<number, number>>,
): (readonly [string, ReadonlyMap<number, number>])[] {
  return [...senders].sort(([a, x], [b, y]) => sumOf(y) - sumOf(x) || compareCodePoints(a, b));
}
