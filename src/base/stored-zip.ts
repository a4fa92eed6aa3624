import { crc32 } from "node:zlib";
import { encodeCentralHeader, encodeEnd, encodeLocalHeader, hasDescriptor } from "./zip-format.ts";

/** One file of a zip held in memory. */
export interface ZipPart {
  /** ASCII name with `/` between folders. */
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * A zip of a few small files, stored one behind the other in the order given, dated 1980-01-01: equal parts give equal
 * bytes. Written as docs/bundle-format.md §4 has it, which every reader of zips accepts.
 *
 * @throws RangeError for a part above 32 MiB
 */
export function storedZip(parts: readonly ZipPart[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes } of parts) {
    if (hasDescriptor(bytes.length)) throw new RangeError(`${name} is too large for a zip in memory`);
    const facts = { name: Buffer.from(name, "ascii"), sizeBytes: bytes.length, crc32: crc32(bytes) };
    const header = encodeLocalHeader(facts);
    directory.push(encodeCentralHeader(facts, offset));
    files.push(header, bytes);
    offset += header.length + bytes.length;
  }
  const sizeBytes = directory.reduce((sum, { length }) => sum + length, 0);
  return Buffer.concat([...files, ...directory, encodeEnd({ entryCount: parts.length, offset, sizeBytes })]);
}
