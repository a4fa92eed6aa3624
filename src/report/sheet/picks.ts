import { sha256 } from "../../base/digest.ts";
import type { ConversationDescription } from "../../model/dossier.ts";
import type { Level } from "../../model/finding.ts";
import type { ReportContext } from "../context.ts";
import { declaredConversations, declaredRanges } from "../declared.ts";
import { sortsFirst, type PlacedFinding } from "../finding-groups.ts";
import { isWithin } from "../record/lines.ts";

/** Messages drawn from each conversation, and how many conversations are drawn from. */
export const DRAWN_EACH = 12;
export const MOST_CONVERSATIONS = 8;
const SEED_DIGITS = 16;
const LOT_DIGITS = 12;
/** Findings of one check whose messages are taken, one of every sort first; and messages of one finding. */
const MOST_FINDINGS: Readonly<Record<Level, number>> = { error: 12, warning: 8, note: 4 };
const MOST_OF_FINDING = 2;
/** Messages of one exhibit: all of a short one; of a long one the ends and lots between. */
const MOST_OF_EXHIBIT = 20;

/** Why a message stands on the sheet. */
export type Reason =
  | { readonly type: "lot" }
  | { readonly type: "finding"; readonly level: Level }
  | { readonly type: "exhibit"; readonly number: string };

export interface Pick {
  readonly conversation: string;
  readonly seq: number;
  readonly reasons: readonly Reason[];
}

export interface Picks {
  readonly seed: string;
  /** By conversation, then by number. */
  readonly picks: readonly Pick[];
  /** Messages with findings, and of exhibits, that are not on the sheet. */
  readonly findingsLeft: number;
  readonly exhibitsLeft: number;
  readonly conversationsLeft: number;
}

/** The messages to compare in court: lots spread over each conversation, and those of findings and exhibits. */
export function pickMessages(context: ReportContext): Picks {
  const { dossier } = context;
  const seed = dossier.payload.manifestSha256.slice(0, SEED_DIGITS);
  const selected = dossier.conversations.filter((conversation) => conversation.selected);
  const picking = new Picking(context, seed);
  for (const conversation of selected.slice(0, MOST_CONVERSATIONS)) picking.lots(conversation);
  picking.findings();
  picking.exhibits();
  return picking.result(selected);
}

/** Which of `size` things the lot falls on, counted from 0. Anybody can repeat it with a SHA-256 of one line. */
export function lotOf(seed: string, conversation: string, part: number, size: number): number {
  return Number.parseInt(sha256(`${seed}:${conversation}:${part}`).slice(0, LOT_DIGITS), 16) % size;
}

/** Where the parts of a list begin, as even as whole numbers allow; the last entry is its end. */
export function partsOf(length: number, parts: number): number[] {
  return Array.from({ length: parts + 1 }, (_, index) => Math.floor((index * length) / parts));
}

class Picking {
  private readonly context: ReportContext;
  private readonly seed: string;
  private readonly chosen = new Map<string, Map<number, Reason[]>>();
  /** Printed messages by conversation: those a phone shows as somebody's, and all. */
  private readonly printed = new Map<string, { readonly spoken: number[]; readonly all: Set<number> }>();
  private findingsLeft = 0;
  private exhibitsLeft = 0;

  constructor(context: ReportContext, seed: string) {
    this.context = context;
    this.seed = seed;
  }

  lots({ id }: ConversationDescription): void {
    const { spoken } = this.messagesOf(id);
    const parts = partsOf(spoken.length, Math.min(DRAWN_EACH, spoken.length));
    for (const [part, start] of parts.slice(0, -1).entries()) {
      const size = (parts[part + 1] ?? start) - start;
      const seq = spoken[start + lotOf(this.seed, id, part + 1, size)];
      if (seq !== undefined) this.choose(id, seq, { type: "lot" });
    }
  }

  findings(): void {
    const byCheck = new Map<string, PlacedFinding[]>();
    for (const outcome of this.context.dossier.outcomes) {
      for (const finding of outcome.findings) {
        if (outcome.conversation === null || finding.messages.length === 0) continue;
        const key = `${outcome.check} ${finding.level}`;
        byCheck.set(key, [...(byCheck.get(key) ?? []), { outcome, finding }]);
      }
    }
    for (const placed of byCheck.values()) this.findingsOf(placed);
  }

  private findingsOf(placed: readonly PlacedFinding[]): void {
    const level = placed[0]?.finding.level ?? "note";
    const taken = sortsFirst(placed).slice(0, MOST_FINDINGS[level]);
    for (const { outcome, finding } of taken) {
      for (const seq of finding.messages.slice(0, MOST_OF_FINDING)) {
        if (outcome.conversation !== null) this.choose(outcome.conversation, seq, { type: "finding", level });
      }
    }
    this.findingsLeft += placed.length - taken.length;
  }

  exhibits(): void {
    const { dossier } = this.context;
    for (const [index, exhibit] of (dossier.caseFile?.declared.exhibits ?? []).entries()) {
      const number = exhibit.number ?? String(index + 1);
      for (const { id } of declaredConversations(dossier.conversations, exhibit.conversation)) {
        if (exhibit.messages !== undefined || exhibit.conversation !== undefined) this.exhibit(id, number, exhibit.messages);
      }
    }
  } // prettier-ignore

  private exhibit(conversation: string, number: string, typed: string | undefined): void {
    const ranges = declaredRanges(typed);
    const { all } = this.messagesOf(conversation);
    const mine = [...all].filter((seq) => ranges.some(({ from, to }) => seq >= from && seq <= to));
    const inner = MOST_OF_EXHIBIT - 2;
    const parts = partsOf(mine.length - 2, inner);
    const taken =
      mine.length <= MOST_OF_EXHIBIT
        ? mine
        : [mine[0], ...parts.slice(0, -1).map((start, part) => {
            const size = (parts[part + 1] ?? start) - start;
            return mine[1 + start + lotOf(this.seed, conversation, part + 1, size)];
          }), mine.at(-1)]; // prettier-ignore
    for (const seq of taken) if (seq !== undefined) this.choose(conversation, seq, { type: "exhibit", number });
    this.exhibitsLeft += mine.length - taken.length;
  }

  result(selected: readonly ConversationDescription[]): Picks {
    const picks = selected.flatMap(({ id }) =>
      [...(this.chosen.get(id) ?? [])]
        .sort(([a], [b]) => a - b)
        .map(([seq, reasons]) => ({ conversation: id, seq, reasons })),
    );
    const { seed, findingsLeft, exhibitsLeft } = this;
    return {
      seed,
      picks,
      findingsLeft,
      exhibitsLeft,
      conversationsLeft: Math.max(0, selected.length - MOST_CONVERSATIONS),
    };
  }

  /** Only printed messages: what lies outside the period is not shown on a sheet either. */
  private choose(conversation: string, seq: number, reason: Reason): void {
    if (!this.messagesOf(conversation).all.has(seq)) return;
    const of = this.chosen.get(conversation) ?? new Map<number, Reason[]>();
    this.chosen.set(conversation, of);
    const reasons = of.get(seq) ?? [];
    const key = JSON.stringify(reason);
    if (!reasons.some((one) => JSON.stringify(one) === key)) of.set(seq, [...reasons, reason]);
  }

  private messagesOf(conversation: string) {
    const known = this.printed.get(conversation);
    if (known) return known;
    const { chat, dossier } = this.context;
    const sql = "SELECT seq, sent_at AS sentAt, kind, direction FROM message WHERE conversation = ? ORDER BY seq";
    const found = { spoken: [] as number[], all: new Set<number>() };
    type Row = { seq: number; sentAt: number | null; kind: string; direction: string };
    for (const { seq, sentAt, kind, direction } of chat.query<Row>(sql, conversation)) {
      if (!isWithin(sentAt, dossier.settings)) continue;
      found.all.add(seq);
      if (kind !== "system" && direction !== "system") found.spoken.push(seq);
    }
    const isSelected = dossier.conversations.some(({ id, selected }) => id === conversation && selected);
    const messages = isSelected ? found : { spoken: [], all: new Set<number>() };
    this.printed.set(conversation, messages);
    return messages;
  }
}
