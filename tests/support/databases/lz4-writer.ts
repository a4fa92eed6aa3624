/** One LZ4 block: literals, and matches of what came before, found by their first four bytes. */
export function lz4Block(input: Buffer): Buffer {
  const parts: Buffer[] = [];
  const seen = new Map<number, number>();
  let from = 0;
  // The format wants the last five bytes literal, and no match to begin in the last twelve.
  for (let at = 0; at + 12 < input.length;) {
    const key = input.readUInt32LE(at);
    const earlier = seen.get(key);
    seen.set(key, at);
    if (earlier === undefined || at - earlier > 65_535) {
      at += 1;
      continue;
    }
    let length = 4;
    while (at + length < input.length - 5 && input[earlier + length] === input[at + length]) length += 1;
    parts.push(sequence(input.subarray(from, at), { offset: at - earlier, length }));
    at += length;
    from = at;
  }
  parts.push(sequence(input.subarray(from), null));
  return Buffer.concat(parts);
}

function sequence(literals: Buffer, match: { offset: number; length: number } | null): Buffer {
  const matched = match === null ? 0 : match.length - 4;
  const token = (Math.min(literals.length, 15) << 4) | Math.min(matched, 15);
  const parts = [Buffer.from([token]), rest(literals.length), literals];
  if (match !== null) parts.push(Buffer.from([match.offset & 255, match.offset >> 8]), rest(matched));
  return Buffer.concat(parts);
}

function rest(length: number): Buffer {
  if (length < 15) return Buffer.alloc(0);
  const left = length - 15;
  return Buffer.concat([Buffer.alloc(Math.floor(left / 255), 255), Buffer.from([left % 255])]);
}
