import { numberRanges, type NumberRange } from "../base/number-ranges.ts";
import type { Conversation } from "../model/chat.ts";

/** Messages by number, both ends included. */
export type SeqRange = NumberRange;

/** Ranges a person typed, such as `12, 5-30`, in the order typed; without words, every message. */
export function declaredRanges(typed: string | undefined): SeqRange[] {
  return typed === undefined ? [{ from: 1, to: Infinity }] : numberRanges(typed);
}

/**
 * The selected conversations a person's words mean: by number (`c1`), else by talker or title; where nothing was typed,
 * the only one there is.
 */
export function declaredConversations<Of extends Conversation>(
  conversations: readonly Of[],
  typed: string | undefined,
): readonly Of[] {
  const selected = conversations.filter((conversation) => conversation.selected);
  if (typed === undefined) return selected.length === 1 ? selected : [];
  const asked = typed.trim();
  const byNumber = selected.filter(({ id }) => id === asked);
  return byNumber.length > 0
    ? byNumber
    : selected.filter(({ talker, title }) => talker === asked || title.trim() === asked);
}
