import { idOf, integerOf, textOf, type Row } from "../../../base/sqlite/tables.ts";
import type { Yielded } from "../../importer.ts";
import type { OpenDatabase } from "../../wechat/database/copies.ts";
import { TableRows } from "../../wechat/database/table-rows.ts";
import { traceOf } from "../trace.ts";

/** Entries of the list that hold other entries and have no messages of their own. */
const HOLDER =
  /^@|^(?:brandsessionholder|brandservicesessionholder|officialaccounts|notification_messages|opencustomerservicemsg|userexperience_alarm|helper_folders)$/i;

/** A record of a conversation list, and the talker it speaks of. */
export interface TalkerTrace {
  readonly talker: string;
  /** The trace, once the conversation is named. */
  readonly item: (conversation: string) => Yielded;
}

/** What the conversation list and the marks of reading say of messages. @source wechat-databases.md §2.3 */
export function* sessionTraces(databases: readonly OpenDatabase[]): Generator<TalkerTrace> {
  for (const database of databases) {
    for (const row of new TableRows(database, "Session")) {
      const talker = textOf(row["strusrname"]);
      if (talker === null || talker === "" || HOLDER.test(talker)) continue;
      yield { talker, item: (conversation) => lastOf(database, row, conversation) };
    }
    for (const row of new TableRows(database, "ChatInfo")) {
      const talker = textOf(row["username"]);
      if (talker === null || talker === "" || HOLDER.test(talker)) continue;
      if (idOf(row["lastreadedsvrid"]) === null) continue;
      yield { talker, item: (conversation) => lastReadOf(database, row, conversation) };
    }
  }
}

function lastOf({ path, tables }: OpenDatabase, row: Row, conversation: string): Yielded {
  const seconds = integerOf(row["ntime"]);
  const detail: Record<string, string> = {};
  for (const [column, name] of [["editcontent", "draft"], ["nunreadcount", "unread"], ["reserved2", "subType"]] as const) {
    const value = textOf(row[column]);
    if (value !== null && value !== "" && value !== "0") detail[name] = value;
  } // prettier-ignore
  return traceOf(
    path,
    tables.table("Session")?.name ?? "Session",
    String(row["rowid"]),
    {
      kind: "session",
      relation: "last",
      localId: idOf(row["nmsglocalid"]),
      at: seconds === null || seconds <= 0 ? null : seconds * 1000,
      text: textOf(row["strcontent"]) || null,
      typeCode: idOf(row["nmsgtype"]),
      detail,
    },
    conversation,
  );
}

function lastReadOf({ path, tables }: OpenDatabase, row: Row, conversation: string): Yielded {
  const at = integerOf(row["lastreadedcreatetime"]);
  const table = tables.table("ChatInfo")?.name ?? "ChatInfo";
  const serverId = idOf(row["lastreadedsvrid"]);
  return traceOf(
    path,
    table,
    String(row["rowid"]),
    { kind: "last-read", serverId, at: at === null || at <= 0 ? null : at },
    conversation,
  );
}
