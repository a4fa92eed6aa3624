import type { Chat, Conversation } from "../model/chat.ts";
import type { Locator } from "../model/locator.ts";
import type { SystemEvent } from "../model/message.ts";

/** Events of a group that are listed one by one. */
export type GroupChange = "group-created" | "owner-changed" | "admin-added" | "group-renamed" | "member-removed";

/** A notice of a group. */
export interface GroupNotice {
  readonly event: GroupChange;
  readonly seq: number;
  readonly sentAt: number | null;
  readonly at: Locator;
  readonly actor: string | null;
  /** Names of those it is about, joined as a sentence shows them. */
  readonly names: string | null;
  readonly people: number;
  readonly value: string | null;
}

const CHANGES = `SELECT seq, event FROM message WHERE conversation = ?
  AND event IN ('group-created', 'owner-changed', 'admin-added', 'group-renamed', 'member-removed') ORDER BY seq`;
/** Names printed of one notice. */
const NAMED = 10;

/** Changes of owner, administrators and name, and removals, in the order of the record. */
export function* groupChanges(chat: Chat, { id }: Conversation): Generator<GroupNotice, void, void> {
  for (const { seq, event } of chat.query<{ seq: number; event: GroupChange }>(CHANGES, id)) {
    const { system, sentAt, locator } = chat.message(id, seq);
    const subjects = peopleOf(system);
    const names = subjects.slice(0, NAMED).join("、");
    yield {
      event, seq, sentAt, at: locator, actor: system?.actor ?? null,
      names: names === "" ? null : `${names}${subjects.length > NAMED ? "…" : ""}`,
      people: Math.max(1, subjects.length), value: system?.value ?? null,
    }; // prettier-ignore
  }
}

function peopleOf(system: SystemEvent | null): readonly string[] {
  return system?.subjects ?? [];
}

/** How often people joined, left and were removed, and between which times. */
export interface Movements {
  readonly joined: number;
  readonly left: number;
  readonly removed: number;
  readonly firstAt: number | null;
  readonly lastAt: number | null;
}

const MOVES = `SELECT seq, sent_at AS sentAt, event FROM message WHERE conversation = ?
  AND event IN ('member-joined', 'member-left', 'member-removed') ORDER BY seq`;

/** Each person of each notice counts once: a notice may speak of several. */
export function movements(chat: Chat, { id }: Conversation): Movements {
  const counts = { "member-joined": 0, "member-left": 0, "member-removed": 0 };
  let [firstAt, lastAt]: (number | null)[] = [null, null];
  for (const { seq, sentAt, event } of chat.query<{ seq: number; sentAt: number | null; event: keyof typeof counts }>(
    MOVES,
    id,
  )) {
    counts[event] += Math.max(1, peopleOf(chat.message(id, seq).system).length);
    firstAt ??= sentAt;
    lastAt = sentAt ?? lastAt;
  }
  const { "member-joined": joined, "member-left": left, "member-removed": removed } = counts;
  return { joined, left, removed, firstAt: firstAt ?? null, lastAt: lastAt ?? null };
}
