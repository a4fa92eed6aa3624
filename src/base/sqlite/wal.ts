/** Reads up to `length` bytes of a file from `position`; fewer at its end. */
export type ReadAt = (position: number, length: number) => Buffer;

/** What a write-ahead log holds. @source https://www.sqlite.org/fileformat2.html §4 */
export interface Wal {
  readonly pageSize: number;
  /** Frames that belong to the present log, committed or not. */
  readonly frames: number;
  /** Frames up to the last commit: those that SQLite applies. */
  readonly committedFrames: number;
  /** Pages of the database after the last commit; null where nothing was committed. */
  readonly pageCount: number | null;
  /** Where the newest committed copy of a page stands in the log (byte offset of its content). */
  readonly pages: ReadonlyMap<number, number>;
}

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
const MAGIC = 0x377f0682;

/**
 * Reads the index of a log: frames whose salts are those of its header and whose checksums add up, which are the
 * frames SQLite would apply. Holds one number a changed page.
 *
 * @returns null where the bytes are no log, as for an empty file
 */
export function readWal(readAt: ReadAt, sizeBytes: number): Wal | null {
  const header = Buffer.from(readAt(0, HEADER_BYTES));
  if (header.length < HEADER_BYTES) return null;
  const magic = header.readUInt32BE(0);
  const pageSize = header.readUInt32BE(8);
  if (magic >>> 1 !== MAGIC >>> 1 || pageSize < 512 || pageSize > 65_536) return null;
  const sum = new Checksum((magic & 1) === 1);
  sum.add(header.subarray(0, 24));
  const salts = header.subarray(16, 24);
  const pages = new Map<number, number>();
  let pending: [number, number][] = [];
  let [frames, committedFrames] = [0, 0];
  let pageCount: number | null = null;
  const frameBytes = FRAME_HEADER_BYTES + pageSize;
  for (let at = HEADER_BYTES; at + frameBytes <= sizeBytes; at += frameBytes) {
    const frame = readAt(at, frameBytes);
    if (frame.length < frameBytes || !frame.subarray(8, 16).equals(salts)) break;
    sum.add(frame.subarray(0, 8));
    sum.add(frame.subarray(FRAME_HEADER_BYTES));
    if (!sum.equals(frame.readUInt32BE(16), frame.readUInt32BE(20))) break;
    frames += 1;
    pending.push([frame.readUInt32BE(0), at + FRAME_HEADER_BYTES]);
    const afterCommit = frame.readUInt32BE(4);
    if (afterCommit === 0) continue;
    for (const [page, offset] of pending) pages.set(page, offset);
    pending = [];
    committedFrames = frames;
    pageCount = afterCommit;
  }
  return { pageSize, frames, committedFrames, pageCount, pages };
}

/** The running pair of sums that ties each frame to all before it. */
class Checksum {
  private readonly isBigEndian: boolean;
  private a = 0;
  private b = 0;

  constructor(isBigEndian: boolean) {
    this.isBigEndian = isBigEndian;
  }

  add(bytes: Buffer): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let { a, b } = this;
    for (let at = 0; at + 8 <= bytes.length; at += 8) {
      a = (a + view.getUint32(at, !this.isBigEndian) + b) >>> 0;
      b = (b + view.getUint32(at + 4, !this.isBigEndian) + a) >>> 0;
    }
    this.a = a;
    this.b = b;
  }

  equals(a: number, b: number): boolean {
    return this.a === a && this.b === b;
  }
}
