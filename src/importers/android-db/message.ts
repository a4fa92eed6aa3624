import { idOf, integerOf, textOf, type Row, type Table } from "../../base/sqlite/tables.ts";
import type { MessageFacts } from "../importer.ts";
import { senderOf, splitPrefix, type Side } from "../wechat/database/phone-sender.ts";
import { leftovers, msOf } from "../wechat/database/row-values.ts";
import { storedContent } from "../wechat/database/stored-content.ts";
import type { MediaFolders } from "./media.ts";
import { isOutOfRange } from "./ranges.ts";
import type { SideTables } from "./side-tables.ts";
import { typeOf } from "./types.ts";

/** What stands around a row. */
export interface RowPlace {
  readonly path: string;
  readonly table: Table;
  readonly side: SideTables;
  readonly media: MediaFolders;
  readonly people: Side;
  /** Accounts that a prefix of an own message would have to name to be one. */
  readonly isAccount: (account: string) => boolean;
}

const TAKEN = new Set(["msgid", "msgsvrid", "type", "createtime", "talker", "content", "rowid"]);
const HISTORY = 2;

/** A row of a table of messages. @source wechat-databases.md §5.1 */
export function messageOf(row: Row, place: RowPlace): MessageFacts {
  const typeCode = textOf(row["type"]);
  const content = contentOf(row);
  const side = integerOf(row["issend"]);
  const isSent = side === 1 ? true : side === 0 ? false : null;
  const { sender: prefix, body } = place.people.isGroup && content !== null ? splitPrefix(content) : { sender: null, body: content }; // prettier-ignore
  // What the account sent bears no prefix; a line that ends in a colon is part of the text.
  const isPrefixed = prefix !== null && (isSent === false || (isSent === true && place.isAccount(prefix)));
  const read = storedContent(typeOf(typeCode), isPrefixed && isSent === false ? body : content);
  const isNotice = side === 2 || ["system", "recall", "pat"].includes(read.kind);
  const localId = textOf(row["msgid"]);
  const serverId = idOf(row["msgsvrid"]);
  const sentAt = msOf(row["createtime"]);
  const at = { path: place.path, table: place.table.name, rowid: String(row["rowid"]) };
  const mediaRow = { kind: read.kind, localId, serverId, imgPath: textOf(row["imgpath"]) || null };
  return {
    ...read,
    locator: at,
    localId,
    localIdScope: `${place.path}#${place.table.name}`,
    serverId,
    serverSeq: idOf(row["msgseq"]),
    sentAt,
    sentAtText: sentAt === null ? textOf(row["createtime"]) : null,
    timePrecision: sentAt === null ? "none" : "ms",
    timeBasis: sentAt === null ? "none" : "epoch",
    ...(isNotice ? NOBODY : senderOf(isSent, isPrefixed ? prefix : null, place.people)),
    typeCode,
    attachments: place.media.placed(mediaRow, read.attachments ?? []),
    extra: { ...leftovers(row, place.table, TAKEN), ...place.side.notesOn(localId, serverId), ...read.extra },
    warnings: [...read.warnings, ...doubtsOf(row, place, { isPrefixed, isSent, sentAt })],
  };
}

const NOBODY = { direction: "system", sender: null, senderBasis: "none" } as const;

function contentOf(row: Row): string | null {
  const value = row["content"];
  return value === null || value === undefined ? null : textOf(value);
}

interface Doubtful {
  readonly isPrefixed: boolean;
  readonly isSent: boolean | null;
  readonly sentAt: number | null;
}

function doubtsOf(row: Row, { table }: RowPlace, { isPrefixed, isSent, sentAt }: Doubtful): string[] {
  const flag = integerOf(row["flag"]) ?? 0;
  return [
    ...((flag & HISTORY) !== 0 ? ["FETCHED_AS_HISTORY"] : []),
    ...(isPrefixed && isSent === true ? ["SENDER_FIELDS_DISAGREE"] : []),
    ...(isOutOfRange(table.name, row["msgid"]) ? ["LOCAL_ID_OUT_OF_RANGE"] : []),
    ...(sentAt === null ? ["TIME_UNREADABLE"] : []),
  ];
}
