import type { Kind } from "../../model/kind.ts";
import type { MessageFacts, StatedAttachment } from "../importer.ts";
import { parseNotice } from "../wechat/notice.ts";
import { callIn, forwardIn, locationIn, quoteIn, redPacketTitle, transferIn } from "../wechat/rendered.ts";
import { mediaOf } from "../wechat/weflow-media.ts";
import { isNotice, type Guess } from "./placeholder.ts";

/** What a row's content says. */
export type Body = Pick<MessageFacts, "kind" | "kindBasis"> &
  Partial<
    Pick<
      MessageFacts,
      "text" | "quote" | "forward" | "transfer" | "redPacket" | "call" | "location" | "recall" | "system"
    >
  > & { readonly attachments: readonly StatedAttachment[]; readonly warnings: readonly string[] };

/** Where a format keeps media beside the content. */
export interface StatedMedia {
  readonly path: string | null;
  readonly url: string | null;
}

/** Told by the outputs that label by title; WeClone and pages label by type. @source documented: export-formats.md §4.1.4 (3) */
export const LABEL_FALSE = "TRANSFER_LABEL_FALSE";

const LABELLED = /^\[(?:转账|转账收款|红包)\]/;

/**
 * Reads a rendered content by its kind. `media` is set where the format has a column of its own for it; else the content
 * may be nothing but the path.
 */
export function bodyOf({ kind, kindBasis }: Guess, content: string | null, folder: string, media?: StatedMedia): Body {
  const stated = mediaOf({ kind, content: media ? media.path : content, md5: null, url: media?.url ?? null }, folder);
  const text = media === undefined && stated.contentIsPath ? null : content;
  const hasPath = stated.attachments.some(({ statedPath }) => statedPath !== null);
  const body = { kind, kindBasis, text, attachments: named(stated.attachments, kind, content) };
  return { ...body, ...partsOf(kind, content), warnings: defectsOf({ kind, kindBasis }, content, hasPath) };
}

/** A file's name stands in the content also where its path has a column of its own. */
function named(
  attachments: readonly StatedAttachment[],
  kind: Kind,
  content: string | null,
): readonly StatedAttachment[] {
  const name = kind === "file" ? /^\[文件\] ?(.+)$/s.exec(content ?? "")?.[1] : undefined;
  return name === undefined ? attachments : attachments.map((one) => ({ ...one, name }));
}

function partsOf(kind: Kind, content: string | null): Partial<Body> {
  switch (kind) {
    case "transfer":
      return { transfer: transferIn(content) };
    case "redPacket":
      return { redPacket: { title: redPacketTitle(content) } };
    case "call":
      return { call: callIn(content) };
    case "location":
      return { location: locationIn(content) };
    case "forward":
      return { forward: forwardIn(content) };
    case "quote":
      return { quote: { targetServerId: null, sentAt: null, ...quoteIn(content) } };
    default:
      return isNotice(kind) ? noticeParts(kind, content) : {};
  }
}

function noticeParts(kind: Kind, content: string | null): Partial<Body> {
  const notice = parseNotice(content ?? "");
  return kind === "pat" ? { system: notice.system } : notice;
}

/** Codes of what the exporter is known to do to such a row. @source documented: export-formats.md §4.1.4, §14 */
function defectsOf({ kind, kindBasis }: Guess, content: string | null, hasPath: boolean): string[] {
  const isLabelled = LABELLED.test(content ?? "");
  const isSure = kindBasis !== "placeholder" && (kind === "transfer" || kind === "redPacket");
  const found: string[] = [];
  if (kind === "text" && content !== null) found.push("TEXT_PREFIX_STRIPPED");
  if (kind === "transfer") found.push("TRANSFER_STATE_UNRELIABLE");
  if (isLabelled && !isSure && kind !== "text") found.push(LABEL_FALSE);
  if (kind === "forward") found.push("FORWARD_ITEMS_MISSING");
  if (kind === "image" && hasPath) found.push("MEDIA_THUMB_SUBSTITUTED");
  return found;
}
