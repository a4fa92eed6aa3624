import Database from "better-sqlite3";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { md5 } from "../../../src/base/digest.ts";

type Db = Database.Database;

/**
 * Writes a database as a client leaves it. What `recent` writes stays in the log beside it, as while the client runs;
 * without `recent` there is no log.
 */
export function writeDatabase(path: string, fill: (db: Db) => void, recent: ((db: Db) => void) | null = null): void {
  mkdirSync(dirname(path), { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), "fixture-"));
  const live = join(folder, "live.db");
  const db = new Database(live);
  try {
    db.pragma("page_size = 4096");
    db.pragma(recent === null ? "journal_mode = DELETE" : "journal_mode = WAL");
    db.transaction(fill)(db);
    if (recent !== null) {
      db.pragma("wal_checkpoint(TRUNCATE)");
      db.pragma("wal_autocheckpoint = 0");
      db.transaction(recent)(db);
      copyFileSync(`${live}-wal`, `${path}-wal`);
    }
    copyFileSync(live, path);
  } finally {
    db.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Changes a database with plain SQLite, which applies and removes the log on the way. */
export function changeDatabase(path: string, change: (db: Db) => void): void {
  const db = new Database(path);
  try {
    change(db);
  } finally {
    db.close();
  }
}

/** A row by the names of its columns. */
export type Columns = Readonly<Record<string, string | number | bigint | Buffer | null>>;

export function insert(db: Db, table: string, columns: Columns): void {
  const names = Object.keys(columns);
  const marks = names.map(() => "?").join(", ");
  db.prepare(`INSERT INTO "${table}" (${names.join(", ")}) VALUES (${marks})`).run(...Object.values(columns));
}

export function writeBytes(path: string, bytes: Buffer | string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}

export function removeLog(path: string): void {
  if (existsSync(`${path}-wal`)) rmSync(`${path}-wal`);
}

/** A server id made from words: 63 bits, the same every time. */
export function serverIdOf(words: string): bigint {
  return BigInt.asUintN(62, BigInt(`0x${md5(words).slice(0, 16)}`)) | (1n << 61n);
}

/** Bytes without order, such as an encrypted file has; the same every time. */
export function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = 20_260_302;
  for (let index = 0; index < length; index += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[index] = state >>> 24;
  }
  return bytes;
}

/** What a manipulation did, for tests that look for its traces. */
export interface Expectation {
  /** One plain sentence. */
  readonly did: string;
  /** Conversation it happened in; null where it concerns files. */
  readonly talker: string | null;
  /** Local ids of the rows concerned. */
  readonly localIds: readonly string[];
}
