import type { Kind } from "../../model/kind.ts";
import type { KindBasis } from "../../model/message.ts";
import { looksLikePath } from "../wechat/media-path.ts";
import { parseNotice } from "../wechat/notice.ts";

/**
 * Words that stand for a message that is no text, with and without the blank behind them.
 *
 * @source documented: export-formats.md §4.1.2 and §4.1.3; the sticker's and the spellings without blank observed in the
 *   exporter's source @9fa96cd
 */
const PLACEHOLDERS: readonly (readonly [RegExp, Kind])[] = [
  [/^\[图片\]$/, "image"],
  [/^\[视频\](?: ?\d+s)?$/, "video"],
  [/^\[语音(?:消息)?(?: - 转文字失败)?\]/, "voice"],
  [/^\[(?:表情包|动画表情|表情)(?:：[^\]]*)?\]$/, "sticker"],
  [/^\[名片\]/, "card"],
  [/^\[位置\]/, "location"],
  [/^\[(?:语音通话|视频通话|通话)\]/, "call"],
  [/^\[(?:转账|转账收款)\]/, "transfer"],
  [/^\[红包\]/, "redPacket"],
  [/^\[音乐\]/, "music"],
  [/^\[文件\]/, "file"],
  [/^\[转发的聊天记录\]/, "forward"],
  [/^\[小程序\]/, "miniProgram"],
  [/^\[群公告\]/, "announcement"],
  [/^\[接龙\]/, "chain"],
  [/^\[链接\]/, "link"],
  [/\[引用 [^]*\]$/, "quote"],
];

const OTHER = /^\[(?:其他消息|系统消息|引用消息|消息)\]$/;
const FOLDERS: Readonly<Record<string, Kind>> = {
  images: "image",
  voices: "voice",
  videos: "video",
  emojis: "sticker",
  file: "file",
  files: "file",
};
const FOLDER = /(?:^|\/)(images|voices|videos|emojis|files?)\//;

/** What the words of a message make of it. */
export interface Guess {
  readonly kind: Kind;
  readonly kindBasis: KindBasis;
}

/**
 * Kind of a message by nothing but what it reads like: a media path, a placeholder, or the wording of a notice. Anybody
 * can type any of these, and the basis says so.
 */
export function guessKind(content: string | null): Guess {
  if (content === null || OTHER.test(content)) return { kind: "unknown", kindBasis: "none" };
  return {
    kind: mediaKind(content) ?? placeholderKind(content) ?? noticeKind(content) ?? "text",
    kindBasis: "placeholder",
  };
}

/** Kind of a path by the exporter's media folder in it. */
export function mediaKind(content: string): Kind | null {
  const path = content.replaceAll("\\", "/");
  const folder = looksLikePath(content) ? FOLDER.exec(path)?.[1] : undefined;
  return folder === undefined ? null : (FOLDERS[folder] ?? null);
}

/** Kind of a text that begins as the exporter renders it. */
export function placeholderKind(content: string): Kind | null {
  return PLACEHOLDERS.find(([pattern]) => pattern.test(content))?.[1] ?? null;
}

function noticeKind(content: string): Kind | null {
  const notice = parseNotice(content);
  return notice.kind !== "system" || notice.system?.event !== "other" ? notice.kind : null;
}

/** Kinds that client or exporter wrote itself. */
export function isNotice(kind: Kind): boolean {
  return kind === "system" || kind === "recall" || kind === "pat";
}
