import type { Kind } from "../../model/kind.ts";
import type { StatedAttachment } from "../importer.ts";
import { looksLikePath, mediaPlaces, remoteIn } from "./media-path.ts";

/** Kinds whose `content` is replaced by a path when media are exported. @source documented: export-formats.md §4.1.2 */
const MEDIA_KINDS: ReadonlySet<Kind> = new Set(["image", "voice", "video", "sticker", "file"]);

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
    candidates: isPath ? mediaPlaces(row.content ?? "", folder) : [],
  } as const;
  const isElsewhere = isPath || attachment.remoteUrl !== null;
  return { attachments: [isElsewhere ? attachment : { ...attachment, notExported: true }], contentIsPath: isPath };
}

function fileName(content: string | null, isPath: boolean): string | null {
  if (isPath) return content?.split(/[\\/]/).at(-1) ?? null;
  return /^\[文件\] ?(.+)$/s.exec(content ?? "")?.[1] ?? null;
}
