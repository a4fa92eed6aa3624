import { readExactly, type ZipBytes } from "./zip-bytes.ts";
import { nameText, type ZipFaults } from "./zip-fault.ts";
import type { ForeignListing, ForeignRecord } from "./zip-foreign-list.ts";
import { DESCRIPTOR, FLAG_DESCRIPTOR, LOCAL_HEADER, MAX_32 } from "./zip-format.ts";

/** A record of a foreign zip with the place of its bytes. */
export interface Placed extends ForeignRecord {
  /** Offset of the data. */
  readonly offset: number;
  readonly isFolder: boolean;
  /** False where the bytes cannot or must not be read: encrypted, another method, out of the file, a link. */
  readonly readable: boolean;
}

/**
 * Finds every record's bytes and reports all that lets two programs see different contents: local headers that
 * contradict the directory, names twice, overlaps, bytes that belong to nothing.
 */
export function placeRecords(bytes: ZipBytes, listing: ForeignListing, faults: ZipFaults): Placed[] {
  const names = new Set<string>();
  const placed: Placed[] = [];
  let reached = 0;
  for (const record of [...listing.records].sort((a, b) => a.at - b.at)) {
    expectNewName(record, names, faults);
    const isOver = !expectTiling(record, reached, faults);
    const found = place(bytes, record, faults);
    // Bytes that belong to two entries are read for one of them only: otherwise a small zip could be read without end.
    const one = isOver ? { ...found, readable: false } : found;
    placed.push(one);
    reached = Math.max(reached, one.offset + one.storedBytes + descriptorBytes(bytes, one));
  }
  const left = bytes.sizeBytes - reached;
  if (!listing.tailBytes.includes(left)) {
    const expected = `${listing.tailBytes[0]} bytes of directory`;
    faults.add({ code: "ZIP_GAP", offset: reached, expected, found: `${left} bytes` });
  }
  return placed;
}

function expectNewName(record: ForeignRecord, names: Set<string>, faults: ZipFaults): void {
  const entry = nameText(record.name);
  if (names.has(entry)) {
    faults.add({ code: "ZIP_DUPLICATE_NAME", entry, offset: record.at, expected: "each name once", found: "again" });
  }
  names.add(entry);
}

/** False where a record begins inside another. */
function expectTiling({ name, at }: ForeignRecord, reached: number, faults: ZipFaults): boolean {
  if (at === reached) return true;
  const code = at < reached ? "ZIP_OVERLAP" : "ZIP_GAP";
  faults.add({ code, entry: nameText(name), offset: at, expected: `record at ${reached}`, found: `at ${at}` });
  return at > reached;
}

type Problem = (code: string, expected: string, found: string) => false;

const ENCRYPTED = 0x0041;
const FILE_TYPE = { regular: 0o100000, folder: 0o040000 } as const;

function place(bytes: ZipBytes, record: ForeignRecord, faults: ZipFaults): Placed {
  const { name, at, storedBytes, method, flags, fileType } = record;
  const isFolder = name.at(-1) === 0x2f;
  const problem: Problem = (code, expected, found) => {
    faults.add({ code, entry: nameText(name), offset: at, expected, found });
    return false;
  };
  const offset = localDataOffset(bytes, record, problem);
  let readable = offset + storedBytes <= bytes.sizeBytes;
  if (!readable) problem("ZIP_ENTRY_OUTSIDE", "data inside the file", `${storedBytes} bytes`);
  if (flags & ENCRYPTED) readable = problem("ZIP_ENCRYPTED", "not encrypted", "encrypted");
  if (method !== 0 && method !== 8) readable = problem("ZIP_METHOD", "0 or 8", `${method}`);
  if (fileType !== 0 && fileType !== (isFolder ? FILE_TYPE.folder : FILE_TYPE.regular)) {
    readable = problem("ZIP_SPECIAL_FILE", "a regular file", `mode type 0${fileType.toString(8)}`);
  }
  if (isFolder && record.sizeBytes !== 0) problem("ZIP_FOLDER_WITH_DATA", "0 bytes", `${record.sizeBytes} bytes`);
  if (record.hasSecondName) problem("ZIP_SECOND_NAME", "one name", "a Unicode path in an extra field");
  return { ...record, offset, isFolder, readable };
}

/** Where the data begin by the local header, which must not contradict the directory. */
function localDataOffset(bytes: ZipBytes, record: ForeignRecord, problem: Problem): number {
  const { at, name } = record;
  const isInside = at + LOCAL_HEADER.bytes <= bytes.sizeBytes;
  // One reading fetches the name too, as long as the directory has it.
  const room = Math.min(LOCAL_HEADER.bytes + name.length, bytes.sizeBytes - at);
  const header = isInside ? readExactly(bytes, Buffer.allocUnsafe(room), at) : null;
  if (header?.readUInt32LE(0) !== LOCAL_HEADER.signature) {
    problem("ZIP_LOCAL_MISSING", "local header", isInside ? "other bytes" : "end of file");
    return bytes.sizeBytes;
  }
  const nameLength = header.readUInt16LE(26);
  const nameAt = at + LOCAL_HEADER.bytes;
  const offset = nameAt + nameLength + header.readUInt16LE(28);
  if (offset > bytes.sizeBytes) {
    problem("ZIP_ENTRY_OUTSIDE", "local header inside the file", `ends at ${offset}`);
    return bytes.sizeBytes;
  }
  const isFetched = LOCAL_HEADER.bytes + nameLength <= header.length;
  const localName = isFetched
    ? header.subarray(LOCAL_HEADER.bytes, LOCAL_HEADER.bytes + nameLength)
    : readExactly(bytes, Buffer.alloc(nameLength), nameAt);
  if (!localName.equals(name)) problem("ZIP_LOCAL_DIFFERS", nameText(name), nameText(localName));
  for (const [field, local, stated] of comparable(header, record)) {
    if (local !== stated) problem("ZIP_LOCAL_DIFFERS", `${field} ${stated}`, `${local}`);
  }
  return offset;
}

/** Local values that must equal the directory's; with a data descriptor, and for zip64 sizes, they may stand elsewhere. */
function comparable(header: Buffer, record: ForeignRecord): [field: string, local: number, stated: number][] {
  const pairs: [string, number, number][] = [
    ["flags", header.readUInt16LE(6), record.flags],
    ["method", header.readUInt16LE(8), record.method],
    ["crc-32", header.readUInt32LE(14), record.crc32],
    ["compressed size", header.readUInt32LE(18), record.storedBytes],
    ["size", header.readUInt32LE(22), record.sizeBytes],
  ];
  const isOpen = (record.flags & FLAG_DESCRIPTOR) !== 0;
  return pairs.filter(([field, local]) => {
    if (field === "flags" || field === "method") return true;
    return !(isOpen && local === 0) && !(field !== "crc-32" && local === MAX_32);
  });
}

/** Length of the data descriptor behind an entry: with or without signature, with 4- or 8-byte sizes; 0 where there is none. */
function descriptorBytes(bytes: ZipBytes, { flags, offset, storedBytes, sizeBytes, crc32 }: Placed): number {
  // A size beyond exact numbers is a lie of the directory; its entry is refused for it later.
  if ((flags & FLAG_DESCRIPTOR) === 0 || !Number.isSafeInteger(sizeBytes)) return 0;
  const at = offset + storedBytes;
  const length = Math.max(0, Math.min(DESCRIPTOR.bytes64, bytes.sizeBytes - at));
  const found = readExactly(bytes, Buffer.alloc(length), at);
  const [plain, wide] = [Buffer.alloc(12), Buffer.alloc(20)];
  for (const form of [plain, wide]) form.writeUInt32LE(crc32, 0);
  plain.writeUInt32LE(storedBytes % 2 ** 32, 4);
  plain.writeUInt32LE(sizeBytes % 2 ** 32, 8);
  wide.writeBigUInt64LE(BigInt(storedBytes), 4);
  wide.writeBigUInt64LE(BigInt(sizeBytes), 12);
  const signature = Buffer.alloc(4);
  signature.writeUInt32LE(DESCRIPTOR.signature, 0);
  const forms = [Buffer.concat([signature, wide]), Buffer.concat([signature, plain]), wide, plain];
  return forms.find((form) => found.subarray(0, form.length).equals(form))?.length ?? 0;
}
