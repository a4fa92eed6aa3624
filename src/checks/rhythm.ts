import type { Chat } from "../model/chat.ts";

/** A time without a message at least this long is a pause, such as a night. */
const PAUSE_MS = 8 * 3_600_000;
/** Share of the pauses that lie within the usual. */
const USUAL_SHARE = 0.9;

/** A pause between two messages, named by their keys in the `message` table. */
export interface Pause {
  readonly beforeId: number;
  readonly afterId: number;
  readonly durationMs: number;
}

/** How a conversation usually pauses. */
export interface Rhythm {
  /** In order of time. */
  readonly pauses: readonly Pause[];
  /** Nine in ten pauses are no longer; null with less than two pauses, when nothing is usual yet. */
  readonly usualPauseMs: number | null;
  readonly longestPauseMs: number | null;
}

// Printed order is order of time.
const PAUSES = `SELECT beforeId, id AS afterId, sent_at - before AS durationMs FROM (
    SELECT id, sent_at, lag(sent_at) OVER times AS before, lag(id) OVER times AS beforeId FROM message
    WHERE conversation = ? AND sent_at IS NOT NULL WINDOW times AS (ORDER BY seq))
  WHERE sent_at - before >= ${PAUSE_MS}`;

/** The pauses of one conversation, by quantile, so that a few long silences do not hide each other. Needs no time zone. */
export function rhythmOf(chat: Chat, conversation: string): Rhythm {
  const pauses = [...chat.query<Pause>(PAUSES, conversation)];
  const durations = Float64Array.from(pauses, ({ durationMs }) => durationMs).sort();
  const usual = durations[Math.floor(USUAL_SHARE * (durations.length - 1))] ?? null;
  return { pauses, usualPauseMs: durations.length < 2 ? null : usual, longestPauseMs: durations.at(-1) ?? null };
}
