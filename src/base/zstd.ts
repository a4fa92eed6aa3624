import { decompress, init } from "@bokuweb/zstd-wasm";

/** First bytes of a zstd frame. */
export const ZSTD_MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/** Most bytes one frame may unpack to. */
const MOST_BYTES = 64 << 20;
const FIRST_TRY_BYTES = 1 << 20;

/** What the header of a frame says. @source RFC 8878 §3.1.1.1 */
export interface ZstdFrame {
  /** Bytes unpacked, null where the frame does not state them. */
  readonly contentBytes: number | null;
  /** Dictionary needed, 0 for none. */
  readonly dictionary: number;
}

/** @returns null where the bytes do not begin with a frame */
export function zstdFrame(bytes: Uint8Array): ZstdFrame | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length < 6 || !buffer.subarray(0, 4).equals(ZSTD_MAGIC)) return null;
  const descriptor = buffer[4] ?? 0;
  const isSingle = (descriptor & 0x20) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const sizeFlag = descriptor >> 6;
  const sizeBytes = sizeFlag === 0 ? (isSingle ? 1 : 0) : 1 << sizeFlag;
  const at = 5 + (isSingle ? 0 : 1);
  if (at + dictionaryBytes + sizeBytes > buffer.length) return null;
  const dictionary = dictionaryBytes === 0 ? 0 : buffer.readUIntLE(at, dictionaryBytes);
  const sizeAt = at + dictionaryBytes;
  if (sizeBytes === 0) return { contentBytes: null, dictionary };
  const stated = sizeBytes === 8 ? Number(buffer.readBigUInt64LE(sizeAt)) : buffer.readUIntLE(sizeAt, sizeBytes);
  return { contentBytes: sizeFlag === 1 ? stated + 256 : stated, dictionary };
}

/** Unpacks zstd frames. */
export interface Zstd {
  /** @returns null where the bytes are damaged, need a dictionary, or unpack to more than 64 MiB */
  unpack(frame: Uint8Array): Buffer | null;
}

let ready: Promise<Zstd> | null = null;

/** The decoder; loaded at first use only. */
export function loadZstd(): Promise<Zstd> {
  ready ??= init().then(() => ({ unpack }));
  return ready;
}

function unpack(bytes: Uint8Array): Buffer | null {
  const frame = zstdFrame(bytes);
  if (frame === null || frame.dictionary !== 0 || (frame.contentBytes ?? 0) > MOST_BYTES) return null;
  if (frame.contentBytes === 0) return Buffer.alloc(0);
  for (let room = frame.contentBytes ?? FIRST_TRY_BYTES; room <= MOST_BYTES; room *= 4) {
    try {
      const unpacked = decompress(bytes, { defaultHeapSize: room });
      return Buffer.from(unpacked.buffer, unpacked.byteOffset, unpacked.byteLength);
    } catch {
      if (frame.contentBytes !== null) return null;
    }
  }
  return null;
}
