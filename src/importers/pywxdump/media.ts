import { posix } from "node:path";
import type { JsonValue } from "../../base/json-reader.ts";
import type { Kind } from "../../model/kind.ts";
import type { StatedAttachment } from "../importer.ts";
import { statedMedia } from "../wechat/payload-parts.ts";
import { voiceDuration } from "./rendered.ts";

const MEDIA_KINDS: ReadonlySet<Kind> = new Set(["image", "voice", "video", "sticker", "file"]);

/**
 * Media of a row. The exporter never copies any: `src` is a place in the folder of the client, an address for stickers.
 * Where that folder was handed over too, the files are found.
 *
 * @source documented: export-formats.md §2.2
 */
export function mediaOf(kind: Kind, msg: string, src: JsonValue, folder: string): readonly StatedAttachment[] {
  if (!MEDIA_KINDS.has(kind)) return [];
  const stated = typeof src === "string" && src !== "" && src !== "False" ? src : null;
  const isRemote = stated !== null && /^https?:\/\//i.test(stated);
  const media = statedMedia({
    statedPath: isRemote ? null : stated,
    remoteUrl: isRemote ? stated : null,
    name: kind === "file" && msg !== "" && !isTypeWord(msg) ? msg : null,
    claimedDurationMs: kind === "voice" ? voiceDuration(msg) : null,
    candidates: isRemote || stated === null ? [] : placesOf(stated, folder),
  });
  return [isRemote ? media : { ...media, notExported: true }];
}

/** Of some files only the name of their type was written. */
function isTypeWord(msg: string): boolean {
  return msg === "文件" || msg === "文件(猜)";
}

function placesOf(stated: string, folder: string): string[] {
  const path = stated.replaceAll("\\", "/").replace(/^\/+/, "");
  const places = [posix.join(folder, path), posix.normalize(path)];
  return [...new Set(places)].filter((place) => place !== ".." && !place.startsWith("../"));
}
