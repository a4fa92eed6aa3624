import { createHash } from "node:crypto";
import type { Chat } from "../model/chat.ts";
import type { Source } from "../model/source.ts";

const remembered = new WeakMap<Chat, Map<number, ReadonlyMap<string, string>>>();

/** Files whose MD5 a message states, those of file messages first, for a faulty document weighs more than a picture. */
const FILES = `SELECT file, conversation, max(kind = 'file') AS isFile FROM attachment
  WHERE file IS NOT NULL AND claimed_md5 IS NOT NULL GROUP BY file, conversation ORDER BY isFile DESC, file`;

/**
 * MD5 of the files whose MD5 a message states, by path: each read once for all conversations, until a number of bytes is
 * reached. The same whichever conversation asks first.
 */
export function statedDigests(chat: Chat, source: Source, budgetBytes: number): ReadonlyMap<string, string> {
  const known = remembered.get(chat) ?? new Map<number, ReadonlyMap<string, string>>();
  remembered.set(chat, known);
  const digests = known.get(budgetBytes) ?? digestsOf(chat, source, budgetBytes);
  known.set(budgetBytes, digests);
  return digests;
}

function digestsOf(chat: Chat, source: Source, budgetBytes: number): ReadonlyMap<string, string> {
  const selected = new Set(chat.conversations.filter((conversation) => conversation.selected).map(({ id }) => id));
  const digests = new Map<string, string>();
  let left = budgetBytes;
  for (const { file, conversation } of chat.query<{ file: string; conversation: string }>(FILES)) {
    if (!selected.has(conversation) || digests.has(file)) continue;
    left -= source.file(file)?.sizeBytes ?? 0;
    if (left < 0) break;
    digests.set(file, md5Of(source, file));
  }
  return digests;
}

/** MD5 of a file of the source, lower-case hex. */
export function md5Of(source: Source, path: string): string {
  const hash = createHash("md5");
  for (const chunk of source.chunks(path)) hash.update(chunk);
  return hash.digest("hex");
}
