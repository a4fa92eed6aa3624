/** A stretch of a file that can be decoded alone; `offset` is its place in the file. Valid until the next is asked for. */
export interface Block {
  readonly bytes: Buffer;
  readonly offset: number;
}

/** Small enough that a slice kept by somebody does not keep megabytes alive. */
const BLOCK_BYTES = 1 << 16;

/**
 * Cuts chunks into blocks of at most 64 KiB that end where `wholeLength` says a character ends; what is left begins
 * the next block. The last block holds whatever remains.
 */
export function* blocksOf(chunks: Iterable<Uint8Array>, wholeLength: (bytes: Buffer) => number): Generator<Block> {
  let carried: Buffer = Buffer.alloc(0);
  let offset = 0;
  for (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length);
    for (let at = 0; at < bytes.length; at += BLOCK_BYTES) {
      const piece = bytes.subarray(at, at + BLOCK_BYTES);
      const joined = carried.length === 0 ? piece : Buffer.concat([carried, piece]);
      const whole = wholeLength(joined);
      if (whole > 0) yield { bytes: joined.subarray(0, whole), offset };
      offset += whole;
      carried = Buffer.from(joined.subarray(whole));
    }
  }
  if (carried.length > 0) yield { bytes: carried, offset };
}
