import { isJsonObject, JsonNumber, type JsonObject } from "../../base/json-reader.ts";
import type { Kind } from "../../model/kind.ts";
import type { Quote } from "../../model/message.ts";
import type { MessageFacts, StatedAttachment } from "../importer.ts";
import { readPayload } from "../wechat/payload.ts";
import { remoteMedia, serverMedia } from "./media.ts";
import { noticeOf } from "./notice.ts";
import { forwardOf, textIn } from "./record-info.ts";
import { instantOfRfc3339 } from "./rfc3339.ts";
import { transferIn } from "./transfer.ts";

/** What a row says beside when and by whom. */
export type Content = Pick<MessageFacts, "kind"> &
  Partial<
    Pick<
      MessageFacts,
      | "serverId"
      | "text"
      | "payload"
      | "quote"
      | "forward"
      | "transfer"
      | "redPacket"
      | "call"
      | "location"
      | "recall"
      | "system"
      | "extra"
    >
  > & { readonly attachments: readonly StatedAttachment[] };

const NOTHING: JsonObject = Object.create(null) as JsonObject;

/**
 * Content of a row of kind `kind` from its text and its structured part.
 *
 * @source documented: export-formats.md §3.1, table of `contents`
 */
export function contentOf(kind: Kind, content: string, contents: JsonObject = NOTHING, folder = ""): Content {
  if (kind === "system" || kind === "pat") return { ...noticeOf(content, kind), attachments: [] };
  const title = textIn(contents, "title");
  const text = content === "" ? (title ?? textIn(contents, "label")) : content;
  const base = { kind, text, attachments: mediaOf(kind, contents, folder) };
  switch (kind) {
    case "voice":
      return { ...base, serverId: idIn(contents, "voice") };
    case "quote":
      return { ...base, quote: quoteOf(contents) };
    case "forward":
    case "note":
    case "announcement":
      return { ...base, forward: forwardOf(contents["recordInfo"], title) };
    case "transfer":
      return { ...base, transfer: transferIn(content) ?? NO_TRANSFER };
    case "redPacket":
      return { ...base, redPacket: { title } };
    case "call":
      return { ...base, call: { media: "unknown", outcome: null, durationSec: null } };
    case "location":
      return { ...base, location: locationOf(contents) };
    default:
      return base;
  }
}

const NO_TRANSFER = {
  ...{ amountText: null, amountFen: null, memo: null, transferId: null, transactionId: null },
  state: "unknown",
} as const;

/** Old answers carry the stored XML itself. @source documented: export-formats.md §3.1, v0.0.1 to v0.0.5 */
export function rawContent(kind: Kind, xml: string): Content | null {
  const read = readPayload(xml);
  if (read === null) return null;
  const { appType: _appType, isDamaged: _isDamaged, attachments, ...parts } = read;
  return {
    ...parts,
    kind: kind === "unknown" || kind === "system" ? (read.kind ?? kind) : kind,
    payload: xml,
    attachments: attachments.map((one) => (one.remoteUrl === null ? { ...one, notExported: true } : one)),
  };
}

function mediaOf(kind: Kind, contents: JsonObject, folder: string): StatedAttachment[] {
  const claimedMd5 = textIn(contents, "md5");
  switch (kind) {
    case "image":
    case "video": {
      const main = textIn(contents, "path") ?? textIn(contents, "imgfile") ?? textIn(contents, "videofile");
      const thumbnail = textIn(contents, "thumbpath") ?? textIn(contents, "thumb");
      const media = serverMedia({ statedPath: main, claimedMd5 }, folder);
      return thumbnail === null ? [media] : [media, serverMedia({ role: "thumbnail", statedPath: thumbnail }, folder)];
    }
    case "voice":
      return [serverMedia({}, folder)];
    case "file":
      return [
        serverMedia({ name: textIn(contents, "title"), statedPath: textIn(contents, "path"), claimedMd5 }, folder),
      ];
    case "sticker": {
      const url = textIn(contents, "cdnurl");
      return [url === null ? serverMedia({}, folder) : remoteMedia(url)];
    }
    default:
      return [];
  }
}

/** The quoted message stands nested; its server id is not there. */
function quoteOf(contents: JsonObject): Quote {
  const refer = contents["refer"];
  if (!isJsonObject(refer)) return { targetServerId: null, sender: null, sentAt: null, text: null };
  const inner = refer["contents"];
  const sentAt = instantOfRfc3339(textIn(refer, "time"));
  return {
    targetServerId: null,
    sender: textIn(refer, "sender") ?? textIn(refer, "senderName"),
    sentAt: sentAt === null || sentAt <= 0 ? null : sentAt,
    text: textIn(refer, "content") ?? (isJsonObject(inner) ? textIn(inner, "title") : null),
  };
}

/** `x` is the latitude. @source documented: export-formats.md §12.2 */
function locationOf(contents: JsonObject) {
  return {
    latitudeText: textIn(contents, "x"),
    longitudeText: textIn(contents, "y"),
    label: textIn(contents, "label"),
    poi: null,
  };
}

function idIn(contents: JsonObject, key: string): string | null {
  const value = contents[key];
  const text = value instanceof JsonNumber ? value.text : value;
  return typeof text === "string" && /^[1-9]\d{0,19}$/.test(text) ? text : null;
}
