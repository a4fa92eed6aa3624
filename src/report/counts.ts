import type { Kind } from "../model/kind.ts";
import { KINDS } from "../model/kind.ts";
import type { AttachmentState } from "../model/message.ts";
import { compareCodePoints } from "../base/order.ts";
import type { ReportContext } from "./context.ts";

/** Sum of the counts. */
export function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** Entries by falling count, ties by key. */
export function byCount(counts: Readonly<Record<string, number>>): [key: string, count: number][] {
  return Object.entries(counts).sort(([a, x], [b, y]) => y - x || compareCodePoints(a, b));
}

/** Messages of selected conversations by where their time comes from. */
export function timeBases(context: ReportContext, conversations: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  const sql = "SELECT time_basis AS basis, count(*) AS count FROM message WHERE conversation = ? GROUP BY time_basis";
  for (const id of conversations) {
    for (const row of context.chat.query<{ basis: string; count: number }>(sql, id)) {
      counts[row.basis] = (counts[row.basis] ?? 0) + row.count;
    }
  }
  return counts;
}

/** Attachments (thumbnails not counted) of one conversation by kind of message and state. */
export function attachmentCounts(
  context: ReportContext,
  conversation: string,
): { kind: Kind; states: Partial<Record<AttachmentState, number>> }[] {
  const sql = `SELECT kind, state, count(*) AS count FROM attachment
    WHERE conversation = ? AND role = 'main' GROUP BY kind, state`;
  const kinds = new Map<Kind, Partial<Record<AttachmentState, number>>>();
  for (const row of context.chat.query<{ kind: Kind; state: AttachmentState; count: number }>(sql, conversation)) {
    const states = kinds.get(row.kind) ?? {};
    states[row.state] = row.count;
    kinds.set(row.kind, states);
  }
  const order = Object.keys(KINDS);
  return [...kinds]
    .map(([kind, states]) => ({ kind, states }))
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

/** Skipped records by reason, or mended places by code, most first. */
export function skippedByReason({ chat }: ReportContext): [key: string, count: number][] {
  return grouped(chat.query("SELECT reason AS key, count(*) AS count FROM skipped GROUP BY reason"));
}

/** Mended places by code, most first. */
export function repairsByCode({ chat }: ReportContext): [key: string, count: number][] {
  return grouped(chat.query("SELECT code AS key, count(*) AS count FROM repair GROUP BY code"));
}

function grouped(rows: IterableIterator<{ key: string; count: number }>): [key: string, count: number][] {
  return byCount(Object.fromEntries([...rows].map(({ key, count }) => [key, count])));
}
