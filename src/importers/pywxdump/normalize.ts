import { printJson } from "../../base/json-reader.ts";
import type { Direction } from "../../model/message.ts";
import type { MessageFacts, ReadSettings } from "../importer.ts";
import { timeOfText } from "../wechat/sent-time.ts";
import { contentOf, isNotice, type Content } from "./content.ts";
import { recordOf } from "./forward.ts";
import type { Row, RowContext } from "./row.ts";

/** The message a row states. Pure: the same row gives the same facts. */
export function normalizeRow(row: Row, context: RowContext, settings: ReadSettings): MessageFacts {
  const content = contentOf(row, context, settings);
  const { doubt, ...times } = timeOfText(row.time, settings);
  const direction = directionOf(row, content);
  const serverId = /^[1-9]\d{0,19}$/.test(row.serverId) ? row.serverId : null;
  return {
    ...content,
    ...times,
    locator: row.at,
    serverId,
    exporterIndex: row.id,
    direction,
    ...senderOf(row, direction, context),
    kindBasis: content.kind === "unknown" ? "none" : "word",
    typeCode: row.word === "" ? null : row.word,
    extra: { ...row.extra, ...content.extra, ...leftOver(row, content, serverId, direction) },
    warnings: warningsOf(row, content, times.sentAt, doubt),
  };
}

function directionOf({ isSender, talker }: Row, { kind }: Content): Direction {
  if (isNotice(kind) || talker === SYSTEM) return "system";
  return isSender === "1" ? "sent" : isSender === "0" ? "received" : "unknown";
}

/** Words that stand for no account. @source documented: export-formats.md §2.2 */
const SYSTEM = "系统";
const UNKNOWN = "未知";
const MYSELF = "我";

type Sender = Required<Pick<MessageFacts, "sender" | "senderName" | "senderBasis">>;

const NOBODY: Sender = { sender: null, senderName: null, senderBasis: "none" };

/** The account a row names. `我` stands where the exporter was not told whose account it was. */
function senderOf({ talker, room }: Row, direction: Direction, { owner }: RowContext): Sender {
  if (direction === "system" || talker === "" || talker === UNKNOWN) return NOBODY;
  // In a group the room itself is nobody.
  if (talker === room && room.endsWith("@chatroom")) return NOBODY;
  if (talker !== MYSELF) return { sender: talker, senderName: null, senderBasis: "stated" };
  if (owner !== null) return { sender: owner, senderName: null, senderBasis: "direction" };
  return { sender: null, senderName: talker, senderBasis: "name" };
}

/** Source text of what no field of the message holds as it stands. */
function leftOver(row: Row, content: Content, serverId: string | null, direction: Direction): Record<string, string> {
  const { src, msg, talker } = row;
  const holdsSource = content.attachments.some((a) => a.statedPath === src || a.remoteUrl === src);
  const isEmpty = src === null || src === "" || src === false || src === "False";
  const isHeld = direction !== "system" && talker !== UNKNOWN;
  return {
    ...(holdsSource || isEmpty ? {} : { src: typeof src === "string" ? src : printJson(src) }),
    ...(content.text === msg || content.payload === msg || msg === "" ? {} : { msg }),
    ...(serverId === row.serverId || row.serverId === "" ? {} : { MsgSvrID: row.serverId }),
    ...(isHeld || talker === "" ? {} : { talker }),
    ...(direction === "system" && row.isSender === "1" ? { is_sender: row.isSender } : {}),
  };
}

function warningsOf(row: Row, { kind, forward }: Content, sentAt: number | null, doubt: string | null): string[] {
  const warnings = [...row.warnings];
  if (doubt !== null) warnings.push(doubt);
  if (sentAt === null) warnings.push("TIME_UNREADABLE");
  if (kind === "transfer") warnings.push("TRANSFER_STATE_UNRELIABLE");
  if (forward && recordOf(row.src) === null) warnings.push("FORWARD_ITEMS_MISSING");
  return warnings;
}
