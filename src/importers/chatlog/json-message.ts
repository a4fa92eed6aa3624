import { isJsonObject, JsonNumber, type JsonValue } from "../../base/json-reader.ts";
import type { Kind } from "../../model/kind.ts";
import type { Locator } from "../../model/locator.ts";
import type { Direction } from "../../model/message.ts";
import type { MessageFacts } from "../importer.ts";
import { extraOf, release, textIn, warn, type Row } from "../wechat/json-row.ts";
import { kindOfLocalType, kindOfV3Type } from "../wechat/types.ts";
import { contentOf, rawContent, type Content } from "./contents.ts";
import { SYSTEM_SENDER } from "./notice.ts";
import { instantOfRfc3339 } from "./rfc3339.ts";
import { alphaSequence, isAlphaSequence } from "./sequence.ts";

/** Names of the keys before and since v0.0.6. @source documented: export-formats.md §3.1 */
const KEYS = {
  old: { sequence: "sequence", time: "createTime", isSelf: "isSender", sender: "chatRoomSender" },
  new: { sequence: "seq", time: "time", isSelf: "isSelf", sender: "sender" },
} as const;

/** A row with the conversation it belongs to. */
export interface Talked {
  readonly talker: string;
  readonly talkerName: string | null;
  readonly isGroup: boolean;
  readonly facts: MessageFacts;
}

/** Where a row stands. */
export interface Place {
  readonly at: Locator;
  /** Folder of the file with a trailing `/`, or empty. */
  readonly folder: string;
}

/** The message a row states. Pure: the same row gives the same facts. */
export function jsonMessage(row: Row, { at, folder }: Place): Talked {
  const keys = "sequence" in row.object ? KEYS.old : KEYS.new;
  const talker = textIn(row, "talker") ?? "";
  const isGroup = row.object["isChatRoom"] === true || talker.endsWith("@chatroom");
  if (isGroup === (row.object["isChatRoom"] === true)) row.held.add("isChatRoom");
  const sender = textIn(row, keys.sender);
  const { kind: coded, typeCode } = typeOf(row, sender);
  const content = contentIn(row, coded, folder);
  const sentAtText = textIn(row, keys.time);
  const sentAt = instantOfRfc3339(sentAtText);
  if (sentAt === null) warn(row, "TIME_UNREADABLE");
  const direction = directionOf(row, keys.isSelf, content.kind);
  const senderFacts = senderOf(row, { sender, key: keys.sender, direction, talker, isGroup });
  const ids = idsOf(row, keys.sequence, sentAt);
  const facts: MessageFacts = {
    locator: at,
    sentAt,
    sentAtText,
    timePrecision: sentAt === null ? "none" : sentAt % 1000 === 0 ? "s" : "ms",
    timeBasis: sentAt === null ? "none" : "text-with-offset",
    direction,
    ...content,
    kindBasis: content.kind === "unknown" ? "none" : "code",
    typeCode,
    ...ids,
    ...senderFacts,
    extra: {},
    warnings: row.warnings,
  };
  const talkerName = textIn(row, "talkerName");
  return { talker, talkerName, isGroup, facts: { ...facts, extra: { ...extraOf(row), ...content.extra } } };
}

function typeOf(row: Row, sender: string | null): { kind: Kind; typeCode: string | null } {
  const type = textIn(row, "type");
  const subType = textIn(row, "subType") ?? "0";
  if (type === null) return { kind: sender === SYSTEM_SENDER ? "system" : "unknown", typeCode: null };
  const isWhole = type.length > 9;
  const kind = isWhole ? kindOfLocalType(type) : kindOfV3Type(type, subType);
  return { kind, typeCode: type === "49" || subType !== "0" ? `${type}/${subType}` : type };
}

function contentIn(row: Row, kind: Kind, folder: string): Content {
  const content = textIn(row, "content") ?? "";
  const contents = row.object["contents"];
  const packed = unpacked(row.object["compressContent"]);
  if (packed !== null) row.held.add("compressContent");
  for (const xml of [packed, content]) {
    const read = xml?.trimStart().startsWith("<") === true && kind !== "text" ? rawContent(kind, xml) : null;
    if (read === null) continue;
    if (xml !== content) release(row, "content");
    return read;
  }
  const isRecall = kind === "recall";
  return contentOf(isRecall ? "system" : kind, content, isJsonObject(contents) ? contents : undefined, folder);
}

/** Bytes of an old answer stand in Base64; only where they are text do they say something here. */
function unpacked(value: JsonValue | undefined): string | null {
  if (typeof value !== "string" || value === "" || !/^[A-Za-z0-9+/]+={0,2}$/.test(value)) return null;
  const text = Buffer.from(value, "base64").toString("utf8").replaceAll("\0", "");
  return text.includes("\ufffd") || !text.trimStart().startsWith("<") ? null : text;
}

const NOTICES: ReadonlySet<Kind> = new Set(["system", "recall", "pat"]);

function directionOf(row: Row, key: string, kind: Kind): Direction {
  const stated = row.object[key];
  const flag = stated instanceof JsonNumber ? stated.text : stated;
  const direction = flag === true || flag === "1" ? "sent" : flag === false || flag === "0" ? "received" : "unknown";
  const isNotice = NOTICES.has(kind);
  if (direction === "received" || !isNotice) row.held.add(key);
  if (direction === "unknown" && stated !== undefined && stated !== null) warn(row, "FIELD_TYPE_UNEXPECTED");
  return isNotice ? "system" : direction;
}

type Sender = Required<Pick<MessageFacts, "sender" | "senderName" | "senderBasis">>;

/** In groups the program takes the sender from the beginning of the text. @source documented: export-formats.md §3.3 */
function senderOf(
  row: Row,
  of: { sender: string | null; key: string; direction: Direction; talker: string; isGroup: boolean },
): Sender {
  const { direction, talker, isGroup } = of;
  if (direction === "system") {
    if (of.sender !== SYSTEM_SENDER) release(row, of.key);
    return { sender: null, senderName: null, senderBasis: "none" };
  }
  const senderName = textIn(row, "senderName");
  if (isGroup && of.sender !== null) warn(row, "SENDER_FROM_TEXT");
  if (of.sender !== null) return { sender: of.sender, senderName, senderBasis: "stated" };
  const isPeer = !isGroup && direction === "received" && talker !== "";
  if (isPeer) return { sender: talker, senderName, senderBasis: "direction" };
  return { sender: null, senderName, senderBasis: senderName === null ? "none" : "name" };
}

type Ids = Pick<MessageFacts, "localId" | "sortSeq">;

/** Thirteen digits are the client's own; of chatlog_alpha's number only the local id is. */
function idsOf(row: Row, key: string, sentAt: number | null): Ids {
  const sequence = textIn(row, key);
  if (sequence === null) return { localId: null, sortSeq: null };
  if (row.object["id"] !== undefined && textIn(row, "id") !== sequence) release(row, "id");
  if (!isAlphaSequence(sequence)) {
    const isNumber = /^[1-9]\d{0,18}$/.test(sequence);
    if (!isNumber) release(row, key);
    return { localId: null, sortSeq: isNumber ? sequence : null };
  }
  release(row, key, "id");
  const parts = alphaSequence(sequence, sentAt === null ? null : Math.floor(sentAt / 1000));
  if (parts === null) warn(row, "SEQUENCE_TIME_DISAGREE");
  return { localId: parts?.localId ?? null, sortSeq: null };
}
