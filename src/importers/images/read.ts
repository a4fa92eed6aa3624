import { exifDate } from "../../base/media/exif.ts";
import { filmFacts } from "../../base/media/film.ts";
import type { MediaFormat } from "../../base/media/format.ts";
import { pictureFacts } from "../../base/media/picture.ts";
import type { MediaNote } from "../../model/chat.ts";
import type { Source, SourceFile } from "../../model/source.ts";
import type { Claim, Yielded } from "../importer.ts";
import { folderOf, mediaFormat, ownFiles } from "./detect.ts";

/** A picture is read whole for its header; no camera writes larger ones. */
const MOST_BYTES = 128 * 1024 * 1024;

/** Containers of films and sound whose index can be read. */
const FILMS: readonly string[] = ["mp4", "m4v", "mov", "m4a", "3gp"];

/** Describes the media of the folder that the claim's file lies in. */
export async function* readPictures(source: Source, { entry }: Claim): AsyncGenerator<Yielded> {
  const media: MediaNote[] = [];
  const folder = folderOf(entry);
  for (const file of ownFiles(source)) {
    if (folderOf(file.path) !== folder) continue;
    const format = await mediaFormat(source, file);
    if (format === null || format === "other") continue;
    media.push(await noteOf(source, file, format));
    yield { type: "used", path: file.path };
  }
  yield { type: "export", facts: { ...FACTS, media } };
  yield { type: "defect", defect: { code: "MEDIA_NOT_READ", records: media.length } };
}

const FACTS = {
  variant: null,
  claimedTool: null,
  claimedVersion: null,
  exportedAt: null,
  exportedAtText: null,
  owner: null,
  ownerBasis: null,
  statedRange: null,
  localIdOrigin: "none",
  serverIdOrigin: "none",
  provides: [],
  encoding: "binary",
} as const;

async function noteOf(source: Source, file: SourceFile, { name, family }: MediaFormat): Promise<MediaNote> {
  const base = { path: file.path, format: name, width: null, height: null, durationMs: null, takenAtText: null };
  const bytes = {
    sizeBytes: file.sizeBytes,
    read: (position: number, length: number) => source.read(file.path, position, length),
  };
  if (FILMS.includes(name)) {
    const { madeAtText, ...facts } = filmFacts(bytes);
    return { ...base, ...facts, takenAtText: madeAtText };
  }
  if (family !== "image" || file.sizeBytes > MOST_BYTES) return base;
  const facts = await pictureFacts(bytes.read(0, file.sizeBytes));
  if (facts === null) return base;
  const { width, height, exif } = facts;
  return { ...base, width, height, takenAtText: exif === null ? null : exifDate(exif) };
}
