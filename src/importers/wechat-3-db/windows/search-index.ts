import { idOf, quoted, textOf, type Row } from "../../../base/sqlite/tables.ts";
import type { Yielded } from "../../importer.ts";
import type { OpenDatabase } from "../../wechat/database/copies.ts";
import { TableRows } from "../../wechat/database/table-rows.ts";
import { askedOf } from "../damage.ts";
import { scopeOf } from "../numbering.ts";
import { traceOf } from "../trace.ts";

/** A row of the search index whose message is looked for. */
interface Entry {
  readonly docid: bigint;
  readonly localId: string;
  readonly entity: string | null;
  readonly type: string | null;
  readonly text: string | null;
}

/** Entries compared to learn which shard an index belongs to. */
const PROBED = 300;
/** Share of entries, of those that find a row of words, whose words must be the row's. */
const FITTING = 0.9;

/**
 * Traces of one search index, read from its shadow tables. Entries name a message by a local number alone: they are tied
 * to a shard only where its rows have the words of the index; without one the number stays without a scope.
 *
 * @param shard the message shard of the same number, open; null where there is none
 * @param keyOf conversation of a talker, null where none was named
 * @source wechat-databases.md §2.4
 */
export function* searchTraces(
  index: OpenDatabase,
  shard: OpenDatabase | null,
  keyOf: (talker: string) => string | null,
): Generator<Yielded> {
  const lookup = shard === null ? null : rowLookup(shard);
  const scope = lookup !== null && shard !== null && fits(index, lookup) ? scopeOf(shard.path, lookup.table) : null;
  const talkers = scope === null || lookup === null ? new Map<string, string>() : talkersOf(index, lookup);
  const table = index.tables.table("FTSChatMsg2_MetaData")?.name ?? "FTSChatMsg2_MetaData";
  for (const entry of entriesOf(index)) {
    const talker = entry.entity === null ? undefined : talkers.get(entry.entity);
    const isServerId = entry.localId.length > 15;
    yield traceOf(
      index.path,
      table,
      entry.docid.toString(),
      {
        kind: "fts",
        localId: isServerId ? null : entry.localId,
        serverId: isServerId ? entry.localId : null,
        localIdScope: isServerId ? null : scope,
        text: entry.text,
        typeCode: entry.type,
        detail: entry.entity === null ? {} : { entityId: entry.entity },
      },
      talker === undefined ? null : keyOf(talker),
    );
  }
}

function* entriesOf(index: OpenDatabase): Generator<Entry> {
  const contents = index.tables.table("FTSChatMsg2_content");
  const words = contents?.columns.has("c0content") === true
    ? askedOf(() => index.db.prepare(`SELECT "c0content" AS words FROM ${quoted(contents.name)} WHERE "docid" = ?`), null)
    : null; // prettier-ignore
  for (const row of new TableRows(index, "FTSChatMsg2_MetaData")) {
    const { docid } = row;
    const localId = idOf(row["msgid"]);
    if (localId === null || typeof docid !== "bigint") continue;
    const found = words === null ? undefined : askedOf(() => words.get(docid) as Row | undefined, undefined);
    yield { docid, localId, entity: idOf(row["entityid"]), type: idOf(row["type"]), text: textOf(found?.["words"]) };
  }
}

interface Lookup {
  readonly table: string;
  /** Words and talker of a row. */
  readonly row: (localId: string) => { readonly words: string; readonly talker: string } | null;
}

function rowLookup({ db, tables }: OpenDatabase): Lookup | null {
  if (!tables.has("MSG", "localId", "StrContent", "StrTalker")) return null;
  const table = tables.table("MSG")?.name ?? "MSG";
  const sql = `SELECT "StrContent" AS words, "StrTalker" AS talker FROM ${quoted(table)} WHERE "localId" = ?`;
  const statement = askedOf(() => db.prepare(sql), null);
  if (statement === null) return null;
  return {
    table,
    row(localId) {
      const row = askedOf(() => statement.get(BigInt(localId)) as Row | undefined, undefined);
      return row === undefined ? null : { words: textOf(row["words"]) ?? "", talker: textOf(row["talker"]) ?? "" };
    },
  };
}

function fits(index: OpenDatabase, lookup: Lookup): boolean {
  let [compared, same] = [0, 0];
  for (const { localId, text } of entriesOf(index)) {
    const row = text === null || text === "" ? null : lookup.row(localId);
    if (row === null || row.words === "" || row.words.startsWith("<")) continue;
    compared += 1;
    if (row.words.includes(text ?? "")) same += 1;
    if (compared === PROBED) break;
  }
  return compared > 0 && same >= compared * FITTING;
}

/** Talker behind an entity number, where all rows found for it agree. */
function talkersOf(index: OpenDatabase, lookup: Lookup): Map<string, string> {
  const talkers = new Map<string, string>();
  for (const { entity, localId } of entriesOf(index)) {
    const talker = entity === null ? undefined : lookup.row(localId)?.talker;
    if (entity === null || talker === undefined || talker === "") continue;
    const known = talkers.get(entity);
    talkers.set(entity, known === undefined || known === talker ? talker : "");
  }
  for (const [entity, talker] of talkers) if (talker === "") talkers.delete(entity);
  return talkers;
}
