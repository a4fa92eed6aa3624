import { posix } from "node:path";
import type { Kind } from "../../model/kind.ts";
import type { StatedAttachment } from "../importer.ts";

/** Kinds whose `content` is replaced by a path when media are exported. @source documented: export-formats.md §4.1.2 */
const MEDIA_KINDS: ReadonlySet<Kind> = new Set(["image", "voice", "video", "sticker", "file"]);

/** Media folders of all layouts; what stands before them depends on the layout. @source documented: export-formats.md §4.1.1 */
const MEDIA_FOLDER = /(?:^|\/)((?:images|voices|videos|emojis|files?)\/.+)$/;

/** Media of one row. */
export interface RowMedia {
  readonly attachments: readonly StatedAttachment[];
  /** True where `content` is nothing but the path, and so is no text. */
  readonly contentIsPath: boolean;
}

const NO_MEDIA: RowMedia = { attachments: [], contentIsPath: false };

/** What a row states of its media. `folder` is the folder of the export file. */
export function mediaOf(
  row: {
    readonly kind: Kind;
    readonly content: string | null;
    readonly md5: string | null;
    readonly url: string | null;
  },
  folder: string,
): RowMedia {
  if (!MEDIA_KINDS.has(row.kind)) return NO_MEDIA;
  const isPath = row.content !== null && looksLikePath(row.content);
  const attachment = {
    role: "main",
    statedPath: isPath ? row.content : null,
    remoteUrl: row.url ?? remoteIn(row.content),
    name: row.kind === "file" ? fileName(row.content, isPath) : null,
    claimedMd5: row.md5 !== null && /^[0-9a-f]{32}$/i.test(row.md5) ? row.md5.toLowerCase() : null,
    claimedSizeBytes: null,
    claimedDurationMs: null,
    candidates: isPath ? candidates(row.content ?? "", folder) : [],
  } as const;
  const isElsewhere = isPath || attachment.remoteUrl !== null;
  return { attachments: [isElsewhere ? attachment : { ...attachment, notExported: true }], contentIsPath: isPath };
}

const EXTENSION = /\.[A-Za-z][A-Za-z0-9]{1,7}$/;
const FROM_ROOT = /^(?:\.{0,2}[\\/]|[A-Za-z]:[\\/])/;

/**
 * A path in one line: with a media folder, an extension, or a beginning only paths have. Other text may stand there too,
 * such as the bare transcript of a voice message, and hold slashes of its own.
 */
function looksLikePath(content: string): boolean {
  if (content.startsWith("[") || /[\r\n]/.test(content) || !/[\\/]/.test(content)) return false;
  const path = content.replaceAll("\\", "/");
  return remoteIn(content) === null && (MEDIA_FOLDER.test(path) || EXTENSION.test(path) || FROM_ROOT.test(path));
}

function remoteIn(content: string | null): string | null {
  return content !== null && /^https?:\/\/\S+$/i.test(content) ? content : null;
}

function fileName(content: string | null, isPath: boolean): string | null {
  if (isPath) return content?.split(/[\\/]/).at(-1) ?? null;
  return /^\[文件\] ?(.+)$/s.exec(content ?? "")?.[1] ?? null;
}

/** Places to look, best first: as stated from the file's folder, then the media folder beside it in each layout. */
function candidates(stated: string, folder: string): string[] {
  const path = stated.replaceAll("\\", "/");
  const tail = MEDIA_FOLDER.exec(path)?.[1];
  const isAbsolute = /^(?:[A-Za-z]:)?\//.test(path);
  const inside = path.replace(/^(?:\.{1,2}\/)+/, "");
  const beside = tail === undefined ? [inside] : [`media/${tail}`, tail, `../${tail}`, `../media/${tail}`, inside];
  const places = (isAbsolute ? beside : [path, ...beside]).map((place) => posix.join(folder, place));
  return [...new Set(places)].filter((place) => place !== ".." && !place.startsWith("../"));
}
