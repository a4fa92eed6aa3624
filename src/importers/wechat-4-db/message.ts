import { idOf, textOf, type Row, type Tables, type Value } from "../../base/sqlite/tables.ts";
import type { Zstd } from "../../base/zstd.ts";
import type { Kind } from "../../model/kind.ts";
import type { Conversation } from "../../model/chat.ts";
import type { Direction, Transfer } from "../../model/message.ts";
import type { MessageFacts } from "../importer.ts";
import { storedContent, type StoredContent } from "../wechat/database/stored-content.ts";
import { kindOfLocalType, splitLocalType } from "../wechat/types.ts";
import { scopeOf } from "./client-schema.ts";
import { columnText } from "../wechat/database/column.ts";
import { mediaOf, type MediaPlaces } from "./media.ts";
import { packedInfo, type PackedInfo } from "./packed-info.ts";
import { epochSeconds } from "./survey.ts";

/** What every row of one table is read against. */
export interface TableContext {
  readonly path: string;
  readonly table: string;
  readonly hash: string;
  readonly talker: string | null;
  readonly type: Conversation["type"];
  readonly owner: string | null;
  readonly names: ReadonlyMap<string, string>;
  /** The names of this database are off: nobody is named. */
  readonly isShifted: boolean;
  readonly isAccount: (name: string) => boolean;
  readonly isHistory: (serverId: string) => boolean;
  readonly places: MediaPlaces;
  readonly zstd: Zstd;
  /** Columns that say how another is packed, where the table has them. */
  readonly tags: ReadonlySet<string>;
  /** Columns that are not read by name. */
  readonly further: readonly string[];
}

const READ = [
  "local_id", "server_id", "local_type", "sort_seq", "real_sender_id", "create_time", "status", "upload_status",
  "download_status", "server_seq", "origin_source", "source", "message_content", "compress_content", "packed_info_data",
  "WCDB_CT_message_content", "WCDB_CT_source",
] as const; // prettier-ignore
const TAGS = ["WCDB_CT_message_content", "WCDB_CT_source"] as const;
/** Kept as they stand. */
const KEPT = ["real_sender_id", "status", "upload_status", "download_status", "server_seq", "origin_source", ...TAGS];

/** Columns of a message table: those known by name, then whatever else it has. */
export function columnsOf(tables: Tables, table: string) {
  const own = tables.table(table)?.columns ?? new Map<string, string>();
  const known = new Set<string>(READ.map((name) => name.toLowerCase()));
  const further = [...own.entries()].filter(([key]) => !known.has(key)).map(([, name]) => name);
  return { columns: [...READ, ...further], further, tags: new Set<string>(TAGS.filter((tag) => own.has(tag.toLowerCase()))) }; // prettier-ignore
}

/** The message of a row. Pure but for the look at recordings. */
export function messageOf(row: Row, context: TableContext): MessageFacts {
  const warnings: string[] = [];
  const { text: content, extra: contentExtra } = contentOf(row, context, warnings);
  const typeCode = textOf(row["local_type"]);
  const halves = splitLocalType(typeCode ?? "");
  const typeKind = kindOfLocalType(typeCode ?? "");
  const isNotice = halves !== null && NOTICES.has(halves.base);
  const { prefix, body } = isNotice ? { prefix: null, body: content } : splitPrefix(content, row, context);
  const {
    warnings: _warnings,
    extra: payloadExtra,
    attachments = [],
    ...stored
  } = contentFacts(body, halves, typeKind, warnings);
  const packed = packedInfo(row["packed_info_data"]);
  const sentAt = epochSeconds(row["create_time"]);
  const serverId = idOf(row["server_id"]);
  const localId = textOf(row["local_id"]) ?? textOf(row["rowid"]);
  const sender = senderOf(row, prefix, isNotice, context, warnings);
  warnOfTimes(row, stored.transfer ?? null, sentAt, warnings);
  if (serverId !== null && context.isHistory(serverId)) warnings.push("FETCHED_AS_HISTORY");
  const media = { kind: stored.kind, hash: context.hash, talker: context.talker, localId, serverId, createTime: bigOf(row["create_time"]), sentAt, packed, stated: attachments }; // prettier-ignore
  return {
    locator: { path: context.path, table: context.table, rowid: String(row["rowid"] ?? localId) },
    localId,
    localIdScope: scopeOf(context.path, context.table),
    serverId,
    sortSeq: textOf(row["sort_seq"]),
    serverSeq: idOf(row["server_seq"]),
    sentAt,
    sentAtText: null,
    timePrecision: sentAt === null ? "none" : "s",
    timeBasis: sentAt === null ? "none" : "epoch",
    ...sender,
    ...stored,
    typeCode,
    attachments: mediaOf(media, context.places),
    extra: { ...extraOf(row, context), ...contentExtra, ...packedExtra(packed), ...(prefix === null ? {} : { prefix }), ...payloadExtra }, // prettier-ignore
    warnings,
  };
}

const NOTICES: ReadonlySet<string> = new Set(["10000", "10001", "10002", "9999"]);

function contentOf(row: Row, { tags, zstd }: TableContext, warnings: string[]) {
  const tag = (name: (typeof TAGS)[number]) => (tags.has(name) ? (row[name] ?? null) : undefined);
  const content = columnText(row["message_content"], tag("WCDB_CT_message_content"), zstd);
  const source = columnText(row["source"], tag("WCDB_CT_source"), zstd);
  const second = columnText(row["compress_content"], undefined, zstd);
  if (content.tagDiffers || source.tagDiffers) warnings.push("STORAGE_TAG_DIFFERS");
  if (content.isUndecodable) warnings.push("CONTENT_NOT_DECODED");
  const isSecond = !content.text && !content.isUndecodable && second.text !== null;
  const extra = {
    ...(source.text ? { source: source.text } : {}),
    ...(second.text && !isSecond ? { compress_content: second.text } : {}),
  };
  return { text: isSecond ? second.text : content.text, extra };
}

const PREFIX = /^([0-9A-Za-z_@.-]{1,119}):\n/;

/** In groups the text of others begins with their account; own text does not, whatever was typed. */
function splitPrefix(content: string | null, row: Row, context: TableContext) {
  const isPossible = context.type === "group" || context.type === "unknown";
  const prefix = content === null || !isPossible ? null : (PREFIX.exec(content)?.[1] ?? null);
  if (prefix === null || content === null) return { prefix: null, body: content };
  const sender = context.names.get(String(row["real_sender_id"]));
  const isOwn = sender === context.owner && sender !== undefined && !context.isShifted;
  const isNamed = prefix === sender || context.isAccount(prefix);
  if (!isNamed || (isOwn && prefix === sender)) return { prefix: null, body: content };
  return { prefix, body: content.slice(prefix.length + 2) };
}

type Halves = ReturnType<typeof splitLocalType>;

/** Content by the type of the row. The sub-type stands both in the number of the row and in the XML. */
function contentFacts(body: string | null, halves: Halves, kind: Kind, warnings: string[]): StoredContent {
  const stored = storedContent({ kind, isApp: halves?.base === "49" }, body);
  const { sub = "0" } = halves ?? {};
  const appType = stored.extra?.["payload.appmsg.type"];
  const isEmptyText = halves?.base === "1" && (body ?? "") === "" && !warnings.includes("CONTENT_NOT_DECODED");
  const differs = halves?.base === "49" && sub !== "0" && appType !== undefined && appType !== sub;
  const found = new Set([...stored.warnings, ...(isEmptyText || differs ? ["TYPE_PAYLOAD_DIFFERS"] : [])]);
  warnings.push(...[...found].filter((code) => !warnings.includes(code)));
  return stored;
}

type SenderFacts = Required<Pick<MessageFacts, "sender" | "senderBasis">> & { readonly direction: Direction };

function senderOf(
  row: Row,
  prefix: string | null,
  isNotice: boolean,
  context: TableContext,
  warnings: string[],
): SenderFacts {
  if (isNotice) return { sender: null, senderBasis: "none", direction: "system" };
  // What begins with somebody's name was received, whoever that was.
  const received: Direction = prefix === null ? "unknown" : "received";
  if (context.isShifted) return { sender: null, senderBasis: "none", direction: received };
  const { owner } = context;
  const stated = context.names.get(String(row["real_sender_id"])) ?? null;
  if (stated === null) {
    const direction = prefix !== null && prefix === owner ? "sent" : received;
    return { sender: prefix, senderBasis: prefix === null ? "none" : "stated", direction };
  }
  const isForeign = context.type === "private" && owner !== null && stated !== owner && stated !== context.talker;
  if (isForeign || (prefix !== null && prefix !== stated)) warnings.push("SENDER_FIELDS_DISAGREE");
  const direction = owner === null ? received : stated === owner ? "sent" : "received";
  return { sender: stated, senderBasis: "stated", direction };
}

/** Offers of a transfer bear the second they were made; a row of another time was not written with it. */
const OFFERS: ReadonlySet<string> = new Set(["1", "7", "8"]);
const MOST_APART_MS = 10 * 60_000;

function warnOfTimes(row: Row, transfer: Transfer | null, sentAt: number | null, warnings: string[]): void {
  const [sortSeq, seconds] = [bigOf(row["sort_seq"]), bigOf(row["create_time"])];
  if (sortSeq !== null && seconds !== null && sortSeq !== 0n && sortSeq / 1000n !== seconds) {
    warnings.push("SORT_SEQ_DIFFERS");
  }
  const beganAt = OFFERS.has(transfer?.subtype ?? "") ? (transfer?.beganAt ?? null) : null;
  if (beganAt !== null && sentAt !== null && Math.abs(beganAt - sentAt) > MOST_APART_MS) {
    warnings.push("PAYLOAD_TIME_DIFFERS");
  }
}

function bigOf(value: Value | undefined): bigint | null {
  return typeof value === "bigint" ? value : null;
}

function extraOf(row: Row, { further }: TableContext): Record<string, string> {
  const extra: Record<string, string> = {};
  for (const column of KEPT) {
    const value = row[column];
    if (value !== null && value !== undefined && !Buffer.isBuffer(value)) extra[column] = String(value);
  }
  for (const column of further) {
    const value = row[column];
    if (value !== null && value !== undefined && !Buffer.isBuffer(value)) extra[column] = String(value);
  }
  return extra;
}

function packedExtra(packed: PackedInfo | null): Record<string, string> {
  if (packed === null) return {};
  const extra: Record<string, string> = {};
  if (packed.first !== null) extra["packed_info.1"] = packed.first;
  if (packed.second !== null) extra["packed_info.2"] = packed.second;
  if (packed.voiceText !== null) extra["packed_info.5.2"] = packed.voiceText;
  if (packed.dimensions !== null) extra["packed_info.dimensions"] = packed.dimensions;
  return extra;
}
