import { pageTails } from "../../../base/sqlite/tails.ts";
import { readSchema, type SchemaObject } from "../../../base/sqlite/schema.ts";
import { quoted, type Row } from "../../../base/sqlite/tables.ts";
import { compareCodePoints } from "../../../base/order.ts";
import type { DatabaseFile, DatabaseRole, ForeignObject } from "../../../model/database.ts";
import type { OpenDatabase } from "./copies.ts";
import { toolOfObject } from "./fingerprints.ts";

/** What of a database is the client's, for the platform at hand. */
export interface ClientSchema {
  /** Names of tables that hold messages. */
  readonly messageTable: RegExp;
  /** Names of the indexes the client makes on them. */
  readonly messageIndex: RegExp;
}

/** What the importer knows of a file beside what the file says of itself. */
export interface FileRole {
  readonly role: DatabaseRole;
  readonly shard: number | null;
  readonly startsAt: number | null;
  readonly rows: DatabaseFile["rows"];
}

const LINES_KEPT = 20;

/** Facts of a database file, as found. */
export function databaseFile(opened: OpenDatabase, schema: ClientSchema, role: FileRole): DatabaseFile {
  const { header, wal } = opened.pages;
  const objects = readSchema(opened.pages);
  return {
    path: opened.path,
    ...role,
    pageSize: header.pageSize,
    pageCount: opened.pages.count,
    reservedBytes: header.reservedBytes,
    journal: header.journal,
    changeCounter: header.changeCounter,
    versionValidFor: header.versionValidFor,
    schemaCookie: header.schemaCookie,
    userVersion: header.userVersion,
    applicationNumber: header.applicationId,
    freelistPages: header.freelistPages,
    sqliteVersion: header.sqliteVersion,
    wal: opened.walPath === null ? null : { path: opened.walPath, frames: wal?.frames ?? 0, committedFrames: wal?.committedFrames ?? 0 }, // prettier-ignore
    integrity: integrityOf(opened),
    zeroTails: zeroTailsOf(opened, schema),
    foreign: foreignObjects(objects, schema),
  };
}

/** First lines of the integrity check. Complaints about modules that exist only in the client are no damage. */
function integrityOf({ db, tables }: OpenDatabase): string[] {
  try {
    return told(db.pragma(`integrity_check(${LINES_KEPT})`) as Row[]);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return CLIENT_MODULE.test(reason) ? integrityOfTables(db, tables.names()) : [reason];
  }
}

/** A virtual table ends the check of the whole: what is no virtual table is then checked table by table. */
function integrityOfTables(db: OpenDatabase["db"], names: readonly string[]): string[] {
  const lines = names.flatMap((name) => {
    try {
      return told(db.pragma(`integrity_check(${quoted(name)})`) as Row[]).filter((line) => line !== "ok");
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)];
    }
  });
  return lines.length === 0 ? ["ok"] : lines.slice(0, LINES_KEPT);
}

const CLIENT_MODULE = /unable to validate|no such (module|tokenizer)|vtable constructor failed/i;

function told(rows: readonly Row[]): string[] {
  const lines = rows.map((row) => String(row["integrity_check"])).filter((line) => !CLIENT_MODULE.test(line));
  return lines.length === 0 ? ["ok"] : lines;
}

function zeroTailsOf(opened: OpenDatabase, schema: ClientSchema): DatabaseFile["zeroTails"] {
  const tails = pageTails(opened.pages);
  if (tails === null) return null;
  const owners = tails.zero.length === 0 ? [] : ownersOf(opened, new Set(tails.zero));
  const inMessageTables = owners.filter(({ name }) => schema.messageTable.test(name)).reduce((sum, { pages }) => sum + pages, 0); // prettier-ignore
  return { pages: tails.pages, zero: tails.zero.length, inMessageTables, owners };
}

/** Tables and indexes the pages belong to; pages of none (free ones) stand under the empty name. */
function ownersOf({ db }: OpenDatabase, numbers: ReadonlySet<number>): { name: string; pages: number }[] {
  const counts = new Map<string, number>();
  let owned = 0;
  try {
    const rows = db.prepare("SELECT name, pageno FROM dbstat").iterate() as IterableIterator<Row>;
    for (const { name, pageno } of rows) {
      if (!numbers.has(Number(pageno))) continue;
      owned += 1;
      counts.set(String(name), (counts.get(String(name)) ?? 0) + 1);
    }
  } catch {
    // A damaged tree cannot be walked; its pages then belong to nobody.
  }
  if (numbers.size > owned) counts.set("", numbers.size - owned);
  return [...counts].map(([name, pages]) => ({ name, pages })).sort((a, b) => compareCodePoints(a.name, b.name));
}

/**
 * Triggers, indexes on message tables that the client does not make, and tables of known tools. A table of an unknown
 * name is not listed: clients add tables from version to version.
 */
function foreignObjects(objects: readonly SchemaObject[], schema: ClientSchema): ForeignObject[] {
  const foreign: ForeignObject[] = [];
  for (const { type, name, table, sql } of objects) {
    const tool = toolOfObject(type, name, sql);
    const isForeign =
      tool !== null ||
      type === "trigger" ||
      (type === "index" && sql !== null && schema.messageTable.test(table) && !schema.messageIndex.test(name));
    if (isForeign && isObjectType(type)) foreign.push({ type, name, table, tool });
  }
  return foreign.sort((a, b) => compareCodePoints(a.name, b.name));
}

function isObjectType(type: string): type is ForeignObject["type"] {
  return type === "table" || type === "index" || type === "trigger" || type === "view";
}
