import { SQLITE_MAGIC } from "../../../base/sqlite/header.ts";
import { readSchema, type SchemaObject } from "../../../base/sqlite/schema.ts";
import type { Source } from "../../../model/source.ts";
import { pagesOf } from "./copies.ts";

/** A readable database of a source and what it declares. */
export interface FoundDatabase {
  readonly path: string;
  readonly tables: readonly SchemaObject[];
}

const found = new WeakMap<Source, readonly FoundDatabase[]>();

/** Every readable database of a source with its tables, read from the bytes; nothing is opened. Read once for a source. */
export function databasesOf(source: Source): readonly FoundDatabase[] {
  const known = found.get(source);
  if (known) return known;
  const read = source.files.flatMap(({ path, sizeBytes }) => {
    if (sizeBytes < 512 || !Buffer.from(source.read(path, 0, 16)).equals(SQLITE_MAGIC)) return [];
    const pages = pagesOf(source, path);
    if (pages === null) return [];
    return [{ path, tables: readSchema(pages).filter(({ type, sql }) => type === "table" && sql !== null) }];
  });
  found.set(source, read);
  return read;
}

/** Whether the DDL of a table names all of these columns. */
export function declares({ sql }: SchemaObject, ...columns: readonly string[]): boolean {
  return columns.every((column) => new RegExp(`(?<![\\w])${column}(?![\\w])`, "i").test(sql ?? ""));
}

/** Folder of a path with `/` at its end, empty at the top. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

/** Last part of a path. */
export function baseNameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
