import Database from "better-sqlite3";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

const PAGE_BYTES = 4096;

export interface DecryptedForm {
  /** Bytes kept at the end of each page: 48 on 3.x, 80 on 4.x, 0 for a file that was rebuilt. */
  readonly reserve: number;
  /** Statements run after the last checkpoint: they stay in the log, which is left beside the file. */
  readonly late?: (db: Database.Database) => void;
  /** Without a log beside it, as decrypting programs leave it; what was late is then lost. */
  readonly withoutLog?: boolean;
}

/**
 * Makes a database in the form a page-wise decrypted one has: a reserve of noise at the end of each page, WAL mode, and
 * the log beside it.
 */
export function decryptedDatabase(path: string, form: DecryptedForm, fill: (db: Database.Database) => void): void {
  mkdirSync(dirname(path), { recursive: true });
  const workshop = mkdtempSync(join(tmpdir(), "database-"));
  const built = join(workshop, "built.db");
  try {
    emptyDatabase(built, form.reserve);
    const db = new Database(built);
    db.pragma("synchronous = OFF");
    db.pragma("journal_mode = WAL");
    db.pragma("wal_autocheckpoint = 0");
    db.transaction(() => fill(db))();
    db.pragma("wal_checkpoint(TRUNCATE)");
    if (form.late) db.transaction(form.late)(db);
    copyFileSync(built, path);
    if (form.withoutLog !== true && existsSync(`${built}-wal`)) copyFileSync(`${built}-wal`, `${path}-wal`);
    db.close();
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
  fillTails(path, form.reserve);
  if (existsSync(`${path}-wal`)) fillLogTails(`${path}-wal`, form.reserve, basename(path));
}

/** Changes a made database with plain SQLite, as an editing program does. */
export function edited(path: string, change: (db: Database.Database) => void): void {
  const db = new Database(path);
  db.defaultSafeIntegers(true);
  change(db);
  db.pragma("wal_checkpoint(TRUNCATE)");
  db.close();
}

function emptyDatabase(path: string, reserve: number): void {
  const db = new Database(path);
  db.pragma("synchronous = OFF");
  db.pragma(`page_size = ${PAGE_BYTES}`);
  db.exec("CREATE TABLE t(x); DROP TABLE t; VACUUM");
  db.close();
  const bytes = readFileSync(path);
  bytes[20] = reserve;
  // Cell content of the empty first page ends where the reserve begins.
  bytes.writeUInt16BE(PAGE_BYTES - reserve, 105);
  writeFileSync(path, bytes);
}

function noise(seed: string, length: number): Buffer {
  const parts = [createHash("sha512").update(seed).digest(), createHash("sha512").update(`${seed}+`).digest()];
  return Buffer.concat(parts).subarray(0, length);
}

function fillTails(path: string, reserve: number): void {
  if (reserve === 0) return;
  const bytes = readFileSync(path);
  for (let page = 0; (page + 1) * PAGE_BYTES <= bytes.length; page += 1) {
    noise(`${basename(path)}:${page}`, reserve).copy(bytes, (page + 1) * PAGE_BYTES - reserve);
  }
  writeFileSync(path, bytes);
}

/** Frames carry the tails of their pages too, and each frame's checksum covers all before it. */
function fillLogTails(path: string, reserve: number, name: string): void {
  const bytes = readFileSync(path);
  if (reserve === 0 || bytes.length < 32) return;
  const isBigEndian = (bytes.readUInt32BE(0) & 1) === 1;
  let sums: [number, number] = [bytes.readUInt32BE(24), bytes.readUInt32BE(28)];
  for (let at = 32; at + 24 + PAGE_BYTES <= bytes.length; at += 24 + PAGE_BYTES) {
    const end = at + 24 + PAGE_BYTES;
    noise(`${name}:wal:${at}`, reserve).copy(bytes, end - reserve);
    sums = summed(bytes.subarray(at, at + 8), sums, isBigEndian);
    sums = summed(bytes.subarray(at + 24, end), sums, isBigEndian);
    bytes.writeUInt32BE(sums[0], at + 16);
    bytes.writeUInt32BE(sums[1], at + 20);
  }
  writeFileSync(path, bytes);
}

function summed(bytes: Buffer, [first, second]: [number, number], isBigEndian: boolean): [number, number] {
  let [a, b] = [first, second];
  for (let at = 0; at < bytes.length; at += 8) {
    a = (a + (isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + b) >>> 0;
    b = (b + (isBigEndian ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + a) >>> 0;
  }
  return [a, b];
}
