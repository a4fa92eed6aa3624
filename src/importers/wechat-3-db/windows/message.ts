import { idOf, integerOf, textOf, type Row, type Table } from "../../../base/sqlite/tables.ts";
import type { MessageFacts } from "../../importer.ts";
import type { StoredContent } from "../../wechat/database/stored-content.ts";
import { furtherColumns, isSystemType, secondsTime, unreadableTime } from "../row.ts";
import { readBytesExtra, type BytesExtra } from "./bytes-extra.ts";
import { contentOf } from "./content.ts";
import { attachmentsOf, type MediaPlaces } from "./media-places.ts";
import type { TalkerMap } from "./talker-map.ts";

/** What reading a row of one table depends on. */
export interface TableContext {
  readonly path: string;
  readonly table: Table;
  /** `<path>#<table>`: what `localId` counts within. */
  readonly scope: string;
  readonly owner: string | null;
  readonly map: TalkerMap;
  readonly places: MediaPlaces;
}

/**
 * A row of `MSG` as a message.
 *
 * @param row columns under their names in lower case
 * @param talker conversation it belongs to, null where the row does not say
 */
export function messageOf(row: Row, talker: string | null, context: TableContext): MessageFacts {
  const type = textOf(row["type"]) ?? "";
  const content = contentOf({
    type,
    subType: textOf(row["subtype"]) ?? "0",
    strContent: row["strcontent"] ?? null,
    compressContent: row["compresscontent"] ?? null,
    displayContent: row["displaycontent"] ?? null,
  });
  const bytes = row["bytesextra"];
  const inside = readBytesExtra(Buffer.isBuffer(bytes) ? bytes : null);
  const { sender, disagrees } = senderOf(row, type, talker, inside, context);
  const serverId = idOf(row["msgsvrid"]);
  const time = secondsTime(row["createtime"]);
  return {
    ...content,
    locator: { path: context.path, table: context.table.name, rowid: String(row["rowid"]) },
    localId: typeof row["localid"] === "bigint" ? row["localid"].toString() : null,
    localIdScope: context.scope,
    serverId,
    sortSeq: idOf(row["sequence"]),
    serverSeq: idOf(row["msgserverseq"]),
    ...time,
    ...sender,
    typeCode: type === "" ? null : type,
    attachments: attachmentsOf(content, inside, serverId, context.places),
    extra: { ...furtherColumns(row, context.table, TAKEN), ...insideColumns(inside), ...content.extra },
    warnings: [
      ...new Set([...content.warnings, ...warningsOf(row, inside, content, disagrees), ...unreadableTime(time)]),
    ],
  };
}

type Sender = Required<Pick<MessageFacts, "direction" | "sender" | "senderBasis">>;

/**
 * Sent rows are the account's own; in a private chat everything else is the talker's, in a group the sender stands in
 * `BytesExtra`. Where the table of names no longer fits the rows, nobody is named.
 */
function senderOf(
  row: Row,
  type: string,
  talker: string | null,
  inside: BytesExtra | null,
  { owner, map }: TableContext,
): { sender: Sender; disagrees: boolean } {
  const disagrees = map.contradicts(row);
  if (isSystemType(type)) return { sender: { direction: "system", sender: null, senderBasis: "none" }, disagrees };
  const flag = integerOf(row["issender"]);
  const direction = flag === 1 ? "sent" : flag === 0 ? "received" : "unknown";
  const named = personIn(inside);
  const isGroup = talker?.endsWith("@chatroom") === true;
  const isConflict = isGroup && owner !== null && named !== null && (named === owner) !== (direction === "sent");
  const by = (account: string | null, senderBasis: Sender["senderBasis"]) => ({
    sender: { direction, sender: account, senderBasis: account === null ? "none" : senderBasis } satisfies Sender,
    disagrees: disagrees || isConflict,
  });
  if (map.isShifted || direction === "unknown") return by(null, "none");
  if (direction === "sent") return by(owner, "direction");
  return isGroup ? by(named, "stated") : by(talker, "direction");
}

/** Items that name a publisher belong to notices of official accounts. @source wechat-databases.md §2.1 */
function personIn(inside: BytesExtra | null): string | null {
  return inside?.sender?.includes("publisher-id") === true ? null : (inside?.sender ?? null);
}

/** Columns with a field of their own, and those that are decoded. */
const TAKEN: ReadonlySet<string> = new Set([
  ...["localid", "msgsvrid", "type", "issender", "createtime", "sequence", "strtalker", "strcontent"],
  ...["compresscontent", "bytesextra", "bytestrans"],
]);

function insideColumns(inside: BytesExtra | null): Record<string, string> {
  if (inside === null) return {};
  return {
    ...(inside.sender === null ? {} : { "BytesExtra.1": inside.sender }),
    ...(inside.source === null ? {} : { "BytesExtra.7": inside.source }),
    ...inside.others,
  };
}

/** Longest time between a transfer's own time and that of the row which offers it, in ms. */
const TRANSFER_SLACK_MS = 10 * 60_000;

function warningsOf(row: Row, inside: BytesExtra | null, { transfer }: StoredContent, disagrees: boolean): string[] {
  const found: string[] = [];
  if (inside === null) found.push("CONTENT_NOT_DECODED");
  if (disagrees) found.push("SENDER_FIELDS_DISAGREE");
  const seconds = integerOf(row["createtime"]);
  const sequence = integerOf(row["sequence"]);
  if (seconds === null || seconds <= 0) return found;
  if (sequence !== null && sequence !== 0 && Math.floor(sequence / 1000) !== seconds) found.push("SORT_SEQ_DIFFERS");
  const began = transfer?.state === "sent" ? transfer.beganAt : undefined;
  if (began !== undefined && Math.abs(began - seconds * 1000) > TRANSFER_SLACK_MS) found.push("PAYLOAD_TIME_DIFFERS");
  return found;
}
