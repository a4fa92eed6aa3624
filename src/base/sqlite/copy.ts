import { createHash } from "node:crypto";
import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import Database from "better-sqlite3";

/** Bytes in order, as often as asked. */
export interface Copied {
  readonly chunks: () => Iterable<Buffer>;
  readonly sha256: string;
}

/** The bytes are not those that were hashed when the source was first read. */
export class CopyDiffers extends Error {}

/**
 * Writes bytes to a private file and holds the copy against their digest.
 *
 * @throws {CopyDiffers}
 */
export function copyOut({ chunks, sha256 }: Copied, to: string): void {
  const hash = createHash("sha256");
  const file = openSync(to, "wx", 0o600);
  try {
    for (const chunk of chunks()) {
      hash.update(chunk);
      for (let at = 0; at < chunk.length;) at += writeSync(file, chunk, at);
    }
  } finally {
    closeSync(file);
  }
  if (hash.digest("hex") !== sha256) throw new CopyDiffers(to);
}

/**
 * Opens a private copy for reading. SQLite may write to it (it applies the log, and makes an index of it): that is why
 * it is a copy. Whole numbers come as BigInt, because server ids have 64 bits.
 *
 * @throws what SQLite throws, at the latest on the first read
 */
export function openCopy(path: string): Database.Database {
  const db = new Database(path);
  try {
    db.defaultSafeIntegers(true);
    // A hostile schema must not run functions, and a damaged page must be noticed where it is read.
    db.pragma("trusted_schema = OFF");
    db.pragma("cell_size_check = ON");
    db.pragma("temp_store = FILE");
    db.pragma("query_only = ON");
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Removes a copy with everything SQLite made beside it. */
export function removeCopy(path: string): void {
  for (const suffix of ["", "-wal", "-shm", "-journal"]) rmSync(`${path}${suffix}`, { force: true });
}
