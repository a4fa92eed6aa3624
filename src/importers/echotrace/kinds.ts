import type { Kind } from "../../model/kind.ts";
import type { KindBasis } from "../../model/message.ts";
import { kindOfLocalType } from "../wechat/types.ts";

interface WordCard {
  readonly kind: Kind;
  /** Other kinds the exporter is known to put under the same word. */
  readonly also?: readonly Kind[];
}

/** Every word but `未知类型(n)`. @source documented: export-formats.md §4.2, words by type in v3.1.0 @55a355e */
const WORDS: Readonly<Record<string, WordCard>> = {
  文本消息: { kind: "text" },
  图片消息: { kind: "image" },
  语音消息: { kind: "voice" },
  名片消息: { kind: "card" },
  视频消息: { kind: "video" },
  动画表情: { kind: "sticker" },
  位置消息: { kind: "location" },
  通话消息: { kind: "call" },
  系统消息: { kind: "system", also: ["recall", "pat"] },
  引用消息: { kind: "quote" },
  卡片式链接: { kind: "link" },
  图文消息: { kind: "link" },
  小程序分享: { kind: "miniProgram" },
  音乐卡片: { kind: "music" },
  红包卡片: { kind: "redPacket" },
  聊天记录合并转发: { kind: "forward" },
  拍一拍消息: { kind: "pat" },
  转账卡片: { kind: "transfer" },
  视频号直播卡片: { kind: "channels" },
  // Sub-types 8 and 24 stand under this word too. @source observed: words by type in the exporter's source
  文件消息: { kind: "file", also: ["sticker", "note"] },
};

const UNKNOWN_WORD = /^未知类型\((\d{1,19})\)$/;

export interface ResolvedKind {
  readonly kind: Kind;
  readonly kindBasis: KindBasis;
  /** The 64-bit type, which the word of an unknown type states too. */
  readonly typeCode: string | null;
  readonly disagree: boolean;
  readonly wordHeld: boolean;
}

/** Kind of a row by its 64-bit type (decimal text) and its word; the type goes before the word. */
export function resolveKind(localType: string | null, word: string | null): ResolvedKind {
  const typeCode = localType ?? UNKNOWN_WORD.exec(word ?? "")?.[1] ?? null;
  const byType = typeCode === null ? "unknown" : kindOfLocalType(typeCode);
  const card = word !== null && Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
  const named = card?.kind ?? null;
  if (byType !== "unknown") {
    const disagree = named !== null && named !== byType && card?.also?.includes(byType) !== true;
    return { kind: byType, kindBasis: "code", typeCode, disagree, wordHeld: named === byType };
  }
  if (named !== null) return { kind: named, kindBasis: "word", typeCode, disagree: false, wordHeld: true };
  const wordHeld = word === null || UNKNOWN_WORD.test(word);
  return { kind: "unknown", kindBasis: typeCode === null ? "none" : "code", typeCode, disagree: false, wordHeld };
}
