import { posix } from "node:path";
import { isJsonObject, type JsonObject, type JsonValue } from "../../base/json-reader.ts";
import type { Kind } from "../../model/kind.ts";
import type { StatedAttachment } from "../importer.ts";
import { release, textIn, warn, type Row } from "../wechat/json-row.ts";
import { digest, durationMs, sizeBytes, statedMedia } from "../wechat/payload-parts.ts";
import { text } from "./manifest.ts";

/** Where media of an archive lie, and what the archive says of those that do not. */
export interface MediaContext {
  /** Prefixes that stated paths count from, best first; each empty or ending in `/`. */
  readonly roots: readonly string[];
  /** Kinds of media that were exported; null where nothing says so. */
  readonly mediaKinds: ReadonlySet<string> | null;
  /** True where `report.json` lists the message among those whose media were absent when it was exported. */
  wasMissing(messageId: string): boolean;
}

/** The exporter's word for the media of a kind, and the row's fields that speak of it. */
interface MediaCard {
  readonly word: string;
  readonly md5: string | null;
  readonly url: string | null;
}

/** @source documented: export-formats.md §4.4.2 */
const CARDS: Partial<Record<Kind, MediaCard>> = {
  image: { word: "image", md5: "imageMd5", url: "imageUrl" },
  sticker: { word: "emoji", md5: "emojiMd5", url: "emojiUrl" },
  video: { word: "video", md5: "videoMd5", url: "videoUrl" },
  voice: { word: "voice", md5: null, url: null },
  file: { word: "file", md5: "fileMd5", url: null },
};

/** Media of one row: those the archive holds, and the main one where it does not. */
export function mediaOf(row: Row, kind: Kind, context: MediaContext): StatedAttachment[] {
  const card = CARDS[kind];
  const listed = itemsIn(row.object["offlineMedia"]).map((item) => ofItem(row, item, card, context));
  if (listed.length > 0) row.held.add("offlineMedia");
  if (card === undefined || listed.some(({ role }) => role === "main")) return listed;
  return [absent(row, card, context), ...listed];
}

function itemsIn(value: JsonValue | undefined): JsonObject[] {
  if (!Array.isArray(value)) return [];
  return value.filter((item): item is JsonObject => isJsonObject(item) && text(item["path"]) !== null);
}

function ofItem(row: Row, item: JsonObject, card: MediaCard | undefined, context: MediaContext): StatedAttachment {
  const path = text(item["path"]) ?? "";
  const isThumbnail = text(item["kind"]) === "video_thumb";
  const stated = isThumbnail ? {} : factsOf(row, card);
  return statedMedia({
    ...stated,
    role: isThumbnail ? "thumbnail" : "main",
    statedPath: path,
    claimedMd5: digest(text(item["md5"])) ?? stated.claimedMd5 ?? null,
    name: text(item["title"]) ?? stated.name ?? null,
    candidates: placesOf(path, context.roots),
  });
}

function absent(row: Row, card: MediaCard, context: MediaContext): StatedAttachment {
  const isListed = context.wasMissing(text(row.object["id"]) ?? "");
  if (isListed) warn(row, "MEDIA_MISSING_AT_EXPORT");
  const wasAsked = context.mediaKinds?.has(card.word) === true;
  return statedMedia({ ...factsOf(row, card), ...(isListed || wasAsked ? {} : { notExported: true }) });
}

/** What the row itself says of its main media. */
function factsOf(row: Row, card: MediaCard | undefined): Partial<StatedAttachment> {
  if (card === undefined) return {};
  const md5 = card.md5 === null ? null : textIn(row, card.md5);
  const claimedMd5 = digest(md5);
  if (card.md5 !== null && claimedMd5 === null) release(row, card.md5);
  const remoteUrl = card.url === null ? null : textIn(row, card.url);
  if (card.word === "voice") {
    return { claimedDurationMs: durationMs(textIn(row, "voiceLength"), 1), remoteUrl };
  }
  if (card.word !== "file") return { claimedMd5, remoteUrl };
  return { claimedMd5, name: text(row.object["title"]), claimedSizeBytes: sizeBytes(textIn(row, "fileSize")) };
}

/** Stated paths count from the root of the archive and never lead out of it. */
export function placesOf(stated: string, roots: readonly string[]): string[] {
  const inside = posix.normalize(stated.replaceAll("\\", "/")).replace(/^(?:\.{1,2}\/|\/)+/, "");
  return inside === "" || inside === "." ? [] : roots.map((root) => root + inside);
}
