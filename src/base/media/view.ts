/** Bytes that can be read at any place, such as a file of a source. */
export interface ByteView {
  readonly sizeBytes: number;
  /** Up to `length` bytes from `position`; fewer at the end. */
  read(position: number, length: number): Buffer;
}

/**
 * What a walk over the structure of a file says. `truncated`: it ends before the structure does; `damaged`: bytes that
 * the format does not allow where they stand. `sound` speaks of the structure only, not of pixels or samples.
 */
export type Structure = "sound" | "truncated" | "damaged";

const WINDOW_BYTES = 1 << 16;

/** The same bytes, read in blocks, for walks that look at a few bytes here and there. */
export function windowed(view: ByteView): ByteView {
  let start = 0;
  let block: Buffer = Buffer.alloc(0);
  return {
    sizeBytes: view.sizeBytes,
    read(position, length) {
      if (length > WINDOW_BYTES) return view.read(position, length);
      if (position < start || position + length > start + block.length) {
        start = position;
        block = view.read(position, Math.min(WINDOW_BYTES, Math.max(0, view.sizeBytes - position)));
      }
      return block.subarray(position - start, position - start + length);
    },
  };
}

/** Whether a run of bytes stands anywhere from a place on. Reads block by block, the runs on their borders included. */
export function holds(view: ByteView, wanted: Buffer, from: number): boolean {
  for (let position = from; position < view.sizeBytes; position += WINDOW_BYTES) {
    if (view.read(position, WINDOW_BYTES + wanted.length - 1).includes(wanted)) return true;
  }
  return false;
}
