import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from "yauzl";
import type { ZipBytes } from "./zip-bytes.ts";
import type { ZipFaults } from "./zip-fault.ts";
import { CENTRAL_HEADER, END_RECORD, END_RECORD_64, ENTRIES_MAX, LOCAL_HEADER, LOCATOR_64 } from "./zip-format.ts";

/** What a directory entry says; of the many fields only those that matter, since there may be very many entries. */
export interface ForeignRecord {
  readonly name: Buffer;
  readonly flags: number;
  readonly method: number;
  readonly crc32: number;
  readonly storedBytes: number;
  readonly sizeBytes: number;
  /** Offset of the local header. */
  readonly at: number;
  /** File type bits of a Unix mode; 0 where none is stated. */
  readonly fileType: number;
  /** A second name in an extra field, which some programs prefer. */
  readonly hasSecondName: boolean;
}

/** The directory of a foreign zip as yauzl reads it. */
export interface ForeignListing {
  readonly records: readonly ForeignRecord[];
  /** Bytes of directory and end records; the second figure counts a zip64 end record too. */
  readonly tailBytes: readonly [number, number];
}

/** Directory entries in the order of the directory; null with a fault where they cannot be listed. */
export async function listForeign(bytes: ZipBytes, faults: ZipFaults): Promise<ForeignListing | null> {
  class Positions extends RandomAccessReader {
    override read(
      target: Buffer,
      offset: number,
      length: number,
      position: number,
      done: (error: Error | null) => void,
    ) {
      try {
        const found = length === 0 ? 0 : bytes.read(target.subarray(offset, offset + length), position);
        done(found === length ? null : new Error("unexpected end of file"));
      } catch (error) {
        done(error as Error);
      }
    }
  }
  const options = { lazyEntries: true, decodeStrings: false, autoClose: false };
  let zip: ZipFile | undefined;
  try {
    zip = await fromRandomAccessReaderPromise(new Positions(), bytes.sizeBytes, options);
    return await records(zip, bytes.sizeBytes, faults);
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    faults.add({ code: "ZIP_DIRECTORY_UNREADABLE", offset: 0, expected: "a readable directory", found });
    return null;
  }
}

async function records(zip: ZipFile, fileBytes: number, faults: ZipFaults): Promise<ForeignListing | null> {
  if (zip.entryCount > ENTRIES_MAX) {
    faults.add({
      code: "ZIP_TOO_MANY_ENTRIES",
      offset: 0,
      expected: `at most ${ENTRIES_MAX}`,
      found: `${zip.entryCount}`,
    });
    return null;
  }
  const found: ForeignRecord[] = [];
  let directoryBytes = 0;
  let statedBytes = 0;
  for await (const entry of zip.eachEntry()) {
    found.push(recordOf(entry));
    statedBytes += LOCAL_HEADER.bytes + entry.fileNameLength + entry.compressedSize;
    if (found.length > OVERLAPS_LOOKED_AT && statedBytes > fileBytes) {
      const expected = `at most ${fileBytes} bytes in all entries`;
      faults.add({
        code: "ZIP_OVERLAP",
        offset: 0,
        expected,
        found: `${statedBytes} bytes in the first ${found.length} entries`,
      });
      return null;
    }
    directoryBytes += CENTRAL_HEADER.bytes + entry.fileNameLength + entry.extraFieldLength + entry.fileCommentLength;
  }
  const plain = directoryBytes + END_RECORD.bytes + zip.comment.length;
  return { records: found, tailBytes: [plain, plain + END_RECORD_64.bytes + LOCATOR_64.bytes] };
}

/**
 * Of a few entries over the same bytes each is told. Very many that together state more than the file holds are no accident:
 * a small file of them would be looked at for minutes.
 */
const OVERLAPS_LOOKED_AT = 1000;

const UNICODE_PATH_EXTRA = 0x7075;
const MADE_BY_UNIX = 3;

function recordOf(entry: Entry): ForeignRecord {
  const isUnix = entry.versionMadeBy >> 8 === MADE_BY_UNIX;
  return {
    name: Buffer.from(entry.fileNameRaw),
    flags: entry.generalPurposeBitFlag,
    method: entry.compressionMethod,
    crc32: entry.crc32,
    storedBytes: entry.compressedSize,
    sizeBytes: entry.uncompressedSize,
    at: entry.relativeOffsetOfLocalHeader,
    fileType: isUnix ? (entry.externalFileAttributes >>> 16) & 0o170000 : 0,
    hasSecondName: entry.extraFields.some(({ id }) => id === UNICODE_PATH_EXTRA),
  };
}
