import { looksRounded } from "../../base/decimal-id.ts";
import { JsonNumber } from "../../base/json-reader.ts";
import type { Kind } from "../../model/kind.ts";
import type { Locator } from "../../model/locator.ts";
import type { Direction, Forward, Quote, Recall } from "../../model/message.ts";
import type { MessageFacts } from "../importer.ts";
import { forwardOfRecords } from "../wechat/chat-records.ts";
import { rowTime } from "../wechat/epoch.ts";
import { extraOf, release, textIn, warn, type Row } from "../wechat/json-row.ts";
import { parseNotice } from "../wechat/notice.ts";
import { callIn, forwardIn, locationIn, quoteIn, redPacketTitle, transferIn } from "../wechat/rendered.ts";
import { NOTICE_KINDS } from "../wechat/stated-direction.ts";
import { resolveKind } from "./kinds.ts";
import { mediaOf } from "./media.ts";
import type { Producer } from "./producer.ts";

/** What a row is read against. */
export interface RowContext {
  /** Folder of the export file, `.` at the top. */
  readonly folder: string;
  readonly owner: string | null;
  /** Id of the group, which stands as sender where there is none. */
  readonly group: string | null;
  readonly producer: Producer;
}

/** The message a row states. Pure. @source documented: export-formats.md §5 */
export function normalizeRow(row: Row, locator: Locator, context: RowContext): MessageFacts {
  const code = textIn(row, "type");
  const content = textIn(row, "content");
  const resolved = resolveKind(code, content, row.object["chatRecords"]);
  const parts = partsOf(resolved.kind, content, row);
  const media = mediaOf({ kind: parts.kind, content, mediaPath: textIn(row, "mediaPath") }, context.folder);
  if (media.attachments.length === 0) release(row, "mediaPath");
  const text = media.contentIsPath ? null : content;
  const sender = senderOf(row, parts.kind, context);
  warnOfDefects(row, parts.kind, text, context.producer);
  if (context.producer !== "other" && isUnlabelledLink(resolved, content)) warn(row, "KIND_SHARED");
  if (parts.kind === "image" && media.contentIsPath && context.producer === "weflow")
    warn(row, "MEDIA_THUMB_SUBSTITUTED");
  row.held.add("_type");
  dropPicture(row);
  const facts = {
    locator,
    ...timeOf(row),
    ...parts,
    kindBasis: resolved.kindBasis,
    typeCode: code,
    serverId: serverIdOf(row, context.producer),
    ...sender,
    text,
    quote: quoteOf(row, parts.kind, content),
    forward: forwardOf(row, parts.kind, content, context.producer),
    attachments: media.attachments,
  } as const;
  return { ...facts, extra: extraOf(row), warnings: row.warnings };
}

/** Red packets bear the code of links and nothing but their title. @source documented: export-formats.md §4.1.3 */
function isUnlabelledLink({ kind, kindBasis }: Pick<MessageFacts, "kind" | "kindBasis">, content: string | null) {
  return kind === "link" && kindBasis === "code" && !(content ?? "").startsWith("[链接]");
}

type TimeFacts = Pick<MessageFacts, "sentAt" | "sentAtText" | "timePrecision" | "timeBasis">;

function timeOf(row: Row): TimeFacts {
  const time = rowTime(row, "timestamp");
  if (time === null) return { sentAt: null, sentAtText: null, timePrecision: "none", timeBasis: "none" };
  const isFine = time.unit === "ms" && time.ms % 1000 !== 0;
  return { sentAt: time.ms, sentAtText: null, timePrecision: isFine ? "ms" : "s", timeBasis: "epoch" };
}

/** Kind and the fields only this kind has. */
function partsOf(kind: Kind, content: string | null, row: Row): Pick<MessageFacts, "kind"> & Partial<MessageFacts> {
  switch (kind) {
    case "transfer":
      return { kind, transfer: transferIn(content) };
    case "redPacket":
      return { kind, redPacket: { title: redPacketTitle(content) } };
    case "call":
      return { kind, call: callIn(content) };
    case "location":
      return { kind, location: locationIn(content) };
    case "pat":
      return { kind, system: parseNotice(content ?? "").system };
    case "recall":
      return { kind, system: null, recall: parseNotice(content ?? "").recall ?? recallBy(row) };
    case "system":
      return { ...parseNotice(content ?? "") };
    default:
      return { kind };
  }
}

/** A row the producer calls a recall, in words of its own: it was taken back by its sender. */
function recallBy(row: Row): Recall {
  return { by: textIn(row, "sender"), byName: textIn(row, "accountName"), targetServerId: null };
}

type SenderFacts = Required<Pick<MessageFacts, "direction" | "sender" | "senderName" | "senderBasis">>;

/** Direction follows from the owner; without one nobody can say which side the export was made from. */
function senderOf(row: Row, kind: Kind, { owner, group }: RowContext): SenderFacts {
  const sender = textIn(row, "sender");
  const senderName = textIn(row, "accountName");
  const isNotice = NOTICE_KINDS.has(kind);
  if (isNotice || (sender !== null && sender === group)) {
    release(row, "sender", "accountName");
    const direction: Direction = isNotice ? "system" : "unknown";
    return { direction, sender: null, senderName: null, senderBasis: "none" };
  }
  if (sender !== null) textIn(row, "groupNickname");
  const direction = owner === null || sender === null ? "unknown" : sender === owner ? "sent" : "received";
  const senderBasis = sender !== null ? "stated" : senderName !== null ? "name" : "none";
  return { direction, sender, senderName, senderBasis };
}

/** Shorter numbers than this are no server ids, but local ones that stand in their place. */
const LONG_ID = /^[1-9]\d{12,19}$/;
const ANY_ID = /^[1-9]\d{0,19}$/;

/** The format does not say what a message's id is: of an unknown producer only what has the size of a server id is one. */
function serverIdOf(row: Row, producer: Producer): string | null {
  const id = textIn(row, "platformMessageId");
  if (id === null || id === "0") return null;
  if (!(producer === "weflow" ? ANY_ID : LONG_ID).test(id)) {
    release(row, "platformMessageId");
    if (ANY_ID.test(id)) warn(row, "ID_FALLBACK");
    return null;
  }
  const isNumber = row.object["platformMessageId"] instanceof JsonNumber;
  if ((isNumber || producer === "ciphertalk") && looksRounded(id)) warn(row, "SVRID_ROUNDED");
  return id;
}

function quoteOf(row: Row, kind: Kind, content: string | null): Quote | null {
  const stated = textIn(row, "replyToMessageId");
  const targetServerId = stated !== null && ANY_ID.test(stated) ? stated : null;
  if (stated !== targetServerId) release(row, "replyToMessageId");
  if (kind !== "quote" && targetServerId === null) return null;
  return { targetServerId, sentAt: null, ...quoteIn(content) };
}

/** The time of an item is the outer one where the producer found none: then it is nobody's. @source export-formats.md §4.1.3 */
function forwardOf(row: Row, kind: Kind, content: string | null, producer: Producer): Forward | null {
  if (kind !== "forward") return null;
  const rendered = forwardIn(content);
  const labelled = /^\[聊天记录\] ?(.+)$/s.exec(content ?? "")?.[1] ?? null;
  if (!Array.isArray(row.object["chatRecords"])) return { ...rendered, title: rendered.title ?? labelled };
  const forward = forwardOfRecords(row, rendered.title ?? labelled);
  if (producer === "other") return forward;
  const outer = textIn(row, "timestamp");
  if (!forward.items.some(({ sentAtText }) => sentAtText !== null && sentAtText === outer)) return forward;
  warn(row, "FORWARD_TIME_FALSE");
  const items = forward.items.map((item) => (item.sentAtText === outer ? { ...item, sentAtText: null } : item));
  return { ...forward, items };
}

/** A portrait written out as text says nothing about a message; the received file keeps it. */
function dropPicture(row: Row): void {
  const portrait = row.object["avatar"];
  if (typeof portrait === "string" && portrait.startsWith("data:")) row.held.add("avatar");
}

/** Characters nobody types: signs that a text was taken for an encoded one and decoded. */
const DECODED_AGAIN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffd]/;

const BY_KIND: Readonly<Partial<Record<Kind, string>>> = {
  transfer: "TRANSFER_STATE_UNRELIABLE",
  forward: "FORWARD_ITEMS_MISSING",
};

/** Codes of what the producer is known to do to such a row. @source export-formats.md §4.1.4, §4.3, §14 */
function warnOfDefects(row: Row, kind: Kind, text: string | null, producer: Producer): void {
  if (producer === "other") return;
  const code = BY_KIND[kind];
  if (code !== undefined) warn(row, code);
  if (kind === "text" && text !== null) warn(row, "TEXT_PREFIX_STRIPPED");
  if (producer !== "ciphertalk") return;
  if (kind === "quote") warn(row, "QUOTE_TEXT_LOST");
  if (kind === "text" && DECODED_AGAIN.test(text ?? "")) warn(row, "TEXT_TAKEN_FOR_ENCODED");
}
