import type { Kind } from "../../model/kind.ts";
import type { KindBasis } from "../../model/message.ts";
import { kindOfLocalType } from "./types.ts";

interface WordCard {
  readonly kind: Kind;
  /** Other kinds the exporter is known to put under the same word. */
  readonly also: readonly Kind[];
}

/**
 * The `type` column. `其他消息` is everything the exporter has no word for.
 *
 * @source documented: export-formats.md §4.1.2; red packets stand under 其他消息 or 链接消息
 */
const WORDS: Readonly<Record<string, WordCard>> = {
  文本消息: { kind: "text", also: [] },
  图片消息: { kind: "image", also: [] },
  语音消息: { kind: "voice", also: [] },
  名片消息: { kind: "card", also: [] },
  视频消息: { kind: "video", also: ["channels"] },
  动画表情: { kind: "sticker", also: [] },
  位置消息: { kind: "location", also: ["liveLocation"] },
  链接消息: { kind: "link", also: ["channels", "redPacket", "chain", "note", "liveLocation", "announcement", "card"] },
  通话消息: { kind: "call", also: [] },
  系统消息: { kind: "system", also: ["recall", "pat"] },
  引用消息: { kind: "quote", also: [] },
  音乐消息: { kind: "music", also: [] },
  文件消息: { kind: "file", also: [] },
  小程序消息: { kind: "miniProgram", also: [] },
  转账消息: { kind: "transfer", also: [] },
  群公告: { kind: "announcement", also: [] },
  聊天记录: { kind: "forward", also: [] },
};

const OTHER = "其他消息";

/** What type code and type word make of a row. */
export interface ResolvedKind {
  readonly kind: Kind;
  readonly kindBasis: KindBasis;
  /** Code and word name different kinds; the code stands. */
  readonly disagree: boolean;
  /** The word says nothing that the kind does not say. */
  readonly wordHeld: boolean;
}

/** Kind of a row by its `localType` (decimal text) and its `type` word; the code goes before the word. */
export function resolveKind(localType: string | null, word: string | null): ResolvedKind {
  const byCode = localType === null ? "unknown" : kindOfLocalType(localType);
  const card = word !== null && Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
  if (byCode !== "unknown") {
    const agrees = word === null || word === OTHER || card?.kind === byCode || card?.also.includes(byCode) === true;
    return { kind: byCode, kindBasis: "code", disagree: !agrees, wordHeld: card?.kind === byCode };
  }
  if (card) return { kind: card.kind, kindBasis: "word", disagree: false, wordHeld: true };
  return { kind: "unknown", kindBasis: localType === null ? "none" : "code", disagree: false, wordHeld: false };
}
