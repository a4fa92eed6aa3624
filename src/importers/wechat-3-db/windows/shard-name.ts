/** n of `MSGn.db`, `MediaMSGn.db`, `FTSMSGn.db`, also as decrypting programs rename them; null where there is none. */
export function shardOf(path: string): number | null {
  const digits = /MSG_?(\d{1,3})(?:_dec)?\.db$/i.exec(path)?.[1];
  return digits === undefined ? null : Number(digits);
}
