import type { Chat } from "../model/chat.ts";

const NOTICES = `SELECT recall_target AS target, min(seq) AS seq FROM message
  WHERE conversation = ? AND recall_target IS NOT NULL GROUP BY recall_target`;

/** Recalled server id -> number of the first notice that names it, of those asked for. */
export function recallNotices(chat: Chat, conversation: string, wanted: ReadonlySet<string>): Map<string, number> {
  const notices = new Map<string, number>();
  if (wanted.size === 0) return notices;
  for (const { target, seq } of chat.query<{ target: string; seq: number }>(NOTICES, conversation)) {
    if (wanted.has(target)) notices.set(target, seq);
  }
  return notices;
}

const REVOKED = "SELECT server_id AS target FROM trace WHERE conversation = ? AND relation = 'revoked' AND server_id IS NOT NULL"; // prettier-ignore

/** Those of some server ids that were recalled, by a notice or by the client's own list of recalls. */
export function revokedIds(chat: Chat, conversation: string, wanted: ReadonlySet<string>): Set<string> {
  const revoked = new Set(recallNotices(chat, conversation, wanted).keys());
  for (const { target } of chat.query<{ target: string }>(REVOKED, conversation)) {
    if (wanted.has(target)) revoked.add(target);
  }
  return revoked;
}
