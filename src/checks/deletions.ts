import type { Chat } from "../model/chat.ts";
import type { Fact } from "../model/finding.ts";
import { onlyRow } from "./row.ts";

/** An entry of the client's own bookkeeping of deletions, as the `trace` table keeps it. */
export interface DeletionEntry {
  readonly kind: string;
  readonly localId: string | null;
  readonly scope: string | null;
  readonly at: number | null;
  /** JSON of the further columns. */
  readonly detail: string;
  readonly locator: string;
}

/** What an entry says, held against the rows. */
export interface Deletion {
  readonly word:
    | "conversation-removed"
    | "conversation-unlisted"
    | "table-deleted"
    | "message-removed"
    | "media-removed"
    | "span-removed"
    | "span-unindexed"
    | "other";
  readonly facts: Readonly<Record<string, Fact>>;
  readonly messages?: readonly number[];
  /** The entry does not say enough to be sure of the rows it concerns. */
  readonly isWeak?: boolean;
}

type Detail = Readonly<Record<string, string | undefined>>;

/** @source wechat-databases.md §3.1 DeleteInfo, DeleteResInfo; §3.4 SessionDeleteTable, *_session_delete_info */
export function deletionOf(chat: Chat, conversation: string, entry: DeletionEntry): Deletion {
  const detail = JSON.parse(entry.detail) as Detail;
  const deletedAt = epochOf(detail["delete_time"] ?? detail["deleteTime"]);
  if (entry.kind === "session-deleted") return conversationRemoved(chat, conversation, deletedAt);
  const table = detail["delete_table_name"];
  if (table !== undefined) return tableDeleted(chat, conversation, table, entry);
  const span = spanOf(entry, detail);
  if (span) return spanRemoved(chat, conversation, entry.scope, span);
  if (entry.localId !== null) return mediaRemoved(chat, conversation, entry);
  return { word: "other", facts: { deletedAt } };
}

/** Seconds or milliseconds as text. */
function epochOf(text: string | undefined): number | null {
  if (text === undefined || !/^[1-9]\d{8,12}$/.test(text)) return null;
  return text.length <= 10 ? Number(text) * 1000 : Number(text);
}

const BEFORE = "SELECT count(*) AS rows FROM message WHERE conversation = ?1 AND (?2 IS NULL OR sent_at <= ?2)";

function conversationRemoved(chat: Chat, conversation: string, deletedAt: number | null): Deletion {
  const { rows } = onlyRow(chat.query<{ rows: number }>(BEFORE, conversation, deletedAt));
  return { word: rows === 0 ? "conversation-removed" : "conversation-unlisted", facts: { deletedAt, rows } };
}

const IN_FILE = `SELECT count(*) AS rows FROM message
  WHERE conversation = ?1 AND json_extract(locator, '$.path') = ?2 AND json_extract(locator, '$.table') = ?3`;

function tableDeleted(chat: Chat, conversation: string, table: string, { locator }: DeletionEntry): Deletion {
  const { path } = JSON.parse(locator) as { path: string };
  const { rows } = onlyRow(chat.query<{ rows: number }>(IN_FILE, conversation, path, table));
  return { word: "table-deleted", facts: { table, rows }, isWeak: rows > 0 };
}

interface Span {
  readonly from: number;
  readonly to: number;
}

function spanOf({ localId }: DeletionEntry, detail: Detail): Span | null {
  const [from, to] = [detail["start_local_id"] ?? localId, detail["end_local_id"]];
  if (from == null || to === undefined || !/^\d{1,15}$/.test(from) || !/^\d{1,15}$/.test(to)) return null;
  return Number(to) < Number(from) ? null : { from: Number(from), to: Number(to) };
}

const IN_SPAN = `SELECT count(DISTINCT local_id) AS rows FROM message
  WHERE conversation = ?1 AND (?2 IS NULL OR local_id_scope = ?2) AND local_id NOT GLOB '*[^0-9]*'
    AND CAST(local_id AS INTEGER) BETWEEN ?3 AND ?4`;

function spanRemoved(chat: Chat, conversation: string, scope: string | null, { from, to }: Span): Deletion {
  const { rows } = onlyRow(chat.query<{ rows: number }>(IN_SPAN, conversation, scope, from, to));
  const isHere = rows >= to - from + 1;
  return {
    word: isHere ? "span-unindexed" : "span-removed",
    facts: { from: String(from), to: String(to), rows, scope },
    isWeak: scope === null,
  };
}

const ROW = `SELECT seq, sent_at AS sentAt FROM message
  WHERE conversation = ?1 AND local_id = ?2 AND (?3 IS NULL OR local_id_scope = ?3) ORDER BY abs(coalesce(sent_at - ?4, 0)), seq LIMIT 1`;

function mediaRemoved(chat: Chat, conversation: string, { localId, scope, at }: DeletionEntry): Deletion {
  for (const { seq, sentAt } of chat.query<{ seq: number; sentAt: number | null }>(
    ROW,
    conversation,
    localId,
    scope,
    at,
  )) {
    return { word: "media-removed", facts: { localId, scope, at, seq, sentAt }, messages: [seq] };
  }
  return { word: "message-removed", facts: { localId, scope, at, seq: null, sentAt: null }, isWeak: scope === null };
}
