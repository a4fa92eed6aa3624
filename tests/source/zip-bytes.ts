import { crc32, deflateRawSync } from "node:zlib";

/** One member of a zip made by hand, with every field open to a lie. */
export interface MemberSpec {
  readonly name: string | Buffer;
  readonly bytes?: Buffer | string;
  readonly deflate?: boolean;
  readonly flags?: number;
  readonly method?: number;
  readonly crc?: number;
  readonly statedSize?: number;
  readonly statedCompressed?: number;
  /** Data as they lie in the zip, instead of the bytes stored or deflated. */
  readonly raw?: Buffer;
  readonly localName?: string | Buffer;
  readonly localMethod?: number;
  readonly extra?: Buffer;
  readonly host?: number;
  readonly unixMode?: number;
  readonly dosDate?: number;
  readonly dosTime?: number;
  /** Points at the local header of the member with this index instead of its own. */
  readonly shareWith?: number;
}

export interface ZipSpec {
  /** Count in the end record; the true one where left out. */
  readonly statedCount?: number;
  readonly comment?: string;
}

const UTF8_FLAG = 0x800;

/** 2026-03-02 and 09:30:14 in the form of MS-DOS. */
export const DOS_DATE = ((2026 - 1980) << 9) | (3 << 5) | 2;
export const DOS_TIME = (9 << 11) | (30 << 5) | 7;

/** Bytes of a zip, written field by field after APPNOTE 4.3. */
export function zipOf(members: readonly MemberSpec[], spec: ZipSpec = {}): Buffer {
  const parts: Buffer[] = [];
  const offsets: number[] = [];
  let length = 0;
  for (const member of members) {
    offsets.push(member.shareWith === undefined ? length : (offsets[member.shareWith] ?? 0));
    if (member.shareWith !== undefined) continue;
    const local = localRecord(member);
    parts.push(local);
    length += local.length;
  }
  const directory = Buffer.concat(members.map((member, index) => directoryRecord(member, offsets[index] ?? 0)));
  return Buffer.concat([
    ...parts,
    directory,
    endRecord(spec.statedCount ?? members.length, directory.length, length, spec),
  ]);
}

/** Info-ZIP Unicode Path extra field for a name. */
export function unicodePathExtra(rawName: Buffer, unicodeName: string, crc = crc32(rawName)): Buffer {
  const name = Buffer.from(unicodeName);
  const field = Buffer.alloc(9);
  field.writeUInt16LE(0x7075, 0);
  field.writeUInt16LE(5 + name.length, 2);
  field.writeUInt8(1, 4);
  field.writeUInt32LE(crc, 5);
  return Buffer.concat([field, name]);
}

function bytesOf(value: string | Buffer | undefined): Buffer {
  return typeof value === "string" ? Buffer.from(value) : (value ?? Buffer.alloc(0));
}

function fields(member: MemberSpec) {
  const bytes = bytesOf(member.bytes);
  const deflate = member.deflate ?? false;
  const data = member.raw ?? (deflate ? deflateRawSync(bytes) : bytes);
  const flags = member.flags ?? (typeof member.name === "string" ? UTF8_FLAG : 0);
  return {
    data,
    flags,
    method: member.method ?? (deflate ? 8 : 0),
    crc: member.crc ?? crc32(bytes),
    compressed: member.statedCompressed ?? data.length,
    size: member.statedSize ?? bytes.length,
    extra: member.extra ?? Buffer.alloc(0),
  };
}

function shared(member: MemberSpec, method: number): Buffer {
  const { flags, crc, compressed, size } = fields(member);
  const head = Buffer.alloc(22);
  head.writeUInt16LE(20, 0);
  head.writeUInt16LE(flags, 2);
  head.writeUInt16LE(method, 4);
  head.writeUInt16LE(member.dosTime ?? DOS_TIME, 6);
  head.writeUInt16LE(member.dosDate ?? DOS_DATE, 8);
  head.writeUInt32LE(crc, 10);
  head.writeUInt32LE(compressed, 14);
  head.writeUInt32LE(size, 18);
  return head;
}

function localRecord(member: MemberSpec): Buffer {
  const { data, method } = fields(member);
  const name = bytesOf(member.localName ?? member.name);
  const lengths = Buffer.alloc(4);
  lengths.writeUInt16LE(name.length, 0);
  return Buffer.concat([Buffer.from("PK\x03\x04"), shared(member, member.localMethod ?? method), lengths, name, data]);
}

function directoryRecord(member: MemberSpec, offset: number): Buffer {
  const { method, extra } = fields(member);
  const name = bytesOf(member.name);
  const head = Buffer.alloc(6);
  head.write("PK\x01\x02", "latin1");
  head.writeUInt8(member.host ?? 3, 5);
  const tail = Buffer.alloc(18);
  tail.writeUInt16LE(name.length, 0);
  tail.writeUInt16LE(extra.length, 2);
  tail.writeUInt32LE(((member.unixMode ?? 0o100644) << 16) >>> 0, 10);
  tail.writeUInt32LE(offset, 14);
  return Buffer.concat([head, shared(member, method), tail, name, extra]);
}

function endRecord(count: number, size: number, offset: number, { comment = "" }: ZipSpec): Buffer {
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(Buffer.byteLength(comment), 20);
  return Buffer.concat([end, Buffer.from(comment)]);
}
