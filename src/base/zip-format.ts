/**
 * The one byte form of our zip: headers as functions of name, size, CRC-32 and position, so that a reader encodes again
 * and compares. Field by field in docs/bundle-format.md.
 *
 * @source observed: output of archiver 8.0.0 under the options of tests/bundle/archiver-witness.test.ts, read 2026-11-21
 */

/** An entry of more bytes than this is written as a stream, and so carries a data descriptor. */
export const DESCRIPTOR_ABOVE_BYTES = 32 << 20;

/** Entries of one zip, ours or foreign; each costs memory. Several times what the largest exports hold. */
export const ENTRIES_MAX = 500_000;

/** Bytes of one entry name that are looked at; canonical names are far shorter. */
export const NAME_BYTES_MAX = 4096;

export const LOCAL_HEADER = { signature: 0x04034b50, bytes: 30 } as const;
export const CENTRAL_HEADER = { signature: 0x02014b50, bytes: 46 } as const;
export const END_RECORD = { signature: 0x06054b50, bytes: 22 } as const;
export const END_RECORD_64 = { signature: 0x06064b50, bytes: 56 } as const;
export const LOCATOR_64 = { signature: 0x07064b50, bytes: 20 } as const;
export const DESCRIPTOR = { signature: 0x08074b50, bytes: 16, bytes64: 24 } as const;
export const EXTRA_64 = { id: 0x0001, bytes: 28 } as const;

export const MAX_32 = 0xffff_ffff;
export const MAX_16 = 0xffff;
export const FLAG_DESCRIPTOR = 0x0008;

const VERSION = { plain: 10, descriptor: 20, zip64: 45 } as const;
const MADE_BY_UNIX = (3 << 8) | 45;
/** 1980-01-01 00:00:00, the first instant a zip can state. */
const DOS_TIME = { time: 0, date: 0x0021 } as const;
/** Regular file, rw-r--r--, and the DOS archive bit. */
const EXTERNAL_ATTRIBUTES = (((0o100644 << 16) >>> 0) | 0x20) >>> 0;

/** What decides the bytes of one entry's headers. */
export interface EntryFacts {
  /** Name bytes; canonical names are ASCII. */
  readonly name: Buffer;
  readonly sizeBytes: number;
  readonly crc32: number;
}

/** Whether an entry of this size has a data descriptor and an open local header. */
export function hasDescriptor(sizeBytes: number): boolean {
  return sizeBytes > DESCRIPTOR_ABOVE_BYTES;
}

/** Local header in front of the data. */
export function encodeLocalHeader({ name, sizeBytes, crc32 }: EntryFacts): Buffer {
  const open = hasDescriptor(sizeBytes);
  const header = Buffer.alloc(LOCAL_HEADER.bytes + name.length);
  header.writeUInt32LE(LOCAL_HEADER.signature, 0);
  header.writeUInt16LE(open ? VERSION.descriptor : VERSION.plain, 4);
  header.writeUInt16LE(open ? FLAG_DESCRIPTOR : 0, 6);
  header.writeUInt16LE(DOS_TIME.time, 10);
  header.writeUInt16LE(DOS_TIME.date, 12);
  header.writeUInt32LE(open ? 0 : crc32, 14);
  header.writeUInt32LE(open ? 0 : sizeBytes, 18);
  header.writeUInt32LE(open ? 0 : sizeBytes, 22);
  header.writeUInt16LE(name.length, 26);
  name.copy(header, LOCAL_HEADER.bytes);
  return header;
}

/** Data descriptor behind the data; empty where the local header already states size and CRC-32. */
export function encodeDescriptor({ sizeBytes, crc32 }: EntryFacts): Buffer {
  const descriptor = Buffer.alloc(descriptorBytes(sizeBytes));
  if (descriptor.length === 0) return descriptor;
  descriptor.writeUInt32LE(DESCRIPTOR.signature, 0);
  descriptor.writeUInt32LE(crc32, 4);
  if (sizeBytes > MAX_32) {
    descriptor.writeBigUInt64LE(BigInt(sizeBytes), 8);
    descriptor.writeBigUInt64LE(BigInt(sizeBytes), 16);
  } else {
    descriptor.writeUInt32LE(sizeBytes, 8);
    descriptor.writeUInt32LE(sizeBytes, 12);
  }
  return descriptor;
}

/** Directory entry of the file whose local header stands at `position`. */
export function encodeCentralHeader({ name, sizeBytes, crc32 }: EntryFacts, position: number): Buffer {
  const wide = isWide(sizeBytes, position);
  const open = hasDescriptor(sizeBytes);
  const header = Buffer.alloc(CENTRAL_HEADER.bytes + name.length + (wide ? EXTRA_64.bytes : 0));
  header.writeUInt32LE(CENTRAL_HEADER.signature, 0);
  header.writeUInt16LE(MADE_BY_UNIX, 4);
  header.writeUInt16LE(wide ? VERSION.zip64 : open ? VERSION.descriptor : VERSION.plain, 6);
  header.writeUInt16LE(open ? FLAG_DESCRIPTOR : 0, 8);
  header.writeUInt16LE(DOS_TIME.time, 12);
  header.writeUInt16LE(DOS_TIME.date, 14);
  header.writeUInt32LE(crc32, 16);
  header.writeUInt32LE(wide ? MAX_32 : sizeBytes, 20);
  header.writeUInt32LE(wide ? MAX_32 : sizeBytes, 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt16LE(wide ? EXTRA_64.bytes : 0, 30);
  header.writeUInt32LE(EXTERNAL_ATTRIBUTES, 38);
  header.writeUInt32LE(wide ? MAX_32 : position, 42);
  name.copy(header, CENTRAL_HEADER.bytes);
  if (wide) writeExtra64(header, CENTRAL_HEADER.bytes + name.length, sizeBytes, position);
  return header;
}

function writeExtra64(header: Buffer, at: number, sizeBytes: number, position: number): void {
  header.writeUInt16LE(EXTRA_64.id, at);
  header.writeUInt16LE(EXTRA_64.bytes - 4, at + 2);
  header.writeBigUInt64LE(BigInt(sizeBytes), at + 4);
  header.writeBigUInt64LE(BigInt(sizeBytes), at + 12);
  header.writeBigUInt64LE(BigInt(position), at + 20);
}

/** What decides the bytes behind the directory. */
export interface DirectoryFacts {
  readonly entryCount: number;
  readonly offset: number;
  readonly sizeBytes: number;
}

/** Everything behind the directory: zip64 end record and locator where needed, then the end record. */
export function encodeEnd({ entryCount, offset, sizeBytes }: DirectoryFacts): Buffer {
  const wide = needsZip64End({ entryCount, offset, sizeBytes });
  const end = Buffer.alloc(END_RECORD.bytes);
  end.writeUInt32LE(END_RECORD.signature, 0);
  end.writeUInt16LE(wide ? MAX_16 : entryCount, 8);
  end.writeUInt16LE(wide ? MAX_16 : entryCount, 10);
  end.writeUInt32LE(wide ? MAX_32 : sizeBytes, 12);
  end.writeUInt32LE(wide ? MAX_32 : offset, 16);
  return wide ? Buffer.concat([encodeEnd64({ entryCount, offset, sizeBytes }), end]) : end;
}

function encodeEnd64({ entryCount, offset, sizeBytes }: DirectoryFacts): Buffer {
  const bytes = Buffer.alloc(END_RECORD_64.bytes + LOCATOR_64.bytes);
  bytes.writeUInt32LE(END_RECORD_64.signature, 0);
  bytes.writeBigUInt64LE(BigInt(END_RECORD_64.bytes - 12), 4);
  bytes.writeUInt16LE(VERSION.zip64, 12);
  bytes.writeUInt16LE(VERSION.zip64, 14);
  bytes.writeBigUInt64LE(BigInt(entryCount), 24);
  bytes.writeBigUInt64LE(BigInt(entryCount), 32);
  bytes.writeBigUInt64LE(BigInt(sizeBytes), 40);
  bytes.writeBigUInt64LE(BigInt(offset), 48);
  bytes.writeUInt32LE(LOCATOR_64.signature, END_RECORD_64.bytes);
  bytes.writeBigUInt64LE(BigInt(offset + sizeBytes), END_RECORD_64.bytes + 8);
  bytes.writeUInt32LE(1, END_RECORD_64.bytes + 16);
  return bytes;
}

/** Whether a zip64 end record is written: the first value that its plain field cannot hold decides. */
export function needsZip64End({ entryCount, offset, sizeBytes }: DirectoryFacts): boolean {
  return entryCount >= MAX_16 || offset >= MAX_32 || sizeBytes >= MAX_32;
}

/** Where everything of a zip will stand, from names and sizes alone. */
export function layOutZip(
  entries: Iterable<{ name: string; sizeBytes: number }>,
): DirectoryFacts & { totalBytes: number } {
  let offset = 0;
  let directory = 0;
  let entryCount = 0;
  for (const { name, sizeBytes } of entries) {
    const nameBytes = Buffer.byteLength(name);
    directory += CENTRAL_HEADER.bytes + nameBytes + (isWide(sizeBytes, offset) ? EXTRA_64.bytes : 0);
    offset += LOCAL_HEADER.bytes + nameBytes + sizeBytes + descriptorBytes(sizeBytes);
    entryCount += 1;
  }
  const facts = { entryCount, offset, sizeBytes: directory };
  return { ...facts, totalBytes: offset + directory + encodeEnd(facts).length };
}

/** Exactly 0xFFFFFFFF still stands in the plain field, as the writer has it. */
function isWide(sizeBytes: number, position: number): boolean {
  return sizeBytes > MAX_32 || position > MAX_32;
}

function descriptorBytes(sizeBytes: number): number {
  if (!hasDescriptor(sizeBytes)) return 0;
  return sizeBytes > MAX_32 ? DESCRIPTOR.bytes64 : DESCRIPTOR.bytes;
}
