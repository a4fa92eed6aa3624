import type { Chat, Conversation } from "../model/chat.ts";
import type { ForwardedItem, Message } from "../model/message.ts";
import { agreement, whereTheyPart } from "./plain-words.ts";

/** An item of a merged record, and the message that holds it. */
export interface HeldItem {
  readonly item: ForwardedItem & { readonly serverId: string };
  /** Conversation, number, time and place of the merged record. */
  readonly heldIn: string;
  readonly heldSeq: number;
  readonly heldAt: number | null;
  /** Locator as JSON. */
  readonly locator: string;
}

/** An item whose original is here and reads otherwise. */
export interface DifferingItem extends HeldItem {
  readonly seq: number;
  readonly field: "text" | "text-shorter" | "md5";
  readonly itemText: string;
  readonly storedText: string;
}

/** What the merged records of a source say of the messages of one conversation. */
export interface ForwardedFrom {
  /** Items tied to messages of the conversation, with how many of these are here. */
  items: number;
  present: number;
  compared: number;
  absentCount: number;
  differingCount: number;
  /** The first of them, by server id. */
  readonly absent: Map<string, HeldItem>;
  readonly differing: DifferingItem[];
}

/** Items kept for one conversation; the rest is counted. */
const KEPT = 500;

/** Everything that the merged records of one source tell. */
export interface ForwardedItems {
  /** Items that state the server id of their message. */
  readonly stated: number;
  /** Items of which it is not known which conversation they come from. */
  readonly originUnknown: number;
  readonly from: ReadonlyMap<string, ForwardedFrom>;
}

const remembered = new WeakMap<Chat, Map<string, ForwardedItems>>();

/**
 * Items of all merged records of a source, by the conversation they were forwarded from: that of the other items of the
 * same list which are here, or the group that the item names. Read once for each source.
 */
export function forwardedItems(chat: Chat, source: string): ForwardedItems {
  const known = remembered.get(chat) ?? new Map<string, ForwardedItems>();
  remembered.set(chat, known);
  const items = known.get(source) ?? readItems(chat, source);
  known.set(source, items);
  return items;
}

function readItems(chat: Chat, source: string): ForwardedItems {
  const conversations = chat.conversations.filter((each) => each.selected && each.source === source);
  const from = new Map<string, ForwardedFrom>();
  let [stated, originUnknown] = [0, 0];
  for (const { id } of conversations) {
    for (const { line } of chat.lines(id, ["forward"])) {
      const items = heldItems(JSON.parse(line) as Message);
      stated += items.length;
      if (items.length > 0) originUnknown += takeList(chat, conversations, items, from);
    }
  }
  return { stated, originUnknown, from };
}

/** Items of the outermost list that name their message; lists inside may come from anywhere. */
function heldItems({ forward, conversation, seq, sentAt, locator }: Message): HeldItem[] {
  return (forward?.items ?? []).flatMap((item) => {
    const { serverId, depth } = item;
    if (serverId === undefined || depth !== undefined) return [];
    return [
      {
        item: { ...item, serverId },
        heldIn: conversation,
        heldSeq: seq,
        heldAt: sentAt,
        locator: JSON.stringify(locator),
      },
    ];
  });
}

/** @returns how many items of the list are tied to no conversation */
function takeList(
  chat: Chat,
  conversations: readonly Conversation[],
  items: readonly HeldItem[],
  from: Map<string, ForwardedFrom>,
): number {
  const rows = items.map((held) => rowOf(chat, conversations, held));
  const origin = originOf(conversations, items, rows);
  if (origin === null) return items.length;
  const told = from.get(origin.id) ?? {
    items: 0, present: 0, compared: 0, absentCount: 0, differingCount: 0, absent: new Map(), differing: [],
  }; // prettier-ignore
  from.set(origin.id, told);
  told.items += items.length;
  for (const [index, held] of items.entries()) {
    const row = rows[index];
    if (row) takePresent(chat, told, held, row);
    else takeAbsent(told, held, origin);
  }
  return 0;
}

interface Row {
  readonly conversation: string;
  readonly seq: number;
}

const BY_SERVER_ID =
  "SELECT conversation, seq FROM message WHERE conversation = ? AND server_id = ? ORDER BY position LIMIT 1";

function rowOf(chat: Chat, conversations: readonly Conversation[], { item, heldIn }: HeldItem): Row | null {
  // Its own conversation first: most are forwarded within it or from few others.
  for (const row of chat.query<Row>(BY_SERVER_ID, heldIn, item.serverId)) return row;
  for (const { id } of conversations) {
    if (id === heldIn) continue;
    for (const row of chat.query<Row>(BY_SERVER_ID, id, item.serverId)) return row;
  }
  return null;
}

/** A list is taken from one conversation: where all that is found lies in one, the rest is of it too. */
function originOf(
  conversations: readonly Conversation[],
  items: readonly HeldItem[],
  rows: readonly (Row | null)[],
): Conversation | null {
  const found = new Set(rows.flatMap((row) => row?.conversation ?? []));
  if (found.size > 1) return null;
  const [only] = found;
  if (only !== undefined) return conversations.find(({ id }) => id === only) ?? null;
  const rooms = new Set(items.map(({ item }) => item.room));
  const [room] = rooms;
  if (rooms.size !== 1 || room === undefined) return null;
  return conversations.find(({ talker }) => talker === room) ?? null;
}

function takeAbsent(told: ForwardedFrom, held: HeldItem, { firstMessageAt, lastMessageAt }: Conversation): void {
  const at = held.item.sentAt;
  if (at === undefined || firstMessageAt === null || lastMessageAt === null) return;
  if (at < firstMessageAt || at > lastMessageAt) return;
  if (told.absent.has(held.item.serverId)) return;
  told.absentCount += 1;
  if (told.absent.size < KEPT) told.absent.set(held.item.serverId, held);
}

function takePresent(chat: Chat, told: ForwardedFrom, held: HeldItem, row: Row): void {
  told.present += 1;
  const message = chat.message(row.conversation, row.seq);
  const verdict = differenceOf(held, message);
  if (verdict === null) return;
  told.compared += 1;
  if (verdict === "same") return;
  told.differingCount += 1;
  if (told.differing.length < KEPT) told.differing.push({ ...held, seq: row.seq, ...verdict });
}

type Difference = Pick<DifferingItem, "field" | "itemText" | "storedText">;

/** Words of texts, digests of files; of other kinds the client may have made a copy anew. Null: nothing to compare. */
function differenceOf({ item }: HeldItem, { kind, text, attachments }: Message): Difference | "same" | null {
  if (item.kind === "text" && kind === "text") {
    const agrees = agreement(text, item.text);
    if (agrees === null || agrees === "same") return agrees;
    const { stored, copy } = whereTheyPart(text ?? "", item.text ?? "");
    return { field: agrees === "beginning" ? "text-shorter" : "text", itemText: copy, storedText: stored };
  }
  const stored = attachments.find(({ role, claimedMd5 }) => role === "main" && claimedMd5 !== null)?.claimedMd5?.toLowerCase(); // prettier-ignore
  const copied = item.claimedMd5?.toLowerCase();
  if (item.kind !== "file" || kind !== "file" || stored === undefined || copied === undefined) return null;
  return stored === copied ? "same" : { field: "md5", itemText: copied, storedText: stored };
}
