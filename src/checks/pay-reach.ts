import type { Chat, Conversation, Export } from "../model/chat.ts";
import type { ChatTransfer } from "./pay-transfers.ts";
import type { TransferRow } from "./pay-match.ts";

/** A span of time, both ends within it. */
interface Span {
  readonly from: number;
  readonly until: number;
}

/** Spans that bills state, or that their rows cover where they state none. */
export function billSpans(chat: Chat, bills: readonly Export[]): Span[] {
  const sql = "SELECT min(at) AS first, max(at) AS last FROM bill WHERE source = ?";
  return bills.flatMap(({ id, bill }) => {
    for (const { first, last } of chat.query<{ first: number | null; last: number | null }>(sql, id)) {
      const from = bill?.from ?? first;
      const until = bill?.until ?? last;
      if (from !== null && until !== null) return [{ from, until }];
    }
    return [];
  });
}

/** Whether a bill must have a row for this transfer: not before a day of doubt at either end of its period. */
export function isWithin({ times }: ChatTransfer, spans: readonly Span[], marginMs: number): boolean {
  const [first] = times;
  const last = times.at(-1);
  if (first === undefined || last === undefined) return true;
  return spans.some(({ from, until }) => first.at >= from - marginMs && last.at <= until + marginMs);
}

/** Names under which somebody of the selected conversations is known, with the time their conversations cover. */
export class KnownPeople {
  private readonly spans = new Map<string, Span[]>();

  constructor(chat: Chat, conversations: readonly Conversation[]) {
    const names = new Map(chat.participants.map(({ id, names: seen }) => [id, seen.map(({ text }) => text)]));
    const sql = "SELECT DISTINCT sender FROM message WHERE conversation = ? AND sender IS NOT NULL";
    for (const { id, title, firstMessageAt, lastMessageAt, members } of conversations) {
      if (firstMessageAt === null || lastMessageAt === null) continue;
      const span = { from: firstMessageAt, until: lastMessageAt };
      const senders = Array.from(chat.query<{ sender: string }>(sql, id), ({ sender }) => sender);
      const people = new Set([...senders, ...members.map(({ participant }) => participant)]);
      this.add([title, ...[...people].flatMap((person) => names.get(person) ?? [])], span);
    }
  }

  /** `reached`: somebody of this name was talking then; `beyond`: only at other times; `unknown`: nobody has it. */
  reach({ counterparty, at }: TransferRow): "reached" | "beyond" | "unknown" {
    const spans = this.spans.get(folded(counterparty ?? ""));
    if (spans === undefined) return "unknown";
    return at !== null && spans.some(({ from, until }) => at >= from && at <= until) ? "reached" : "beyond";
  }

  private add(names: readonly string[], span: Span): void {
    for (const name of new Set(names.map(folded))) {
      if (name === "" || name === "/") continue;
      const known = this.spans.get(name);
      if (known) known.push(span);
      else this.spans.set(name, [span]);
    }
  }
}

function folded(name: string): string {
  return name.normalize("NFC").trim();
}
