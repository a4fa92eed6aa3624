import type { Kind } from "../../model/kind.ts";
import { remoteIn } from "../wechat/media-path.ts";
import { resolveKind } from "../wechat/weflow-kinds.ts";
import { bodyOf, type Body } from "./body.ts";
import { guessKind, mediaKind } from "./placeholder.ts";

/** Characters the exporter puts a backslash before. @source observed: exporter's source @147f3b7 */
const ESCAPED = /\\([\\`*_{}[\]<>#+\-.!|])/g;

/** Text as it was before the exporter escaped it. */
export function unescapeMarkdown(text: string): string {
  return text.replace(ESCAPED, "$1");
}

/** A line that is nothing but a picture or link: brackets in what people wrote are escaped, so these are the exporter's. */
const LINK = /^(!?)\[((?:[^\]\\]|\\.)*)\]\(([^)\s]+)\)$/;
const TYPE_WORD = /^\\\[([^\\\]]+)\\\]$/;

interface Parts {
  readonly quoted: readonly string[];
  readonly link: { readonly isPicture: boolean; readonly label: string; readonly target: string } | null;
  readonly rest: readonly string[];
}

/** Quote, picture or link, and words of a message, from its lines. */
export function markdownBody(
  lines: readonly string[],
  folder: string,
): Body & { readonly extra: Record<string, string> } {
  const { quoted, link, rest } = partsOf(trimmed(lines));
  const words = rest.length === 0 ? null : unescapeMarkdown(rest.join("\n"));
  if (link !== null && remoteIn(link.target) !== null && !link.isPicture && quoted.length === 0 && words === null) {
    return { ...bodyOf({ kind: "link", kindBasis: "word" }, link.label, folder), extra: { 链接: link.target } };
  }
  const media = link === null ? null : decoded(link.target);
  const url = media === null ? null : remoteIn(media);
  const guess = quoted.length > 0 ? { kind: "quote" as const, kindBasis: "word" as const } : guessOf(link, media, rest);
  const stated = { path: url === null ? media : null, url };
  const body = bodyOf(guess, words, folder, stated);
  const isHeld = media === null || body.attachments.some((one) => (one.statedPath ?? one.remoteUrl) === media);
  const extra: Record<string, string> = isHeld ? {} : { 媒体: media };
  return { ...body, ...(quoted.length > 0 ? { quote: quoteOf(quoted) } : {}), extra };
}

/** The exporter puts one blank line below the heading and one behind the message. */
function trimmed(lines: readonly string[]): readonly string[] {
  const from = lines[0] === "" ? 1 : 0;
  const to = lines.at(-1) === "" ? lines.length - 1 : lines.length;
  return lines.slice(from, Math.max(from, to));
}

function partsOf(lines: readonly string[]): Parts {
  let at = 0;
  while (lines[at]?.startsWith("> ") === true || (at > 0 && lines[at] === ">")) at += 1;
  const quoted = lines.slice(0, at);
  if (at > 0 && lines[at] === "") at += 1;
  const match = LINK.exec(lines[at] ?? "");
  if (match === null) return { quoted, link: null, rest: lines.slice(at) };
  const [, mark = "", label = "", target = ""] = match;
  const next = lines[at + 1] === "" ? at + 2 : at + 1;
  return { quoted, link: { isPicture: mark === "!", label: unescapeMarkdown(label), target }, rest: lines.slice(next) };
}

const LINK_WORDS: Readonly<Record<string, Kind>> = { 语音文件: "voice", 视频文件: "video" };

function guessOf(link: Parts["link"], media: string | null, rest: readonly string[]): Pick<Body, "kind" | "kindBasis"> {
  if (link !== null) {
    const { label, isPicture } = link;
    const byLabel = isPicture
      ? resolveKind(null, label).kind
      : Object.hasOwn(LINK_WORDS, label)
        ? LINK_WORDS[label]
        : "file";
    const kind = byLabel === undefined || byLabel === "unknown" ? (mediaKind(media ?? "") ?? "image") : byLabel;
    return { kind, kindBasis: "word" };
  }
  const text = rest.length === 0 ? null : unescapeMarkdown(rest.join("\n"));
  // A message without content is written as the word of its type in brackets.
  const word = rest.length === 1 ? TYPE_WORD.exec(rest[0] ?? "")?.[1] : undefined;
  const byWord = word === undefined ? "unknown" : resolveKind(null, word).kind;
  return byWord === "unknown" ? guessKind(text) : { kind: byWord, kindBasis: "placeholder" };
}

/** `名: 原文` in one block; where there are more colons nobody can say where the name ends. */
function quoteOf(lines: readonly string[]) {
  const text = lines.map((line) => unescapeMarkdown(line.replace(/^> ?/, ""))).join("\n");
  const [sender, words, ...more] = text.split(": ");
  const isClear = sender !== undefined && words !== undefined && more.length === 0;
  return { targetServerId: null, sentAt: null, sender: isClear ? sender : null, text: isClear ? words : text };
}

function decoded(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch {
    return target;
  }
}
