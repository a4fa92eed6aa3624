import { SQLITE_MAGIC } from "../../base/sqlite/header.ts";
import { compareCodePoints } from "../../base/order.ts";
import type { DatabaseRole } from "../../model/database.ts";
import type { Source, SourceFile } from "../../model/source.ts";
import { looksEncrypted, type Unreadable } from "../wechat/database/copies.ts";
import { databasesOf } from "../wechat/database/schemas.ts";
import { roleOf } from "./roles.ts";

/** One database of a set. */
export interface SetFile {
  readonly path: string;
  readonly role: DatabaseRole;
  /** n of `message_n.db`, `media_n.db`. */
  readonly shard: number | null;
  /** Why it cannot be read; null where its schema is there. */
  readonly unreadable: Unreadable | null;
}

/** Databases of one account. */
export interface DatabaseSet {
  /** Folder the databases lie under, ending in `/`, or empty. */
  readonly root: string;
  /** Folder that also holds the media, ending in `/`, or empty. */
  readonly account: string;
  /** In code-point order of path. */
  readonly files: readonly SetFile[];
  /** Lowest message shard. */
  readonly entry: string;
  readonly isReadable: boolean;
}

/**
 * The sets of 4.x databases in a source. Tables decide what a file is; names are asked only where no table can be read.
 * A tree in which nothing can be read is a set only where nothing else in the source is one.
 */
export function databaseSets(source: Source): DatabaseSet[] {
  const found = source.files.flatMap((file) => databaseIn(source, file) ?? []);
  const shards = found.filter(({ role }) => isMessageRole(role));
  const readable = shards.filter(({ unreadable }) => unreadable === null);
  const leading = readable.length > 0 ? readable : shards.filter(({ path }) => isTold(path, found));
  const roots = [...new Set(leading.map(({ path }) => rootOf(path)))].sort(compareCodePoints);
  return roots.map((root) => setOf(root, roots, found)).filter((set) => set !== null);
}

export function isMessageRole(role: DatabaseRole): boolean {
  return role === "message" || role === "official-message";
}

function setOf(root: string, roots: readonly string[], found: readonly SetFile[]): DatabaseSet | null {
  const files = found
    .filter(({ path }) => rootAmong(path, roots) === root)
    .sort((a, b) => compareCodePoints(a.path, b.path));
  const shards = files.filter(({ role }) => isMessageRole(role)).sort(byShard);
  const entry = shards.find(({ unreadable }) => unreadable === null) ?? shards[0];
  if (entry === undefined) return null;
  return {
    root,
    account: root.replace(/(^|\/)db_storage\/$/i, "$1"),
    files,
    entry: entry.path,
    isReadable: entry.unreadable === null,
  };
}

function byShard(a: SetFile, b: SetFile): number {
  const official = Number(a.role === "official-message") - Number(b.role === "official-message");
  return official || (a.shard ?? 0) - (b.shard ?? 0) || compareCodePoints(a.path, b.path);
}

/** The deepest root above a path; the only one there is where none is above it. */
function rootAmong(path: string, roots: readonly string[]): string | undefined {
  const above = roots.filter((root) => path.startsWith(root)).sort((a, b) => b.length - a.length);
  return above[0] ?? (roots.length === 1 ? roots[0] : undefined);
}

/** Up to and with `db_storage/`, else the folder above `message/`, else the folder of the file. */
function rootOf(path: string): string {
  const storage = /^(?:.*\/)?db_storage\//i.exec(path);
  if (storage) return storage[0];
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  return folder.replace(/(^|\/)message\/$/i, "$1");
}

/** A file that cannot be read is spoken for by the folder it lies in, by a database beside it, or by being cut or empty. */
function isTold(path: string, found: readonly SetFile[]): boolean {
  const own = found.find((file) => file.path === path);
  if (/(^|\/)db_storage\//i.test(path) || own?.unreadable !== "encrypted") return true;
  return found.some(({ unreadable, path: other }) => unreadable === null && other.startsWith(rootOf(path)));
}

const NAMES: readonly (readonly [RegExp, DatabaseRole])[] = [
  [/^message_(\d{1,3})\.db$/i, "message"],
  [/^biz_message_(\d{1,3})\.db$/i, "official-message"],
  [/^media_(\d{1,3})\.db$/i, "media"],
  [/^contact\.db$/i, "contact"],
  [/^session\.db$/i, "session"],
  [/^message_resource\.db$/i, "resource"],
  [/^message_fts\.db$/i, "index"],
  [/^hardlink\.db$/i, "hardlink"],
  [/^head_image\.db$/i, "head-image"],
  [/^general\.db$/i, "general"],
  [/^favorite\.db$/i, "favorite"],
  [/^sns\.db$/i, "moments"],
];

function databaseIn(source: Source, file: SourceFile): SetFile | null {
  const name = file.path.slice(file.path.lastIndexOf("/") + 1);
  const named = NAMES.find(([pattern]) => pattern.test(name));
  const shard = shardOf(name);
  const isSqlite = file.sizeBytes >= 512 && Buffer.from(source.read(file.path, 0, 16)).equals(SQLITE_MAGIC);
  if (isSqlite) {
    const tables = databasesOf(source).find(({ path }) => path === file.path)?.tables ?? [];
    const role = roleOf(tables, name);
    if (role !== null) return { path: file.path, role, shard, unreadable: null };
    if (named === undefined || tables.length > 0) return null;
    return { path: file.path, role: named[1], shard, unreadable: "damaged" };
  }
  if (named === undefined) return null;
  return { path: file.path, role: named[1], shard, unreadable: whyNot(source, file) };
}

function whyNot(source: Source, { path, sizeBytes }: SourceFile): Unreadable {
  if (sizeBytes === 0) return "empty";
  const head = Buffer.from(source.read(path, 0, 4096));
  if (head.subarray(0, 16).equals(SQLITE_MAGIC)) return "damaged";
  return looksEncrypted(head) ? "encrypted" : "not-a-database";
}

function shardOf(name: string): number | null {
  const digits = /_(\d{1,3})\.db$/i.exec(name)?.[1];
  return digits === undefined ? null : Number(digits);
}
