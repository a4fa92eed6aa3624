import { idOf, textOf, type Row } from "../../base/sqlite/tables.ts";
import { hashOf, scopeOf } from "./client-schema.ts";
import { epochSeconds } from "./survey.ts";
import { talkerHash } from "./talkers.ts";
import { filled, traceOf, type Companion, type TalkerTrace } from "./trace.ts";

type Names = ReadonlyMap<string, string>;

/** The bookkeeping that lies beside the messages of a shard. @source documented: wechat-databases.md §3.1 */
export function* shardTraces(shard: Companion, names: Names): Generator<TalkerTrace> {
  yield* deletedTables(shard, names);
  yield* deletedMedia(shard, names);
  yield* histories(shard, names);
  yield* sending(shard, names);
  yield* groups(shard, names);
}

function nameAt(names: Names, row: Row, column: string): string | null {
  return names.get(textOf(row[column]) ?? "") ?? null;
}

/** Scope of the talker's table in this shard. */
function scope({ path, tables }: Companion, talker: string | null): string | null {
  if (talker === null) return null;
  const table = `Msg_${talkerHash(talker)}`;
  return scopeOf(path, tables.table(table)?.name ?? table);
}

function* deletedTables(shard: Companion, names: Names): Generator<TalkerTrace> {
  for (const row of shard.tables.rows("DeleteInfo", ["chat_name_id", "delete_table_name"])) {
    const hash = hashOf(textOf(row["delete_table_name"]) ?? "");
    const talker = nameAt(names, row, "chat_name_id");
    const trace = traceOf(shard, "DeleteInfo", row, "delete-info", "deleted", talker, {}, ["delete_table_name"]);
    yield talker === null && hash !== null ? { ...trace, hash } : trace;
  }
}

function* deletedMedia(shard: Companion, names: Names): Generator<TalkerTrace> {
  const columns = ["local_id", "session_name_id", "msg_create_time", "msg_local_id", "res_path"];
  for (const row of shard.tables.rows("DeleteResInfo", columns)) {
    const talker = nameAt(names, row, "session_name_id");
    const known = { localId: idOf(row["msg_local_id"]), localIdScope: scope(shard, talker), at: epochSeconds(row["msg_create_time"]) }; // prettier-ignore
    yield traceOf(shard, "DeleteResInfo", row, "delete-resource", "deleted", talker, known, ["res_path"]);
  }
}

/** Messages fetched as history; some of them recalled by then. */
function* histories(shard: Companion, names: Names): Generator<TalkerTrace> {
  for (const table of ["HistoryAddMsgInfo", "HistorySysMsgInfo"]) {
    for (const row of shard.tables.rows(table, ["session_name_id", "history_id", "server_id", "is_revoke"])) {
      const isRecalled = idOf(row["is_revoke"]) !== null;
      const talker = nameAt(names, row, "session_name_id");
      const known = { serverId: idOf(row["server_id"]) };
      yield traceOf(shard, table, row, "history", isRecalled ? "revoked" : "history", talker, known, ["history_id"]);
    }
  }
}

/** Server ids that a shard says were fetched as history, by talker. */
export function historyIds(shard: Companion, names: Names): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const row of shard.tables.rows("HistoryAddMsgInfo", ["session_name_id", "server_id"])) {
    const [talker, id] = [nameAt(names, row, "session_name_id"), idOf(row["server_id"])];
    if (talker === null || id === null) continue;
    const ids = found.get(talker) ?? new Set();
    found.set(talker, ids.add(id));
  }
  return found;
}

function* sending(shard: Companion, names: Names): Generator<TalkerTrace> {
  for (const row of shard.tables.rows("SendInfo", ["chat_name_id", "msg_local_id"])) {
    const talker = nameAt(names, row, "chat_name_id");
    const known = { localId: idOf(row["msg_local_id"]), localIdScope: scope(shard, talker) };
    yield traceOf(shard, "SendInfo", row, "send-queue", "holds", talker, known);
  }
}

function* groups(shard: Companion, names: Names): Generator<TalkerTrace> {
  const columns = ["chatname_id", "group_id", "create_time", "initial_sort_seq", "birth_time"];
  for (const row of shard.tables.rows("MessageGroupTimeInfo", columns)) {
    const known = { sortSeq: idOf(row["initial_sort_seq"]), at: epochSeconds(row["create_time"]) };
    yield traceOf(shard, "MessageGroupTimeInfo", row, "group-time", "holds", nameAt(names, row, "chatname_id"), known, ["group_id", "birth_time"]); // prettier-ignore
  }
}

/** Favourites keep a copy of what was chosen, with where it came from. */
export function* favoriteTraces(favorite: Companion): Generator<TalkerTrace> {
  const columns = ["content", "fromusr", "realchatname", "update_time", "server_id", "type", "source_id", "flag"];
  for (const row of favorite.tables.rows("fav_db_item", columns)) {
    const from = filled(row["fromusr"]);
    const talker = filled(row["realchatname"]) ?? from;
    const known = { text: filled(row["content"]), sender: from };
    yield traceOf(favorite, "fav_db_item", row, "favorite", "holds", talker, known, ["server_id", "type", "update_time", "source_id", "flag"]); // prettier-ignore
  }
}
