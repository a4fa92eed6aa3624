import type { Chat } from "../model/chat.ts";

/** Holes of one numbering in ascending order: the number before each, and the numbers absent up to and with it. */
interface Holes {
  readonly before: number[];
  readonly missingSoFar: number[];
}

const remembered = new WeakMap<Chat, ReadonlyMap<string, Holes>>();

/**
 * Numbers absent between two numbers of a numbering that several conversations draw from (Windows 3.x, Android). Null
 * where only one conversation uses it. The holes are read once for a chat: they belong to no single conversation.
 *
 * @param from lowest and `to` highest local id of the conversation in this scope
 */
export function sharedHolesBetween(chat: Chat, source: string, scope: string, from: number, to: number): number | null {
  if (chat.conversations.filter((conversation) => conversation.source === source).length < 2) return null;
  const known = remembered.get(chat) ?? readShared(chat);
  remembered.set(chat, known);
  const holes = known.get(keyOf(source, scope));
  if (holes === undefined) return null;
  return missingBefore(holes, to) - missingBefore(holes, from);
}

/** Numbers absent in holes that begin below a number. */
function missingBefore({ before, missingSoFar }: Holes, number: number): number {
  let [low, high] = [0, before.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((before[middle] ?? 0) < number) low = middle + 1;
    else high = middle;
  }
  return missingSoFar[low - 1] ?? 0;
}

const keyOf = (source: string, scope: string): string => `${source}\u0000${scope}`;

const SHARED = `SELECT source, local_id_scope AS scope FROM message WHERE local_id_scope IS NOT NULL
  GROUP BY source, local_id_scope HAVING min(conversation) <> max(conversation)`;

const HOLES = `SELECT before, n - before - 1 AS missing FROM (
    SELECT n, lag(n) OVER (ORDER BY n) AS before FROM (
      SELECT CAST(local_id AS INTEGER) AS n FROM message
      WHERE source = ? AND local_id_scope = ? AND local_id NOT GLOB '*[^0-9]*' AND length(local_id) BETWEEN 1 AND 15))
  WHERE n - before > 1`;

function readShared(chat: Chat): ReadonlyMap<string, Holes> {
  const scopes = [...chat.query<{ source: string; scope: string }>(SHARED)];
  return new Map(
    scopes.map(({ source, scope }) => {
      const holes: Holes = { before: [], missingSoFar: [] };
      let missingSoFar = 0;
      for (const { before, missing } of chat.query<{ before: number; missing: number }>(HOLES, source, scope)) {
        missingSoFar += missing;
        holes.before.push(before);
        holes.missingSoFar.push(missingSoFar);
      }
      return [keyOf(source, scope), holes];
    }),
  );
}
