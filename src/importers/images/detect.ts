import { FORMAT_HEAD_BYTES, formatOf, type MediaFormat } from "../../base/media/format.ts";
import type { Source, SourceFile } from "../../model/source.ts";
import type { Claim } from "../importer.ts";

export const IMPORTER_ID = "images";

/** What operating systems leave in folders of pictures. */
const LEFTOVER = /(^|\/)(__MACOSX\/.*|\.DS_Store|\._[^/]*|\.localized|Thumbs\.db|ehthumbs\.db|desktop\.ini)$/i;

const MEDIA_NAME =
  /\.(jpe?g|jfif|png|gif|webp|bmp|tiff?|hei[cf]|avif|mp4|m4v|mov|avi|mkv|webm|wmv|flv|3gp|mpe?g|m4a|mp3|wav|aac|ogg|flac)$/i;

/** Forms in which the client itself stores media: they come from its folders, not from a camera or a screen. */
const CLIENT_FORMATS: readonly string[] = ["silk", "amr", "wxgf", "wechat-dat"];

/**
 * One claim for each folder, where the source holds pictures, films and recordings and nothing else at all. One file
 * that may be a chat, or a note, and nothing is claimed: the pictures may belong to it.
 */
export async function* detectPictures(source: Source): AsyncGenerator<Claim> {
  const files = ownFiles(source);
  // Whatever is not named like a picture decides soonest.
  const byDoubt = [...files].sort((a, b) => Number(MEDIA_NAME.test(a.path)) - Number(MEDIA_NAME.test(b.path)));
  const media = new Set<string>();
  for (const file of byDoubt) {
    const format = await mediaFormat(source, file);
    if (format === "other") return;
    if (format !== null) media.add(file.path);
  }
  const folders = new Map<string, string[]>();
  for (const { path } of files) {
    if (!media.has(path)) continue;
    const inFolder = folders.get(folderOf(path));
    if (inFolder) inFolder.push(path);
    else folders.set(folderOf(path), [path]);
  }
  for (const [folder, paths] of folders) yield claimOf(folder, paths);
}

function claimOf(folder: string, paths: readonly string[]): Claim {
  const named =
    folder === "" ? { zh: "材料", en: "The source" } : { zh: `文件夹“${folder}”`, en: `The folder "${folder}"` };
  return {
    importer: IMPORTER_ID,
    entry: paths[0] ?? "",
    strength: "remainder",
    basis: {
      zh: `${named.zh}中有 ${paths.length} 个图片、录像或录音；收到的材料中没有任何聊天导出或其他文件`,
      en: `${named.en} holds ${paths.length} picture(s), film(s) or recording(s); nothing received is a chat export or any other file`,
    },
  };
}

/** Files of a source that are neither leftovers nor zips, whose members speak for them. A mail has words of its own. */
export function ownFiles(source: Source): SourceFile[] {
  const containers = new Set(source.files.map(({ container }) => container));
  const isZip = (path: string): boolean => containers.has(path) && source.read(path, 0, 2).toString("latin1") === "PK";
  return source.files.filter(({ path }) => !isZip(path) && !LEFTOVER.test(path));
}

/**
 * Format of a picture, film or recording by its content. Null for a file of such a name that is empty or cannot be told
 * for one, which is no reason to leave the others aside; `other` for anything else.
 */
export async function mediaFormat(source: Source, { path }: SourceFile): Promise<MediaFormat | null | "other"> {
  const head = Buffer.from(source.read(path, 0, FORMAT_HEAD_BYTES));
  const format = head.length === 0 ? null : await formatOf(head);
  if (format === null) return MEDIA_NAME.test(path) ? null : "other";
  const isMedia = format.family === "image" || format.family === "video" || format.family === "audio";
  return isMedia && !CLIENT_FORMATS.includes(format.name) ? format : "other";
}

/** Path up to and with the last `/`. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}
