import type { Conversation } from "../model/chat.ts";

/** Messages by number, both ends included. */
export interface SeqRange {
  readonly from: number;
  readonly to: number;
}

const PART = /(\d{1,9})\s*(?:[-–—~至]\s*(\d{1,9}))?/g;

/** Ranges a person typed, such as `12, 5-30`, in the order typed; without words, every message. */
export function declaredRanges(typed: string | undefined): SeqRange[] {
  if (typed === undefined) return [{ from: 1, to: Infinity }];
  return Array.from(typed.matchAll(PART), ([, first = "0", second = first]) => {
    const [a, b] = [Number(first), Number(second)];
    return { from: Math.min(a, b), to: Math.max(a, b) };
  });
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
