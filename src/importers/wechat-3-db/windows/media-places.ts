import { createHash } from "node:crypto";
import type { Kind } from "../../../model/kind.ts";
import type { StatedAttachment } from "../../importer.ts";
import type { StoredContent } from "../../wechat/database/stored-content.ts";
import { statedMedia } from "../../wechat/payload-parts.ts";
import type { BytesExtra } from "./bytes-extra.ts";
import type { HardLinks } from "./hardlinks.ts";
import type { Voices } from "./voices.ts";

/** Where the media of messages may lie. */
export interface MediaPlaces {
  /** Folder of the account, with the closing `/`. */
  readonly root: string;
  readonly hardLinks: HardLinks;
  readonly voices: Voices;
}

/**
 * Attachments with the places to look for them: the path in `BytesExtra`, else what the hard-link tables say of the
 * digest in the payload; recordings in their database. The original and its thumbnail stand apart.
 *
 * @source wechat-databases.md §2.1, §2.4, §9.2
 */
export function attachmentsOf(
  { kind, attachments = [] }: StoredContent,
  inside: BytesExtra | null,
  serverId: string | null,
  places: MediaPlaces,
): StatedAttachment[] {
  const original = inside?.original ?? null;
  const thumbnail = inside?.thumbnail ?? null;
  const [first = original === null ? undefined : statedMedia({}), ...others] = attachments;
  const found: StatedAttachment[] = [];
  if (first !== undefined && kind === "voice") found.push(recorded(first, serverId, places.voices));
  else if (first !== undefined) {
    const candidates = original === null ? linked(kind, first, places) : placesOf(original, places.root);
    found.push({ ...first, statedPath: original ?? first.statedPath, candidates });
  }
  return [...found, ...others, ...(thumbnail === null ? [] : [thumbnailAt(thumbnail, places.root)])];
}

/** The path begins with the account's folder, which may be the one received or lie beside it under another name. */
function placesOf(stated: string, root: string): string[] {
  const path = stated.replaceAll("\\", "/").replace(/^\/+/, "");
  if (path.split("/").includes("..")) return [];
  const inAccount = path.slice(path.indexOf("/") + 1);
  const parent = root.replace(/[^/]+\/$/, "");
  return [...new Set([`${root}${inAccount}`, `${parent}${path}`, `${root}${path}`])];
}

function linked(kind: Kind, { claimedMd5 }: StatedAttachment, { root, hardLinks }: MediaPlaces): string[] {
  return claimedMd5 === null ? [] : hardLinks.pathsOf(kind, claimedMd5).map((path) => `${root}${path}`);
}

function thumbnailAt(stated: string, root: string): StatedAttachment {
  return { ...statedMedia({}), role: "thumbnail", statedPath: stated, candidates: placesOf(stated, root) };
}

/** A recording lies in a row of a database, not in a file. */
function recorded(stated: StatedAttachment, serverId: string | null, voices: Voices): StatedAttachment {
  const recording = serverId === null ? null : voices.of(serverId);
  if (recording === null) return stated;
  const sha256 = createHash("sha256").update(recording.bytes).digest("hex");
  return { ...stated, embedded: { at: recording.at, sizeBytes: recording.bytes.length, sha256 } };
}
