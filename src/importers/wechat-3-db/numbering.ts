import { idOf, quoted, textOf, type Row } from "../../base/sqlite/tables.ts";
import type { DatabaseFile, Numbering } from "../../model/database.ts";
import type { DatabaseCopies, OpenDatabase } from "../wechat/database/copies.ts";
import { askedOf } from "./damage.ts";

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
  const sequences = askedOf(() => sequencesOf(opened), new Map<string, { name: string; seq: string }>());
  const present = names.map((name) =>
    ofTable(opened, name, idColumn, isShared, sequences.get(name.toLowerCase())?.seq),
  );
  const gone = [...sequences.values()].filter(({ name }) => askedOf(() => opened.tables.table(name), null) === null);
  return [
    ...present,
    ...gone.map(({ name, seq }) => ({
      scope: scopeOf(opened.path, name), path: opened.path, table: name, isShared, isAutoincrement: true,
      sequence: seq, rows: 0, lowest: null, highest: null, isTableGone: true,
    })), // prettier-ignore
  ];
}

/** Rows of message tables, with the log applied and without. Null where they cannot be counted. */
export function rowsIn(opened: OpenDatabase, copies: DatabaseCopies, tables: readonly string[]): DatabaseFile["rows"] {
  const count = (of: Pick<OpenDatabase, "tables">) => tables.reduce((sum, table) => sum + of.tables.count(table), 0);
  const withWal = askedOf(() => count(opened), null);
  if (withWal === null) return null;
  if (opened.walPath === null) return { withWal, withoutWal: withWal };
  return { withWal, withoutWal: copies.withoutLog(opened.path, (main) => count({ tables: main })) };
}

function sequencesOf({ tables }: OpenDatabase): Map<string, { name: string; seq: string }> {
  const sequences = new Map<string, { name: string; seq: string }>();
  for (const row of tables.rows("sqlite_sequence", ["name", "seq"])) {
    const [name, seq] = [textOf(row["name"]), textOf(row["seq"])];
    if (name !== null && seq !== null) sequences.set(name.toLowerCase(), { name, seq });
  }
  return sequences;
}

function ofTable(
  opened: OpenDatabase,
  name: string,
  idColumn: string,
  isShared: boolean,
  sequence?: string,
): Numbering {
  const { db, path, tables } = opened;
  const own = tables.table(name)?.columns.get(idColumn.toLowerCase());
  const id = own === undefined ? "rowid" : quoted(own);
  const sql = `SELECT count(*) AS n, min(${id}) AS low, max(${id}) AS high FROM ${quoted(name)}`;
  const row = askedOf(() => db.prepare(sql).get() as Row, {});
  return {
    scope: scopeOf(path, name),
    path,
    table: name,
    isShared,
    isAutoincrement: /\bAUTOINCREMENT\b/i.test(tables.table(name)?.sql ?? ""),
    sequence: sequence ?? null,
    rows: Number(row["n"] ?? 0),
    lowest: idOf(row["low"]),
    highest: idOf(row["high"]),
  };
}
