/** n of `MSGn.db`, `MediaMSGn.db`, `FTSMSGn.db`, also as decrypting programs rename them; null where there is none. */
export function shardOf(path: string): number | null {
  const digits = /MSG_?(\d{1,3})(?:_dec)?\.db$/i.exec(path)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Numbers missing below the highest; shards are numbered from 0. */
export function missingShards(numbers: readonly number[]): number[] {
  const highest = Math.max(-1, ...numbers);
  const given = new Set(numbers);
  return Array.from({ length: highest + 1 }, (_, number) => number).filter((number) => !given.has(number));
}
