import { crc32 } from "node:zlib";
import { breathe } from "../base/breath.ts";
import {
  encodeCentralHeader,
  encodeDescriptor,
  encodeEnd,
  encodeLocalHeader,
  hasDescriptor,
  layOutZip,
  type EntryFacts,
} from "../base/zip-format.ts";
import { BlockWriter, type WriteBytes } from "./block-writer.ts";

/** One file to be written. */
export interface ZipMember {
  /** Whole name in the zip. */
  readonly name: string;
  readonly sizeBytes: number;
  /** The bytes in order, `sizeBytes` of them; each chunk is valid until the next is asked for. */
  chunks(): Iterable<Buffer>;
  /** The fault to be thrown when there are more or fewer bytes than stated. */
  wrongSize(foundBytes: number): Error;
}

export interface WriteWatch {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((doneBytes: number, totalBytes: number) => void) | undefined;
}

const BREATH_BYTES = 8 << 20;
const BREATH_ENTRIES = 500;

/**
 * Writes members, in the order given, as the canonical zip of docs/bundle-format.md. What was read a moment ago is written
 * at once and never copied twice: a bundle of photos is made at the speed of the disk.
 *
 * @throws whatever a member's chunks or `write` throw; AbortError
 */
export async function writeZip(
  members: readonly ZipMember[],
  write: WriteBytes,
  { signal, onProgress }: WriteWatch = {},
): Promise<void> {
  const layout = layOutZip(members);
  const output = new BlockWriter(write);
  const directory: Buffer[] = [];
  let breathAt = 0;
  const pause = async (): Promise<void> => {
    onProgress?.(output.takenBytes, layout.totalBytes);
    await breathe(signal);
  };
  for (const [index, member] of members.entries()) {
    const position = output.takenBytes;
    const entry = hasDescriptor(member.sizeBytes)
      ? await writeInPieces(member, output, pause)
      : writeWhole(member, output);
    directory.push(encodeCentralHeader(entry, position));
    if (output.takenBytes < breathAt && index % BREATH_ENTRIES !== 0) continue;
    breathAt = output.takenBytes + BREATH_BYTES;
    await pause();
  }
  for (const header of directory) output.take(header);
  output.take(encodeEnd(layout));
  output.flush();
  if (output.takenBytes !== layout.totalBytes) {
    throw new RangeError(`${output.takenBytes} bytes were written where ${layout.totalBytes} were laid out`);
  }
  onProgress?.(output.takenBytes, layout.totalBytes);
}

/** An entry whose CRC-32 stands in front of its bytes, which therefore lie in memory together. */
function writeWhole(member: ZipMember, output: BlockWriter): EntryFacts {
  const { sizeBytes } = member;
  const name = Buffer.from(member.name);
  // The header has its length whatever the CRC-32: it is filled in when the bytes behind it are known.
  const headerBytes = encodeLocalHeader({ name, sizeBytes, crc32: 0 }).length;
  const room = output.room(headerBytes + sizeBytes);
  let length = 0;
  for (const chunk of member.chunks()) {
    if (length + chunk.length <= sizeBytes) chunk.copy(room, headerBytes + length);
    length += chunk.length;
  }
  if (length !== sizeBytes) throw member.wrongSize(length);
  const entry = { name, sizeBytes, crc32: crc32(room.subarray(headerBytes)) };
  encodeLocalHeader(entry).copy(room);
  return entry;
}

/** A large entry: its CRC-32 stands behind its bytes. */
async function writeInPieces(member: ZipMember, output: BlockWriter, pause: () => Promise<void>): Promise<EntryFacts> {
  const { sizeBytes } = member;
  const name = Buffer.from(member.name);
  output.take(encodeLocalHeader({ name, sizeBytes, crc32: 0 }));
  let length = 0;
  let crc = 0;
  let breathAt = BREATH_BYTES;
  for (const chunk of member.chunks()) {
    length += chunk.length;
    if (length > sizeBytes) throw member.wrongSize(length);
    crc = crc32(chunk, crc);
    output.take(chunk);
    if (length < breathAt) continue;
    breathAt = length + BREATH_BYTES;
    await pause();
  }
  if (length !== sizeBytes) throw member.wrongSize(length);
  const entry = { name, sizeBytes, crc32: crc };
  output.take(encodeDescriptor(entry));
  return entry;
}
