import type { Chat } from "../model/chat.ts";

/** A time without a message at least this long is a pause, such as a night. */
const PAUSE_MS = 8 * 3_600_000;
/** Share of the pauses that lie within the usual. */
const USUAL_SHARE = 0.9;

/** How a conversation usually pauses. */
export interface Rhythm {
  readonly pauses: number;
  /** Nine in ten pauses are no longer; null without pauses. */
  readonly usualPauseMs: number | null;
  readonly longestPauseMs: number | null;
}

const PAUSES = `SELECT pause FROM (
    SELECT sent_at - lag(sent_at) OVER (ORDER BY sent_at) AS pause FROM message
    WHERE conversation = ? AND sent_at IS NOT NULL)
  WHERE pause >= ${PAUSE_MS} ORDER BY pause`;

/** The pauses of one conversation, by quantile, so that a few long silences do not hide each other. Needs no time zone. */
export function rhythmOf(chat: Chat, conversation: string): Rhythm {
  const pauses = Array.from(chat.query<{ pause: number }>(PAUSES, conversation), ({ pause }) => pause);
  // With a single pause nothing is usual yet.
  const usual = pauses.length < 2 ? null : (pauses[Math.floor(USUAL_SHARE * (pauses.length - 1))] ?? null);
  return { pauses: pauses.length, usualPauseMs: usual, longestPauseMs: pauses.at(-1) ?? null };
}
