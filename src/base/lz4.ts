/** Most bytes one block may unpack to: far above any message, far below what would hurt. */
const MOST_BYTES = 64 << 20;
const LEAST_MATCH = 4;

/**
 * Unpacks one LZ4 block (no frame, no stored length), as Windows 3.x keeps in `CompressContent`.
 *
 * @returns null where the bytes are not one whole block
 * @source https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
 */
export function unpackLz4Block(block: Uint8Array, mostBytes = MOST_BYTES): Buffer | null {
  let out = Buffer.allocUnsafe(Math.min(mostBytes, Math.max(256, block.length * 4)));
  let length = 0;
  const room = (more: number): boolean => {
    if (length + more > mostBytes) return false;
    if (length + more > out.length) {
      const larger = Buffer.allocUnsafe(Math.min(mostBytes, Math.max(out.length * 2, length + more)));
      out.copy(larger, 0, 0, length);
      out = larger;
    }
    return true;
  };
  for (let at = 0; at < block.length;) {
    const token = block[at] ?? 0;
    const literals = lengthAt(block, at + 1, token >> 4);
    if (literals === null || literals.next + literals.value > block.length || !room(literals.value)) return null;
    out.set(block.subarray(literals.next, literals.next + literals.value), length);
    length += literals.value;
    at = literals.next + literals.value;
    // The last sequence of a block has literals only.
    if (at === block.length) return out.subarray(0, length);
    if (at + 2 > block.length) return null;
    const offset = (block[at] ?? 0) | ((block[at + 1] ?? 0) << 8);
    const match = lengthAt(block, at + 2, token & 15);
    if (match === null || offset === 0 || offset > length || !room(match.value + LEAST_MATCH)) return null;
    for (let left = match.value + LEAST_MATCH; left > 0; left -= 1, length += 1) {
      out[length] = out[length - offset] ?? 0;
    }
    at = match.next;
  }
  return null;
}

function lengthAt(block: Uint8Array, at: number, nibble: number): { value: number; next: number } | null {
  if (nibble < 15) return { value: nibble, next: at };
  let value = 15;
  for (let next = at; next < block.length; next += 1) {
    const byte = block[next] ?? 0;
    value += byte;
    if (byte !== 255) return { value, next: next + 1 };
  }
  return null;
}
