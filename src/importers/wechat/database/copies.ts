import { closeSync, fstatSync, ftruncateSync, openSync, readSync } from "node:fs";
import type Database from "better-sqlite3";
import { Scratch } from "../../../base/scratch.ts";
import { SourceError } from "../../../base/errors.ts";
import { CopyDiffers, copyOut, openCopy, removeCopy } from "../../../base/sqlite/copy.ts";
import { sqliteHeader, SQLITE_HEADER_BYTES, SQLITE_MAGIC } from "../../../base/sqlite/header.ts";
import { Pages, type Bytes } from "../../../base/sqlite/pages.ts";
import { Tables } from "../../../base/sqlite/tables.ts";
import type { Source } from "../../../model/source.ts";

/** A database opened as a private copy, with its log applied. */
export interface OpenDatabase {
  readonly path: string;
  readonly walPath: string | null;
  /** Whether there is anything in the log. */
  readonly hasLog: boolean;
  readonly db: Database.Database;
  readonly tables: Tables;
  /** The file as received, page by page; nothing opened. */
  readonly pages: Pages;
  close(): void;
}

/** Why a file that should be a database is not read. */
export type Unreadable = "empty" | "encrypted" | "not-a-database" | "damaged";

export function isOpen(opened: OpenDatabase | Unreadable): opened is OpenDatabase {
  return typeof opened !== "string";
}

/** Pages of a file of the source with its log laid over them; null where it is no readable database. */
export function pagesOf(source: Source, path: string): Pages | null {
  const main = bytesOf(source, path);
  if (main === null) return null;
  const wal = walOf(source, path);
  return Pages.of(main, wal === null ? null : bytesOf(source, wal));
}

/** Path of the write-ahead log given beside a database. */
export function walOf(source: Source, path: string): string | null {
  return source.file(`${path}-wal`)?.path ?? null;
}

function bytesOf(source: Source, path: string): Bytes | null {
  const file = source.file(path);
  if (file === undefined) return null;
  return { sizeBytes: file.sizeBytes, readAt: (position, length) => source.read(path, position, length) };
}

/**
 * Opens the databases of a source. None is opened where it lies: even reading makes SQLite write beside it, so each is
 * copied with its log to a private folder, held against its digest, and the copy is opened.
 *
 * @source dependencies.md §8
 */
export class DatabaseCopies {
  private readonly source: Source;
  private readonly scratch = new Scratch();
  private readonly open_ = new Set<OpenDatabase>();
  /** Copies closed and kept for the next time, by path in the source. */
  private readonly kept = new Map<string, string>();
  private keptBytes = 0;

  constructor(source: Source) {
    this.source = source;
  }

  /**
   * @returns why not, where the file is no readable database
   * @throws {SourceError} SOURCE_CHANGED when the bytes are no longer those first read
   */
  open(path: string): OpenDatabase | Unreadable {
    const wrong = this.unreadable(path);
    if (wrong !== null) return wrong;
    const pages = pagesOf(this.source, path);
    if (pages === null) return "not-a-database";
    const walPath = walOf(this.source, path);
    const copy = this.taken(path) ?? this.copy(path, walPath);
    try {
      const { db, tables } = opening(copy);
      const opened: OpenDatabase = {
        path,
        walPath,
        hasLog: walPath !== null && this.bytesOf(walPath) > 0,
        db,
        tables,
        pages,
        close: () => {
          if (!this.open_.delete(opened)) return;
          db.close();
          this.keep(path, copy);
        },
      };
      this.open_.add(opened);
      return opened;
    } catch (error) {
      removeCopy(copy);
      if (isDamage(error)) return "damaged";
      throw error;
    }
  }

  /** What a query says of the main file alone, without its log; null where it cannot be read so. */
  withoutLog<Answer>(path: string, ask: (tables: Tables) => Answer): Answer | null {
    const copy = this.copy(path, null);
    try {
      const { db, tables } = opening(copy);
      try {
        return ask(tables);
      } finally {
        db.close();
      }
    } catch (error) {
      if (isDamage(error)) return null;
      throw error;
    } finally {
      removeCopy(copy);
    }
  }

  /** Closes everything and removes the copies. */
  close(): void {
    for (const opened of [...this.open_]) opened.close();
    this.scratch.dispose();
  }

  private taken(path: string): string | undefined {
    const copy = this.kept.get(path);
    if (copy === undefined) return undefined;
    this.kept.delete(path);
    this.keptBytes -= this.bytesOf(path);
    return copy;
  }

  /** A database is opened twice, to be counted and to be read: its copy is as good the second time. */
  private keep(path: string, copy: string): void {
    const bytes = this.bytesOf(path);
    if (this.kept.has(path) || this.keptBytes + bytes > MOST_KEPT_BYTES) {
      removeCopy(copy);
    } else {
      this.kept.set(path, copy);
      this.keptBytes += bytes;
    }
  }

  private bytesOf(path: string): number {
    return this.source.file(path)?.sizeBytes ?? 0;
  }

  private unreadable(path: string): Unreadable | null {
    const file = this.source.file(path);
    if (file === undefined || file.sizeBytes === 0) return "empty";
    const head = Buffer.from(this.source.read(path, 0, 4096));
    if (head.subarray(0, 16).equals(SQLITE_MAGIC)) return null;
    return looksEncrypted(head) ? "encrypted" : "not-a-database";
  }

  private copy(path: string, walPath: string | null): string {
    const copy = this.scratch.next("copy.db");
    this.copyFile(path, copy);
    if (walPath !== null) this.copyFile(walPath, `${copy}-wal`);
    return copy;
  }

  private copyFile(path: string, to: string): void {
    const sha256 = this.source.file(path)?.sha256 ?? "";
    try {
      copyOut({ chunks: () => this.source.chunks(path), sha256 }, to);
    } catch (error) {
      throw error instanceof CopyDiffers ? changed(path) : error;
    }
  }
}

/** Copies kept take room beside the source; past this they are made anew. */
const MOST_KEPT_BYTES = 4 * 1024 ** 3;

/** A file that lacks pages at its end is refused as a whole at first. With empty pages there the rest can be read. */
function opening(copy: string): { readonly db: Database.Database; readonly tables: Tables } {
  try {
    return openTables(copy);
  } catch (error) {
    if (!isDamage(error) || !lengthen(copy)) throw error;
    return openTables(copy);
  }
}

function openTables(copy: string): { readonly db: Database.Database; readonly tables: Tables } {
  const db = openCopy(copy);
  try {
    return { db, tables: new Tables(db) };
  } catch (error) {
    db.close();
    throw error;
  }
}

/** A header states no more pages than this many times those that are there, unless it is damaged itself. */
const MOST_TIMES_LONGER = 64;

function lengthen(copy: string): boolean {
  const file = openSync(copy, "r+");
  try {
    const bytes = Buffer.alloc(SQLITE_HEADER_BYTES);
    readSync(file, bytes, 0, SQLITE_HEADER_BYTES, 0);
    const header = sqliteHeader(bytes);
    const { size } = fstatSync(file);
    const stated = header === null ? 0 : header.pageCount * header.pageSize;
    if (stated <= size || stated > size * MOST_TIMES_LONGER) return false;
    ftruncateSync(file, stated);
    return true;
  } finally {
    closeSync(file);
  }
}

/** Whether SQLite refused because of what is in the file. */
export function isDamage(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^SQLITE_(CORRUPT|NOTADB|CANTOPEN|IOERR|ERROR|READONLY|SCHEMA|FORMAT)/.test(code);
}

const RANDOM_BITS = 7.8;

/** A first page that reads like noise: an encrypted database has no magic number left. */
export function looksEncrypted(head: Buffer): boolean {
  if (head.length < 1024) return false;
  const counts = new Uint32Array(256);
  for (const byte of head) counts[byte] = (counts[byte] ?? 0) + 1;
  let bits = 0;
  for (const count of counts) if (count > 0) bits -= (count / head.length) * Math.log2(count / head.length);
  return bits >= (head.length >= 4096 ? RANDOM_BITS : 7.2);
}

function changed(path: string): SourceError {
  return new SourceError(
    "SOURCE_CHANGED",
    {
      zh: `文件“${path}”在读取期间发生了变化：内容与首次读取时的 SHA-256 不一致。`,
      en: `"${path}" changed while it was read: its bytes are not those of the first reading (SHA-256 differs).`,
    },
    {
      hint: {
        zh: "请关闭正在使用该数据库的程序（包括微信），复制一份后对副本再次运行。",
        en: "Close the program that uses the database (WeChat included), copy it, and run again on the copy.",
      },
      facts: { path },
    },
  );
}
