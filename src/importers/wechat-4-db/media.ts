import type { Kind } from "../../model/kind.ts";
import type { StatedAttachment } from "../importer.ts";
import { statedMedia } from "../wechat/payload-parts.ts";
import type { HardLinks } from "./hard-links.ts";
import type { MediaTree } from "./media-tree.ts";
import type { PackedInfo } from "./packed-info.ts";
import type { VoiceKey, Voices } from "./voices.ts";

/** Where media of a set are looked for. */
export interface MediaPlaces {
  readonly tree: MediaTree;
  readonly links: HardLinks;
  readonly voices: Voices;
}

/** What of a row leads to its media. */
export interface MediaRow extends VoiceKey {
  readonly kind: Kind;
  /** MD5 of the talker, as it names folders. */
  readonly hash: string;
  readonly sentAt: number | null;
  readonly packed: PackedInfo | null;
  /** Media as the content states them. */
  readonly stated: readonly StatedAttachment[];
}

/** Media of a row with the places where they should lie; none for kinds without. @source wechat-databases.md §9.2 */
export function mediaOf(row: MediaRow, places: MediaPlaces): StatedAttachment[] {
  const stated = row.stated[0] ?? statedMedia({});
  switch (row.kind) {
    case "image":
      return images(row, stated, places);
    case "video":
      return videos(row, stated, places);
    case "file":
      return [file(row, stated, places)];
    case "voice":
      return voices(row, stated, places);
    case "forward":
    case "note":
      return [...row.stated, ...records(row, places)];
    default:
      return [...row.stated];
  }
}

/** Names before 4.0.3 had the local id and the time in place of a digest. */
function imageName({ packed, localId, createTime }: MediaRow): string | null {
  return packed?.imageName ?? (localId === null || createTime === null ? null : `${localId}_${createTime}`);
}

function images(row: MediaRow, stated: StatedAttachment, { tree, links }: MediaPlaces): StatedAttachment[] {
  const name = imageName(row);
  const paths = (ending: string) =>
    name === null ? [] : tree.inMonths("attach", (month) => `${row.hash}/${month}/Img/${name}${ending}.dat`, row.sentAt); // prettier-ignore
  const linked = links.path("image", stated.claimedMd5);
  const ordinary = [...paths(""), ...(linked === null ? [] : [tree.under(linked)])];
  const isHere = (path: string) => tree.has(path);
  const original = paths("_h").find(isHere);
  const plain = ordinary.find(isHere);
  const main: StatedAttachment[] = [];
  if (original !== undefined) main.push(statedMedia({ candidates: [original] }));
  // The claims are of the ordinary picture, not of the original that was sent beside it.
  if (plain !== undefined || original === undefined) main.push({ ...stated, candidates: plain === undefined ? ordinary : [plain] }); // prettier-ignore
  return [...main, ...thumbnail(["_t", "_b", "_c", "_W"].flatMap(paths), tree)];
}

function videos(row: MediaRow, stated: StatedAttachment, { tree, links }: MediaPlaces): StatedAttachment[] {
  const name = row.packed?.videoName?.replace(/\.mp4$/i, "") ?? null;
  const linked = links.path("video", stated.claimedMd5);
  const paths = (ending: string) =>
    name === null ? [] : tree.inMonths("video", (month) => `${month}/${name}${ending}`, row.sentAt);
  const posters = linked === null ? [] : [linked.replace(/\.mp4$/i, ".jpg"), linked.replace(/\.mp4$/i, "_thumb.jpg")];
  const film = { ...stated, candidates: [...paths(".mp4"), ...(linked === null ? [] : [tree.under(linked)])] };
  const raw = paths("_raw.mp4").filter((path) => tree.has(path)).map((path) => statedMedia({ candidates: [path] })); // prettier-ignore
  const shots = [...paths(".jpg"), ...paths("_thumb.jpg"), ...posters.map((path) => tree.under(path))];
  return [film, ...raw, ...thumbnail(shots, tree)];
}

/** Only where there is one: no row says that it should have a thumbnail. */
function thumbnail(paths: readonly string[], tree: MediaTree): StatedAttachment[] {
  return [...new Set(paths)]
    .filter((path) => tree.has(path))
    .map((path) => ({ ...statedMedia({ candidates: [path] }), role: "thumbnail" as const }));
}

function file(row: MediaRow, stated: StatedAttachment, { tree, links }: MediaPlaces): StatedAttachment {
  const linked = links.path("file", stated.claimedMd5);
  const names = [row.packed?.fileName ?? null, safeName(stated.name)].filter((name) => name !== null);
  const paths = [...new Set(names)].flatMap((name) => tree.inMonths("file", (month) => `${month}/${name}`, row.sentAt));
  return { ...stated, candidates: [...(linked === null ? [] : [tree.under(linked)]), ...paths] };
}

function safeName(name: string | null): string | null {
  return name === null || /[/\\\0]|^\.\.?$/.test(name) ? null : name;
}

function voices(row: MediaRow, stated: StatedAttachment, { voices: kept }: MediaPlaces): StatedAttachment[] {
  const parts = kept.find(row);
  if (parts.length === 0) return [{ ...stated, ...(kept.isGiven ? {} : { notExported: true }) }];
  // What the message claims is of the whole; of several parts none can be held against it.
  if (parts.length > 1) return parts.map((embedded) => ({ ...statedMedia({}), embedded }));
  return parts.map((embedded) => ({ ...stated, embedded }));
}

function records({ hash, packed, sentAt }: MediaRow, { tree }: MediaPlaces): StatedAttachment[] {
  const folder = packed?.recordFolder ?? null;
  if (folder === null) return [];
  return tree
    .inMonths("attach", (month) => `${hash}/${month}/Rec/${folder}`, sentAt)
    .flatMap((path) => tree.recordFiles(path))
    .map((path) => {
      const isThumbnail = /_t(humb)?\.\w+$|_t$/i.test(path);
      return { ...statedMedia({ candidates: [path] }), role: isThumbnail ? ("thumbnail" as const) : ("main" as const) };
    });
}
