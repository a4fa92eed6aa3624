/** A run of bytes that is no UTF-8, from `start` (inclusive) to `end` (exclusive). */
export interface ByteRun {
  readonly start: number;
  readonly end: number;
}

/** What strict reading of a block found: undecodable runs, and how many characters of three or four bytes are sound. */
export interface Utf8Scan {
  readonly faults: readonly ByteRun[];
  readonly wideCharacters: number;
}

/** Allowed second bytes after a lead byte; all further bytes are 80–BF. @source documented: Unicode 15, table 3-7 */
function secondByteRange(lead: number): readonly [number, number] {
  if (lead === 0xe0) return [0xa0, 0xbf];
  if (lead === 0xed) return [0x80, 0x9f];
  if (lead === 0xf0) return [0x90, 0xbf];
  if (lead === 0xf4) return [0x80, 0x8f];
  return [0x80, 0xbf];
}

/** Bytes a character with this lead byte takes; 0 where no character begins with it. */
function lengthFromLead(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  if (lead >= 0xf0 && lead <= 0xf4) return 4;
  return 0;
}

/** Length of the sound part of the character at `at`: its whole length, or how many of its bytes are right. */
function soundBytes(bytes: Uint8Array, at: number, length: number): number {
  const [low, high] = secondByteRange(bytes[at] ?? 0);
  for (let k = 1; k < length; k++) {
    const byte = bytes[at + k];
    if (byte === undefined || byte < (k === 1 ? low : 0x80) || byte > (k === 1 ? high : 0xbf)) return k;
  }
  return length;
}

/** Reads a block strictly. Runs end where decoding can go on; one that touches the next is merged with it. */
export function scanUtf8(bytes: Uint8Array): Utf8Scan {
  const faults: { start: number; end: number }[] = [];
  let wideCharacters = 0;
  for (let at = 0; at < bytes.length;) {
    const length = lengthFromLead(bytes[at] ?? 0);
    const sound = length < 2 ? length : soundBytes(bytes, at, length);
    if (length > 0 && sound === length) {
      if (length > 2) wideCharacters += 1;
      at += length;
      continue;
    }
    const end = at + Math.max(sound, 1);
    const last = faults.at(-1);
    if (last?.end === at) last.end = end;
    else faults.push({ start: at, end });
    at = end;
  }
  return { faults, wideCharacters };
}

/** Length of the block without a character that is cut off at its end (at most three bytes). */
export function wholeUtf8Length(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const at = bytes.length - back;
    const byte = bytes[at] ?? 0;
    if (byte >= 0x80 && byte < 0xc0) continue;
    const length = lengthFromLead(byte);
    return length > back && soundBytes(bytes, at, length) === back ? at : bytes.length;
  }
  return bytes.length;
}
