import type { Chat } from "../model/chat.ts";

/** Records of one export that could not be read and of which not even the conversation is known. */
export function unplacedRecords(chat: Chat, of: string): number {
  const sql = "SELECT count(*) AS count FROM skipped WHERE source = ? AND conversation IS NULL";
  for (const { count } of chat.query<{ count: number }>(sql, of)) return count;
  throw new RangeError("an aggregate always has a row");
}
