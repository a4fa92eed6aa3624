import type { Chat } from "../model/chat.ts";

/** Why a file is absent, as the source itself says it. */
export type MissingReason = "cleaned" | "not-downloaded";

/** Rows of the client's bookkeeping that say what became of a file. @source wechat-databases.md §3.1 (DeleteResInfo), §5.1.3 (ImgInfo2.iscomplete) */
const SAID = `SELECT m.seq AS seq, CASE t.kind WHEN 'delete-resource' THEN 'cleaned' ELSE 'not-downloaded' END AS reason
  FROM trace AS t CROSS JOIN message AS m ON m.conversation = t.conversation AND m.local_id = t.local_id
    AND (t.local_id_scope IS NULL OR m.local_id_scope = t.local_id_scope)
  WHERE t.conversation = ? AND (
    (t.relation = 'deleted' AND t.kind = 'delete-resource')
    OR (t.relation = 'holds' AND t.kind = 'image-table' AND json_extract(t.detail, '$.iscomplete') = '0'))`;

/** By number of the message, what the source says of its absent files. */
export function missingReasons(chat: Chat, conversation: string): ReadonlyMap<number, MissingReason> {
  const rows = chat.query<{ seq: number; reason: MissingReason }>(SAID, conversation);
  return new Map(Array.from(rows, ({ seq, reason }) => [seq, reason]));
}
