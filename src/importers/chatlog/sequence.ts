/** What a running number of chatlog_alpha is made of. */
export interface AlphaSequence {
  /** Epoch seconds of the message. */
  readonly seconds: number;
  /** Row id of the client's table, decimal text. */
  readonly localId: string;
}

const PER_SECOND = 1_000_000n;

/**
 * Takes `create_time × 1 000 000 + local_id` apart. A local id may have more than six digits, so that the time of the
 * record, where it is known, tells where the one ends and the other begins.
 *
 * @param seconds epoch seconds of the record; null where only the number tells them
 * @returns null for any other number, and for one that does not belong to that time
 * @source documented: export-formats.md §3.1
 */
export function alphaSequence(sequence: string, seconds: number | null): AlphaSequence | null {
  if (!/^\d{15,17}$/.test(sequence)) return null;
  const whole = BigInt(sequence);
  const start = seconds === null ? whole / PER_SECOND : BigInt(seconds);
  const localId = whole - start * PER_SECOND;
  if (localId < 1n || localId >= 1000n * PER_SECOND) return null;
  return { seconds: Number(start), localId: String(localId) };
}

/** True for the number of chatlog_alpha rather than the 13 digits of a client. */
export function isAlphaSequence(sequence: string): boolean {
  return /^\d{15,17}$/.test(sequence);
}
