import { sqliteHeader, SQLITE_HEADER_BYTES, type SqliteHeader } from "./header.ts";
import { readWal, type ReadAt, type Wal } from "./wal.ts";

/** Bytes of one file. */
export interface Bytes {
  readonly sizeBytes: number;
  readonly readAt: ReadAt;
}

/** The pages of a database as they lie on disk, with the committed pages of its log laid over them. */
export class Pages {
  readonly header: SqliteHeader;
  readonly wal: Wal | null;
  /** Pages there are to read. */
  readonly count: number;
  private readonly main: Bytes;
  private readonly log: Bytes | null;

  /** @returns null where `main` is not a readable SQLite file */
  static of(main: Bytes, log: Bytes | null): Pages | null {
    const wal = log === null ? null : readWal(log.readAt, log.sizeBytes);
    const first = main.readAt(0, SQLITE_HEADER_BYTES);
    const header = sqliteHeader(Buffer.from(first));
    if (header === null) return null;
    const fits = wal !== null && wal.pageSize === header.pageSize;
    return new Pages(main, fits ? log : null, header, fits ? wal : null);
  }

  private constructor(main: Bytes, log: Bytes | null, header: SqliteHeader, wal: Wal | null) {
    this.main = main;
    this.log = log;
    this.wal = wal;
    this.count = wal?.pageCount ?? Math.ceil(main.sizeBytes / header.pageSize);
    // The newest header may lie in the log.
    const newest = wal?.pages.get(1);
    this.header = (newest === undefined ? null : sqliteHeader(this.logAt(newest))) ?? header;
  }

  /** Page by its number, 1-based; valid until the next is asked for. Shorter than a page at a cut end, empty past it. */
  page(number: number): Buffer {
    const inLog = this.wal?.pages.get(number);
    if (inLog !== undefined) return this.logAt(inLog);
    if (number < 1 || number > this.count) return Buffer.alloc(0);
    return this.main.readAt((number - 1) * this.header.pageSize, this.header.pageSize);
  }

  private logAt(offset: number): Buffer {
    return this.log === null ? Buffer.alloc(0) : this.log.readAt(offset, this.wal?.pageSize ?? 0);
  }
}
