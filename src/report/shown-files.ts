import type { Chat } from "../model/chat.ts";
import type { RunSettings } from "../model/settings.ts";

const USED = "SELECT DISTINCT conversation FROM attachment WHERE file = ?";
const SHOWN = `SELECT 1 AS one FROM attachment a JOIN message m ON m.id = a.message WHERE a.file = ? AND a.conversation = ?
  AND (m.sent_at IS NULL OR (m.sent_at >= coalesce(?, m.sent_at) AND (? IS NULL OR m.sent_at < ?))) LIMIT 1`;

/**
 * Whether the report may show a file: what only messages use that the record leaves out is not brought back as a copy.
 * A file no message uses may be shown.
 */
export function isShown(chat: Chat, { from, until }: Pick<RunSettings, "from" | "until">, path: string): boolean {
  const using = [...chat.query<{ conversation: string }>(USED, path)].map(({ conversation }) => conversation);
  if (using.length === 0) return true;
  const selected = using.filter((id) => chat.conversations.some((each) => each.id === id && each.selected));
  if (from === null && until === null) return selected.length > 0;
  return selected.some((id) => [...chat.query(SHOWN, path, id, from, until, until)].length > 0);
}
