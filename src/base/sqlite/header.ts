/** First bytes of every readable SQLite file. */
export const SQLITE_MAGIC = Buffer.from("SQLite format 3\0", "latin1");

/** Bytes of the header. */
export const SQLITE_HEADER_BYTES = 100;

/** What the first 100 bytes of a database say. @source https://www.sqlite.org/fileformat2.html §1.3 */
export interface SqliteHeader {
  /** Bytes. */
  readonly pageSize: number;
  /** `wal` where both version bytes are 2. */
  readonly journal: "wal" | "rollback" | "unknown";
  /** Bytes at the end of each page that SQLite leaves alone; page-wise decrypted files keep 48 or 80. */
  readonly reservedBytes: number;
  readonly changeCounter: number;
  /** Pages, as the header states them; valid only while `changeCounter` equals `versionValidFor`. */
  readonly pageCount: number;
  readonly freelistPages: number;
  readonly schemaCookie: number;
  /** 1 UTF-8, 2 UTF-16LE, 3 UTF-16BE. */
  readonly textEncoding: number;
  readonly userVersion: number;
  readonly applicationId: number;
  readonly versionValidFor: number;
  /** Version number of the SQLite that wrote last, such as 3039004. */
  readonly sqliteVersion: number;
}

/** @returns null where the bytes are no header of a readable SQLite file */
export function sqliteHeader(bytes: Buffer): SqliteHeader | null {
  if (bytes.length < SQLITE_HEADER_BYTES || !bytes.subarray(0, 16).equals(SQLITE_MAGIC)) return null;
  const stated = bytes.readUInt16BE(16);
  const pageSize = stated === 1 ? 65_536 : stated;
  if (pageSize < 512 || pageSize > 65_536 || (pageSize & (pageSize - 1)) !== 0) return null;
  const versions = [bytes[18], bytes[19]];
  return {
    pageSize,
    journal: versions.every((v) => v === 2) ? "wal" : versions.every((v) => v === 1) ? "rollback" : "unknown",
    reservedBytes: bytes[20] ?? 0,
    changeCounter: bytes.readUInt32BE(24),
    pageCount: bytes.readUInt32BE(28),
    freelistPages: bytes.readUInt32BE(36),
    schemaCookie: bytes.readUInt32BE(40),
    textEncoding: bytes.readUInt32BE(56),
    userVersion: bytes.readUInt32BE(60),
    applicationId: bytes.readUInt32BE(68),
    versionValidFor: bytes.readUInt32BE(92),
    sqliteVersion: bytes.readUInt32BE(96),
  };
}
