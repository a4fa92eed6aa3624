import type { Numbering } from "../../model/database.ts";
import type { OpenDatabase } from "../wechat/database/copies.ts";
import { numberingOf, orphanedSequences } from "../wechat/database/numbering.ts";

/** What `localId` of a table counts within. */
export function scopeOf(path: string, table: string): string {
  return `${path}#${table}`;
}

/** Numbering of each message table, and of tables that are gone while `sqlite_sequence` still names them. */
export function numberingsOf(
  opened: OpenDatabase,
  names: readonly string[],
  idColumn: string,
  isShared: boolean,
): Numbering[] {
  const present = names.flatMap((name) => numberingOf(opened, name, idColumn, isShared) ?? []);
  return [...present, ...orphanedSequences(opened, /^/).map((gone) => ({ ...gone, isShared }))];
}
