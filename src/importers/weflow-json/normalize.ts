import { looksRounded } from "../../base/decimal-id.ts";
import { JsonNumber } from "../../base/json-reader.ts";
import type { Kind } from "../../model/kind.ts";
import type { Locator } from "../../model/locator.ts";
import type { Direction, Quote } from "../../model/message.ts";
import type { MessageFacts } from "../importer.ts";
import { parseNotice } from "../wechat/notice.ts";
import { callIn, forwardIn, locationIn, quoteIn, redPacketTitle, transferIn } from "../wechat/rendered.ts";
import { rowTime } from "../wechat/epoch.ts";
import { resolveKind } from "../wechat/weflow-kinds.ts";
import { mediaOf } from "../wechat/weflow-media.ts";
import { extraOf, release, textIn, warn, type Row } from "../wechat/json-row.ts";
import { directionOf } from "../wechat/stated-direction.ts";
import type { Account } from "./shape.ts";

/** What a row is read against. */
export interface RowContext {
  /** Folder of the export file, `.` at the top. */
  readonly folder: string;
  /** The chat's id, which stands as sender where there is none. */
  readonly talker: string | null;
  readonly isGroup: boolean;
  /** `senders` of the arkme variant by `senderID`; empty in the other. */
  readonly senders: ReadonlyMap<string, Account>;
}

/** The message a row states. Pure: the same row gives the same facts. */
export function normalizeRow(row: Row, locator: Locator, context: RowContext): MessageFacts {
  const localType = textIn(row, "localType");
  const word = textIn(row, "type");
  const resolved = resolveKind(localType, word);
  if (resolved.disagree) warn(row, "TYPE_WORD_DISAGREES");
  if (!resolved.wordHeld) release(row, "type");
  const content = textIn(row, "content");
  const kindFacts = factsOfKind(resolved.kind, content, row);
  const { kind } = kindFacts;
  const direction = directionOf(row, kind);
  const media = mediaOf(
    { kind, content, md5: textIn(row, "emojiMd5"), url: textIn(row, "emojiCdnUrl") },
    context.folder,
  );
  if (media.attachments.length === 0) release(row, "emojiMd5", "emojiCdnUrl");
  warnOfDefects(row, kind, media.contentIsPath);
  const time = rowTime(row);
  const facts = {
    locator,
    sentAt: time?.ms ?? null,
    sentAtText: textIn(row, "formattedTime"),
    timePrecision: time === null ? "none" : time.unit === "ms" && time.ms % 1000 !== 0 ? "ms" : "s",
    timeBasis: time === null ? "none" : "epoch",
    direction,
    ...kindFacts,
    kindBasis: resolved.kindBasis,
    typeCode: localType,
    serverId: serverIdOf(row),
    exporterIndex: textIn(row, "localId"),
    ...senderOf(row, direction, context),
    text: media.contentIsPath ? null : content,
    quote: quoteOf(row, kind, content),
    attachments: media.attachments,
  } as const;
  return { ...facts, extra: extraOf(row), warnings: row.warnings };
}

/** Kind and the fields that only this kind has. */
function factsOfKind(kind: Kind, content: string | null, row: Row): Pick<MessageFacts, "kind"> & Partial<MessageFacts> {
  switch (kind) {
    case "transfer":
      return { kind, transfer: transferIn(content) };
    case "redPacket":
      return { kind, redPacket: { title: redPacketTitle(content) } };
    case "call":
      return { kind, call: callIn(content) };
    case "location":
      return { kind, location: locationOf(row, content) };
    case "forward":
      return { kind, forward: forwardIn(content) };
    case "system":
    case "pat":
      return noticeFacts(kind, content);
    default:
      return { kind };
  }
}

/** A system row is what its notice says; a row that is a pat by its code stays one. */
function noticeFacts(
  kind: "system" | "pat",
  content: string | null,
): Pick<MessageFacts, "kind"> & Partial<MessageFacts> {
  const notice = parseNotice(content ?? "");
  return kind === "pat" ? { kind, system: notice.system } : { ...notice };
}

function locationOf(row: Row, content: string | null) {
  const inText = locationIn(content);
  return {
    latitudeText: textIn(row, "locationLat") ?? inText.latitudeText,
    longitudeText: textIn(row, "locationLng") ?? inText.longitudeText,
    label: textIn(row, "locationLabel"),
    poi: textIn(row, "locationPoiname"),
  };
}

/** @source documented: export-formats.md §4.1.2, text since v1.5.2 (2026-02-05) */
function serverIdOf(row: Row): string | null {
  const id = textIn(row, "platformMessageId");
  if (id === null || id === "0") return null;
  // A number keeps its digits here; only where they are those of a double may whoever wrote them have rounded them.
  if (row.object["platformMessageId"] instanceof JsonNumber && looksRounded(id)) warn(row, "SVRID_ROUNDED");
  if (/^\d{1,20}$/.test(id)) return id;
  release(row, "platformMessageId");
  warn(row, "FIELD_TYPE_UNEXPECTED");
  return null;
}

type SenderFacts = Required<Pick<MessageFacts, "sender" | "senderName" | "senderBasis">>;

/** Sender of a row. Notices name the chat instead of a sender, and so do group rows whose sender was not found. */
function senderOf(row: Row, direction: Direction, context: RowContext): SenderFacts {
  const listed = context.senders.get(textIn(row, "senderID") ?? "");
  const stated = textIn(row, "senderUsername") ?? listed?.wxid ?? null;
  const name = textIn(row, "senderDisplayName") ?? listed?.displayName ?? null;
  const isChat = context.isGroup && stated !== null && stated === context.talker;
  if (direction === "system" || isChat) {
    release(row, "senderUsername", "senderDisplayName", "senderID");
    return { sender: null, senderName: null, senderBasis: "none" };
  }
  if (listed === undefined) release(row, "senderID");
  return {
    sender: stated,
    senderName: name,
    senderBasis: stated !== null ? "stated" : name !== null ? "name" : "none",
  };
}

function quoteOf(row: Row, kind: Kind, content: string | null): Quote | null {
  const target = textIn(row, "replyToMessageId");
  const targetServerId = target !== null && /^\d{1,20}$/.test(target) ? target : null;
  if (target !== targetServerId) release(row, "replyToMessageId");
  const sender = textIn(row, "quotedSender");
  const text = textIn(row, "quotedContent");
  if (kind !== "quote" && targetServerId === null && sender === null && text === null) return null;
  const rendered = text === null ? quoteIn(content) : null;
  return {
    targetServerId: targetServerId === "0" ? null : targetServerId,
    sender: sender ?? rendered?.sender ?? null,
    sentAt: null,
    text: text ?? rendered?.text ?? null,
  };
}

/** Codes of what the exporter is known to do to such a row. @source documented: export-formats.md §4.1.4, §14 */
function warnOfDefects(row: Row, kind: Kind, hasPath: boolean): void {
  if (kind === "text" && row.held.has("content")) warn(row, "TEXT_PREFIX_STRIPPED");
  if (kind === "transfer") warn(row, "TRANSFER_STATE_UNRELIABLE");
  if (kind === "forward") warn(row, "FORWARD_ITEMS_MISSING");
  if (kind === "image" && hasPath) warn(row, "MEDIA_THUMB_SUBSTITUTED");
}
