/** Bytes read at once. */
export const CHUNK_BYTES = 1 << 20;

/**
 * Bytes that a read of `length` from `position` yields in a file of `sizeBytes`.
 *
 * @throws {RangeError} for a negative or fractional argument
 */
export function boundedLength(sizeBytes: number, position: number, length: number): number {
  for (const value of [position, length]) {
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`not a position or length: ${value}`);
  }
  return Math.max(0, Math.min(length, sizeBytes - position));
}
