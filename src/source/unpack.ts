import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { crc32, createInflateRaw, type InflateRaw, inflateRawSync } from "node:zlib";
import type { Source, SourceFile } from "../model/source.ts";
import { CHUNK_BYTES } from "./bounds.ts";
import { systemCode } from "./faults.ts";
import type { Spool } from "./spool.ts";
import { type DirectoryEntry, ZipFault } from "./zip-directory.ts";

/** Where the bytes of a member can be read: in the received zip itself, or in the spool. */
export interface Place {
  /** Path of the zip in the source below; null for the spool. */
  readonly zip: string | null;
  readonly offset: number;
  readonly length: number;
}

export interface Unpacked {
  readonly place: Place;
  readonly sha256: string;
}

const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_BYTES = 30;
const METHOD_STORED = 0;

/** Up to here one call inflates a member in memory; a stream costs more than the work for small files. */
const AT_ONCE_BYTES = 4 << 20;

/**
 * Reads one member to its end: stored ones in place, deflated ones into the spool, never more than was stated.
 *
 * @throws {ZipFault} member-damaged when local header, size or CRC-32 do not agree with the directory
 */
export async function unpack(base: Source, zip: SourceFile, entry: DirectoryEntry, spool: Spool): Promise<Unpacked> {
  const start = dataStart(base, zip, entry);
  if (entry.method === METHOD_STORED) {
    const tally = new Tally(entry.sizeBytes);
    for (const chunk of rangeChunks(base, zip.path, start, entry.sizeBytes)) tally.add(chunk);
    return { place: { zip: zip.path, offset: start, length: entry.sizeBytes }, sha256: tally.finish(entry) };
  }
  try {
    const sha256 = await inflateInto(spool, base, zip, entry, start);
    return { place: { zip: null, offset: spool.keep(), length: entry.sizeBytes }, sha256 };
  } catch (error) {
    spool.discard();
    throw asZipFault(error);
  }
}

/** Pieces of a range of a file, each a buffer of its own. */
export function* rangeChunks(source: Source, path: string, start: number, length: number): Generator<Buffer> {
  for (let done = 0; done < length;) {
    const chunk = source.read(path, start + done, Math.min(CHUNK_BYTES, length - done));
    if (chunk.length === 0) return;
    done += chunk.length;
    yield chunk;
  }
}

/** yauzl reads names from the directory only; a local header that says otherwise shows other readers another file. */
function dataStart(base: Source, zip: SourceFile, entry: DirectoryEntry): number {
  const { rawName, offset, method, encrypted } = entry;
  const header = base.read(zip.path, offset, LOCAL_BYTES + rawName.length);
  if (header.length < LOCAL_BYTES + rawName.length || header.readUInt32LE(0) !== LOCAL_SIGNATURE) {
    throw new ZipFault("member-damaged", "no local header where the directory says");
  }
  const sameName = header.readUInt16LE(26) === rawName.length && header.subarray(LOCAL_BYTES).equals(rawName);
  if (!sameName) throw new ZipFault("member-damaged", "local header states another name than the directory");
  if (header.readUInt16LE(8) !== method || ((header.readUInt16LE(6) & 1) !== 0) !== encrypted) {
    throw new ZipFault("member-damaged", "local header states another method than the directory");
  }
  const start = offset + header.length + header.readUInt16LE(28);
  if (start + entry.compressedBytes > zip.sizeBytes) throw new ZipFault("member-damaged", "data end beyond the zip");
  return start;
}

async function inflateInto(
  spool: Spool,
  base: Source,
  zip: SourceFile,
  entry: DirectoryEntry,
  start: number,
): Promise<string> {
  const tally = new Tally(entry.sizeBytes);
  const take = (chunk: Buffer) => {
    tally.add(chunk);
    spool.append(chunk);
  };
  const small = Math.max(entry.sizeBytes, entry.compressedBytes) <= AT_ONCE_BYTES;
  const consumed = small
    ? inflateAtOnce(base.read(zip.path, start, entry.compressedBytes), entry.sizeBytes, take)
    : await inflateStreaming(rangeChunks(base, zip.path, start, entry.compressedBytes), take);
  if (consumed !== entry.compressedBytes) {
    throw new ZipFault("member-damaged", `deflated data end after ${consumed} of ${entry.compressedBytes} B`);
  }
  return tally.finish(entry);
}

/** Returns the bytes consumed. */
function inflateAtOnce(bytes: Buffer, sizeBytes: number, take: (chunk: Buffer) => void): number {
  // With `info` the result is an object, which the typings do not know.
  const result = inflateRawSync(bytes, { info: true, maxOutputLength: Math.max(1, sizeBytes) }) as unknown as {
    buffer: Buffer;
    engine: InflateRaw;
  };
  take(result.buffer);
  return result.engine.bytesWritten;
}

/** Returns the bytes consumed. */
async function inflateStreaming(chunks: Iterable<Buffer>, take: (chunk: Buffer) => void): Promise<number> {
  const source = Readable.from(chunks);
  const inflate = createInflateRaw({ chunkSize: CHUNK_BYTES });
  // `pipeline` would hide an error of `take` behind an AbortError.
  source.on("error", (error) => inflate.destroy(error));
  source.pipe(inflate);
  try {
    for await (const chunk of inflate) take(chunk as Buffer);
  } finally {
    source.destroy();
  }
  return inflate.bytesWritten;
}

function asZipFault(error: unknown): unknown {
  const code = systemCode(error);
  if (code === "ERR_BUFFER_TOO_LARGE") return new ZipFault("member-damaged", "inflates to more than stated");
  return code.startsWith("Z_") ? new ZipFault("member-damaged", `cannot be inflated (${code})`) : error;
}

/** Size, CRC-32 and SHA-256 of a member on its way. */
class Tally {
  private readonly hash = createHash("sha256");
  private readonly sizeLimit: number;
  private crc = 0;
  private sizeBytes = 0;

  constructor(sizeLimit: number) {
    this.sizeLimit = sizeLimit;
  }

  add(chunk: Buffer): void {
    this.sizeBytes += chunk.length;
    if (this.sizeBytes > this.sizeLimit) throw new ZipFault("member-damaged", "inflates to more than stated");
    this.crc = crc32(chunk, this.crc);
    this.hash.update(chunk);
  }

  finish(entry: DirectoryEntry): string {
    if (this.sizeBytes !== entry.sizeBytes) {
      throw new ZipFault("member-damaged", `size stated ${entry.sizeBytes} B, found ${this.sizeBytes} B`);
    }
    if (this.crc !== entry.crc32) {
      throw new ZipFault("member-damaged", `CRC-32 stated ${hex(entry.crc32)}, found ${hex(this.crc)}`);
    }
    return this.hash.digest("hex");
  }
}

function hex(crc: number): string {
  return crc.toString(16).padStart(8, "0");
}
