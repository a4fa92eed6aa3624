import type { Chat } from "../model/chat.ts";
import type { Found } from "./check.ts";
import { placesOf } from "./places.ts";
import { onlyRow } from "./row.ts";

/** A row that its importer marked with a code. */
export interface WarnedRow {
  readonly seq: number;
  readonly sentAt: number | null;
  readonly direction: string;
  readonly kind: string;
  readonly typeCode: string | null;
  readonly sender: string | null;
  readonly sortSeq: string | null;
  /** Locator as the tables keep it (JSON). */
  readonly at: string;
}

const COUNT = "SELECT count(*) AS rows FROM warning WHERE conversation = ? AND code = ?";
const ROWS = `SELECT m.seq AS seq, m.sent_at AS sentAt, m.direction AS direction, m.kind AS kind, m.type_code AS typeCode,
    m.sender AS sender, m.sort_seq AS sortSeq, m.locator AS at
  FROM warning AS w CROSS JOIN message AS m ON m.id = w.message
  WHERE w.conversation = ? AND w.code = ? ORDER BY w.seq`;

/** How many rows of a conversation bear a code of `Message.warnings`. */
export function warnedCount(chat: Chat, conversation: string, code: string): number {
  return onlyRow(chat.query<{ rows: number }>(COUNT, conversation, code)).rows;
}

/** Rows of a conversation that bear a code of `Message.warnings`, in printed order. */
export function warnedRows(chat: Chat, conversation: string, code: string): IterableIterator<WarnedRow> {
  return chat.query<WarnedRow>(ROWS, conversation, code);
}

/** The first of them; null where there is none. */
export function firstWarned(chat: Chat, conversation: string, code: string): WarnedRow | null {
  for (const row of warnedRows(chat, conversation, code)) return row;
  return null;
}

/** The number, time and place of a row, as every sentence about one row has them. */
export function rowFacts({ seq, sentAt, at }: Pick<WarnedRow, "seq" | "sentAt" | "at">) {
  return { facts: { seq, sentAt }, at: placesOf([{ at }]), messages: [seq] };
}

/**
 * The first findings one by one, the rest as one that says how many and from which message on. Returns how many there
 * were.
 */
export function* listedFound(found: Iterable<Found>, listed: number, moreWord: string): Generator<Found, number, void> {
  let count = 0;
  let next: Found | null = null;
  for (const each of found) {
    count += 1;
    if (count <= listed) yield each;
    else next ??= each;
  }
  if (next) yield { ...next, word: moreWord, facts: { count: count - listed, seq: next.messages?.[0] ?? null } };
  return count;
}

/**
 * The same for rows: `told` puts into a finding only those that are listed, and the first of the rest.
 */
export function* rowsFound(
  rows: Iterable<WarnedRow>,
  listed: number,
  moreWord: string,
  told: (row: WarnedRow) => Found,
): Generator<Found, number, void> {
  let count = 0;
  let next: WarnedRow | null = null;
  for (const row of rows) {
    count += 1;
    if (count <= listed) yield told(row);
    else next ??= row;
  }
  if (next) yield { ...told(next), word: moreWord, facts: { count: count - listed, seq: next.seq } };
  return count;
}
