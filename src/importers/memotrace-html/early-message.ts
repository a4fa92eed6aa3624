import type { Kind } from "../../model/kind.ts";
import type { Locator } from "../../model/locator.ts";
import type { Direction, Quote } from "../../model/message.ts";
import type { MessageFacts, StatedAttachment } from "../importer.ts";
import { fenOf } from "../wechat/money.ts";
import { parseNotice } from "../wechat/notice.ts";
import { transferStateOf } from "../wechat/payload-app.ts";
import { callOf } from "../wechat/payload-call.ts";
import { serverId, UNNAMED_MEDIA } from "../wechat/payload-parts.ts";
import { timeOfEpoch } from "../wechat/sent-time.ts";
import { kindOfV3Type } from "../wechat/types.ts";
import { textOfEarlyPage } from "./escapes.ts";
import type { Fields } from "./fields.ts";
import type { MediaPlaces } from "./media.ts";

/** What reading one object of 1.x needs to know besides the object. */
export interface EarlyContext {
  readonly places: MediaPlaces;
  /** Time in words that the page shows above the message, where it does. */
  readonly shownTime: string | null;
  /** Name of the speaker of the row before, where this row may have taken it over. */
  readonly carriedName: string | null;
}

/**
 * One object of a page of 1.x.
 *
 * @source documented: export-formats.md §1.5; escaping and time lines observed in the exporter of 1.x
 */
export function earlyMessage(fields: Fields, locator: Locator, context: EarlyContext): MessageFacts {
  const type = fields.text("type");
  const subType = fields.text("sub_type");
  const isNotice = type === "0";
  const content = isNotice ? noticeOf(fields) : contentOf(kindIn(type, subType, fields), fields, context.places);
  const direction = isNotice ? "system" : directionOf(fields);
  const senderName = isNotice ? null : nameIn(fields);
  const { doubt: _none, ...times } = timesOf(fields, context.shownTime);
  const isCarried =
    context.carriedName !== null && context.carriedName === senderName && direction === "received" && type !== "1";
  fields.text("is_chatroom");
  return {
    ...content,
    ...times,
    locator,
    direction,
    senderName,
    senderBasis: senderName === null ? "none" : "name",
    kindBasis: content.kindBasis ?? (content.kind === "unknown" ? "none" : "code"),
    typeCode: subType === null ? type : `${type ?? ""}/${subType}`,
    extra: fields.rest(),
    warnings: [...(times.sentAt === null ? ["TIME_UNREADABLE"] : []), ...(isCarried ? ["SENDER_CARRIED_OVER"] : [])],
  };
}

type Content = Pick<MessageFacts, "kind"> & Partial<MessageFacts>;

function timesOf(fields: Fields, shownTime: string | null) {
  const times = timeOfEpoch(fields.text("timestamp") ?? "", shownTime ?? "");
  if (times !== null) return times;
  fields.release("timestamp");
  return { sentAt: null, sentAtText: shownTime, timePrecision: "none", timeBasis: "none", doubt: null } as const;
}

/** Calls do not state who made them. */
function directionOf(fields: Fields): Direction {
  const stated = fields.text("is_send");
  if (stated === "1" || stated === "0") return stated === "1" ? "sent" : "received";
  fields.release("is_send");
  return "unknown";
}

function nameIn(fields: Fields): string | null {
  const written = fields.text("displayname");
  return written === null ? null : textOfEarlyPage(written);
}

/** Text of a member with its escapes undone; what stood there is kept where undoing may have lost something. */
function textIn(fields: Fields, key: string): string | null {
  const written = fields.text(key);
  if (written === null) return null;
  if (/<(?:img|br)\b|&emsp;/.test(written)) fields.release(key);
  return textOfEarlyPage(written);
}

function noticeOf(fields: Fields): Content {
  const text = textIn(fields, "text");
  if (fields.text("is_send") !== "0") fields.release("is_send");
  return { text, ...parseNotice(text ?? "") };
}

/** Pictures and stickers share type 3; what tells them apart is where the path or the address leads. */
function kindIn(type: string | null, subType: string | null, fields: Fields): Kind {
  const kind = kindOfV3Type(type ?? "", subType ?? "");
  if (kind !== "image") return kind;
  const path = fields.text("text") ?? "";
  return path.includes("/emoji/") || (/^https?:/i.test(path) && !NOT_FOUND.test(path)) ? "sticker" : "image";
}

/** What the exporter writes in the place of a picture it did not find. @source observed: exporter of 1.x */
const NOT_FOUND = /^https:\/\/www\.bing\.com\/|^:\/icons\//;
const LOST_FILM = "视频丢失";

function contentOf(kind: Kind, fields: Fields, places: MediaPlaces): Content {
  switch (kind) {
    case "text":
      return textContent(fields);
    case "image":
    case "sticker":
    case "video":
      return { kind, text: null, attachments: [pathIn(fields, places)] };
    case "voice":
      return voiceContent(fields, places);
    case "file":
      return fileContent(fields, places);
    case "quote":
      return { kind, text: textIn(fields, "text"), quote: quoteIn(fields) };
    case "transfer":
      return transferContent(fields);
    case "call":
      return callContent(fields);
    case "link":
    case "music":
      return linkContent(kind, fields, places);
    default:
      return { kind, text: textIn(fields, "text") };
  }
}

/** A film that was not found is written as a text of its own; anybody can have typed the same words. */
function textContent(fields: Fields): Content {
  const text = textIn(fields, "text");
  if (text !== LOST_FILM) return { kind: "text", text };
  return { kind: "video", text, kindBasis: "placeholder", attachments: [UNNAMED_MEDIA] };
}

function pathIn(fields: Fields, places: MediaPlaces, key = "text"): StatedAttachment {
  const path = fields.text(key);
  return path === null || NOT_FOUND.test(path)
    ? { ...UNNAMED_MEDIA, statedPath: path }
    : places.stated(textOfEarlyPage(path));
}

/** The name of a voice file is the only place where 1.x states a server id. */
function voiceContent(fields: Fields, places: MediaPlaces): Content {
  const path = fields.text("text") ?? "";
  const id = /(?:^|\/)(\d{1,20})\.\w{1,5}$/.exec(path)?.[1] ?? null;
  return {
    kind: "voice",
    text: textIn(fields, "voice_to_text"),
    serverId: serverId(id),
    attachments: [pathIn(fields, places)],
  };
}

/** The size is rounded to two places in the unit shown, and so no claim about the file. */
function fileContent(fields: Fields, places: MediaPlaces): Content {
  const name = textIn(fields, "file_name");
  return { kind: "file", text: name, attachments: [{ ...pathIn(fields, places), name }] };
}

/** `名：原文` without a target; only quoted texts are written. */
function quoteIn(fields: Fields): Quote | null {
  const rendered = textIn(fields, "refer_text");
  if (rendered === null) return null;
  const parts = /^([^\n：]{0,200})：(.*)$/s.exec(rendered);
  return { targetServerId: null, sender: parts?.[1] ?? null, sentAt: null, text: parts?.[2] ?? rendered };
}

function transferContent(fields: Fields): Content {
  const amountText = fields.text("feedesc");
  const state = transferStateOf(fields.text("paysubtype"));
  const memo = textIn(fields, "pay_memo");
  if (state === "unknown") fields.release("paysubtype");
  const transfer = { amountText, amountFen: fenOf(amountText), memo, state, transferId: null, transactionId: null };
  return { kind: "transfer", text: textIn(fields, "text"), transfer };
}

/** @source documented: wechat-databases.md §7.7 (0 video, 1 voice) */
function callContent(fields: Fields): Content {
  const text = textIn(fields, "text");
  const type = fields.text("call_type");
  return { kind: "call", text, call: callOf(text, type === "1" ? "voice" : type === "0" ? "video" : "unknown", null) };
}

function linkContent(kind: "link" | "music", fields: Fields, places: MediaPlaces): Content {
  const text = textIn(fields, "title") ?? textIn(fields, "text");
  const media = kind === "music" && fields.text("text") !== null ? [pathIn(fields, places)] : [];
  return { kind, text, attachments: [...media, ...places.thumbnail(fields.text("thumbnail"))] };
}
