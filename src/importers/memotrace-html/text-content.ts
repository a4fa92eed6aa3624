import type { Kind } from "../../model/kind.ts";
import type { Quote } from "../../model/message.ts";
import type { MessageFacts } from "../importer.ts";
import { renderedContent } from "../wechat/memotrace-words.ts";
import { parseNotice } from "../wechat/notice.ts";
import { UNNAMED_MEDIA } from "../wechat/payload-parts.ts";
import { plainNotice } from "../wechat/payload-system.ts";
import { kindOfLocalType } from "../wechat/types.ts";

type Content = Pick<MessageFacts, "kind" | "kindBasis"> & Partial<MessageFacts>;

/** Words of a notice; nothing but its layout shows that it is one. */
export function noticeContent(words: string): Content {
  const text = plainNotice(words);
  return { text: text === "" ? null : text, ...parseNotice(text), kindBasis: "placeholder" };
}

/** @source documented: export-formats.md §1.6 */
const EARLY_LABELS: Readonly<Record<string, Kind>> = {
  "[图片]": "image",
  "[语音]": "voice",
  "[表情包]": "sticker",
  "[文件]": "file",
  "[视频]": "video",
  "[音乐分享]": "music",
};

/** A body of 1.x. Anybody can have typed what stands there for a picture, a file or a link. */
export function earlyBody(body: string): Content {
  const kind = Object.hasOwn(EARLY_LABELS, body) ? EARLY_LABELS[body] : undefined;
  if (kind !== undefined)
    return { ...renderedContent(kind, body), kindBasis: "placeholder", attachments: unnamed(kind) };
  const link = /^\s*\[链接\]:title:(.*)$/m.exec(body);
  if (link !== null && body.trimStart().startsWith("[链接]:")) {
    return { kind: "link", kindBasis: "placeholder", text: link[1] ?? null, extra: { text: body } };
  }
  const quote = earlyQuote(body);
  return quote ?? typed(body);
}

function earlyQuote(body: string): Content | null {
  const match = /^(.*)\n引用:(?:未知|([^:\n]*):(.*))$/s.exec(body);
  if (match === null) return null;
  const [, text = "", sender = null, quoted = null] = match;
  const quote: Quote = { targetServerId: null, sender, sentAt: null, text: quoted };
  return { kind: "quote", kindBasis: "placeholder", text: text === "" ? null : text, quote };
}

/** Labels of 3.x by the kind they stand for. @source documented: export-formats.md §1.6 */
const LATER_LABELS: readonly (readonly [pattern: RegExp, kind: Kind])[] = [
  [/^【图片】$/, "image"],
  [/^【视频】$/, "video"],
  [/^【语音】/, "voice"],
  [/^【文件】/, "file"],
  [/^【表情包】/, "sticker"],
  [/^【分享链接】\n/, "link"],
  [/^【视频号】\n/, "channels"],
  [/^【合并转发的聊天记录】\n/, "forward"],
  [/^【音视频通话】\n/, "call"],
  [/^【位置分享】\n/, "location"],
  [/^【名片】\n/, "card"],
  [/^【(?:发起转账|已收款|已退还|非实时转账收款|发起非实时转账|未知)】:/, "transfer"],
  [/^【红包】/, "redPacket"],
  [/^【小程序】/, "miniProgram"],
  [/^【笔记】\n/, "note"],
  [/\n引用：[^\n]*: /, "quote"],
];

/** A body of 3.x, by its label; of a type the exporter did not know it prints the number and the message's XML. */
export function laterBody(body: string): Content {
  const code = /^(-?\d{1,19})\n(?:\{|None|<)/.exec(body)?.[1];
  if (code !== undefined) {
    const kind = kindOfLocalType(code);
    return { kind, kindBasis: kind === "unknown" ? "none" : "placeholder", text: body, typeCode: code };
  }
  const kind = LATER_LABELS.find(([pattern]) => pattern.test(body))?.[1];
  if (kind === undefined) return typed(body);
  const rendered = { ...renderedContent(kind, body), kindBasis: "placeholder" } as const;
  if (kind === "voice") return { ...rendered, text: body.slice("【语音】".length).trim() || null };
  return rendered.text === body ? rendered : { ...rendered, extra: { text: body } };
}

const MARKDOWN_LABELS: readonly (readonly [pattern: RegExp, kind: Kind])[] = [
  [/^!\[图片\]\([^]*\)$/, "image"],
  [/^\[语音\](?: |$)/, "voice"],
  [/^\[表情包\]\[[^]*\]$/, "sticker"],
  [/^\[文件\]$/, "file"],
  [/^\[视频\]$/, "video"],
  [/\n> /, "quote"],
  [/^\[[^]*\]\([^\n]*\)$/, "link"],
];

/**
 * A body of Markdown. Texts are escaped, so that a label without backslashes was not typed as one; what other kinds
 * hold is not escaped.
 */
export function markdownBody(body: string): Content {
  const kind = MARKDOWN_LABELS.find(([pattern]) => pattern.test(body))?.[1];
  if (kind === undefined) return body.startsWith("【") ? laterBody(body) : typed(withoutBackslashes(body));
  const base = { kind, kindBasis: "placeholder", attachments: unnamed(kind), extra: { text: body } } as const;
  if (kind === "quote") return { ...base, ...markdownQuote(body) };
  if (kind === "link") return { ...base, text: withoutBackslashes(/^\[([^]*)\]\(/.exec(body)?.[1] ?? body) };
  if (kind === "image") {
    const statedPath = /\(([^]*)\)$/.exec(body)?.[1] || null;
    return { ...base, text: null, attachments: [{ ...UNNAMED_MEDIA, statedPath }] };
  }
  if (kind === "voice") return { ...base, text: body.slice("[语音]".length).trim() || null };
  return { ...base, text: body };
}

function markdownQuote(body: string): Pick<MessageFacts, "text"> & { quote: Quote } {
  const at = body.lastIndexOf("\n> ");
  const words = withoutBackslashes(body.slice(at + 3));
  return {
    text: body.slice(0, at).trimEnd() || null,
    quote: { targetServerId: null, sender: null, sentAt: null, text: words },
  };
}

/** @source observed: characters escaped by the Markdown exporter of 3.x */
export function withoutBackslashes(text: string): string {
  return text.replace(/\\([\\`*_{}[\]()#+\-.!|])/g, "$1");
}

function typed(body: string): Content {
  return { kind: "text", kindBasis: "placeholder", text: body === "" ? null : body };
}

function unnamed(kind: Kind): (typeof UNNAMED_MEDIA)[] {
  return ["image", "voice", "video", "sticker", "file"].includes(kind) ? [UNNAMED_MEDIA] : [];
}
