import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setImmediate } from "node:timers/promises";
import { crc32, createInflateRaw } from "node:zlib";
import { Cursor, type ZipBytes } from "./zip-bytes.ts";
import type { ZipEntry, ZipReading } from "./zip-canonical.ts";
import { nameText, type ZipFaults } from "./zip-fault.ts";
import { placeRecords, type Placed } from "./zip-foreign-place.ts";
import { listForeign, type ForeignRecord } from "./zip-foreign-list.ts";

/**
 * Bytes a foreign zip may expand to for each byte of its own, beyond an allowance. Chats and databases deflate 5 to 60
 * times, deflate itself ends at 1032; what lies above is made to exhaust a computer.
 */
const EXPANSION_RATIO = 200;
const EXPANSION_ALLOWANCE_BYTES = 512 << 20;

const BREATH_BYTES = 4 << 20;
const BREATH_ENTRIES = 500;

/**
 * Reads a zip that is not canonical, such as one packed again by another program, so that its contents can still be
 * compared. `faults` receives only what makes contents ambiguous or unreadable; without any, every reader sees the same.
 *
 * @throws RangeError when the file becomes shorter meanwhile; system errors of reading
 */
export async function readForeign(bytes: ZipBytes, faults: ZipFaults, reading: ZipReading = {}): Promise<ZipEntry[]> {
  const listing = await listForeign(bytes, faults);
  if (!listing) return [];
  if (!withinBudget(bytes, listing.records, faults)) return [];
  const placed = placeRecords(bytes, listing, faults);
  const entries: ZipEntry[] = [];
  let done = 0;
  let breathAt = 0;
  for (const [index, one] of placed.entries()) {
    const entry = await digested(bytes, one, faults);
    if (entry) entries.push(entry);
    done += one.storedBytes;
    if (done < breathAt && index % BREATH_ENTRIES !== 0) continue;
    breathAt = done + BREATH_BYTES;
    reading.onProgress?.(done, bytes.sizeBytes);
    await setImmediate();
    reading.signal?.throwIfAborted();
  }
  return entries;
}

function withinBudget(bytes: ZipBytes, records: readonly ForeignRecord[], faults: ZipFaults): boolean {
  const stated = records.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const limit = bytes.sizeBytes * EXPANSION_RATIO + EXPANSION_ALLOWANCE_BYTES;
  if (stated <= limit) return true;
  faults.add({
    code: "ZIP_EXPANSION",
    offset: 0,
    expected: `at most ${limit} bytes after unpacking`,
    found: `${stated}`,
  });
  return false;
}

/** Size, CRC-32 and SHA-256 of the bytes that are really there, against what the directory states. */
async function digested(bytes: ZipBytes, placed: Placed, faults: ZipFaults): Promise<ZipEntry | null> {
  if (placed.isFolder) return null;
  const { sizeBytes, storedBytes, method, offset } = placed;
  const name = nameText(placed.name);
  const entry = { name, sizeBytes, storedBytes, method, offset };
  if (!placed.readable) return { ...entry, sha256: null };
  const hash = createHash("sha256");
  let found = 0;
  let crc = 0;
  const fault = await contentFault(bytes, placed, (chunk) => {
    found += chunk.length;
    if (found > sizeBytes) throw new RangeError(`more than ${sizeBytes} bytes`);
    hash.update(chunk);
    crc = crc32(chunk, crc);
  });
  if (fault === null && found === sizeBytes && crc === placed.crc32) return { ...entry, sha256: hash.digest("hex") };
  const told = fault ?? `${found} bytes, CRC-32 ${crc.toString(16)}`;
  faults.add({
    code: "ZIP_CRC",
    entry: name,
    offset,
    expected: `${sizeBytes} bytes, CRC-32 ${placed.crc32.toString(16)}`,
    found: told,
  });
  return { ...entry, sha256: fault === null ? hash.digest("hex") : null };
}

/** Hands over the bytes of an entry in order. What went wrong with the data, or null; errors of reading are thrown. */
async function contentFault(bytes: ZipBytes, placed: Placed, use: (chunk: Buffer) => void): Promise<string | null> {
  const cursor = new Cursor(bytes, placed.offset, placed.offset + placed.storedBytes);
  if (placed.method === 0) {
    if (placed.storedBytes !== placed.sizeBytes) return `${placed.storedBytes} bytes stored`;
    for (const chunk of cursor.chunks(placed.storedBytes)) use(chunk);
    return null;
  }
  const inflate = createInflateRaw({ chunkSize: 1 << 18 });
  let readError: Error | undefined;
  const stored = function* (): Generator<Buffer> {
    try {
      // The window is used again; what a stream keeps must not change under it.
      for (const chunk of cursor.chunks(placed.storedBytes)) yield Buffer.from(chunk);
    } catch (error) {
      readError = error as Error;
      throw error;
    }
  };
  try {
    await pipeline(Readable.from(stored(), { objectMode: false }), inflate, async (inflated) => {
      for await (const chunk of inflated) use(chunk as Buffer);
    });
  } catch (error) {
    if (readError !== undefined) throw readError;
    return error instanceof Error ? error.message : "damaged";
  }
  const used = inflate.bytesWritten;
  return used === placed.storedBytes ? null : `data ends after ${used} of ${placed.storedBytes} bytes`;
}
