import { idOf, integerOf, textOf, type Row, type Table } from "../../../base/sqlite/tables.ts";
import type { MessageFacts, StatedAttachment } from "../../importer.ts";
import { storedContent, type StoredContent } from "../../wechat/database/stored-content.ts";
import { kindOfLocalType, splitLocalType } from "../../wechat/types.ts";
import { furtherColumns, isSystemType, secondsTime, unreadableTime } from "../row.ts";
import { unpackedText } from "../packed-text.ts";
import type { MediaLinks } from "./media-links.ts";

/** What reading a row of one conversation's table depends on. */
export interface ChatContext {
  readonly path: string;
  readonly table: Table;
  readonly scope: string;
  readonly owner: string | null;
  /** Null where no list holds the name behind the table's hash. */
  readonly talker: string | null;
  /** Whether an account is in one of the lists. */
  readonly isKnown: (account: string) => boolean;
  readonly links: MediaLinks;
}

/** A row of `Chat_<md5>` as a message. @param row columns under their names in lower case @source wechat-databases.md §4 */
export function messageOf(row: Row, context: ChatContext): MessageFacts {
  const type = textOf(row["messagetype"]) ?? "";
  const prefixed = prefixOf(textOf(row["msgcontent"]), context);
  const content = contentOf(row, type, prefixed.rest);
  const { sender, disagrees } = senderOf(row, type, prefixed.account, context);
  const time = secondsTime(row["msgcreatetime"]);
  return {
    ...content,
    locator: { path: context.path, table: context.table.name, rowid: String(row["rowid"]) },
    localId: typeof row["meslocalid"] === "bigint" ? row["meslocalid"].toString() : null,
    localIdScope: context.scope,
    serverId: idOf(row["messvrid"]),
    serverSeq: idOf(row["msgseq"]),
    ...time,
    ...sender,
    typeCode: type === "" ? null : type,
    attachments: (content.attachments ?? []).map((attachment) => placed(attachment, context.links)),
    extra: { ...furtherColumns(row, context.table, TAKEN), ...content.extra },
    warnings: [...content.warnings, ...(disagrees ? ["SENDER_FIELDS_DISAGREE"] : []), ...unreadableTime(time)],
  };
}

const TAKEN: ReadonlySet<string> = new Set([
  ...["meslocalid", "messvrid", "msgcreatetime", "msgcontent", "messagetype", "mesdes", "compresscontent", "conblob"],
]);

/** Content in the open column; only where that is empty is the packed one looked at, whose packing is not documented. */
function contentOf(row: Row, type: string, open: string | null): StoredContent {
  const packed = row["compresscontent"];
  const isPacked = (open === null || open === "") && Buffer.isBuffer(packed) && packed.length > 0;
  const unpacked = isPacked ? unpackedText(packed) : null;
  const isApp = (splitLocalType(type)?.base ?? type) === "49";
  const content = storedContent({ kind: kindOfLocalType(type), isApp }, unpacked ?? open);
  const isUndecoded = isPacked && unpacked === null;
  return isUndecoded ? { ...content, warnings: [...content.warnings, "CONTENT_NOT_DECODED"] } : content;
}

const PREFIX = /^([\w@.-]{1,128}):\r?\n([\s\S]*)$/;

/** In a group the sender's account stands before the words. On rows of the account's own it is believed only where it is a known account. */
function prefixOf(
  content: string | null,
  { talker, isKnown }: ChatContext,
): { account: string | null; rest: string | null } {
  const match = talker === null || isGroup(talker) ? PREFIX.exec(content ?? "") : null;
  const [, account, rest] = match ?? [];
  if (account === undefined || rest === undefined) return { account: null, rest: content };
  const isAccount = isKnown(account) || account.startsWith("wxid_") || account.endsWith("@openim");
  return isAccount ? { account, rest } : { account: null, rest: content };
}

function isGroup(talker: string): boolean {
  return talker.endsWith("@chatroom");
}

type Sender = Required<Pick<MessageFacts, "direction" | "sender" | "senderBasis">>;

function senderOf(
  row: Row,
  type: string,
  named: string | null,
  { owner, talker }: ChatContext,
): { sender: Sender; disagrees: boolean } {
  if (isSystemType(type))
    return { sender: { direction: "system", sender: null, senderBasis: "none" }, disagrees: false };
  const flag = integerOf(row["mesdes"]);
  const direction = flag === 0 ? "sent" : flag === 1 ? "received" : "unknown";
  const disagrees = owner !== null && named !== null && (named === owner) !== (direction === "sent");
  const by = (account: string | null, senderBasis: Sender["senderBasis"]) => ({
    sender: { direction, sender: account, senderBasis: account === null ? "none" : senderBasis } satisfies Sender,
    disagrees,
  });
  if (direction === "unknown") return by(named, "stated");
  if (direction === "sent") return by(owner, "direction");
  return talker === null || isGroup(talker) ? by(named, "stated") : by(talker, "direction");
}

function placed(attachment: StatedAttachment, links: MediaLinks): StatedAttachment {
  const { claimedMd5 } = attachment;
  return claimedMd5 === null ? attachment : { ...attachment, candidates: links.pathsOf(claimedMd5) };
}
