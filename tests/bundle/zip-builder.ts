import { crc32, deflateRawSync } from "node:zlib";

/** Header fields of a zip, any of which a test may set wrong. Sizes and CRC-32 follow the content unless set. */
export interface Fields {
  signature: number;
  madeBy: number;
  needed: number;
  flags: number;
  method: number;
  time: number;
  date: number;
  crc: number;
  stored: number;
  size: number;
  name: Buffer;
  extra: Buffer;
  comment: Buffer;
  attributes: number;
  offset: number;
  nameLength: number;
}

export interface Piece {
  readonly name: string | Buffer;
  readonly content: Buffer;
  /** Bytes as stored, where they are not the content. */
  readonly data?: Buffer;
  readonly local?: Partial<Fields>;
  readonly central?: Partial<Fields>;
  /** Bytes between the data and the next record, such as a data descriptor. */
  readonly after?: Buffer;
  readonly noLocal?: boolean;
  readonly noCentral?: boolean;
}

export interface EndFields {
  entries: number;
  entriesHere: number;
  size: number;
  offset: number;
  comment: Buffer;
  commentLength: number;
}

export interface ZipParts {
  readonly pieces: readonly Piece[];
  readonly prefix?: Buffer;
  /** Bytes between directory and end record. */
  readonly beforeEnd?: Buffer;
  readonly end?: Partial<EndFields>;
  readonly suffix?: Buffer;
}

const NONE = Buffer.alloc(0);

/**
 * Builds a zip record by record, written for tests only and sharing nothing with the program. Untouched it gives the
 * canonical form for files below 32 MiB; every field can be set wrong.
 */
export function buildZip({ pieces, prefix = NONE, beforeEnd = NONE, end = {}, suffix = NONE }: ZipParts): Buffer {
  const parts: Buffer[] = [prefix];
  const directory: Buffer[] = [];
  let offset = prefix.length;
  for (const piece of pieces) {
    const at = offset;
    if (piece.noLocal !== true) {
      const record = Buffer.concat([local(piece), piece.data ?? piece.content, piece.after ?? NONE]);
      parts.push(record);
      offset += record.length;
    }
    if (piece.noCentral !== true) directory.push(central(piece, at));
  }
  const listed = Buffer.concat(directory);
  return Buffer.concat([...parts, listed, beforeEnd, endRecord(directory.length, listed.length, offset, end), suffix]);
}

function fieldsOf(piece: Piece, changed: Partial<Fields> | undefined): Fields {
  const name = Buffer.from(piece.name);
  const base: Fields = {
    signature: 0,
    madeBy: 0x032d,
    needed: 10,
    flags: 0,
    method: 0,
    time: 0,
    date: 0x21,
    crc: crc32(piece.content),
    stored: (piece.data ?? piece.content).length,
    size: piece.content.length,
    name,
    extra: NONE,
    comment: NONE,
    attributes: 0x81a40020,
    offset: 0,
    nameLength: name.length,
  };
  const all = { ...base, ...changed };
  return { ...all, nameLength: changed?.nameLength ?? all.name.length };
}

function local(piece: Piece): Buffer {
  const f = fieldsOf(piece, piece.local);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(f.signature || 0x04034b50, 0);
  for (const [at, value] of [[4, f.needed], [6, f.flags], [8, f.method], [10, f.time], [12, f.date]] as const) {
    header.writeUInt16LE(value, at);
  } // prettier-ignore
  for (const [at, value] of [[14, f.crc], [18, f.stored], [22, f.size]] as const) header.writeUInt32LE(value >>> 0, at); // prettier-ignore
  header.writeUInt16LE(f.nameLength, 26);
  header.writeUInt16LE(f.extra.length, 28);
  return Buffer.concat([header, f.name, f.extra]);
}

function central(piece: Piece, at: number): Buffer {
  const f = fieldsOf(piece, { offset: at, ...piece.central });
  const header = Buffer.alloc(46);
  header.writeUInt32LE(f.signature || 0x02014b50, 0);
  for (const [to, value] of [[4, f.madeBy], [6, f.needed], [8, f.flags], [10, f.method], [12, f.time], [14, f.date]] as const) {
    header.writeUInt16LE(value, to);
  } // prettier-ignore
  for (const [to, value] of [[16, f.crc], [20, f.stored], [24, f.size], [38, f.attributes], [42, f.offset]] as const) {
    header.writeUInt32LE(value >>> 0, to);
  } // prettier-ignore
  for (const [to, value] of [[28, f.nameLength], [30, f.extra.length], [32, f.comment.length]] as const) {
    header.writeUInt16LE(value, to);
  } // prettier-ignore
  return Buffer.concat([header, f.name, f.extra, f.comment]);
}

function endRecord(count: number, size: number, offset: number, changed: Partial<EndFields>): Buffer {
  const f = { entries: count, entriesHere: count, size, offset, comment: NONE, ...changed };
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(f.entriesHere & 0xffff, 8);
  record.writeUInt16LE(f.entries & 0xffff, 10);
  record.writeUInt32LE(f.size >>> 0, 12);
  record.writeUInt32LE(f.offset >>> 0, 16);
  record.writeUInt16LE(f.commentLength ?? f.comment.length, 20);
  return Buffer.concat([record, f.comment]);
}

/** The same piece deflated, as other programs store it. */
export function deflated({ name, content }: Piece): Piece {
  const data = deflateRawSync(content);
  const both = { method: 8, needed: 20 };
  return { name, content, data, local: both, central: both };
}

/** Files of a canonical zip without data descriptors, read record by record. */
export function piecesOf(zip: Buffer): Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; zip.readUInt32LE(at) === 0x04034b50;) {
    const start = at + 30 + zip.readUInt16LE(26 + at);
    const end = start + zip.readUInt32LE(18 + at);
    pieces.push({ name: zip.toString("latin1", at + 30, start), content: Buffer.from(zip.subarray(start, end)) });
    at = end;
  }
  return pieces;
}
