import { posix } from "node:path";
import type { Kind } from "../../model/kind.ts";
import type { Locator } from "../../model/locator.ts";
import type { ForwardedItem, KindBasis, Quote } from "../../model/message.ts";
import type { MessageFacts, ReadSettings, StatedAttachment } from "../importer.ts";
import { parseNotice } from "../wechat/notice.ts";
import { statedMedia, UNNAMED_MEDIA } from "../wechat/payload-parts.ts";
import { timeOfText } from "../wechat/sent-time.ts";
import { kindOfBaseType } from "../wechat/types.ts";
import type { Bubble, BubbleMedia } from "./bubble.ts";
import { fileNameIn, kindOfLabel, locationIn, transferIn, voiceLengthIn } from "./labels.ts";
import { decoded } from "./page-facts.ts";

/** One message of the page with what follows it as items of a forwarded record. */
export interface Group {
  readonly bubble: Bubble;
  readonly items: readonly Bubble[];
  readonly locator: Locator;
}

/** The id is the `MesLocalID` of the chat's own table on the phone. @source documented: export-formats.md §6.1 */
const LOCAL_ID = /^[1-9]\d{0,18}$/;
const SYSTEM_PREFIX = /^(?:系统消息|System Message)[:：]\s?/;

/** Facts of a message of the page; `folder` is where the paths of its media begin. */
export function messageOf({ bubble, items, locator }: Group, folder: string, settings: ReadSettings): MessageFacts {
  const isId = LOCAL_ID.test(bubble.msgId);
  const ids = { localId: isId ? bubble.msgId : null, localIdScope: null, typeCode: bubble.msgType };
  const content = isNotice(bubble) ? noticeOf(bubble) : contentOf(bubble, items, folder, settings);
  const extra = { ...content.extra, ...leftovers(bubble, isId) };
  const warnings = [...(content.warnings ?? []), ...(bubble.hasNested ? ["BOUNDARY_FORGEABLE"] : [])];
  return { ...content, ...ids, locator, extra, warnings };
}

export function isNotice(bubble: Bubble): boolean {
  return bubble.classes.includes("chat-notice");
}

function leftovers(bubble: Bubble, isId: boolean): Record<string, string> {
  const found: Record<string, string | null> = {
    msgid: isId || bubble.msgId === "" ? null : bubble.msgId,
    wxId: isAccountId(bubble.wxId) ? null : bubble.wxId,
    app: bubble.appName,
    card: bubble.cardType,
    href: bubble.href,
    // The line between a quote and its answer is of the layout.
    rest: bubble.quoted === null ? bubble.rest : bubble.rest.replace(/^(?:- )+-$/, ""),
  };
  return Object.fromEntries(Object.entries(found).flatMap(([key, value]) => (value ? [[key, value]] : [])));
}

/** Notices carry an id but no time. */
function noticeOf(bubble: Bubble): Omit<MessageFacts, "locator"> {
  const text = (bubble.text ?? "").replace(SYSTEM_PREFIX, "").trim();
  return {
    sentAt: null,
    sentAtText: null,
    timePrecision: "none",
    timeBasis: "none",
    direction: "system",
    ...parseNotice(text),
    kindBasis: "word",
    text: text === "" ? null : text,
  };
}

function contentOf(
  bubble: Bubble,
  items: readonly Bubble[],
  folder: string,
  settings: ReadSettings,
): Omit<MessageFacts, "locator"> {
  const { doubt, ...times } = timeOfText(bubble.time, settings);
  const text = textOf(bubble);
  const [kind, kindBasis] = kindOf(bubble, items, text);
  const attachments = [bubble, ...items].flatMap((one) => mediaOf(one, one === bubble ? kind : null, folder));
  return {
    ...times,
    ...senderOf(bubble),
    kind,
    kindBasis,
    text,
    quote: kind === "quote" ? quoteOf(bubble.quoted) : null,
    forward: kind === "forward" ? { title: text, items: items.filter((one) => !isNotice(one)).map(itemOf) } : null,
    transfer: kind === "transfer" ? transferIn(text) : null,
    redPacket: kind === "redPacket" ? { title: null } : null,
    call: kind === "call" ? { media: "unknown", outcome: null, durationSec: null } : null,
    location: kind === "location" ? locationIn(text) : null,
    attachments,
    warnings: [...(doubt === null ? [] : [doubt]), ...(times.sentAt === null ? ["TIME_UNREADABLE"] : [])],
  };
}

/** Names like `+` or an account's alias stand in the same attribute; only internal ids are taken for ids. */
export function isAccountId(wxId: string | null): boolean {
  return wxId !== null && (/^(?:wxid_|gh_)\w{1,60}$/.test(wxId) || /^\S{1,80}@\w{1,20}$/.test(wxId));
}

function senderOf({
  classes,
  wxId,
  name,
}: Bubble): Pick<MessageFacts, "direction" | "sender" | "senderName" | "senderBasis"> {
  const isRight = classes.some((one) => /^(?:chat-|media-)?right$/.test(one));
  const isLeft = classes.some((one) => /^(?:chat-|media-)?left$/.test(one));
  const direction = isRight ? "sent" : isLeft ? "received" : "unknown";
  const sender = isAccountId(wxId) ? wxId : null;
  const senderName = name === "" ? null : name;
  return {
    direction,
    sender,
    senderName,
    senderBasis: sender !== null ? "stated" : senderName === null ? "none" : "name",
  };
}

function textOf({ text, title, cardName }: Bubble): string | null {
  return [cardName, title, text].filter((part) => part !== null && part !== "").join("\n") || null;
}

/** Words in the attribute stand where the exporter replaced the number by its own. */
const WORDS: Readonly<Record<string, Kind>> = { image: "image", video: "video", file: "file", channels: "channels" };
const APP = "49";

function kindOf(bubble: Bubble, items: readonly Bubble[], text: string | null): [Kind, KindBasis] {
  const type = bubble.msgType ?? "";
  if (Object.hasOwn(WORDS, type)) return [WORDS[type] ?? "unknown", "word"];
  if (type !== APP) {
    const kind = kindOfBaseType(type);
    return [kind, kind === "unknown" ? "none" : "code"];
  }
  if (items.length > 0) return ["forward", "word"];
  if (bubble.isTransfer) return ["transfer", "word"];
  if (bubble.quoted !== null) return ["quote", "word"];
  if (bubble.classes.includes("contact-card")) return ["card", "word"];
  if (bubble.classes.some((one) => one === "channels" || one === "channel-card")) return ["channels", "word"];
  const labelled = text === null ? null : kindOfLabel(text);
  if (labelled !== null) return [labelled, "placeholder"];
  return bubble.href !== null ? ["link", "word"] : ["unknown", "none"];
}

/** `「名：文」` */
function quoteOf(quoted: string | null): Quote {
  const words = /^「([^]*)」$/.exec(quoted?.trim() ?? "")?.[1] ?? quoted ?? "";
  const at = words.indexOf("：");
  const [sender, text] = at < 0 ? [null, words] : [words.slice(0, at), words.slice(at + 1)];
  return { targetServerId: null, sender: sender || null, sentAt: null, text: text || null };
}

/** An item states no type: only what its markup shows is taken. */
function itemOf(item: Bubble): ForwardedItem {
  const text = textOf(item);
  const kind =
    item.media[0]?.kind ?? (text === null ? null : kindOfLabel(text)) ?? (item.href === null ? null : "link");
  return { sender: item.name || null, sentAtText: item.time || null, kind, text };
}

const WITH_FILE: readonly Kind[] = ["image", "voice", "video", "sticker", "file"];

function mediaOf(bubble: Bubble, kind: Kind | null, folder: string): StatedAttachment[] {
  const text = bubble.text;
  const named = bubble.media.flatMap((one) => attachmentsOf(one, kind, bubble.duration, folder));
  if (named.length > 0) return named;
  if (kind === "file" && bubble.href !== null) return [at(bubble.href, folder, { name: bubble.title })];
  if (kind === null || !WITH_FILE.includes(kind)) return [];
  return [
    { ...UNNAMED_MEDIA, name: kind === "file" ? fileNameIn(text) : null, claimedDurationMs: voiceLengthIn(text) },
  ];
}

function attachmentsOf(
  { path, thumbnail, remote, kind }: BubbleMedia,
  ofMessage: Kind | null,
  duration: string | null,
  folder: string,
): StatedAttachment[] {
  const claimedDurationMs = kind === "voice" ? voiceLengthIn(`[语音 ${duration ?? ""}]`) : null;
  // Of a picture or film that the backup lacks only the thumbnail is written.
  const isThumbnail = thumbnail === path || (kind === "image" && (ofMessage === "video" || /_thumb?\.jpg$/.test(path)));
  const only = at(path, folder, { remoteUrl: remote, claimedDurationMs });
  if (isThumbnail && /_thumb?\.jpg$/.test(path)) {
    return [{ ...UNNAMED_MEDIA }, { ...only, role: "thumbnail" }];
  }
  return thumbnail === null || isThumbnail ? [only] : [only, at(thumbnail, folder, { role: "thumbnail" })];
}

function at(stated: string, folder: string, known: Partial<StatedAttachment>): StatedAttachment {
  if (/^(?:https?|data):/i.test(stated)) return statedMedia({ ...known, remoteUrl: stated });
  const places = [decoded(stated), stated].map((path) => posix.join(folder, path.replaceAll("\\", "/")));
  const candidates = [...new Set(places)].filter((place) => place !== ".." && !place.startsWith("../"));
  return statedMedia({ ...known, statedPath: stated, candidates });
}
