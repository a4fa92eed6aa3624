import type { Kind } from "../../model/kind.ts";
import type { StatedAttachment } from "../importer.ts";
import { labelledPath, mediaPlaces } from "../wechat/media-path.ts";

/** Kinds that have a file in the client. */
const MEDIA_KINDS: ReadonlySet<Kind> = new Set(["image", "voice", "video", "sticker", "file"]);

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
  const { path, rest } = labelledPath(row.content);
  const [main = NOTHING_STATED, ...more] = row.stated;
  const name = main.name ?? (row.kind === "file" ? fileName(row.content) : null);
  const found = path === null ? { ...main, name, notExported: true } : { ...main, name, statedPath: path };
  const candidates = path === null ? [] : mediaPlaces(path, folder);
  return { attachments: [{ ...found, candidates }, ...more], contentIsPath: path !== null && rest === "" };
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
