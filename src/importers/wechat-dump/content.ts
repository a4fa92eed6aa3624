import type { Kind } from "../../model/kind.ts";
import type { Location, Transfer } from "../../model/message.ts";
import type { MessageFacts } from "../importer.ts";
import { kindOfAndroidType } from "../wechat/android-types.ts";
import { fenOf } from "../wechat/money.ts";
import { parseNotice } from "../wechat/notice.ts";
import { readPayload, voiceDurationOf } from "../wechat/payload.ts";
import { mediaOf } from "./media.ts";

/** What a message says, once its type code is known. */
export type Content = Pick<MessageFacts, "kind" | "kindBasis"> & Partial<MessageFacts>;

/**
 * Reads what the exporter printed for a message of a type. Of types it knows it prints a word or a part of the XML, of
 * all others the stored content itself.
 *
 * @param imagePath the client's name for the media, where the export gives one
 * @source documented: export-formats.md §7
 */
export function contentOf(typeCode: string, printed: string, imagePath: string | null): Content {
  const byCode = kindOfAndroidType(typeCode);
  if (byCode === "text") return { kind: "text", kindBasis: "code", text: printed === "" ? null : printed };
  const stored = storedContent(byCode, printed);
  const content = stored ?? printedContent(byCode, typeCode, printed);
  const attachments = mediaOf(content.kind, imagePath, content.attachments ?? []);
  const isUnused = imagePath !== null && !attachments.some(({ statedPath }) => statedPath === imagePath);
  const extra = { ...content.extra, ...(isUnused ? { img: imagePath } : {}) };
  return { ...content, attachments, extra };
}

const BEFORE_XML = /^(?:NAMECARD: |NOT IMPLEMENTED: |[^<\n]{0,64}:\n)?\s{0,20}<(?:msg|appmsg|sysmsg|voip)/;

/** Stored XML, where the exporter printed it whole. */
function storedContent(byCode: Kind, printed: string): Content | null {
  if (!BEFORE_XML.test(printed)) return null;
  const read = readPayload(printed);
  if (read === null) return null;
  const { kind, appType: _type, isDamaged, attachments, text, ...parts } = read;
  const known = Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== null)) as Partial<MessageFacts>;
  return {
    ...known,
    kind: byCode === "unknown" ? (kind ?? "unknown") : byCode,
    kindBasis: "code",
    text,
    attachments,
    payload: printed,
    warnings: isDamaged ? ["PAYLOAD_DAMAGED"] : [],
  };
}

/** Words that stand for media, of which nothing else is printed. */
const MEDIA_WORDS = new Set(["", "Image", "Voice", "VIDEO FILE", "WeChat VIDEO", "Emoji"]);
const MEDIA_KINDS: readonly Kind[] = ["image", "voice", "video", "sticker"];

function printedContent(kind: Kind, typeCode: string, printed: string): Content {
  const text = printed === "" ? null : printed;
  const base: Content = { kind, kindBasis: "code", text };
  if (MEDIA_KINDS.includes(kind)) return mediaContent(base, printed);
  switch (kind) {
    case "transfer":
      return { ...base, transfer: transferIn(printed), warnings: ["TRANSFER_STATE_UNRELIABLE"] };
    case "redPacket":
      return { ...base, redPacket: { title: behind("[RED ENVELOPE]\n", printed) } };
    case "call":
      return { ...base, call: { media: "unknown", outcome: null, durationSec: null } };
    case "location":
      return { ...base, location: locationIn(printed) };
    case "quote":
      return {
        ...base,
        quote: { targetServerId: null, sender: null, sentAt: null, text: null },
        warnings: [QUOTE_LOST],
      };
    case "file":
      return fileContent(base, behind("FILE:", printed));
    case "music":
      return musicContent(base, printed);
    case "system":
    case "recall":
      return { ...base, ...parseNotice(printed), kind };
    case "unknown":
      return typeCode === "49" ? appContent(base, printed) : base;
    default:
      return base;
  }
}

const QUOTE_LOST = "QUOTE_TEXT_LOST";

/** Early versions print the stored content: of a voice message `id:milliseconds:flag:`. */
function mediaContent(base: Content, printed: string): Content {
  const claimedDurationMs = base.kind === "voice" ? voiceDurationOf(printed.trim()) : null;
  const isWord = MEDIA_WORDS.has(printed.trim()) || claimedDurationMs !== null;
  const media = { ...NO_MEDIA, claimedDurationMs };
  const extra = claimedDurationMs === null ? {} : { content: printed };
  return { ...base, text: isWord ? null : (base.text ?? null), attachments: [media], extra };
}

const NO_MEDIA = {
  role: "main",
  statedPath: null,
  remoteUrl: null,
  name: null,
  claimedMd5: null,
  claimedSizeBytes: null,
  candidates: [],
  notExported: true,
} as const;

/** 49 is any card; the exporter printed an address where the card has one, and else its title as of a file. */
function appContent(base: Content, printed: string): Content {
  if (printed.startsWith("FILE:"))
    return { ...fileContent(base, behind("FILE:", printed)), kind: "file", kindBasis: "placeholder" };
  if (!printed.startsWith("URL:")) return base;
  return { ...base, kind: "link", kindBasis: "placeholder", extra: { url: printed.slice("URL:".length) } };
}

function fileContent(base: Content, name: string | null): Content {
  return { ...base, attachments: [{ ...NO_MEDIA, claimedDurationMs: null, name }] };
}

function behind(mark: string, printed: string): string | null {
  return printed.startsWith(mark) ? printed.slice(mark.length).trim() || null : null;
}

/** Amount in the description the client shows; whether the transfer was accepted it does not say. */
function transferIn(printed: string): Transfer {
  const amountText = /转账\s{0,3}((?:[￥¥]\s?)?[\d,]{1,20}(?:\.\d{1,2})?\s?元)/.exec(printed)?.[1] ?? null;
  return {
    amountText,
    amountFen: fenOf(amountText),
    memo: null,
    state: "unknown",
    transferId: null,
    transactionId: null,
  };
}

function locationIn(printed: string): Location {
  const match = /^LOCATION:(.*) \((-?\d{1,3}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)\)$/s.exec(printed.trim());
  const [, label = null, latitudeText = null, longitudeText = null] = match ?? [];
  return { latitudeText, longitudeText, label: label === "" ? null : label, poi: null };
}

/** A track is printed as one line of JSON with title, singer and url. */
function musicContent(base: Content, printed: string): Content {
  const fields = jsonIn(printed);
  const title = textOf(fields, "title");
  if (title === null) return base;
  const further = ["singer", "url"].flatMap((key) => {
    const value = textOf(fields, key);
    return value === null ? [] : [[key, value] as const];
  });
  return { ...base, text: title, extra: { ...Object.fromEntries(further), content: printed } };
}

function textOf(fields: ReadonlyMap<string, unknown>, key: string): string | null {
  const value = fields.get(key);
  return typeof value === "string" ? value : null;
}

function jsonIn(printed: string): ReadonlyMap<string, unknown> {
  try {
    const value: unknown = JSON.parse(printed);
    return new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
  } catch {
    return new Map();
  }
}
