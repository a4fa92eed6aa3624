import { crc32 } from "node:zlib";
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from "yauzl";
import { EvidenceError } from "../base/errors.ts";
import type { Source, SourceFile } from "../model/source.ts";
import type { Budget } from "./limits.ts";
import { strictUtf8 } from "./names.ts";

/** One record of a zip's central directory. @source documented: PKWARE APPNOTE 6.3.10, 4.3.12 */
export interface DirectoryEntry {
  readonly rawName: Buffer;
  /** Name of the Info-ZIP Unicode Path field, only where the field fits the raw name. */
  readonly unicodeName: string | null;
  /** General purpose bit 11: the raw name is UTF-8. */
  readonly utf8Flag: boolean;
  readonly encrypted: boolean;
  readonly method: number;
  readonly crc32: number;
  readonly compressedBytes: number;
  readonly sizeBytes: number;
  /** Where its local header begins. */
  readonly offset: number;
  /** `YYYY-MM-DD HH:MM:SS` as stated, without zone; null where it is no date. */
  readonly modifiedText: string | null;
  /** File type bits of a Unix mode (`S_IFMT`); 0 where the zip was not made on Unix or states none. */
  readonly unixType: number;
}

export interface Directory {
  readonly entries: readonly DirectoryEntry[];
  /** Where the directory begins and member data must have ended. */
  readonly offset: number;
}

/** Something that is wrong with a zip or one member, found while reading it. `message` is for `NotTaken.detail`. */
export class ZipFault extends Error {
  readonly reason: "member-encrypted" | "member-damaged" | "member-unsupported";

  constructor(reason: ZipFault["reason"], detail: string) {
    super(detail);
    this.name = "ZipFault";
    this.reason = reason;
  }
}

const ENTRY_BYTES_MIN = 46;
const ENTRY_SIGNATURE = 0x02014b50;
const UNICODE_PATH = 0x7075;
const METHOD_AES = 99;
const UNIX_HOSTS = [3, 19];
const WINDOW_BYTES = 1 << 16;

/**
 * Lists the members of a zip, in the order of its directory, through `base.read` alone.
 *
 * @throws {ZipFault} when the directory cannot be read to its end
 * @throws {SourceError} SOURCE_TOO_LARGE, before the members are listed
 */
export async function readDirectory(base: Source, file: SourceFile, budget: Budget): Promise<Directory> {
  try {
    const options = { lazyEntries: true, decodeStrings: false, validateEntrySizes: false, autoClose: false };
    const zip = await fromRandomAccessReaderPromise(new WindowReader(base, file.path), file.sizeBytes, options);
    return await entriesOf(zip, base, file, budget);
  } catch (error) {
    // yauzl's errors are plain ones; ours and the disk's are not about the zip.
    if (error instanceof EvidenceError || error instanceof ZipFault) throw error;
    const detail = error instanceof Error ? error.message : String(error);
    throw new ZipFault(detail.includes("strong encryption") ? "member-encrypted" : "member-damaged", detail);
  }
}

async function entriesOf(zip: ZipFile, base: Source, file: SourceFile, budget: Budget): Promise<Directory> {
  if (zip.entryCount * ENTRY_BYTES_MIN > file.sizeBytes) {
    throw new ZipFault("member-damaged", `directory states ${zip.entryCount} members, more than fit in the file`);
  }
  budget.chargeMembers(file.path, zip.entryCount);
  const offset = cursor(zip);
  const entries: DirectoryEntry[] = [];
  for await (const entry of zip.eachEntry()) entries.push(reduced(entry));
  const next = base.read(file.path, cursor(zip), 4);
  // Counts of 16 bits run over in zips of old tools; members past the count would be lost in silence.
  if (next.length === 4 && next.readUInt32LE(0) === ENTRY_SIGNATURE) {
    throw new ZipFault("member-damaged", `directory states ${zip.entryCount} members and lists more`);
  }
  return { entries, offset };
}

/** Where yauzl reads on in the directory (its typings call this a boolean). */
function cursor(zip: ZipFile): number {
  return zip.readEntryCursor as unknown as number;
}

function reduced(entry: Entry): DirectoryEntry {
  const unix = UNIX_HOSTS.includes(entry.versionMadeBy >>> 8);
  return {
    // A copy: the slice would keep the extra fields and the comment alive.
    rawName: Buffer.from(entry.fileNameRaw),
    unicodeName: unicodePath(entry),
    utf8Flag: (entry.generalPurposeBitFlag & 0x800) !== 0,
    encrypted: entry.isEncrypted() || entry.compressionMethod === METHOD_AES,
    method: entry.compressionMethod,
    crc32: entry.crc32,
    compressedBytes: entry.compressedSize,
    sizeBytes: entry.uncompressedSize,
    offset: entry.relativeOffsetOfLocalHeader,
    modifiedText: dosTimeText(entry.lastModFileDate, entry.lastModFileTime),
    unixType: unix ? (entry.externalFileAttributes >>> 16) & 0o170000 : 0,
  };
}

/** @source documented: APPNOTE 4.6.9: version 1, CRC-32 of the header's name, UTF-8 name; void when the CRC differs */
function unicodePath(entry: Entry): string | null {
  const field = entry.extraFields.find(({ id }) => id === UNICODE_PATH)?.data;
  if (field === undefined || field.length < 6 || field[0] !== 1) return null;
  return field.readUInt32LE(1) === crc32(entry.fileNameRaw) ? strictUtf8(field.subarray(5)) : null;
}

/** @source documented: APPNOTE 4.4.6, MS-DOS date and time, two-second steps, no zone */
function dosTimeText(date: number, time: number): string | null {
  const [year, month, day] = [(date >>> 9) + 1980, (date >>> 5) & 15, date & 31];
  const [hour, minute, second] = [time >>> 11, (time >>> 5) & 63, (time & 31) * 2];
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return null;
  const two = (value: number) => String(value).padStart(2, "0");
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}`;
}

/** Lets yauzl read a file of a source. It asks for a few bytes at a time, in order; so a window is kept. */
class WindowReader extends RandomAccessReader {
  private readonly source: Source;
  private readonly path: string;
  private window: Buffer = Buffer.alloc(0);
  private start = 0;

  constructor(source: Source, path: string) {
    super();
    this.source = source;
    this.path = path;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    let count: number;
    try {
      count = this.at(position, length).copy(buffer, offset);
    } catch (error) {
      callback(error as Error);
      return;
    }
    callback(null, count);
  }

  private at(position: number, length: number): Buffer {
    if (position < this.start || position + length > this.start + this.window.length) {
      this.window = this.source.read(this.path, position, Math.max(length, WINDOW_BYTES));
      this.start = position;
    }
    return this.window.subarray(position - this.start, position - this.start + length);
  }
}
