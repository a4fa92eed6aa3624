import { idOf, textOf } from "../../base/sqlite/tables.ts";
import { scopeOf } from "./client-schema.ts";
import type { Shard } from "./survey.ts";
import { epochSeconds, namesOf } from "./survey.ts";
import { talkerHash } from "./talkers.ts";
import { filled, traceOf, type Companion, type TalkerTrace } from "./trace.ts";

/** The second copy of each media message's identity. @source documented: wechat-databases.md §3.4 */
export function* resourceTraces(resource: Companion, shards: readonly Shard[]): Generator<TalkerTrace> {
  const chats = namesOf(resource.tables, "ChatName2Id");
  const senders = namesOf(resource.tables, "SenderName2Id");
  const columns = ["message_id", "chat_id", "sender_id", "message_local_type", "message_create_time", "message_local_id", "message_svr_id", "message_origin_source"]; // prettier-ignore
  for (const row of resource.tables.rows("MessageResourceInfo", columns)) {
    const known = {
      localId: idOf(row["message_local_id"]),
      serverId: idOf(row["message_svr_id"]),
      at: epochSeconds(row["message_create_time"]),
      typeCode: textOf(row["message_local_type"]),
      sender: senders.get(textOf(row["sender_id"]) ?? "") ?? null,
    };
    const talker = chats.get(textOf(row["chat_id"]) ?? "") ?? null;
    yield traceOf(resource, "MessageResourceInfo", row, "resource", "holds", talker, known, ["message_id", "message_origin_source"]); // prettier-ignore
  }
  const ranges = ["session_id", "db_time_stamp", "start_local_id", "end_local_id", "range_type"];
  for (const row of resource.tables.rows("FtsRange", ranges)) {
    const talker = chats.get(textOf(row["session_id"]) ?? "") ?? null;
    yield traceOf(resource, "FtsRange", row, "fts-range", "holds", talker, rangeOf(row, talker, shards), ranges);
  }
  for (const row of resource.tables.rows("FtsDeleteInfo", ["session_id", "max_message_id"])) {
    const talker = chats.get(textOf(row["session_id"]) ?? "") ?? null;
    yield traceOf(resource, "FtsDeleteInfo", row, "fts-deleted", "deleted", talker, {}, ["max_message_id"]);
  }
}

type RangeRow = Parameters<typeof traceOf>[2];

/** The last local id indexed, in the shard whose start the row repeats. */
function rangeOf(row: RangeRow, talker: string | null, shards: readonly Shard[]) {
  const start = epochSeconds(row["db_time_stamp"]);
  const shard = start === null ? undefined : shards.find(({ startsAt }) => startsAt === start);
  const hash = talker === null ? "" : talkerHash(talker);
  const table = shard?.tables.find((own) => own.hash === hash)?.name ?? `Msg_${hash}`;
  const localIdScope = shard === undefined || talker === null ? null : scopeOf(shard.file.path, table);
  return { localId: idOf(row["end_local_id"]), localIdScope };
}

/**
 * The search index, read from its shadow tables: the virtual table needs a tokenizer that only the client has.
 * Columns c0…c5 are text, local id, sort_seq, local type, session, sender.
 *
 * @source documented: wechat-databases.md §3.4
 */
export function* indexTraces(index: Companion, shards: readonly Shard[]): Generator<TalkerTrace> {
  const names = namesOf(index.tables, "name2id");
  const nameOf = (id: string | null) => names.get(id ?? "") ?? null;
  const tables = index.tables.names();
  const contents = tables.filter((name) => /^message_fts_v\d+_\d+_content$/i.test(name));
  for (const table of contents) {
    for (const row of index.tables.rows(table, ["c0", "c1", "c2", "c3", "c4", "c5"])) {
      const known = {
        text: filled(row["c0"]),
        localId: idOf(row["c1"]),
        sortSeq: idOf(row["c2"]),
        typeCode: textOf(row["c3"]),
        sender: nameOf(textOf(row["c5"])),
      };
      yield traceOf(index, table, row, "fts", "holds", nameOf(textOf(row["c4"])), known);
    }
  }
  const sum = (names_: readonly string[]) => names_.reduce((total, name) => total + index.tables.count(name), 0);
  const auxiliary = tables.filter((name) => /^message_fts_v\d+_aux_\d+$/i.test(name));
  // Word for word the same rows as above unless one of both was purged.
  for (const table of sum(auxiliary) === sum(contents) ? [] : auxiliary) {
    for (const row of index.tables.rows(table, ["message_local_id", "sort_seq", "session_id"])) {
      const known = { localId: idOf(row["message_local_id"]), sortSeq: idOf(row["sort_seq"]) };
      yield traceOf(index, table, row, "fts-aux", "holds", nameOf(textOf(row["session_id"])), known);
    }
  }
  yield* spans(index, shards, nameOf);
}

const SPAN = ["session_id", "db_time_stamp", "start_local_id", "end_local_id"];

function* spans(
  index: Companion,
  shards: readonly Shard[],
  nameOf: (id: string | null) => string | null,
): Generator<TalkerTrace> {
  for (const table of index.tables.names()) {
    const isDeleted = /^message_fts_v\d+_session_delete_info$/i.test(table);
    if (!isDeleted && !/^message_fts_v\d+_range$/i.test(table)) continue;
    for (const row of index.tables.rows(table, SPAN)) {
      const talker = nameOf(textOf(row["session_id"]));
      const known = rangeOf(row, talker, shards);
      if (isDeleted)
        yield traceOf(index, table, row, "fts-deleted", "deleted", talker, { ...known, localId: idOf(row["start_local_id"]) }, SPAN); // prettier-ignore
      else yield traceOf(index, table, row, "fts-range", "holds", talker, known, SPAN);
    }
  }
}

/** Recordings repeat the identity of their message. */
export function* voiceTraces(media: Companion): Generator<TalkerTrace> {
  const names = namesOf(media.tables);
  for (const row of media.tables.rows("VoiceInfo", [
    "chat_name_id",
    "create_time",
    "local_id",
    "svr_id",
    "data_index",
  ])) {
    const known = { localId: idOf(row["local_id"]), serverId: idOf(row["svr_id"]), at: epochSeconds(row["create_time"]), typeCode: "34" }; // prettier-ignore
    yield traceOf(media, "VoiceInfo", row, "voice", "holds", names.get(textOf(row["chat_name_id"]) ?? "") ?? null, known, ["data_index"]); // prettier-ignore
  }
}

const EDIT = ["account", "session_id", "db", "table_name", "local_id", "first_edited_at", "last_edited_at", "edit_count", "original_msg_json", "original_resource_json", "edited_cols_json"]; // prettier-ignore

/** The journal of a program that edits messages. @source documented: wechat-databases.md §10.1 */
export function* editTraces(edits: Companion, shards: readonly Shard[]): Generator<TalkerTrace> {
  for (const row of edits.tables.rows("message_edits", EDIT)) {
    const table = textOf(row["table_name"]) ?? "";
    const db = (textOf(row["db"]) ?? "")
      .replaceAll("\\", "/")
      .replace(/^.*\//, "")
      .replace(/(\.db)?$/i, ".db");
    const shard = shards.find(({ file }) => file.path.toLowerCase().endsWith(`/${db.toLowerCase()}`) || file.path.toLowerCase() === db.toLowerCase()); // prettier-ignore
    const own = shard?.tables.find((each) => each.name.toLowerCase() === table.toLowerCase());
    const known = {
      localId: idOf(row["local_id"]),
      localIdScope: shard === undefined ? null : scopeOf(shard.file.path, own?.name ?? table),
      ...originalOf(textOf(row["original_msg_json"])),
    };
    yield traceOf(edits, "message_edits", row, "message-edit", "edited", filled(row["session_id"]), known, EDIT);
  }
}

/** What the journal keeps of the row before the first edit. */
function originalOf(json: string | null) {
  try {
    const row = JSON.parse(json ?? "null") as unknown;
    if (row === null || typeof row !== "object") return {};
    const { message_content: text, create_time: seconds } = row as Record<string, unknown>;
    return {
      ...(typeof text === "string" ? { text } : {}),
      ...(typeof seconds === "number" ? { at: epochSeconds(BigInt(Math.trunc(seconds))) } : {}),
    };
  } catch {
    return {};
  }
}
