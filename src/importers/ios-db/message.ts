import { idOf, integerOf, textOf, type Row, type Table } from "../../base/sqlite/tables.ts";
import type { Zstd } from "../../base/zstd.ts";
import type { MessageFacts } from "../importer.ts";
import { columnText, type ColumnText } from "../wechat/database/column.ts";
import { senderOf, splitPrefix, type Side } from "../wechat/database/phone-sender.ts";
import { leftovers, msOfSeconds } from "../wechat/database/row-values.ts";
import { storedContent, type StoredType } from "../wechat/database/stored-content.ts";
import { kindOfBaseType } from "../wechat/types.ts";
import type { MediaTree } from "./media-tree.ts";

/** What stands around a row. */
export interface RowPlace {
  readonly path: string;
  readonly table: Table;
  /** MD5 of the talker, as table and folders bear it. */
  readonly digest: string;
  readonly people: Side;
  readonly media: MediaTree;
  readonly zstd: Zstd;
  /** Row of the companion table. */
  readonly companion: Readonly<Record<string, string>>;
  readonly isAccount: (account: string) => boolean;
}

const TAKEN = new Set(["meslocalid", "messvrid", "createtime", "message", "type", "rowid"]);
const NOTICES: ReadonlySet<string> = new Set(["system", "recall", "pat"]);
const NOBODY = { direction: "system", sender: null, senderBasis: "none" } as const;

/** A row of a table of a conversation. @source wechat-databases.md §5.2 */
export function messageOf(row: Row, place: RowPlace): MessageFacts {
  const typeCode = textOf(row["type"]);
  const { column, isSent, prefix, body } = contentOf(row, place);
  const read = storedContent(typeOf(typeCode), body);
  const localId = textOf(row["meslocalid"]);
  const sentAt = msOfSeconds(row["createtime"]);
  // Tables of greetings name who wrote each.
  const stated = prefix ?? (isSent === false ? textOf(row["usrname"]) || null : null);
  return {
    ...read,
    locator: { path: place.path, table: place.table.name, rowid: String(row["rowid"]) },
    localId,
    localIdScope: `${place.path}#${place.table.name}`,
    serverId: idOf(row["messvrid"]),
    sentAt,
    sentAtText: sentAt === null ? textOf(row["createtime"]) : null,
    timePrecision: sentAt === null ? "none" : "s",
    timeBasis: sentAt === null ? "none" : "epoch",
    ...(NOTICES.has(read.kind) ? NOBODY : senderOf(isSent, stated, place.people)),
    typeCode,
    attachments: place.media.placed(read.kind, place.digest, localId ?? "", read.attachments ?? []),
    extra: { ...leftovers(row, place.table, TAKEN), ...place.companion, ...read.extra },
    warnings: [
      ...read.warnings,
      ...(column.isUndecodable ? ["CONTENT_NOT_DECODED"] : []),
      ...(column.tagDiffers ? ["STORAGE_TAG_DIFFERS"] : []),
      ...(prefix !== null && isSent === true ? ["SENDER_FIELDS_DISAGREE"] : []),
      ...(sentAt === null ? ["TIME_UNREADABLE"] : []),
    ],
  };
}

interface RowContent {
  readonly column: ColumnText;
  /** Null where the row does not say. */
  readonly isSent: boolean | null;
  /** Account that the content begins with. */
  readonly prefix: string | null;
  readonly body: string | null;
}

/** Content with the sender's prefix taken off, where there is one. What the account sent bears none. */
function contentOf(row: Row, { table, zstd, people, isAccount }: RowPlace): RowContent {
  const tag = table.columns.has("wcdb_ct_message") ? (row["wcdb_ct_message"] ?? null) : undefined;
  const column = columnText(row["message"], tag, zstd);
  const side = integerOf(row["des"]);
  const isSent = side === 0 ? true : side === 1 ? false : null;
  const whole = { column, isSent, prefix: null, body: column.text };
  if (!people.isGroup || column.text === null) return whole;
  const { sender, body } = splitPrefix(column.text);
  if (sender === null || (isSent !== false && !isAccount(sender))) return whole;
  return { column, isSent, prefix: sender, body: isSent === false ? body : column.text };
}

function typeOf(code: string | null): StoredType {
  return { kind: kindOfBaseType(code ?? ""), isApp: code === "49" };
}
