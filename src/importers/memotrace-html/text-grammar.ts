import { decodeText } from "../../base/text-decode.ts";
import { encodingOfHead } from "../../base/text-encoding.ts";
import type { Source } from "../../model/source.ts";

/** The three layouts without structure. */
export type TextLayout = "txt-1" | "txt-3" | "markdown";

const HEAD_BYTES = 64 << 10;
const LINES_LOOKED_AT = 200;
/** Share of lines like a header that must be one. @source documented: export-formats.md §10 (7) */
const ENOUGH = 0.95;
/** Share of them behind a blank line. Logs of programs have hardly any; texts of a chat lack it only in what was pasted. */
const BEHIND_BLANK = 0.5;

/** Time and what follows it: a name, the words of a notice (1.x), or nothing but perhaps a blank (notices of 3.x). Quoted names are of another tool. */
export const TEXT_HEADER = /^(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2})(?: ([^'\s].*)?)?$/;
const LIKE_HEADER = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}/;
export const MARKDOWN_DAY = /^#### (\d{4}-\d{2}-\d{2})$/;
export const MARKDOWN_NOTICE = /^> (\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}) (.*)$/;
export const MARKDOWN_HEADER = /^\*\*(\d{2}:\d{2}:\d{2}) (.*?)\*\*:(.*)$/;

/** Layout of a text by its first lines; null where it is none of ours. Names play no part but for the ending. */
export function textLayoutOf(source: Source, path: string, sizeBytes: number): TextLayout | null {
  if (!/\.(txt|md|markdown)$/i.test(path) || sizeBytes === 0) return null;
  const lines = firstLines(source, path);
  if (lines === null) return null;
  if (isMarkdown(lines)) return "markdown";
  if (!isText(lines)) return null;
  return isLater(lines, () => endsLikeEarly(source, path, sizeBytes)) ? "txt-3" : "txt-1";
}

function firstLines(source: Source, path: string): string[] | null {
  const head = Buffer.from(source.read(path, 0, HEAD_BYTES));
  const encoding = encodingOfHead(head);
  if (encoding === null) return null;
  const text = [...decodeText([head], encoding, () => undefined)].join("");
  return text.split(/\r?\n/, LINES_LOOKED_AT);
}

/** Year, month and day as headings, in this order, before the first message. */
function isMarkdown([first = "", ...lines]: readonly string[]): boolean {
  const filled = lines.filter((line) => line !== "");
  if (!/^## \d{4}$/.test(first) || !/^### \d{4}-\d{2}$/.test(filled[0] ?? "")) return false;
  const [, day = "", message = ""] = filled;
  return MARKDOWN_DAY.test(day) && (MARKDOWN_HEADER.test(message) || MARKDOWN_NOTICE.test(message));
}

/** A header first, and those that follow behind a blank line; something said or noticed below or beside one of them. */
function isText(lines: readonly string[]): boolean {
  if (!TEXT_HEADER.test(lines[0] ?? "")) return false;
  const like = lines.flatMap((line, at) => (LIKE_HEADER.test(line) ? [at] : []));
  const fitting = like.filter((at) => TEXT_HEADER.test(lines[at] ?? ""));
  const behindBlank = fitting.filter((at) => at === 0 || lines[at - 1] === "");
  const hasBody = like.some((at) => (lines[at + 1] ?? "") !== "" && !like.includes(at + 1));
  const isFit = fitting.length >= like.length * ENOUGH && behindBlank.length > like.length * BEHIND_BLANK;
  return isFit && (hasBody || like.length > 1 || lines.length > 2);
}

const EARLY_SIGN = /^(?:\[(?:图片|语音|表情包|文件|视频|音乐分享)\]|\s*\[链接\]:title:.*|引用:.*)$/;
const LATER_SIGN =
  /^(?:【(?:图片|视频|语音|文件|表情包|分享链接|视频号|合并转发的聊天记录|音视频通话|位置分享|名片|发起转账|已收款|已退还|红包|笔记)】.*|引用：.*)$/;

/** Signs in the bodies decide, then how the file ends: 1.x writes a blank line behind every message, 3.x between them. */
function isLater(lines: readonly string[], endsEarly: () => boolean): boolean {
  const bare = lines.some((line) => /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} ?$/.test(line));
  const early = lines.filter((line) => EARLY_SIGN.test(line)).length;
  const later = lines.filter((line) => LATER_SIGN.test(line)).length;
  if (bare || later > early) return true;
  return early > later ? false : !endsEarly();
}

function endsLikeEarly(source: Source, path: string, sizeBytes: number): boolean {
  return /\n\r?\n$/.test(source.read(path, Math.max(0, sizeBytes - 4), 4).toString("latin1"));
}
