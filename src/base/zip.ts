import { inflateRawSync } from "node:zlib";
import { readExactly, type ZipBytes } from "./zip-bytes.ts";
import { readCanonical, type ZipEntry, type ZipReading } from "./zip-canonical.ts";
import { ZipFaults, type ZipFault } from "./zip-fault.ts";
import { readForeign } from "./zip-foreign.ts";
import { END_RECORD, LOCAL_HEADER, MAX_16 } from "./zip-format.ts";

export { openZipBytes, type ZipBytes } from "./zip-bytes.ts";
export type { ZipEntry, ZipReading } from "./zip-canonical.ts";
export { nameText, type ZipFault } from "./zip-fault.ts";
export { namesInSight } from "./zip-names.ts";

/**
 * `canonical`: the one byte form; `repacked`: not that form, but every reader sees the same contents in it, as when
 * somebody unpacked and zipped again; `damaged`: neither.
 */
export type ZipForm = "canonical" | "repacked" | "damaged";

/** A zip that was read once from front to back. Nothing of it is ever written to a disk. */
export interface OpenedZip {
  readonly sizeBytes: number;
  readonly form: ZipForm;
  readonly entries: readonly ZipEntry[];
  /** The first two hundred faults of each reading. */
  readonly faults: readonly ZipFault[];
  /** All faults, those not kept included. */
  readonly faultCount: number;
  /**
   * Up to `length` bytes of an entry from `position`; fewer at its end.
   * @throws RangeError where the bytes cannot be had: a method we do not read, or a deflated entry above 128 MiB
   */
  read(entry: ZipEntry, position: number, length: number): Buffer;
  close(): void;
}

/** How a zip begins: with a record, or, when it is empty, with its end. */
const BEGINNINGS: readonly number[] = [LOCAL_HEADER.signature, END_RECORD.signature];

/** Whether bytes are a zip at all, whole or not: it begins like one, or an end record stands where one may. */
export function looksLikeZip(bytes: ZipBytes): boolean {
  const head = readExactly(bytes, Buffer.alloc(Math.min(4, bytes.sizeBytes)), 0);
  if (head.length === 4 && BEGINNINGS.includes(head.readUInt32LE(0))) return true;
  const length = Math.min(bytes.sizeBytes, END_RECORD.bytes + MAX_16);
  const tail = readExactly(bytes, Buffer.alloc(length), bytes.sizeBytes - length);
  return tail.includes("PK\x05\x06", 0, "latin1");
}

/**
 * Reads a zip strictly; only where that finds a fault, also as other programs would, so that contents can be judged apart
 * from their container. Takes over `bytes`.
 *
 * @throws RangeError when the file becomes shorter meanwhile; system errors of reading; the reason of an abort
 */
export async function openZip(bytes: ZipBytes, reading: ZipReading = {}): Promise<OpenedZip> {
  const strict = new ZipFaults();
  const entries = await readCanonical(bytes, strict, reading);
  if (strict.count === 0) return new StoredZip(bytes, "canonical", entries, [strict]);
  const foreign = new ZipFaults();
  const seen = await readForeign(bytes, foreign, reading);
  return new StoredZip(bytes, foreign.count === 0 ? "repacked" : "damaged", seen, [strict, foreign]);
}

const INFLATED_MAX_BYTES = 128 << 20;

class StoredZip implements OpenedZip {
  readonly form: ZipForm;
  readonly entries: readonly ZipEntry[];
  readonly faults: readonly ZipFault[];
  readonly faultCount: number;
  private readonly bytes: ZipBytes;
  private inflated: { entry: ZipEntry; content: Buffer } | null = null;

  constructor(bytes: ZipBytes, form: ZipForm, entries: readonly ZipEntry[], faults: readonly ZipFaults[]) {
    this.bytes = bytes;
    this.form = form;
    this.entries = entries;
    this.faults = faults.flatMap(({ kept }) => kept);
    this.faultCount = faults.reduce((sum, { count }) => sum + count, 0);
  }

  get sizeBytes(): number {
    return this.bytes.sizeBytes;
  }

  read(entry: ZipEntry, position: number, length: number): Buffer {
    const wanted = Math.max(0, Math.min(length, entry.sizeBytes - position));
    if (entry.method === 0) return readExactly(this.bytes, Buffer.allocUnsafe(wanted), entry.offset + position);
    return this.inflate(entry).subarray(position, position + wanted);
  }

  close(): void {
    this.bytes.close();
  }

  private inflate(entry: ZipEntry): Buffer {
    if (this.inflated?.entry === entry) return this.inflated.content;
    if (entry.sha256 === null || entry.method !== 8 || entry.sizeBytes > INFLATED_MAX_BYTES) {
      throw new RangeError(
        `${entry.name} of ${entry.sizeBytes} bytes (method ${entry.method}) is not read from a repacked zip`,
      );
    }
    const stored = readExactly(this.bytes, Buffer.allocUnsafe(entry.storedBytes), entry.offset);
    // A length above the stated size would be refused here; zero is not a limit zlib accepts.
    const content = inflateRawSync(stored, { maxOutputLength: Math.max(1, entry.sizeBytes) });
    this.inflated = { entry, content };
    return content;
  }
}
