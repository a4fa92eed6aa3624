import { textOf, type Tables, type Value } from "../../base/sqlite/tables.ts";
import type { DatabaseFile, ProvenanceSign } from "../../model/database.ts";
import type { Numbering } from "../../model/database.ts";
import {
  isDamage,
  isOpen,
  type DatabaseCopies,
  type OpenDatabase,
  type Unreadable,
} from "../wechat/database/copies.ts";
import { databaseFile } from "../wechat/database/file-facts.ts";
import { countRows, numberingOf, orphanedSequences } from "../wechat/database/numbering.ts";
import { signsOf } from "../wechat/database/provenance.ts";
import { CLIENT_SCHEMA, hashOf, MESSAGE_TABLE, scopeOf } from "./client-schema.ts";
import { groupSenders, plainSenders, type GroupSender, type PlainSender } from "./sender-counts.ts";
import type { SetFile } from "./set.ts";
import { shardSigns } from "./signs.ts";

/** One message table and what counting it tells. */
export interface MessageTable {
  readonly name: string;
  readonly hash: string;
  readonly numbering: Numbering;
  /** Senders of rows that are no notices, by number. */
  readonly senders: readonly PlainSender[];
  /** Prefixes of plain texts, by number of the sender. */
  readonly prefixes: readonly GroupSender[];
}

/** What a message database holds, before its rows are read. */
export interface Shard {
  readonly file: SetFile;
  /** Epoch ms from which it takes messages. */
  readonly startsAt: number | null;
  /** `Name2Id`: number -> account. */
  readonly names: ReadonlyMap<string, string>;
  readonly tables: readonly MessageTable[];
  /** Sequence rows of message tables that are not there. */
  readonly orphans: readonly { readonly hash: string; readonly numbering: Numbering }[];
  readonly facts: DatabaseFile;
  readonly signs: readonly ProvenanceSign[];
  /** Numbers ever given out by the bookkeeping of deleted media, beyond the rows that are there. */
  readonly deletedMediaBooked: string | null;
  /** Tables that could not be counted. */
  readonly damaged: readonly { readonly table: string; readonly detail: string }[];
}

/** Reads everything but the rows; the copy is closed again. */
export function surveyShard(copies: DatabaseCopies, file: SetFile): Shard | Unreadable {
  let opened: OpenDatabase | Unreadable;
  try {
    opened = copies.open(file.path);
    if (!isOpen(opened)) return opened;
  } catch (error) {
    if (isDamage(error)) return "damaged";
    throw error;
  }
  try {
    return shardOf(copies, file, opened);
  } catch (error) {
    if (isDamage(error)) return "damaged";
    throw error;
  } finally {
    opened.close();
  }
}

function shardOf(copies: DatabaseCopies, file: SetFile, opened: OpenDatabase): Shard {
  const { tables } = opened;
  const damaged: { table: string; detail: string }[] = [];
  const sequences = sequencesOf(tables);
  const names = namesOf(tables);
  const found = tables.names().flatMap((name) => {
    const hash = hashOf(name);
    if (hash === null) return [];
    try {
      return [tableOf(opened, name, hash)];
    } catch (error) {
      if (!isDamage(error)) throw error;
      damaged.push({ table: name, detail: error instanceof Error ? error.message : String(error) });
      return [uncounted(file.path, name, hash)];
    }
  });
  const startsAt = startOf(tables);
  const rows = countRows(copies, opened, found.map(({ name }) => name)); // prettier-ignore
  const facts = databaseFile(opened, CLIENT_SCHEMA, { role: file.role, shard: file.shard, startsAt, rows });
  return {
    file,
    startsAt,
    names,
    tables: found,
    orphans: orphanedSequences(opened, MESSAGE_TABLE).map((numbering) => ({
      hash: hashOf(numbering.table) ?? "",
      numbering,
    })),
    facts,
    signs: [...signsOf(opened, facts, CLIENT_SCHEMA), ...shardSigns(opened, found)],
    deletedMediaBooked: bookedBeyond(tables, sequences),
    damaged,
  };
}

function tableOf(opened: OpenDatabase, name: string, hash: string): MessageTable {
  const { db, path, tables } = opened;
  const numbering = numberingOf(opened, name, "local_id", false) ?? uncounted(path, name, hash).numbering;
  return {
    name,
    hash,
    numbering,
    senders: plainSenders(db, tables, name),
    prefixes: groupSenders(db, tables, name),
  };
}

function uncounted(path: string, table: string, hash: string): MessageTable {
  const numbering = { scope: scopeOf(path, table), path, table, isShared: false, isAutoincrement: false, sequence: null, rows: 0, lowest: null, highest: null }; // prettier-ignore
  return { name: table, hash, numbering, senders: [], prefixes: [] };
}

/** @returns by lower-case name of the table */
function sequencesOf(tables: Tables): Map<string, string | null> {
  const found = new Map<string, string | null>();
  for (const { name, seq } of tables.rows("sqlite_sequence", ["name", "seq"])) {
    found.set((textOf(name) ?? "").toLowerCase(), textOf(seq));
  }
  return found;
}

/** Rows of a table of names: number -> account. The number is the rowid. */
export function namesOf(tables: Tables, table = "Name2Id"): Map<string, string> {
  const column = tables.has(table, "user_name") ? "user_name" : tables.has(table, "usrName") ? "usrName" : "username";
  const names = new Map<string, string>();
  for (const row of tables.rows(table, [column])) {
    const name = textOf(row[column]);
    if (name !== null && name !== "") names.set(String(row["rowid"]), name);
  }
  return names;
}

function startOf(tables: Tables): number | null {
  for (const { timestamp } of tables.rows("TimeStamp", ["timestamp"])) return epochSeconds(timestamp);
  return null;
}

/** Epoch ms of a time in seconds; null for zero and nonsense. */
export function epochSeconds(value: Value | undefined): number | null {
  const seconds = Number(value ?? 0);
  return Number.isSafeInteger(seconds) && seconds > 0 && seconds < 8_000_000_000 ? seconds * 1000 : null;
}

/** `sqlite_sequence` of the bookkeeping outlives its rows. @source wechat-databases.md §8.2 */
function bookedBeyond(tables: Tables, sequences: ReadonlyMap<string, string | null>): string | null {
  const booked = BigInt(sequences.get("deleteresinfo") ?? 0);
  const rest = booked - BigInt(tables.count("DeleteResInfo"));
  return rest > 0n ? String(rest) : null;
}
