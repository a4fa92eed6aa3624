import { printJson, type JsonObject } from "../../base/json-reader.ts";
import type { Kind } from "../../model/kind.ts";
import type { Locator } from "../../model/locator.ts";
import type { Direction } from "../../model/message.ts";
import type { MessageFacts, StatedAttachment } from "../importer.ts";
import { digest, durationMs, serverId, sizeBytes } from "../wechat/payload-parts.ts";
import type { PayloadFacts } from "../wechat/payload.ts";
import { timeOfEpoch } from "../wechat/sent-time.ts";
import { Fields } from "./fields.ts";
import { forwardedMedia } from "./forward.ts";
import { contentOf } from "./later-content.ts";
import { kindOfRecord } from "./later-kind.ts";
import type { MediaPlaces } from "./media.ts";
import { readXmlDict } from "./xml-dict.ts";

/** What reading one record of 3.x needs to know besides the record. */
export interface LaterContext {
  readonly places: MediaPlaces;
  /** Account of the other side of a private chat; null elsewhere. */
  readonly peer: string | null;
}

/** Keys by which an object is known to be a record. */
const RECORD_KEYS = ["type", "timestamp", "server_id"];

/** Whether an object is a record of 3.x at all. */
export function isLaterRecord(object: JsonObject): boolean {
  return RECORD_KEYS.filter((key) => key in object).length >= 2;
}

/**
 * One record of a page of 3.x or of the `.html.json` beside it.
 *
 * @source documented: export-formats.md §1.5
 */
export function laterMessage(object: JsonObject, locator: Locator, context: LaterContext): MessageFacts {
  const fields = Fields.ofJson(object);
  const typeCode = fields.text("type");
  const dict = fields.value("xml_dict");
  const payload = readXmlDict(dict);
  const { kind: coded, kindBasis } = kindOfRecord(typeCode, fields, payload);
  const content = contentOf(coded, fields, payload);
  const isNotice = content.kind === "system" || content.kind === "recall" || content.kind === "pat";
  const { doubt: _none, ...times } = timesOf(fields);
  const direction = directionOf(fields, isNotice);
  const attachments = attachmentsOf(content.kind, fields, payload, context.places);
  const id = serverId(fields.text("server_id"));
  return {
    ...content,
    ...times,
    ...senderOf(fields, direction, context),
    locator,
    serverId: id,
    direction,
    kindBasis,
    typeCode,
    payload: dict === undefined || payload === null ? null : printJson(dict),
    attachments,
    extra: { ...payload?.extra, ...restOf(fields, id, payload !== null) },
    warnings: times.sentAt === null ? ["TIME_UNREADABLE"] : [],
  };
}

function timesOf(fields: Fields) {
  const text = fields.text("timestamp") ?? "";
  const times = timeOfEpoch(text, "");
  if (times !== null) return times;
  fields.release("timestamp");
  return { sentAt: null, sentAtText: null, timePrecision: "none", timeBasis: "none", doubt: null } as const;
}

function directionOf(fields: Fields, isNotice: boolean): Direction {
  const stated = fields.value("is_send");
  const isSend = stated === true || fields.text("is_send") === "1";
  const isReceived = stated === false || fields.text("is_send") === "0";
  if (isNotice) {
    if (isSend) fields.release("is_send");
    return "system";
  }
  if (!isSend && !isReceived) fields.release("is_send");
  return isSend ? "sent" : isReceived ? "received" : "unknown";
}

function senderOf(fields: Fields, direction: Direction, { peer }: LaterContext) {
  if (direction === "system") return { sender: null, senderName: null, senderBasis: "none" } as const;
  const senderName = fields.text("display_name");
  if (direction === "received" && peer !== null) return { sender: peer, senderName, senderBasis: "direction" } as const;
  return { sender: null, senderName, senderBasis: senderName === null ? "none" : "name" } as const;
}

/** Media kinds whose members name files; the claims about their content come from the XML. */
function attachmentsOf(
  kind: Kind,
  fields: Fields,
  payload: PayloadFacts | null,
  places: MediaPlaces,
): StatedAttachment[] {
  if (kind === "forward") return forwardedMedia(fields.value("messages"), places);
  if (!["image", "voice", "video", "sticker", "file"].includes(kind)) return [];
  const [claimed] = payload?.attachments ?? [];
  const path = fields.text("path");
  const main = places.stated(path, {
    name: kind === "file" ? (fields.text("file_name") ?? claimed?.name ?? null) : null,
    claimedMd5: claimed?.claimedMd5 ?? digest(fields.text("md5")),
    claimedSizeBytes: claimed?.claimedSizeBytes ?? sizeBytes(fields.text("file_size")),
    claimedDurationMs: claimed?.claimedDurationMs ?? durationMs(fields.text("duration"), kind === "voice" ? 1 : 1000),
    remoteUrl: kind === "sticker" ? (claimed?.remoteUrl ?? null) : null,
  });
  return [main, ...places.thumbnail(fields.text("thumb_path"))];
}

/** Members without a place in the record; an id of `0` stands for none. */
function restOf(fields: Fields, id: string | null, hasPayload: boolean): Record<string, string> {
  if (id === null) fields.release("server_id");
  if (!hasPayload) fields.release("xml_dict");
  return fields.rest();
}
