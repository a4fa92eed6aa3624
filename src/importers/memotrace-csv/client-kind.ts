import type { Kind } from "../../model/kind.ts";
import type { StatedAttachment } from "../importer.ts";
import { parseNotice } from "../wechat/notice.ts";
import { facts, UNNAMED_MEDIA } from "../wechat/payload-parts.ts";
import { plainNotice } from "../wechat/payload-system.ts";
import { readPayload, type PayloadFacts } from "../wechat/payload.ts";
import { kindOfV3Type } from "../wechat/types.ts";
import type { ClientRow } from "./client-row.ts";

/** Rows the client wrote itself. @source documented: wechat-databases.md §6.1 */
const SYSTEM_TYPES = new Set(["9999", "10000", "10001", "10002"]);

export function isSystemType(type: string): boolean {
  return SYSTEM_TYPES.has(type);
}

/** Kinds whose media MemoTrace's tables never name. */
const MEDIA_KINDS: ReadonlySet<Kind> = new Set<Kind>(["image", "voice", "video", "sticker", "file"]);

export function isMediaKind(kind: Kind): boolean {
  return MEDIA_KINDS.has(kind);
}

/** What a row's content says; every field is there, so that a million rows share one shape. */
export interface Content {
  readonly kind: Kind;
  readonly text: string | null;
  readonly payload: string | null;
  readonly parts: Pick<
    PayloadFacts,
    "quote" | "forward" | "transfer" | "redPacket" | "call" | "location" | "recall" | "system"
  >;
  readonly attachments: readonly StatedAttachment[];
  readonly extra: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
}

const NO_PARTS: Content["parts"] = facts({});
const NONE: Readonly<Record<string, string>> = {};
const NO_WARNINGS: readonly string[] = [];
const LOST = ["PAYLOAD_NOT_EXPORTED"];
const DAMAGED = ["PAYLOAD_DAMAGED"];

/** What the `StrContent` of a row holds, by its type: text, XML, or nothing at all for app messages. */
export function contentOf(row: Pick<ClientRow, "type" | "subType" | "content">): Content {
  const kind = kindOfV3Type(row.type, row.subType);
  if (isSystemType(row.type)) return noticeContent(row.content, kind);
  const payload = kind === "text" ? null : readPayload(row.content);
  if (payload !== null) return payloadContent(row.content, kind, payload);
  return {
    kind,
    text: row.content === "" ? null : row.content,
    payload: null,
    parts: NO_PARTS,
    attachments: isMediaKind(kind) ? [UNNAMED_MEDIA] : NO_MEDIA,
    extra: NONE,
    warnings: row.type === "49" && row.content === "" ? LOST : NO_WARNINGS,
  };
}

const NO_MEDIA: readonly StatedAttachment[] = [];

function payloadContent(content: string, coded: Kind, payload: PayloadFacts): Content {
  const kind = coded === "unknown" ? (payload.kind ?? coded) : coded;
  const { attachments } = payload;
  return {
    kind,
    text: payload.text,
    payload: content,
    parts: payload,
    attachments: attachments.length > 0 ? attachments.map(unexported) : isMediaKind(kind) ? [UNNAMED_MEDIA] : NO_MEDIA,
    extra: payload.extra,
    warnings: payload.isDamaged ? DAMAGED : NO_WARNINGS,
  };
}

function unexported(attachment: StatedAttachment): StatedAttachment {
  return { ...attachment, notExported: true };
}

/** A notice says what happened in words, or in XML; a sub-type may tell that it stands for a message taken back. */
function noticeContent(content: string, coded: Kind): Content {
  const payload = content.includes("<sysmsg") ? readPayload(content) : null;
  if (payload !== null) return payloadContent(content, payload.kind ?? coded, payload);
  const text = plainNotice(content);
  const notice = parseNotice(text);
  const kind = coded === "system" ? notice.kind : coded;
  const isRecall = kind === "recall";
  const recall = isRecall ? (notice.recall ?? { by: null, byName: null, targetServerId: null }) : null;
  return {
    kind,
    text: text === "" ? null : text,
    payload: text === content.trim() ? null : content,
    parts: { ...NO_PARTS, system: isRecall ? null : notice.system, recall },
    attachments: NO_MEDIA,
    extra: NONE,
    warnings: NO_WARNINGS,
  };
}
