import { quoted, textOf, type Row } from "../../../base/sqlite/tables.ts";
import type { DatabaseFile, Numbering } from "../../../model/database.ts";
import type { Yielded } from "../../importer.ts";
import { isDamage, type DatabaseCopies, type OpenDatabase } from "./copies.ts";

/** The numbering of one table of messages; null where it cannot be counted. Scope is `<path>#<table>`. */
export function numberingOf(opened: OpenDatabase, name: string, idColumn: string, isShared: boolean): Numbering | null {
  try {
    const table = opened.tables.table(name);
    const id = table?.columns.get(idColumn.toLowerCase());
    if (table === null || id === undefined) return null;
    const sql = `SELECT count(*) AS rows, min(${quoted(id)}) AS low, max(${quoted(id)}) AS high FROM ${quoted(table.name)}`;
    const row = opened.db.prepare(sql).get() as Row;
    return {
      scope: `${opened.path}#${table.name}`,
      path: opened.path,
      table: table.name,
      isShared,
      isAutoincrement: /\bAUTOINCREMENT\b/i.test(table.sql),
      sequence: sequenceOf(opened, table.name),
      rows: Number(row["rows"]),
      lowest: textOf(row["low"]),
      highest: textOf(row["high"]),
    };
  } catch (error) {
    if (isDamage(error)) return null;
    throw error;
  }
}

/** Numbering rows of tables that are no longer there. */
export function orphanedSequences(opened: OpenDatabase, tables: RegExp): Numbering[] {
  if (opened.tables.table("sqlite_sequence") === null) return [];
  try {
    const rows = [...opened.tables.rows("sqlite_sequence", ["name", "seq"])];
    return rows.flatMap((row) => {
      const name = textOf(row["name"]) ?? "";
      if (!tables.test(name) || opened.tables.table(name) !== null) return [];
      const { path } = opened;
      const sequence = textOf(row["seq"]);
      return [{ scope: `${path}#${name}`, path, table: name, isShared: false, isAutoincrement: true, sequence, rows: 0, lowest: null, highest: null, isTableGone: true }]; // prettier-ignore
    });
  } catch (error) {
    if (isDamage(error)) return [];
    throw error;
  }
}

function sequenceOf(opened: OpenDatabase, table: string): string | null {
  if (opened.tables.table("sqlite_sequence") === null) return null;
  const row = opened.db.prepare("SELECT seq FROM sqlite_sequence WHERE name = ? COLLATE NOCASE").get(table) as Row | undefined; // prettier-ignore
  return textOf(row?.["seq"]);
}

/** Rows of tables of messages, with the log applied and of the main file alone. Null where they cannot be counted. */
export function countRows(
  copies: DatabaseCopies,
  opened: OpenDatabase,
  tables: readonly string[],
): DatabaseFile["rows"] {
  try {
    const withWal = tables.reduce((sum, table) => sum + opened.tables.count(table), 0);
    if (!opened.hasLog) return { withWal, withoutWal: withWal };
    const withoutWal = copies.withoutLog(opened.path, (alone) => tables.reduce((sum, table) => sum + alone.count(table), 0)); // prettier-ignore
    return { withWal, withoutWal };
  } catch (error) {
    if (isDamage(error)) return null;
    throw error;
  }
}

/** Part of a table could not be read: what could be is kept. */
export function damageRepair(path: string, table: string, detail: string): Yielded {
  return { type: "repair", at: { path, table }, code: "database-malformed", detail };
}
