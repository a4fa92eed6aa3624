import type { Kind } from "../../model/kind.ts";
import type { KindBasis } from "../../model/message.ts";
import type { PayloadFacts } from "../wechat/payload.ts";
import { kindOfLocalType } from "../wechat/types.ts";

/** The word of a row. `其他消息` says nothing. @source observed: the exporter's source, names by type and by `<type>` of the XML */
const WORDS: Readonly<Record<string, Kind>> = {
  文本消息: "text",
  图片消息: "image",
  语音消息: "voice",
  名片消息: "card",
  视频消息: "video",
  动画表情: "sticker",
  位置消息: "location",
  链接消息: "link",
  通话消息: "call",
  系统消息: "system",
  群公告: "announcement",
  转账消息: "transfer",
  文件消息: "file",
  聊天记录: "forward",
  小程序消息: "miniProgram",
  引用消息: "quote",
};

/** The word is made from any `<type>` in the XML, also one of a quoted message: only these kinds have a word of their own. */
const PLAIN: ReadonlySet<Kind> = new Set(["text", "image", "voice", "card", "video", "sticker", "location", "call"]);

export interface ResolvedKind {
  readonly kind: Kind;
  readonly kindBasis: KindBasis;
  /** Code and word name different kinds; the code stands. */
  readonly disagree: boolean;
  readonly wordHeld: boolean;
}

/** Kind of a row: by its 64-bit type, else by the type in its stored XML, else by its word. */
export function resolveKind(localType: string | null, word: string | null, payload: PayloadFacts | null): ResolvedKind {
  const byType = localType === null ? "unknown" : kindOfLocalType(localType);
  const byWord = word !== null && Object.hasOwn(WORDS, word) ? (WORDS[word] ?? null) : null;
  const byXml = payload?.kind ?? "unknown";
  const kind = byType === "unknown" ? byXml : byType;
  if (kind !== "unknown") {
    const disagree = byWord !== null && byWord !== kind && (PLAIN.has(byWord) || PLAIN.has(kind));
    return { kind, kindBasis: "code", disagree, wordHeld: byWord === kind };
  }
  if (byWord !== null) return { kind: byWord, kindBasis: "word", disagree: false, wordHeld: true };
  return { kind, kindBasis: localType === null ? "none" : "code", disagree: false, wordHeld: false };
}
