import type { Kind } from "../../model/kind.ts";
import type { StatedAttachment } from "../importer.ts";
import { mediaPlaces } from "../wechat/media-path.ts";

/** Kinds that have a file in the client. */
const MEDIA_KINDS: ReadonlySet<Kind> = new Set(["image", "voice", "video", "sticker", "file"]);

/** `[图片] images/2026-04-03/1775178307_….jpg`; a transcript may stand behind the path of a voice message. @source export-formats.md §4.3 */
const LABELLED =
  /^\[(?:图片|语音消息|视频|动画表情)\] ?((?:[^\s\\/]+[\\/])*(?:images|videos|emojis|voices)[\\/]\S+)([\s\S]*)$/;

export interface RowMedia {
  readonly attachments: readonly StatedAttachment[];
  /** True where the rendered content is a label and a path, and nothing else. */
  readonly contentIsPath: boolean;
}

/** Media of a row: the path its rendered content states, with what its stored XML says of the file. */
export function mediaOf(
  row: { readonly kind: Kind; readonly content: string | null; readonly stated: readonly StatedAttachment[] },
  folder: string,
): RowMedia {
  if (!MEDIA_KINDS.has(row.kind)) return { attachments: row.stated, contentIsPath: false };
  const match = LABELLED.exec(row.content ?? "");
  const path = match?.[1] ?? null;
  const [main = NOTHING_STATED, ...more] = row.stated;
  const name = main.name ?? (row.kind === "file" ? fileName(row.content) : null);
  const found = path === null ? { ...main, name, notExported: true } : { ...main, name, statedPath: path };
  const candidates = path === null ? [] : mediaPlaces(path, folder);
  return { attachments: [{ ...found, candidates }, ...more], contentIsPath: path !== null && match?.[2] === "" };
}

const NOTHING_STATED: StatedAttachment = {
  role: "main",
  statedPath: null,
  remoteUrl: null,
  name: null,
  claimedMd5: null,
  claimedSizeBytes: null,
  claimedDurationMs: null,
  candidates: [],
};

function fileName(content: string | null): string | null {
  return /^\[文件\] ?(.+)$/s.exec(content ?? "")?.[1] ?? null;
}
