import type { Chat, Conversation } from "../model/chat.ts";
import type { ConversationDescription } from "../model/dossier.ts";
import { KINDS, type Kind } from "../model/kind.ts";
import type { AttachmentState } from "../model/message.ts";
import type { RunSettings } from "../model/settings.ts";

type Tally = Pick<ConversationDescription, "kinds" | "evidenceClasses" | "attachments" | "senders" | "leftOut">;

/** Counts of one conversation by kind, class, sender and state of attachments, over every message read. */
export function tally(chat: Chat, conversation: Conversation, settings: RunSettings): Tally {
  const kinds = grouped<Kind>(chat, "message", "kind", conversation.id);
  const evidenceClasses: Record<string, number> = {};
  for (const [kind, count] of Object.entries(kinds)) {
    const { evidenceClass } = KINDS[kind as Kind];
    evidenceClasses[evidenceClass] = (evidenceClasses[evidenceClass] ?? 0) + count;
  }
  return {
    kinds,
    evidenceClasses,
    attachments: grouped<AttachmentState>(chat, "attachment", "state", conversation.id),
    senders: grouped<string>(chat, "message", "coalesce(sender, '')", conversation.id),
    leftOut: leftOut(chat, conversation, settings),
  };
}

function grouped<Key extends string>(chat: Chat, table: string, by: string, conversation: string): Record<Key, number> {
  const sql = `SELECT ${by} AS key, count(*) AS n FROM ${table} WHERE conversation = ? GROUP BY 1 ORDER BY 1`;
  const counts: Partial<Record<Key, number>> = {};
  for (const { key, n } of chat.query<{ key: Key; n: number }>(sql, conversation)) counts[key] = n;
  return counts as Record<Key, number>;
}

function leftOut(chat: Chat, { id, selected, messageCount }: Conversation, { from, until }: RunSettings): number {
  if (!selected) return messageCount;
  if (from === null && until === null) return 0;
  const sql = "SELECT count(*) AS n FROM message WHERE conversation = ? AND (sent_at < ? OR sent_at >= ?)";
  for (const { n } of chat.query<{ n: number }>(sql, id, from ?? -8.64e15, until ?? 8.64e15)) return n;
  return 0;
}
