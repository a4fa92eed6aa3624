import type { Kind } from "../../model/kind.ts";
import type { StatedAttachment } from "../importer.ts";
import { labelledPath, looksLikePath, mediaPlaces, remoteIn } from "../wechat/media-path.ts";

const MEDIA_KINDS: ReadonlySet<Kind> = new Set(["image", "voice", "video", "sticker", "file"]);

export interface RowMedia {
  readonly attachments: readonly StatedAttachment[];
  /** True where `content` is nothing but the path, and so is no text. */
  readonly contentIsPath: boolean;
}

/**
 * Media of a row. The format has no field for them: producers write the path into the content, alone or behind a label,
 * or into a `mediaPath` of their own.
 *
 * @source documented: export-formats.md §5
 */
export function mediaOf(
  row: { readonly kind: Kind; readonly content: string | null; readonly mediaPath: string | null },
  folder: string,
): RowMedia {
  const { kind, content, mediaPath } = row;
  if (!MEDIA_KINDS.has(kind) && mediaPath === null) return { attachments: [], contentIsPath: false };
  const labelled = labelledPath(content);
  const isBare = content !== null && looksLikePath(content);
  const path = mediaPath ?? labelled.path ?? (isBare ? content : null);
  const remoteUrl = remoteIn(content);
  const stated: StatedAttachment = {
    role: "main",
    statedPath: path,
    remoteUrl,
    name: nameOf(kind, content, path),
    claimedMd5: null,
    claimedSizeBytes: null,
    claimedDurationMs: null,
    candidates: path === null ? [] : mediaPlaces(path, folder),
  };
  const isNamed = path !== null || remoteUrl !== null;
  const isOnlyPath = isBare || (labelled.path !== null && labelled.rest === "");
  return {
    attachments: [isNamed ? stated : { ...stated, notExported: true }],
    contentIsPath: isOnlyPath && (mediaPath === null || mediaPath === content),
  };
}

function nameOf(kind: Kind, content: string | null, path: string | null): string | null {
  if (kind !== "file") return null;
  return path?.split(/[\\/]/).at(-1) ?? /^\[文件\] ?(.+)$/s.exec(content ?? "")?.[1] ?? null;
}
