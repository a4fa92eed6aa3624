import { looksRounded } from "../../base/decimal-id.ts";
import type { Kind } from "../../model/kind.ts";
import type { Locator } from "../../model/locator.ts";
import type { Direction, Forward, Quote } from "../../model/message.ts";
import type { MessageFacts, StatedAttachment } from "../importer.ts";
import { rowTime } from "../wechat/epoch.ts";
import { extraOf, release, textIn, warn, type Row } from "../wechat/json-row.ts";
import { forwardOfRecords } from "../wechat/chat-records.ts";
import { readPayload, voiceDurationOf, type PayloadFacts } from "../wechat/payload.ts";
import { plainNotice } from "../wechat/payload-system.ts";
import { parseNotice } from "../wechat/notice.ts";
import { transferIn } from "../wechat/rendered.ts";
import { directionOf, NOTICE_KINDS } from "../wechat/stated-direction.ts";
import { resolveKind, type ResolvedKind } from "./kinds.ts";
import { mediaOf } from "./media.ts";
import type { FieldNames } from "./shape.ts";

/** What a row is read against. */
export interface RowContext {
  /** Folder of the export file, `.` at the top. */
  readonly folder: string;
  /** The chat's id, which stands as sender where there is none. */
  readonly talker: string | null;
  readonly isGroup: boolean;
  readonly fields: FieldNames;
}

/** The message a row states, read from its stored text or XML rather than from what the exporter made of it. Pure. */
export function normalizeRow(row: Row, locator: Locator, context: RowContext): MessageFacts {
  const { fields } = context;
  const said = saidOf(row, textIn(row, fields.code));
  const resolved = kindOf(row, said, fields);
  const parts = partsOf(resolved.kind, said, row);
  const direction = directionOf(row, parts.kind);
  const sender = senderOf(row, direction, context);
  const media = mediaOf({ kind: parts.kind, content: said.content, stated: statedOf(said) }, context.folder);
  const body = bodyOf(parts.kind, said, sender.sender);
  const text = media.contentIsPath ? (said.payload?.text ?? null) : body;
  if (said.content !== text && !media.contentIsPath) release(row, "content");
  warnOfDefects(row, parts.kind, said, text);
  dropPicture(row);
  const facts = {
    locator,
    ...timeOf(row, fields),
    direction,
    ...parts,
    kindBasis: resolved.kindBasis,
    typeCode: said.code,
    ...idsOf(row),
    ...sender,
    text,
    payload: said.raw === text ? null : said.raw,
    quote: quoteOf(row, said.payload),
    attachments: media.attachments,
  } as const;
  return { ...facts, extra: { ...said.payload?.extra, ...extraOf(row) }, warnings: row.warnings };
}

type TimeFacts = Pick<MessageFacts, "sentAt" | "sentAtText" | "timePrecision" | "timeBasis">;

function timeOf(row: Row, fields: FieldNames): TimeFacts {
  const time = rowTime(row, fields.time);
  const sentAtText = textIn(row, "formattedTime");
  if (time === null) return { sentAt: null, sentAtText, timePrecision: "none", timeBasis: "none" };
  const isFine = time.unit === "ms" && time.ms % 1000 !== 0;
  return { sentAt: time.ms, sentAtText, timePrecision: isFine ? "ms" : "s", timeBasis: "epoch" };
}

/** Stored text, rendered text, and what the stored XML says. What a person typed is text, also where it looks like XML. */
function saidOf(row: Row, code: string | null): Said {
  const raw = textIn(row, "rawContent");
  const content = textIn(row, "content");
  return { code, raw, content, payload: code === "1" || raw === null ? null : readPayload(raw) };
}

function kindOf(row: Row, { code, payload }: Said, { word: key }: FieldNames): ResolvedKind {
  const resolved = resolveKind(code, key === null ? null : textIn(row, key), payload);
  if (resolved.disagree) warn(row, "TYPE_WORD_DISAGREES");
  if (!resolved.wordHeld && key !== null) release(row, key);
  return resolved;
}

/** A portrait written out as text is the size of thousands of messages and says nothing; the received file keeps it. */
function dropPicture(row: Row): void {
  const portrait = row.object["senderAvatar"];
  if (typeof portrait === "string" && portrait.startsWith("data:")) row.held.add("senderAvatar");
}

interface Said {
  readonly code: string | null;
  readonly raw: string | null;
  readonly content: string | null;
  readonly payload: PayloadFacts | null;
}

/** Kind and the parts that only this kind has. */
function partsOf(kind: Kind, said: Said, row: Row): Pick<MessageFacts, "kind"> & Partial<MessageFacts> {
  const { payload, content } = said;
  if (kind === "system" || kind === "recall") return noticeParts(said);
  switch (kind) {
    case "transfer":
      return { kind, transfer: payload?.transfer ?? transferIn(content) };
    case "redPacket":
      return { kind, redPacket: payload?.redPacket ?? { title: null } };
    case "call":
      return { kind, call: payload?.call ?? NO_CALL };
    case "pat":
      return { kind, system: payload?.system ?? parseNotice(content ?? "").system };
    case "location":
      return { kind, location: payload?.location ?? null };
    default:
      return { kind, forward: forwardOf(row, kind, payload) };
  }
}

const NO_CALL = { media: "unknown", outcome: null, durationSec: null } as const;

function noticeParts({ raw, content, payload }: Said): Pick<MessageFacts, "kind"> & Partial<MessageFacts> {
  if (payload === null) return parseNotice(plainNotice(raw ?? content ?? ""));
  const { kind, system, recall } = payload;
  return { kind: kind === "recall" || kind === "pat" ? kind : "system", system, recall };
}

/** The stored record goes before the rendered one, which leaves items out and shows others as something else. */
function forwardOf(row: Row, kind: Kind, payload: PayloadFacts | null): Forward | null {
  if (payload?.forward != null) {
    row.held.add("chatRecords");
    return payload.forward;
  }
  return kind === "forward" ? forwardOfRecords(row, payload?.text ?? null) : null;
}

/** What people read: the stored text without the group prefix, what the XML says, or what the exporter rendered. */
function bodyOf(kind: Kind, { raw, content, payload }: Said, sender: string | null): string | null {
  if (raw === null) return content;
  if (payload !== null) return payload.text ?? content;
  if (NOTICE_KINDS.has(kind)) return plainNotice(raw);
  if (kind !== "text" && kind !== "unknown") return content;
  const prefix = prefixOf(raw, sender);
  return prefix === null ? raw : raw.slice(prefix.length + 2);
}

/**
 * The account before `:` and a line feed. A text may begin like that too, so anything but the sender himself must have
 * the form that only the client gives an account.
 */
function prefixOf(raw: string, sender: string | null): string | null {
  const prefix = /^([\w@.-]{1,64}):\n/.exec(raw)?.[1];
  if (prefix === undefined) return null;
  return prefix === sender || (sender === null && prefix.startsWith("wxid_")) ? prefix : null;
}

/** Media as the XML states them; a voice message may be stored in a short form that has only its length. */
function statedOf({ payload, raw }: Said): readonly StatedAttachment[] {
  if (payload !== null) return payload.attachments;
  const claimedDurationMs = raw === null ? null : voiceDurationOf(raw);
  if (claimedDurationMs === null) return [];
  return [{ ...VOICE, claimedDurationMs }];
}

const VOICE = {
  role: "main",
  statedPath: null,
  remoteUrl: null,
  name: null,
  claimedMd5: null,
  claimedSizeBytes: null,
  candidates: [],
} as const;

type SenderFacts = Required<Pick<MessageFacts, "sender" | "senderName" | "senderBasis">>;

/** Sender of a row. Notices name whom the exporter took for their cause; group rows without a sender name the room. */
function senderOf(row: Row, direction: Direction, { fields, talker, isGroup }: RowContext): SenderFacts {
  const stated = textIn(row, fields.sender);
  const name = textIn(row, fields.name);
  const isRoom = isGroup && stated !== null && stated === talker;
  if (direction === "system" || isRoom) {
    release(row, fields.sender, fields.name);
    return { sender: null, senderName: null, senderBasis: "none" };
  }
  return {
    sender: stated,
    senderName: name,
    senderBasis: stated !== null ? "stated" : name !== null ? "name" : "none",
  };
}

/** Shorter ids than this are no server ids but local ones that the exporter put in their place. */
const SERVER_ID = /^\d{13,20}$/;

/** @source documented: export-formats.md §4.3, `platformMessageId` is a number made text, or the local id where it is 0 */
function idsOf(row: Row): Pick<MessageFacts, "serverId" | "localId"> {
  const localId = textIn(row, "localId");
  const stated = textIn(row, "platformMessageId");
  if (stated === null) return { serverId: null, localId };
  if (!SERVER_ID.test(stated) || stated === localId) {
    release(row, "platformMessageId");
    warn(row, /^\d+$/.test(stated) ? "ID_FALLBACK" : "FIELD_TYPE_UNEXPECTED");
    return { serverId: null, localId };
  }
  if (looksRounded(stated)) warn(row, "SVRID_ROUNDED");
  return { serverId: stated, localId };
}

/** The id in the XML is exact; the one beside it is taken from there, or stands alone. */
function quoteOf(row: Row, payload: PayloadFacts | null): Quote | null {
  const stated = textIn(row, "replyToMessageId");
  const target = stated !== null && /^[1-9]\d{0,19}$/.test(stated) ? stated : null;
  const quote = payload?.quote ?? null;
  if (target !== stated || (quote?.targetServerId != null && target !== quote.targetServerId)) {
    release(row, "replyToMessageId");
  }
  if (quote !== null) return { ...quote, targetServerId: quote.targetServerId ?? target };
  return target === null ? null : { targetServerId: target, sender: null, sentAt: null, text: null };
}

/** Signs that a short text was taken for hexadecimal or base64 and decoded: characters nobody types. */
const DECODED_AGAIN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffd]/;

/** Codes of what the exporter is known to do, where the stored text does not undo it. @source export-formats.md §4.3, §14 */
function warnOfDefects(row: Row, kind: Kind, { raw, payload }: Said, text: string | null): void {
  if (kind === "text" && raw === null && text !== null) warn(row, "TEXT_PREFIX_STRIPPED");
  if (kind === "text" && DECODED_AGAIN.test(text ?? "")) warn(row, "TEXT_TAKEN_FOR_ENCODED");
  if (kind === "transfer" && payload?.transfer == null) warn(row, "TRANSFER_STATE_UNRELIABLE");
  if (kind === "forward" && payload?.forward == null) warn(row, "FORWARD_ITEMS_MISSING");
  if (kind === "quote" && payload?.quote == null) warn(row, "QUOTE_TEXT_LOST");
  if (payload?.isDamaged === true) warn(row, "PAYLOAD_DAMAGED");
}
