import type Database from "better-sqlite3";
import { quoted, textOf, type Row, type Tables } from "../../base/sqlite/tables.ts";

/** Rows of one sender's number that are no notices. */
export interface PlainSender {
  readonly id: string;
  readonly rows: number;
}

/** Plain texts of one sender's number that begin alike. `prefix` is empty where there is none. */
export interface GroupSender {
  readonly id: string;
  readonly prefix: string;
  readonly rows: number;
}

/** Base types of rows the client wrote itself. */
const NOTICES = "(10000, 10001, 10002, 9999)";
/** No account is longer; more is not looked at. */
const PREFIX_BYTES = 120;
/** Prefixes kept for a table: a group has at most a few hundred members. */
const MOST_PREFIXES = 5000;

/** Counts by sender, made by SQLite itself: a million rows come back as a handful. */
export function plainSenders(db: Database.Database, tables: Tables, table: string): PlainSender[] {
  if (!tables.has(table, "real_sender_id", "local_type")) return [];
  const sql = `SELECT real_sender_id AS id, count(*) AS n FROM ${quoted(table)}
    WHERE (local_type & 4294967295) NOT IN ${NOTICES} GROUP BY real_sender_id ORDER BY real_sender_id`;
  return (db.prepare(sql).all() as Row[]).map(({ id, n }) => ({ id: textOf(id) ?? "", rows: Number(n) }));
}

/** What stands before `:` and a line feed in the texts of a table, by sender. */
export function groupSenders(db: Database.Database, tables: Tables, table: string): GroupSender[] {
  if (!tables.has(table, "real_sender_id", "local_type", "message_content")) return [];
  const sql = `SELECT id, CASE WHEN cut > 1 THEN substr(head, 1, cut - 1) ELSE '' END AS prefix, count(*) AS n FROM (
      SELECT id, head, instr(head, ':' || char(10)) AS cut FROM (
        SELECT real_sender_id AS id, substr(message_content, 1, ${PREFIX_BYTES}) AS head FROM ${quoted(table)}
        WHERE typeof(message_content) = 'text' AND (local_type & 4294967295) NOT IN ${NOTICES}))
    GROUP BY 1, 2 ORDER BY 1, 2 LIMIT ${MOST_PREFIXES}`;
  return (db.prepare(sql).all() as Row[]).map(({ id, prefix, n }) => ({
    id: textOf(id) ?? "",
    prefix: textOf(prefix) ?? "",
    rows: Number(n),
  }));
}
