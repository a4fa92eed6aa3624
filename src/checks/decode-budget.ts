import type { Chat } from "../model/chat.ts";
import type { Source } from "../model/source.ts";
import { isDecodablePicture } from "./media-verdict.ts";

const HEAD_BYTES = 12;
/** Decoding costs something however small the file: each is charged at least this. */
const LEAST_CHARGE_BYTES = 1 << 16;
/** A larger picture is looked at by structure only, for it would have to lie in memory whole. */
const LARGEST_BYTES = 1 << 24;

const remembered = new WeakMap<Chat, Map<number, ReadonlySet<string>>>();

const FILES = "SELECT DISTINCT file, conversation FROM attachment WHERE file IS NOT NULL ORDER BY file";

/**
 * Pictures whose pixels are decoded in this run: in order of path over all selected conversations, until a number of
 * bytes is reached. The same for every conversation, whichever is looked at first.
 */
export function picturesToDecode(chat: Chat, source: Source, budgetBytes: number): ReadonlySet<string> {
  const known = remembered.get(chat) ?? new Map<number, ReadonlySet<string>>();
  remembered.set(chat, known);
  const chosen = known.get(budgetBytes) ?? choose(chat, source, budgetBytes);
  known.set(budgetBytes, chosen);
  return chosen;
}

function choose(chat: Chat, source: Source, budgetBytes: number): ReadonlySet<string> {
  const selected = new Set(chat.conversations.filter((conversation) => conversation.selected).map(({ id }) => id));
  const chosen = new Set<string>();
  let left = budgetBytes;
  for (const { file, conversation } of chat.query<{ file: string; conversation: string }>(FILES)) {
    if (!selected.has(conversation) || chosen.has(file)) continue;
    const sizeBytes = source.file(file)?.sizeBytes ?? 0;
    if (sizeBytes > LARGEST_BYTES || !isDecodablePicture(source.read(file, 0, HEAD_BYTES))) continue;
    left -= Math.max(LEAST_CHARGE_BYTES, sizeBytes);
    if (left < 0) break;
    chosen.add(file);
  }
  return chosen;
}
