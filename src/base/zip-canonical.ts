import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { crc32 } from "node:zlib";
import { ASIDE_FROM_BYTES, DigestThreads, THREADS_FROM_BYTES } from "./digest-threads.ts";
import { Cursor, fileEnds, readExactly, type ZipBytes } from "./zip-bytes.ts";
import { compareFields, nameText, type Field, type ZipFaults } from "./zip-fault.ts";
import {
  CENTRAL_HEADER,
  encodeCentralHeader,
  encodeDescriptor,
  encodeEnd,
  encodeLocalHeader,
  END_RECORD,
  END_RECORD_64,
  ENTRIES_MAX,
  EXTRA_64,
  LOCAL_HEADER,
  LOCATOR_64,
  MAX_16,
  MAX_32,
  NAME_BYTES_MAX,
  type DirectoryFacts,
  type EntryFacts,
} from "./zip-format.ts";

/** One file of a zip, with the digest of the bytes that were found in it. */
export interface ZipEntry {
  /** Name as text; bytes outside printable ASCII are shown as `\xNN`. */
  readonly name: string;
  readonly sizeBytes: number;
  /** Lower-case hex; null where the bytes could not be had. */
  readonly sha256: string | null;
  /** Where the bytes stand in the file. */
  readonly offset: number;
  readonly storedBytes: number;
  /** 0 stored, 8 deflated; others cannot be read. */
  readonly method: number;
}

export interface ZipReading {
  /** Called with the bytes read so far. */
  readonly onProgress?: ((doneBytes: number, totalBytes: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Threads of the caller, to be used too; else there are own ones. */
  readonly threads?: DigestThreads;
}

/**
 * Reads a zip forward from its first byte, encodes every header again and compares byte for byte; data is read once, for
 * CRC-32 and SHA-256 together, that of larger entries by other threads. Deviations are collected in `faults`, those of data
 * last. Where a deviation makes it impossible to
 * say where the next record begins, reading stops and the entries are those found so far.
 *
 * @throws RangeError when the file becomes shorter meanwhile; system errors of reading
 */
export async function readCanonical(bytes: ZipBytes, faults: ZipFaults, reading: ZipReading = {}): Promise<ZipEntry[]> {
  const directory = readEnd(bytes, faults);
  if (!directory) return [];
  const reader = new CanonicalReader(bytes, directory, faults, reading);
  try {
    return await reader.read();
  } finally {
    await reader.close();
  }
}

const END_FIELDS: readonly Field[] = [
  ["zip64 and end record", 0, END_RECORD_64.bytes + LOCATOR_64.bytes + END_RECORD.bytes],
];

/** Where the directory stands, by the record that must be the last 22 bytes of the file. */
function readEnd(bytes: ZipBytes, faults: ZipFaults): DirectoryFacts | null {
  const at = bytes.sizeBytes - END_RECORD.bytes;
  const end = at < 0 ? null : readExactly(bytes, Buffer.alloc(END_RECORD.bytes), at);
  if (!end || end.readUInt32LE(0) !== END_RECORD.signature) {
    faults.add({
      code: "ZIP_END_MISSING",
      offset: Math.max(0, at),
      expected: "end record in the last 22 bytes",
      found: "none",
    });
    return null;
  }
  const facts = readEnd64(bytes, at, end) ?? {
    entryCount: end.readUInt16LE(10),
    sizeBytes: end.readUInt32LE(12),
    offset: end.readUInt32LE(16),
  };
  const canonical = encodeEnd(facts);
  const directoryEnd = facts.offset + facts.sizeBytes;
  const expectedEnd = bytes.sizeBytes - canonical.length;
  if (directoryEnd !== expectedEnd) {
    faults.add({
      code: "ZIP_END_POSITION",
      offset: at,
      expected: `directory ends at ${expectedEnd}`,
      found: `${directoryEnd}`,
    });
    return null;
  }
  const found = readExactly(bytes, Buffer.alloc(canonical.length), directoryEnd);
  compareFields(
    faults,
    { code: "ZIP_END_FIELD", entry: null, offset: directoryEnd, fields: END_FIELDS },
    canonical,
    found,
  );
  if (facts.entryCount <= ENTRIES_MAX) return facts;
  faults.add({
    code: "ZIP_TOO_MANY_ENTRIES",
    offset: at,
    expected: `at most ${ENTRIES_MAX}`,
    found: `${facts.entryCount}`,
  });
  return null;
}

/** The zip64 end record, where a value of the plain one points to it and it stands where it must. */
function readEnd64(bytes: ZipBytes, endAt: number, end: Buffer): DirectoryFacts | null {
  const points = end.readUInt16LE(10) === MAX_16 || end.readUInt32LE(12) === MAX_32 || end.readUInt32LE(16) === MAX_32;
  const at = endAt - LOCATOR_64.bytes - END_RECORD_64.bytes;
  if (!points || at < 0) return null;
  const record = readExactly(bytes, Buffer.alloc(END_RECORD_64.bytes), at);
  if (record.readUInt32LE(0) !== END_RECORD_64.signature) return null;
  return { entryCount: safeNumber(record, 32), sizeBytes: safeNumber(record, 40), offset: safeNumber(record, 48) };
}

/** A 64-bit value; one that no file can reach is cut to the largest exact number, which no file reaches either. */
function safeNumber(record: Buffer, at: number): number {
  return Math.min(Number(record.readBigUInt64LE(at)), Number.MAX_SAFE_INTEGER);
}

const LOCAL_FIELDS: readonly Field[] = [
  ["signature", 0, 4],
  ["version needed", 4, 2],
  ["flags", 6, 2],
  ["method", 8, 2],
  ["time", 10, 2],
  ["date", 12, 2],
  ["crc-32", 14, 4],
  ["compressed size", 18, 4],
  ["size", 22, 4],
  ["name length", 26, 2],
  ["extra length", 28, 2],
  ["name", 30, NAME_BYTES_MAX],
];

const CENTRAL_FIELDS: readonly Field[] = [
  ["signature", 0, 4],
  ["version made by", 4, 2],
  ["version needed", 6, 2],
  ["flags", 8, 2],
  ["method", 10, 2],
  ["time", 12, 2],
  ["date", 14, 2],
  ["crc-32", 16, 4],
  ["compressed size", 20, 4],
  ["size", 24, 4],
  ["name length", 28, 2],
  ["extra length", 30, 2],
  ["comment length", 32, 2],
  ["disk", 34, 2],
  ["internal attributes", 36, 2],
  ["external attributes", 38, 4],
  ["local header offset", 42, 4],
  ["name, extra and comment", 46, NAME_BYTES_MAX + 2 * MAX_16],
];

const DESCRIPTOR_FIELDS: readonly Field[] = [
  ["signature", 0, 4],
  ["crc-32", 4, 4],
  ["sizes", 8, 16],
];

const BREATH_BYTES = 4 << 20;
const SLASH = 0x2f;

class CanonicalReader {
  private readonly directory: DirectoryFacts;
  private readonly faults: ZipFaults;
  private readonly reading: ZipReading;
  private readonly totalBytes: number;
  private readonly local: Cursor;
  private readonly central: Cursor;
  private readonly entries: ZipEntry[] = [];
  private readonly descriptor: number | undefined;
  private readonly threads: DigestThreads;
  /** Digests in the making, in the order of their entries. */
  private readonly aside: Promise<void>[] = [];
  /** CRC-32 as found where it is not the one stated, by the index of the entry. */
  private readonly wrongCrcs = new Map<number, { stated: number; found: number }>();
  private lastName: Buffer | null = null;
  private nextBreath = 0;
  private readBytes = 0;

  constructor(bytes: ZipBytes, directory: DirectoryFacts, faults: ZipFaults, reading: ZipReading) {
    this.directory = directory;
    this.faults = faults;
    this.reading = reading;
    this.totalBytes = bytes.sizeBytes;
    this.descriptor = bytes.descriptor;
    this.threads = reading.threads ?? new DigestThreads(reading.signal);
    this.local = new Cursor(bytes, 0, directory.offset);
    this.central = new Cursor(bytes, directory.offset, directory.offset + directory.sizeBytes);
  }

  async read(): Promise<ZipEntry[]> {
    await this.takeAll();
    await Promise.all(this.aside);
    // In the order of the entries, whichever thread was done first.
    for (const index of [...this.wrongCrcs.keys()].sort((a, b) => a - b)) this.addWrongCrc(index);
    return this.entries;
  }

  async close(): Promise<void> {
    if (this.threads !== this.reading.threads) await this.threads.close();
  }

  private async takeAll(): Promise<void> {
    for (let count = 0; count < this.directory.entryCount; count += 1) {
      const entry = this.takeCentral();
      if (!entry || !this.takeLocal(entry)) return;
      if (!this.takeAside(entry)) await this.takeContent(entry);
      if (!this.takeDescriptor(entry, nameText(entry.name))) return;
    }
    this.expectEnd("ZIP_GAP", this.local, "directory follows the last entry");
    this.expectEnd("ZIP_DIRECTORY_REST", this.central, "end record follows the last directory entry");
  }

  /** The next directory entry, compared with the one encoded for the position that local records have reached. */
  private takeCentral(): EntryFacts | null {
    const { central, faults } = this;
    const offset = central.position;
    const fixed = central.peek(CENTRAL_HEADER.bytes);
    if (fixed?.readUInt32LE(0) !== CENTRAL_HEADER.signature) {
      faults.add({
        code: "ZIP_DIRECTORY_SHORT",
        offset,
        expected: `${this.directory.entryCount} entries`,
        found: `${this.entries.length}`,
      });
      return null;
    }
    const lengths = [28, 30, 32].map((at) => fixed.readUInt16LE(at));
    const [nameLength = 0, extraLength = 0] = lengths;
    const record = central.take(lengths.reduce((sum, length) => sum + length, CENTRAL_HEADER.bytes));
    if (!record || nameLength > NAME_BYTES_MAX) {
      const found = record ? `name of ${nameLength} bytes` : "directory ends inside an entry";
      faults.add({ code: "ZIP_DIRECTORY_SHORT", offset, expected: `name of at most ${NAME_BYTES_MAX} bytes`, found });
      return null;
    }
    const name = Buffer.from(record.subarray(CENTRAL_HEADER.bytes, CENTRAL_HEADER.bytes + nameLength));
    const entry = { name, crc32: record.readUInt32LE(16), sizeBytes: statedSize(record, nameLength, extraLength) };
    const about = { code: "ZIP_DIRECTORY_FIELD", entry: nameText(name), offset, fields: CENTRAL_FIELDS };
    compareFields(faults, about, encodeCentralHeader(entry, this.local.position), record);
    this.expectOrder(name, offset);
    return entry;
  }

  private expectOrder(name: Buffer, offset: number): void {
    const last = this.lastName;
    this.lastName = name;
    if (name.length === 0 || name.at(-1) === SLASH || name.some((byte) => byte < 0x20 || byte > 0x7e)) {
      const found = nameText(name);
      this.faults.add({ code: "ZIP_NAME", entry: found, offset, expected: "a file name in printable ASCII", found });
    }
    const order = last ? Buffer.compare(last, name) : -1;
    if (order < 0) return;
    const code = order === 0 ? "ZIP_DUPLICATE_NAME" : "ZIP_ORDER";
    this.faults.add({
      code,
      entry: nameText(name),
      offset,
      expected: "names in ascending byte order",
      found: `after ${nameText(last ?? name)}`,
    });
  }

  /** The local header. One that names other lengths is passed over by its own lengths, so that later faults are found too. */
  private takeLocal(entry: EntryFacts): boolean {
    const offset = this.local.position;
    const about = { code: "ZIP_LOCAL_FIELD", entry: nameText(entry.name), offset, fields: LOCAL_FIELDS };
    const fixed = this.local.peek(LOCAL_HEADER.bytes);
    if (fixed?.readUInt32LE(0) !== LOCAL_HEADER.signature) {
      this.faults.add({
        code: "ZIP_LOCAL_MISSING",
        entry: about.entry,
        offset,
        expected: "local header",
        found: "none",
      });
      return false;
    }
    const header = this.local.take(LOCAL_HEADER.bytes + fixed.readUInt16LE(26) + fixed.readUInt16LE(28));
    if (header) compareFields(this.faults, about, encodeLocalHeader(entry), header);
    const room = this.local.left;
    if (header && entry.sizeBytes <= room) return true;
    this.faults.add({
      code: "ZIP_ENTRY_OUTSIDE",
      entry: about.entry,
      offset,
      expected: `at most ${room} bytes`,
      found: `${entry.sizeBytes}`,
    });
    return false;
  }

  private async takeContent(entry: EntryFacts): Promise<void> {
    const hash = createHash("sha256");
    const offset = this.local.position;
    let crc = 0;
    for (const chunk of this.local.chunks(entry.sizeBytes)) {
      hash.update(chunk);
      crc = crc32(chunk, crc);
      this.readBytes += chunk.length;
      if (this.readBytes >= this.nextBreath) await this.breathe();
    }
    this.keep(entry, offset, { crc32: crc, sha256: hash.digest("hex") });
  }

  /** The same by another thread, while this one goes on. False where the entry is small or all threads are busy. */
  private takeAside(entry: EntryFacts): boolean {
    const { descriptor, totalBytes } = this;
    const offset = this.local.position;
    const { sizeBytes } = entry;
    if (descriptor === undefined || sizeBytes < ASIDE_FROM_BYTES || totalBytes < THREADS_FROM_BYTES) return false;
    const digest = this.threads.offer({ descriptor, position: offset, length: sizeBytes, withCrc: true }, (count) => {
      this.readBytes += count;
      this.reading.onProgress?.(this.readBytes, totalBytes);
    });
    if (digest === null) return false;
    const index = this.keep(entry, offset, { crc32: entry.crc32, sha256: null });
    this.local.skip(sizeBytes);
    const done = digest.then((found) => {
      if (found.sizeBytes < sizeBytes) throw fileEnds(offset + found.sizeBytes);
      this.compare(entry, index, found.crc32);
      const kept = this.entries[index];
      if (kept) this.entries[index] = { ...kept, sha256: found.sha256 };
    });
    // Its failure is thrown when all are waited for.
    done.catch(() => undefined);
    this.aside.push(done);
    return true;
  }

  /** Keeps an entry and says at which index. */
  private keep(entry: EntryFacts, offset: number, found: { crc32: number; sha256: string | null }): number {
    const { sizeBytes } = entry;
    const index = this.entries.length;
    const name = nameText(entry.name);
    this.entries.push({ name, sizeBytes, sha256: found.sha256, offset, storedBytes: sizeBytes, method: 0 });
    this.compare(entry, index, found.crc32);
    return index;
  }

  private compare({ crc32: stated }: EntryFacts, index: number, found: number): void {
    if (stated !== found) this.wrongCrcs.set(index, { stated, found });
  }

  private addWrongCrc(index: number): void {
    const [entry, crc] = [this.entries[index], this.wrongCrcs.get(index)];
    if (!entry || !crc) return;
    const { name, offset } = entry;
    this.faults.add({ code: "ZIP_CRC", entry: name, offset, expected: hex32(crc.stated), found: hex32(crc.found) });
  }

  private takeDescriptor(entry: EntryFacts, name: string): boolean {
    const offset = this.local.position;
    const expected = encodeDescriptor(entry);
    const found = this.local.take(expected.length);
    if (!found) {
      this.faults.add({
        code: "ZIP_ENTRY_OUTSIDE",
        entry: name,
        offset,
        expected: "data descriptor",
        found: "directory",
      });
      return false;
    }
    const about = { code: "ZIP_DESCRIPTOR_FIELD", entry: name, offset, fields: DESCRIPTOR_FIELDS };
    compareFields(this.faults, about, expected, found);
    return true;
  }

  private expectEnd(code: string, cursor: Cursor, expected: string): void {
    if (cursor.left === 0) return;
    this.faults.add({ code, offset: cursor.position, expected, found: `${cursor.left} bytes in between` });
  }

  /** Bulk reading is synchronous; without this pause an interrupt would not be heard. */
  private async breathe(): Promise<void> {
    this.nextBreath = this.readBytes + BREATH_BYTES;
    this.reading.onProgress?.(this.readBytes, this.totalBytes);
    await setImmediate();
    this.reading.signal?.throwIfAborted();
  }
}

/** Size by the directory entry; the zip64 field counts only in the one form in which it is canonical. */
function statedSize(record: Buffer, nameLength: number, extraLength: number): number {
  const plain = record.readUInt32LE(24);
  const at = CENTRAL_HEADER.bytes + nameLength;
  const wide = extraLength === EXTRA_64.bytes && record.readUInt16LE(at) === EXTRA_64.id && plain === MAX_32;
  return wide ? safeNumber(record, at + 4) : plain;
}

function hex32(value: number): string {
  return `0x${value.toString(16).padStart(8, "0")}`;
}
