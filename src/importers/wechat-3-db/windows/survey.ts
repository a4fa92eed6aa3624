import { idOf, integerOf, quoted, textOf, type Row } from "../../../base/sqlite/tables.ts";
import type { DatabaseFile, Numbering, ProvenanceSign } from "../../../model/database.ts";
import type { OpenDatabase } from "../../wechat/database/copies.ts";
import type { ClientSchema } from "../../wechat/database/file-facts.ts";
import { countRows } from "../../wechat/database/numbering.ts";
import { askedOf } from "../damage.ts";
import { numberingsOf } from "../numbering.ts";
import type { OpenSet } from "../open-set.ts";
import type { SetFile } from "../sets.ts";
import { readBytesExtra, accountOfPath } from "./bytes-extra.ts";
import { isMessageTable } from "./parts.ts";
import { shardOf } from "./shard-name.ts";
import { talkerMap, type TalkerMap } from "./talker-map.ts";

/** What one shard says of itself before its messages are read. */
export interface ShardSurvey {
  readonly path: string;
  /** Names of its message tables. */
  readonly tables: readonly string[];
  readonly maps: ReadonlyMap<string, TalkerMap>;
  readonly file: DatabaseFile;
  readonly numberings: readonly Numbering[];
  /** Accounts whose folder the stored paths lie in, with the number of paths. */
  readonly owners: ReadonlyMap<string, number>;
}

/** Which names are those of message tables. Names of the client's indexes are not known for 3.x, so none is foreign by its name alone. */
export const WINDOWS_SCHEMA: ClientSchema = { messageTable: /^(?:MSG|PublicMsg|OpenIMMsg)$/i, messageIndex: /^/ };

/** Looks through an open shard once; reads no content. Its signs go to the set. */
export function surveyOf(file: SetFile, opened: OpenDatabase, set: OpenSet): ShardSurvey {
  const tables = messageTablesOf(opened);
  const maps = new Map(tables.map((table) => [table, talkerMap(opened, table)]));
  const starts = askedOf(() => startsOf(opened), []);
  const facts = set.describe(file, opened, {
    shard: shardOf(opened.path),
    startsAt: starts[0] ?? null,
    rows: countRows(set.copies, opened, tables),
  });
  set.signs.push(...copySigns(opened, tables, maps, starts));
  const numberings = numberingsOf(opened, tables, "localId", true);
  return { path: opened.path, tables, maps, file: facts, numberings, owners: ownersOf(opened, tables) };
}

/** Message tables of an open database, the chats' own first. */
export function messageTablesOf({ tables }: OpenDatabase): string[] {
  const names = tables.names().filter((name) => isMessageTable(tables.table(name)?.sql ?? null));
  return names.sort((a, b) => Number(/^MSG$/i.test(b)) - Number(/^MSG$/i.test(a)) || (a < b ? -1 : 1));
}

/** Start of the shard in epoch ms; more than one where a program has put several shards together. @source wechat-databases.md §2.1 */
function startsOf({ tables }: OpenDatabase): number[] {
  const rows = [...tables.rows("DBInfo", ["tableVersion", "tableDesc"])];
  return rows.flatMap((row) => {
    const start = integerOf(row["tableVersion"]);
    return start !== null && start > 0 && /start\s*time/i.test(textOf(row["tableDesc"]) ?? "") ? [start] : [];
  });
}

const PATHS_PROBED = 500;

/** Stored paths begin with the folder of the account. @source wechat-databases.md §1.1 */
function ownersOf({ db, tables }: OpenDatabase, names: readonly string[]): Map<string, number> {
  const owners = new Map<string, number>();
  for (const name of names) {
    if (!tables.has(name, "BytesExtra", "Type")) continue;
    const sql = `SELECT "BytesExtra" AS bytes FROM ${quoted(name)} WHERE "Type" IN (3, 43, 49) LIMIT ${PATHS_PROBED}`;
    for (const { bytes } of askedOf(() => db.prepare(sql).all() as Row[], [])) {
      const inside = Buffer.isBuffer(bytes) ? readBytesExtra(bytes) : null;
      const account = accountOfPath(inside?.original ?? inside?.thumbnail ?? "");
      if (account !== null) owners.set(account, (owners.get(account) ?? 0) + 1);
    }
  }
  return owners;
}

/** Signs that only Windows 3.x shows: rows copied or merged without their numbers. @source wechat-databases.md §10.2 */
function copySigns(
  opened: OpenDatabase,
  tables: readonly string[],
  maps: ReadonlyMap<string, TalkerMap>,
  starts: readonly number[],
): ProvenanceSign[] {
  const sign = (detail: string, tool: string | null): ProvenanceSign => ({ code: "numbering-rewritten", path: opened.path, detail, tool }); // prettier-ignore
  const signs: ProvenanceSign[] = [];
  const mixed = tables.find((table) => maps.get(table)?.isMixed === true);
  if (mixed !== undefined) signs.push(sign(`${mixed}.TalkerId`, null));
  if (starts.length > 1) signs.push(sign(`DBInfo Start Time × ${starts.length}`, "MemoTrace"));
  const shared = tables.find((table) => askedOf(() => isShareExport(opened, table), false));
  if (shared !== undefined) signs.push(sign(`${shared}.localId`, "wechatDataBackup"));
  return signs;
}

/** One talker with numbers from 1 without a hole, and none of the bookkeeping that a client's shard has. */
function isShareExport({ db, tables }: OpenDatabase, table: string): boolean {
  if (tables.table("DBInfo") !== null || !tables.has(table, "localId", "StrTalker")) return false;
  const sql = `SELECT count(*) AS n, min("localId") AS low, max("localId") AS high, count(DISTINCT "StrTalker") AS talkers FROM ${quoted(table)}`;
  const row = db.prepare(sql).get() as Row;
  return row["talkers"] === 1n && row["low"] === 1n && row["high"] === row["n"] && idOf(row["n"]) !== null;
}
