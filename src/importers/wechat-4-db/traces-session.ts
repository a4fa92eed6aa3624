import { idOf, textOf } from "../../base/sqlite/tables.ts";
import { epochSeconds, namesOf } from "./survey.ts";
import { filled, traceOf, type Companion, type TalkerTrace } from "./trace.ts";

/** What the list of conversations says of messages. @source documented: wechat-databases.md §3.4 */
export function* sessionTraces(session: Companion): Generator<TalkerTrace> {
  yield* lastMessages(session);
  yield* deletions(session);
  yield* unread(session);
}

function* lastMessages(session: Companion): Generator<TalkerTrace> {
  const columns = ["username", "summary", "last_timestamp", "last_msg_locald_id", "last_msg_type", "last_msg_sender", "unread_first_msg_srv_id"]; // prettier-ignore
  const detail = ["type", "unread_count", "is_hidden", "draft", "status", "sort_timestamp", "last_clear_unread_timestamp", "last_msg_sub_type", "last_sender_display_name", "last_msg_ext_type"]; // prettier-ignore
  for (const row of session.tables.rows("SessionTable", [...columns, ...detail])) {
    const talker = filled(row["username"]);
    const sender = filled(row["last_msg_sender"]);
    const known = {
      localId: idOf(row["last_msg_locald_id"]),
      at: epochSeconds(row["last_timestamp"]),
      text: filled(row["summary"]),
      typeCode: idOf(row["last_msg_type"]),
      sender: sender === null || /^\d+$/.test(sender) ? null : sender,
    };
    yield traceOf(session, "SessionTable", row, "session", "last", talker, known, detail);
    const serverId = idOf(row["unread_first_msg_srv_id"]);
    if (serverId !== null) yield traceOf(session, "SessionTable", row, "unread", "holds", talker, { serverId });
  }
}

function* deletions(session: Companion): Generator<TalkerTrace> {
  for (const row of session.tables.rows("SessionDeleteTable", ["username", "delete_time"])) {
    const talker = filled(row["username"]);
    yield traceOf(session, "SessionDeleteTable", row, "session-deleted", "deleted", talker, {}, ["delete_time"]);
  }
}

function* unread(session: Companion): Generator<TalkerTrace> {
  const names = namesOf(session.tables);
  for (const table of session.tables.names().filter((name) => /^SessionUnreadListTable_\d+$/i.test(name))) {
    for (const row of session.tables.rows(table, ["username_id", "server_id", "create_time", "local_id"])) {
      const talker = names.get(textOf(row["username_id"]) ?? "") ?? null;
      const known = { serverId: idOf(row["server_id"]), localId: idOf(row["local_id"]), at: epochSeconds(row["create_time"]) }; // prettier-ignore
      yield traceOf(session, table, row, "unread", "holds", talker, known);
    }
  }
}
