import { momentSpan } from "../base/moment.ts";
import { zonedDay } from "../base/zoned-time.ts";
import type { Chat, Conversation } from "../model/chat.ts";
import type { Locator } from "../model/locator.ts";
import { numberRanges } from "../base/number-ranges.ts";
import type { DeclaredGroup } from "./group-figures.ts";

/** A complaint, warning or measure of the case file at its time: that of its first message, else the one typed. */
export interface DeclaredEvent {
  /** Place in the case file, such as `groups[0].complaints[1]`. */
  readonly field: string;
  /** First millisecond it may mean, null where it has no time; a typed day is a day long. */
  readonly from: number | null;
  readonly isDay: boolean;
  /** Epoch ms of a message, or the text as typed. */
  readonly shownAt: number | string | null;
  readonly words: string | null;
  readonly seq: number | null;
  readonly at: readonly Locator[];
}

type Kind = "warnings" | "complaints" | "measures";
type Typed = { readonly at?: string | undefined; readonly messages?: string | undefined; readonly content?: string | undefined; readonly action?: string | undefined; readonly note?: string | undefined }; // prettier-ignore

const FIRST = `SELECT seq, sent_at AS sentAt, locator FROM message
  WHERE conversation = ? AND seq BETWEEN ? AND ? AND sent_at IS NOT NULL ORDER BY sent_at, seq LIMIT 1`;
const DAY_MS = 86_400_000;

/** Entries of one list, in order of time; those without a time last. */
export function declaredEvents(
  chat: Chat,
  { id }: Conversation,
  group: DeclaredGroup,
  field: string,
  kind: Kind,
): DeclaredEvent[] {
  const typed: readonly Typed[] = group[kind] ?? [];
  const events = typed.map((entry, at) => eventOf(chat, id, entry, `${field}.${kind}[${at}]`));
  return events.sort((a, b) => (a.from ?? Infinity) - (b.from ?? Infinity) || 0);
}

function eventOf(chat: Chat, conversation: string, entry: Typed, field: string): DeclaredEvent {
  const words = entry.content ?? entry.action ?? entry.note ?? null;
  const first = firstMessage(chat, conversation, entry.messages);
  if (first !== null) {
    const { seq, sentAt, locator } = first;
    const at = [JSON.parse(locator) as Locator];
    return { field, from: sentAt, isDay: false, shownAt: sentAt, words, seq, at };
  }
  const span = momentSpan(entry.at);
  const isDay = span !== null && span.until - span.from >= DAY_MS;
  return { field, from: span?.from ?? null, isDay, shownAt: span === null ? null : (entry.at ?? null), words, seq: null, at: [] }; // prettier-ignore
}

interface First {
  readonly seq: number;
  readonly sentAt: number;
  readonly locator: string;
}

function firstMessage(chat: Chat, conversation: string, typed: string | undefined): First | null {
  const found = numberRanges(typed ?? "").flatMap(({ from, to }) => [
    ...chat.query<First>(FIRST, conversation, from, to),
  ]);
  return found.sort((a, b) => a.sentAt - b.sentAt || a.seq - b.seq)[0] ?? null;
}

/** The first of the events, in order of time, that is not before this one; on one day where only days are known. */
export function firstAfter(event: DeclaredEvent, events: readonly DeclaredEvent[]): DeclaredEvent | null {
  return events.find((other) => isNotBefore(other, event)) ?? null;
}

function isNotBefore(other: DeclaredEvent, event: DeclaredEvent): boolean {
  if (other.from === null || event.from === null) return false;
  if (!other.isDay && !event.isDay) return other.from >= event.from;
  return dayOf(other.from) >= dayOf(event.from);
}

/** Typed times without an offset are Beijing time, and so are the days they are counted in. */
function dayOf(at: number): string {
  return zonedDay(at, "Asia/Shanghai");
}

/** Time between two events: exact, or in calendar days where one of them is only a day. */
export function gapBetween(
  from: DeclaredEvent,
  to: DeclaredEvent,
): { readonly gapMs: number } | { readonly gapDays: number } {
  const [start, end] = [from.from ?? 0, to.from ?? 0];
  if (!from.isDay && !to.isDay) return { gapMs: end - start };
  return { gapDays: Math.round((Date.parse(dayOf(end)) - Date.parse(dayOf(start))) / DAY_MS) };
}
