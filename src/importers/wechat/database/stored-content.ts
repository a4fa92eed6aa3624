import type { Kind } from "../../../model/kind.ts";
import type { MessageFacts } from "../../importer.ts";
import { parseNotice } from "../notice.ts";
import { readPayload, voiceDurationOf, type PayloadFacts } from "../payload.ts";
import { stated, statedMedia } from "../payload-parts.ts";
import { plainNotice } from "../payload-system.ts";

/** What the content of a row says, its type known. */
export type StoredContent = Pick<MessageFacts, "kind" | "kindBasis"> &
  Partial<Omit<MessageFacts, "warnings">> & { readonly warnings: readonly string[] };

/** What the type column says. */
export interface StoredType {
  readonly kind: Kind;
  /** The type is one of app messages: what they are stands in the XML. */
  readonly isApp: boolean;
}

const MEDIA: ReadonlySet<Kind> = new Set(["image", "voice", "video", "sticker", "file"]);
const NOTICES: ReadonlySet<Kind> = new Set(["system", "recall"]);
/** Kinds whose XML has an element of its own name, so that type and payload can be held against each other. */
const TELLING: ReadonlySet<Kind> = new Set(["image", "voice", "video", "sticker", "location", "call"]);

/** Characters that no keyboard of a phone types. */

const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;

/**
 * Reads the content column of a row, prefix of the sender taken off. Null content stays a message of the type's kind.
 *
 * @source wechat-databases.md §6, §7
 */
export function storedContent(type: StoredType, body: string | null): StoredContent {
  const base = { kind: type.kind, kindBasis: type.kind === "unknown" ? "none" : "code" } as const;
  if (body === null || body === "") return withMedia({ ...base, warnings: [] });
  if (type.kind === "text") return textContent(body);
  if (body.startsWith("~SEMI_XML~")) {
    return withMedia({ ...base, payload: body, warnings: ["CONTENT_NOT_DECODED"] });
  }
  const read = body.includes("<") ? readPayload(body) : null;
  if (read !== null) return withMedia(payloadContent(type, body, read));
  if (NOTICES.has(type.kind)) return noticeContent(type.kind, body);
  return withMedia(bareContent(type, body));
}

function textContent(body: string): StoredContent {
  const isXml = /^\s{0,20}<(?:msg|sysmsg|\?xml)[\s>]/.test(body) && readPayload(body)?.kind != null;
  const warnings = isXml || CONTROL.test(body) ? ["TYPE_PAYLOAD_DIFFERS"] : [];
  return { kind: "text", kindBasis: "code", text: body, warnings };
}

function payloadContent(type: StoredType, body: string, read: PayloadFacts): StoredContent {
  const { kind: shown, appType, isDamaged, text, attachments, ...parts } = read;
  const known = stated(parts) as Partial<MessageFacts>;
  const isOpen = type.isApp || type.kind === "unknown" || NOTICES.has(type.kind);
  const kind = isOpen ? (shown ?? type.kind) : type.kind;
  const differs = type.isApp
    ? appType === null && !isDamaged && !(shown !== null && NOTICES.has(shown))
    : shown !== null && TELLING.has(type.kind) && shown !== type.kind;
  const warnings = [...(isDamaged ? ["PAYLOAD_DAMAGED"] : []), ...(differs ? ["TYPE_PAYLOAD_DIFFERS"] : [])];
  return {
    ...known,
    kind: type.kind === "recall" ? "recall" : kind,
    kindBasis: kind === "unknown" ? "none" : "code",
    text,
    payload: body,
    attachments,
    warnings,
    ...(appType === null ? {} : { extra: { ...known.extra, "payload.appmsg.type": appType } }),
  };
}

function noticeContent(kind: Kind, body: string): StoredContent {
  const text = plainNotice(body);
  const notice = parseNotice(text);
  const payload = text === body ? {} : { payload: body };
  const parts = kind === "recall" ? { kind, recall: notice.recall } : notice;
  return { ...parts, kindBasis: "code", text: text === "" ? body : text, ...payload, warnings: [] };
}

/** Content that is no XML: the short forms of voice and video on Android, words of calls, and what nobody knows. */
function bareContent(type: StoredType, body: string): StoredContent {
  const { kind } = type;
  const claimedDurationMs = kind === "voice" ? voiceDurationOf(body) : null;
  const attachments = claimedDurationMs === null ? {} : { attachments: [statedMedia({ claimedDurationMs })] };
  // Of types a version does not know the server fills in a sentence.
  const differs = type.isApp && !body.includes("<appmsg") && (kind !== "unknown" || body.includes("<"));
  const warnings = differs ? ["TYPE_PAYLOAD_DIFFERS"] : [];
  const shown = kind === "unknown" || kind === "call" || type.isApp ? { text: body } : { extra: { content: body } };
  return { kind, kindBasis: kind === "unknown" ? "none" : "code", ...shown, ...attachments, warnings };
}

/** A message of a media kind has media, whether or not its content says anything of them. */
function withMedia(content: StoredContent): StoredContent {
  if (!MEDIA.has(content.kind) || (content.attachments ?? []).length > 0) return content;
  return { ...content, attachments: [statedMedia({})] };
}
