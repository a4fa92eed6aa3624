import type { NumberRange } from "../base/number-ranges.ts";
import type { Chat, Conversation } from "../model/chat.ts";

/** How many messages the ranges name, each counted once. */
export function messagesNamed(ranges: readonly NumberRange[]): number {
  let [count, reached] = [0, 0];
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
    count += Math.max(0, to - Math.max(from, reached + 1) + 1);
    reached = Math.max(reached, to);
  }
  return count;
}

/** Numbers of the ranges that no message of the conversation bears; numbers run from 1 without holes. */
export function outside(ranges: readonly NumberRange[], { messageCount }: Conversation): NumberRange[] {
  return ranges.flatMap(({ from, to }) => {
    const below = from < 1 ? [{ from, to: Math.min(to, 0) }] : [];
    const above = to > messageCount ? [{ from: Math.max(from, messageCount + 1), to }] : [];
    return [...below, ...above];
  });
}

/** Ranges as a person types them: `5-30, 41`. */
export function rangesText(ranges: readonly NumberRange[]): string {
  return ranges.map(({ from, to }) => (from === to ? String(from) : `${from}-${to}`)).join(", ");
}

/**
 * Conversations a case file may mean: by number (`c1`), talker or title. Where nothing was typed, the only one that is
 * selected.
 *
 * @returns none, one, or several where the words fit more than one
 */
export function conversationsCalled(
  { conversations }: Pick<Chat, "conversations">,
  typed: string | undefined,
): readonly Conversation[] {
  const selected = conversations.filter((conversation) => conversation.selected);
  if (typed === undefined) return selected.length === 1 ? selected : [];
  const asked = typed.trim();
  const byNumber = conversations.filter(({ id }) => id === asked);
  if (byNumber.length > 0) return byNumber;
  const named = conversations.filter(({ talker, title }) => talker === asked || title.trim() === asked);
  const printed = named.filter((conversation) => conversation.selected);
  return printed.length > 0 ? printed : named;
}

/** Whether the words of a case file mean this conversation. Words that fit several mean each of them. */
export function isCalled(chat: Pick<Chat, "conversations">, typed: string | undefined, { id }: Conversation): boolean {
  return conversationsCalled(chat, typed).some((conversation) => conversation.id === id);
}

/** Path of a field in the case file, such as `groups[0].complaints[1]`, as steps of a JSON pointer without the first slash. */
export function pointerOf(field: string): string {
  return field.replace(/\]/g, "").replace(/[[.]/g, "/");
}
