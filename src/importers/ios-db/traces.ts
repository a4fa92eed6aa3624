import { md5 } from "../../base/digest.ts";
import { textOf } from "../../base/sqlite/tables.ts";
import type { Trace } from "../../model/database.ts";
import type { Yielded } from "../importer.ts";
import type { OpenDatabase } from "../wechat/database/copies.ts";
import { damageRepair } from "../wechat/database/numbering.ts";
import { TableRows } from "../wechat/database/table-rows.ts";
import { EMPTY_TRACE, traceOf, type TraceTable } from "../wechat/database/trace-rows.ts";
import type { Conversations } from "./conversations.ts";
import type { MediaTree } from "./media-tree.ts";

/** Tables that speak of messages, other than those that stand beside each conversation. @source wechat-databases.md §5.2 */
export const TRACE_TABLES: readonly TraceTable[] = [
  {
    table: "SessionAbstract",
    kind: "session",
    relation: "last",
    talker: "UsrName",
    at: "CreateTime",
    detail: ["unreadcount", "ConStrRes1"],
    tells: (row) => Number(row["createtime"] ?? 0) > 0,
  },
  {
    table: "RevokeMsgTable",
    kind: "revoke-table",
    relation: "revoked",
    serverId: "MSG_REVOKE_COL_SVRID",
    text: "MSG_REVOKE_COL_CONTENT",
    detail: ["MSG_REVOKE_COL_INTRES1", "MSG_REVOKE_COL_INTRES2", "MSG_REVOKE_COL_STRRES1", "MSG_REVOKE_COL_STRRES2"],
  },
];

/** What such a table of one database says. */
export function* tableTraces(
  opened: OpenDatabase,
  place: TraceTable,
  conversations: Conversations,
): Generator<Yielded> {
  const rows = new TableRows(opened, place.table);
  for (const row of rows) {
    const facts = traceOf(row, place, null);
    if (facts === null || rows.table === null) continue;
    const talker = place.talker === undefined ? null : textOf(row[place.talker.toLowerCase()]);
    const conversation = talker === null || talker === "" ? null : yield* conversations.open(md5(talker));
    const at = { path: opened.path, table: rows.table.name, rowid: String(row["rowid"]) };
    yield { type: "trace", conversation, at, facts };
  }
  if (rows.damage !== null) yield damageRepair(opened.path, place.table, rows.damage);
}

/** Rows of `ChatExt2_`: the client writes one with each row of its conversation. */
export function* companionTraces(
  opened: OpenDatabase,
  digest: string,
  conversations: Conversations,
): Generator<Yielded> {
  const rows = new TableRows(opened, `ChatExt2_${digest}`);
  for (const row of rows) {
    if (rows.table === null) return;
    const conversation = yield* conversations.open(digest);
    const localIdScope = `${opened.path}#${opened.tables.table(`Chat_${digest}`)?.name ?? `Chat_${digest}`}`;
    const at = { path: opened.path, table: rows.table.name, rowid: String(row["rowid"]) };
    const localId = textOf(row["meslocalid"]);
    yield { type: "trace", conversation, at, facts: { ...EMPTY_TRACE, kind: "companion-row", relation: "holds", localId, localIdScope } }; // prettier-ignore
  }
  if (rows.damage !== null) yield damageRepair(opened.path, `ChatExt2_${digest}`, rows.damage);
}

/**
 * Files named after the number of their message. Numbers begin anew in each database: where a conversation has tables
 * in several, the name does not say which is meant.
 */
export function* fileTraces(
  media: MediaTree,
  scopes: ReadonlyMap<string, readonly string[]>,
  conversations: Conversations,
): Generator<Yielded> {
  // prettier-ignore
  for (const { digest, localId, paths } of media.messages()) {
    const [path = ""] = paths;
    const known = scopes.get(digest) ?? [];
    const conversation = yield* conversations.open(digest);
    const localIdScope = known.length === 1 ? (known[0] ?? null) : null;
    const detail = { file: path };
    const facts: Trace = { ...EMPTY_TRACE, kind: "media-file", relation: "holds", localId, localIdScope, detail };
    yield { type: "trace", conversation, at: { path }, facts };
  }
}
