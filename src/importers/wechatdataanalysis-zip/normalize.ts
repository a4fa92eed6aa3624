import type { Kind } from "../../model/kind.ts";
import type { Locator } from "../../model/locator.ts";
import type { Direction, Quote } from "../../model/message.ts";
import type { MessageFacts } from "../importer.ts";
import { rowTime } from "../wechat/epoch.ts";
import { extraOf, release, textIn, warn, type Row } from "../wechat/json-row.ts";
import { parseNotice } from "../wechat/notice.ts";
import { callOf } from "../wechat/payload-call.ts";
import { forwardOfRecord } from "../wechat/payload-forward.ts";
import { serverId } from "../wechat/payload-parts.ts";
import { NOTICE_KINDS } from "../wechat/stated-direction.ts";
import { resolveKind } from "./kinds.ts";
import { mediaOf, type MediaContext } from "./media.ts";
import { transferIn } from "./transfer.ts";

/** What a row is read against. */
export interface RowContext {
  readonly talker: string | null;
  readonly isGroup: boolean;
  readonly media: MediaContext;
}

/** The message a row of `messages.json` states. Pure: the same row gives the same facts. */
export function normalizeRow(row: Row, locator: Locator, context: RowContext): MessageFacts {
  const typeCode = textIn(row, "type");
  const word = textIn(row, "renderType");
  const resolved = resolveKind(typeCode, word);
  if (resolved.disagree) warn(row, "TYPE_WORD_DISAGREES");
  if (!resolved.wordHeld) release(row, "renderType");
  const content = textIn(row, "content");
  const kindFacts = factsOfKind(resolved.kind, content, row);
  const attachments = mediaOf(row, kindFacts.kind, context.media);
  const direction = directionOf(row, kindFacts.kind);
  if (isMislabelledVoice(row, content)) warn(row, "VOICE_LABEL_MILLISECONDS");
  noteRepeated(row, context);
  const facts = {
    locator,
    ...timeOf(row),
    direction,
    ...kindFacts,
    kindBasis: resolved.kindBasis,
    typeCode,
    ...idsOf(row),
    ...senderOf(row, direction, context),
    text: textOf(row, kindFacts.kind, content),
    quote: quoteOf(row, kindFacts.kind),
    attachments,
  } as const;
  return { ...facts, extra: leftOver(row), warnings: row.warnings };
}

function timeOf(row: Row): Pick<MessageFacts, "sentAt" | "sentAtText" | "timePrecision" | "timeBasis"> {
  const time = rowTime(row);
  return {
    sentAt: time?.ms ?? null,
    sentAtText: textIn(row, "createTimeText"),
    timePrecision: time === null ? "none" : time.unit === "ms" && time.ms % 1000 !== 0 ? "ms" : "s",
    timeBasis: time === null ? "none" : "epoch",
  };
}

/** Kind and the fields that only this kind has. */
function factsOfKind(kind: Kind, content: string | null, row: Row): Pick<MessageFacts, "kind"> & Partial<MessageFacts> {
  switch (kind) {
    case "transfer":
      return { kind, transfer: transferIn(row) };
    case "redPacket":
      return { kind, redPacket: { title: textIn(row, "title") ?? content } };
    case "call":
      return { kind, call: callOf(content, CALL_MEDIA[textIn(row, "voipType") ?? ""] ?? "unknown", null) };
    case "location":
    case "liveLocation":
      return { kind, location: locationOf(row) };
    case "forward":
      return { kind, ...forwardOf(row) };
    case "system":
    case "pat":
      return noticeFacts(kind, content);
    default:
      return { kind };
  }
}

const CALL_MEDIA: Readonly<Record<string, "voice" | "video">> = { audio: "voice", video: "video" };

function locationOf(row: Row): NonNullable<MessageFacts["location"]> {
  return {
    latitudeText: textIn(row, "locationLat"),
    longitudeText: textIn(row, "locationLng"),
    label: textIn(row, "locationLabel"),
    poi: textIn(row, "locationPoiname"),
  };
}

/** The raw record stays as payload, its items beside it. */
function forwardOf(row: Row): Partial<MessageFacts> {
  const payload = textIn(row, "recordItem");
  const title = textIn(row, "title");
  const read = payload === null ? null : forwardOfRecord(payload);
  return { payload, forward: { items: [], ...read, title: title ?? read?.title ?? null } };
}

/** Early versions wrote no name into a recall. @source observed: exporter's source @0445889 */
const NAMELESS_RECALL = "撤回了一条消息";

/** A system row is what its notice says; a row that is a pat by its code stays one. */
export function noticeFacts(
  kind: "system" | "pat",
  content: string | null,
): Pick<MessageFacts, "kind"> & Partial<MessageFacts> {
  if (kind === "system" && content === NAMELESS_RECALL) {
    return { kind: "recall", recall: { by: null, byName: null, targetServerId: null } };
  }
  const notice = parseNotice(content ?? "");
  return kind === "pat" ? { kind, system: notice.system } : { ...notice };
}

function directionOf(row: Row, kind: Kind): Direction {
  const isSent = row.object["isSent"];
  if (isSent !== undefined && typeof isSent !== "boolean") warn(row, "FIELD_TYPE_UNEXPECTED");
  const stated: Direction = isSent === true ? "sent" : isSent === false ? "received" : "unknown";
  const isNotice = NOTICE_KINDS.has(kind);
  if (stated === "received" || (stated === "sent" && !isNotice)) row.held.add("isSent");
  return isNotice ? "system" : stated;
}

/** `<shard>:<table>:<local id>`. @source documented: export-formats.md §4.4.2 */
const ROW_ID = /^(.+:msg_[0-9a-z]+):(\d{1,19})$/i;

/**
 * Read from the running client without knowing from which shard, so that several numberings may stand under one name.
 *
 * @source observed: exporter's source @a7092e7
 */
const MERGED = /^realtime_/;

/** True for the id of a row of the client's own tables; forwarded and collected messages have ids of other forms. */
export function isRowId(id: string | null): boolean {
  return id !== null && ROW_ID.test(id);
}

type Ids = Pick<MessageFacts, "serverId" | "localId" | "localIdScope" | "sortSeq">;

function idsOf(row: Row): Ids {
  const id = textIn(row, "id");
  const [, scope = null, tail = null] = ROW_ID.exec(id ?? "") ?? [];
  const localId = counted(row, "localId");
  // Where both are stated and differ, neither is dropped.
  if (tail !== null && localId !== null && tail !== localId) warn(row, "ID_FIELDS_DISAGREE");
  const isScope = scope !== null && !MERGED.test(scope);
  if (!isScope || tail !== localId) release(row, "id");
  const svrid = serverId(textIn(row, "serverId"));
  if (svrid === null && row.object["serverId"] !== undefined) releaseUnlessZero(row, "serverId");
  return { serverId: svrid, localId, localIdScope: isScope ? scope : null, sortSeq: counted(row, "sortSeq") };
}

/** A number that counts something; 0 stands for none. */
function counted(row: Row, key: string): string | null {
  const digits = textIn(row, key);
  if (digits !== null && /^[1-9]\d{0,18}$/.test(digits)) return digits;
  releaseUnlessZero(row, key);
  return null;
}

function releaseUnlessZero(row: Row, key: string): void {
  if (textIn(row, key) === "0") return;
  release(row, key);
}

type SenderFacts = Required<Pick<MessageFacts, "sender" | "senderName" | "senderBasis">>;

/** Notices name the chat or nobody; group rows whose sender was not found may name the room. */
function senderOf(row: Row, direction: Direction, { isGroup, talker }: RowContext): SenderFacts {
  const sender = textIn(row, "senderUsername");
  const senderName = textIn(row, "senderDisplayName");
  if (direction === "system" || (isGroup && sender !== null && sender === talker)) {
    release(row, "senderUsername", "senderDisplayName");
    return { sender: null, senderName: null, senderBasis: "none" };
  }
  const senderBasis = sender !== null ? "stated" : senderName !== null ? "name" : "none";
  return { sender, senderName, senderBasis };
}

function quoteOf(row: Row, kind: Kind): Quote | null {
  const stated = textIn(row, "quoteServerId");
  const targetServerId = serverId(stated);
  if (stated !== null && stated !== "0" && targetServerId === null) release(row, "quoteServerId");
  const sender = textIn(row, "quoteUsername");
  const name = textIn(row, "quoteTitle");
  const text = textIn(row, "quoteContent");
  // The name shown stays beside the account where both are there.
  if (sender !== null) release(row, "quoteTitle");
  if (kind !== "quote" && targetServerId === null && sender === null && text === null && name === null) return null;
  return { targetServerId, sender: sender ?? name, sentAt: null, text };
}

/** Kinds whose title is what people read, with the description below it. */
const TITLED: ReadonlySet<Kind> = new Set([
  "link",
  "music",
  "channels",
  "miniProgram",
  "note",
  "announcement",
  "chain",
]);

function textOf(row: Row, kind: Kind, content: string | null): string | null {
  const title = kind === "file" || TITLED.has(kind) ? textIn(row, "title") : null;
  if (title === null || title === content) return content;
  release(row, "title", "content");
  return kind === "file" || content === null ? title : `${title}\n${content}`;
}

/** The exporter calls milliseconds seconds in the words of a voice message. @source observed: exporter's source @a7092e7 */
function isMislabelledVoice(row: Row, content: string | null): boolean {
  const length = row.object["voiceLength"];
  return typeof length === "string" && length.length >= 4 && content === `[语音 ${length}秒]`;
}

/** Fields that repeat what the conversation says. */
function noteRepeated(row: Row, { talker, isGroup }: RowContext): void {
  if (row.object["isGroup"] === isGroup) row.held.add("isGroup");
  const conversation = row.object["conversationUsername"];
  if (conversation === talker) row.held.add("conversationUsername");
  else if (typeof conversation === "string" && conversation !== "" && talker !== null) {
    warn(row, "CONVERSATION_DIFFERS");
  }
}

/** An empty list says nothing, and neither does one that repeats the field it was chosen from. */
function leftOver(row: Row): Record<string, string> {
  for (const key of Object.keys(row.object)) {
    const value = row.object[key];
    if (!Array.isArray(value)) continue;
    const chosen = row.object[key.replace(/Candidates$/, "")];
    if (value.every((item) => item === chosen)) row.held.add(key);
  }
  return extraOf(row);
}
