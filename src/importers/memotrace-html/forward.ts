import { isJsonObject, type JsonValue } from "../../base/json-reader.ts";
import type { Forward, ForwardedItem } from "../../model/message.ts";
import type { StatedAttachment } from "../importer.ts";
import type { PayloadFacts } from "../wechat/payload.ts";
import { Fields } from "./fields.ts";
import { kindOfRecord } from "./later-kind.ts";
import type { MediaPlaces } from "./media.ts";

/** Records inside records deeper than this are no chat. */
const MAX_NESTING = 16;

interface Nested {
  readonly item: ForwardedItem;
  readonly fields: Fields;
}

/**
 * Merged records with everything inside them: the items of a record inside follow the item that holds it. The exporter
 * keeps only an epoch of each; the time as the forwarding client wrote it stands in the XML, where that is there.
 */
export function forwardOf(fields: Fields, payload: PayloadFacts | null): Forward {
  const items = nestedIn(fields.value("messages"), 0).map(({ item }) => item);
  const written = payload?.forward?.items ?? [];
  const title = fields.text("title") ?? payload?.forward?.title ?? null;
  if (items.length === 0) return { title, items: written };
  if (written.length !== items.length) return { title, items };
  return {
    title,
    items: items.map((item, at) => ({ ...item, sentAtText: written[at]?.sentAtText ?? item.sentAtText })),
  };
}

/** Media of merged records, which the exporter copies too. */
export function forwardedMedia(messages: JsonValue | undefined, places: MediaPlaces): StatedAttachment[] {
  return nestedIn(messages, 0).flatMap(({ fields }) => {
    const path = fields.text("path");
    const main = path?.startsWith("./") === true ? [places.stated(path, { name: fields.text("file_name") })] : [];
    return [...main, ...places.thumbnail(fields.text("thumb_path"))];
  });
}

function nestedIn(messages: JsonValue | undefined, nesting: number): Nested[] {
  if (!Array.isArray(messages) || nesting > MAX_NESTING) return [];
  return messages.flatMap((message) => {
    if (!isJsonObject(message)) return [];
    const fields = Fields.ofJson(message);
    return [{ item: itemOf(fields), fields }, ...nestedIn(fields.value("messages"), nesting + 1)];
  });
}

function itemOf(fields: Fields): ForwardedItem {
  const { kind } = kindOfRecord(fields.text("type"), fields, null);
  const text = TEXTS.map((key) => fields.text(key)).find((found) => found !== null) ?? null;
  const timestamp = fields.text("timestamp");
  return {
    sender: fields.text("display_name"),
    sentAtText: timestamp === "0" ? null : timestamp,
    kind: kind === "unknown" ? null : kind,
    text,
  };
}

/** Members that hold what people read, by kind; the first that is there. */
const TEXTS = ["text", "title", "file_name", "nickname", "poiname", "label", "display_content", "desc"];
