import type { Kind } from "../../model/kind.ts";
import type { ForwardedItem, Quote } from "../../model/message.ts";
import type { StatedAttachment } from "../importer.ts";
import { digest } from "../wechat/payload-parts.ts";
import type { Content } from "./contents.ts";
import { remoteMedia, serverMedia } from "./media.ts";
import { transferIn } from "./transfer.ts";

/** Longer than any placeholder but that of a merged record, which is told by its beginning. */
const LONGEST = 8000;

type Read = (groups: Readonly<Record<string, string | undefined>>, folder: string) => Partial<Content>;

interface Placeholder {
  readonly kind: Kind;
  readonly pattern: RegExp;
  readonly read?: Read;
}

function placeholder(kind: Kind, pattern: string, read?: Read): Placeholder {
  return { kind, pattern: new RegExp(`^${pattern}$`, "s"), ...(read ? { read } : {}) };
}

const title: Read = ({ title: found }) => ({ text: found || null });

/**
 * Texts that stand for a message which is none. Anybody can type them.
 *
 * @source documented: export-formats.md §3.2; further forms observed in sjzar/chatlog and its forks, read 2026-09
 */
const PLACEHOLDERS: readonly Placeholder[] = [
  placeholder("image", String.raw`!\[图片\]\((?<url>http://[^\s/]*/image/(?<keys>.*))\)`, keyedMedia),
  placeholder("image", String.raw`\[图片\]`, (_groups, folder) => ({ attachments: [serverMedia({}, folder)] })),
  placeholder("video", String.raw`!\[视频\]\((?<url>http://[^\s/]*/video/(?<keys>.*))\)`, keyedMedia),
  placeholder("video", String.raw`\[视频\]`, (_groups, folder) => ({ attachments: [serverMedia({}, folder)] })),
  placeholder("voice", String.raw`\[语音\](?:\((?<url>http://[^\s/]*/voice/[^)]*)\))?`, voice),
  placeholder("sticker", String.raw`!\[动画表情\]\((?<url>[^)]*)\)`, ({ url = "" }) => ({
    attachments: url === "" ? [] : [remoteMedia(url)],
  })),
  placeholder("sticker", String.raw`\[(?:动画表情|GIF表情)\]`, (_groups, folder) => ({
    attachments: [serverMedia({}, folder)],
  })),
  placeholder("location", String.raw`\[位置\|(?<parts>.*)\]`, location),
  placeholder("file", String.raw`\[文件\|(?<name>.*)\]\((?<url>http://[^\s/]*/file/(?<md5>[^)]*))\)`, file),
  placeholder("file", String.raw`\[文件\|(?<name>.*)\]`, file),
  placeholder("link", String.raw`\[(?:链接|分享)\|(?<title>.*)\]\([^)]*\)`, title),
  placeholder("miniProgram", String.raw`\[小程序(?:\|(?<title>.*)\]\([^)]*\)|\])`, title),
  placeholder("channels", String.raw`\[视频号(?:直播)?(?:\|(?<title>.*)\](?:\([^)]*\))?|\])`, title),
  placeholder("music", String.raw`\[音乐\|(?<title>.*)\]\([^)]*\)`, title),
  placeholder("redPacket", String.raw`\[红包\]`, () => ({ redPacket: { title: null } })),
  placeholder("unknown", String.raw`\[(?:红包封面|分享)\]`),
  placeholder("card", String.raw`\[名片\]`),
  placeholder("call", String.raw`\[语音通话\]`, () => ({
    call: { media: "unknown", outcome: null, durationSec: null },
  })),
  placeholder("quote", String.raw`\[引用\]`),
];

/** What a text says where it is the rendering of something else; the text itself is kept. */
export function renderedContent(content: string, folder: string): Content {
  const text = content === "" ? null : content;
  const base: Content = { kind: "text", text, attachments: [] };
  const transfer = content.startsWith("[转账|") ? transferIn(content) : null;
  if (transfer !== null) return { ...base, kind: "transfer", transfer };
  if (content.startsWith("> ")) return quoteIn(content);
  const record = recordKind(content);
  if (record !== null) return { ...base, kind: record, forward: forwardIn(content) };
  if (/^Type: -?\d{1,19} Content: /.test(content)) return { ...base, kind: "unknown" };
  for (const { kind, pattern, read } of content.length > LONGEST || !/^!?\[/.test(content) ? [] : PLACEHOLDERS) {
    const match = pattern.exec(content);
    if (match === null) continue;
    const { text: _title, ...parts } = read?.(match.groups ?? {}, folder) ?? {};
    return { ...base, ...parts, kind };
  }
  return base;
}

/** Keys joined by commas: digests of the file, and its places. */
function keyedMedia({ url = "", keys = "" }: Readonly<Record<string, string | undefined>>, folder: string) {
  const [md5, ...others] = keys.split(",");
  const isDigest = md5 !== undefined && digest(md5) !== null;
  const path = (isDigest ? others : keys.split(",")).find((key) => key !== "" && digest(key) === null) ?? null;
  const claimedMd5 = isDigest ? md5 : null;
  return { attachments: [serverMedia({ statedPath: path, remoteUrl: url, claimedMd5 }, folder)] };
}

function voice({ url }: Readonly<Record<string, string | undefined>>, folder: string) {
  return { attachments: [serverMedia({ remoteUrl: url ?? null }, folder)] };
}

function file({ name = "", url, md5 }: Readonly<Record<string, string | undefined>>, folder: string) {
  const known = { name: name === "" ? null : name, remoteUrl: url ?? null, claimedMd5: md5 ?? null };
  return { attachments: [serverMedia(known, folder)] satisfies StatedAttachment[] };
}

/** Label, city, latitude and longitude, of which any may be absent: only two numbers at the end are coordinates. */
function location({ parts = "" }: Readonly<Record<string, string | undefined>>) {
  const listed = parts.split("|");
  const [x, y] = listed.slice(-2);
  const isPair = listed.length >= 2 && [x, y].every((part) => /^-?\d{1,3}(?:\.\d+)?$/.test(part ?? ""));
  const names = isPair ? listed.slice(0, -2) : listed;
  return {
    location: {
      latitudeText: isPair ? (x ?? null) : null,
      longitudeText: isPair ? (y ?? null) : null,
      label: names[0] === undefined || names[0] === "" ? null : names[0],
      poi: null,
    },
  };
}

const QUOTED_HEAD = /^(?:(?<name>.*)\((?<id>[^()]*)\)|(?<bare>\S*)) (?:\[\d{1,17}\] )?\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/;

/** Lines with `> ` are the message quoted, its head first; what follows is the reply. */
function quoteIn(content: string): Content {
  const lines = content.split("\n");
  const length = lines.findIndex((line) => !line.startsWith("> "));
  const quoted = (length < 0 ? lines : lines.slice(0, length)).map((line) => line.slice(2));
  const reply = length < 0 ? "" : lines.slice(length).join("\n");
  const head = QUOTED_HEAD.exec(quoted[0] ?? "")?.groups;
  if (head === undefined && quoted[0] !== "[引用]") return { kind: "text", text: content, attachments: [] };
  const words = quoted.slice(1).join("\n");
  const quote: Quote = {
    targetServerId: null,
    sender: head?.["id"] || head?.["name"] || head?.["bare"] || null,
    sentAt: null,
    text: words === "" ? null : words,
  };
  return { kind: "quote", text: reply === "" ? null : reply, quote, attachments: [], extra: { content } };
}

const RECORDS: Readonly<Record<string, Kind>> = { 合并转发: "forward", 笔记: "note", 群公告: "announcement" };

function recordKind(content: string): Kind | null {
  const [, label = ""] = /^\[(合并转发|笔记|群公告)(?:\|[^\n]*)?\](?:\n|$)/.exec(content) ?? [];
  return RECORDS[label] ?? null;
}

const ITEM_HEAD = /^ {2}(\S.*?) (\d{4}[-/年]\d{1,2}[-/月]\d{1,2}日? ?\d{1,2}:\d{2}(?::\d{2})?)$/;

/** Items are indented by two blanks, a head with name and time before the words. Deeper ones are words of the item above. */
function forwardIn(content: string) {
  const [first = "", ...lines] = content.split("\n");
  const items: ForwardedItem[] = [];
  for (const line of lines) {
    const head = ITEM_HEAD.exec(line);
    const last = items.at(-1);
    if (head) items.push({ sender: head[1] ?? null, sentAtText: head[2] ?? null, kind: null, text: null });
    else if (last && line.trim() !== "") {
      const words = line.replace(/^ {2}/, "");
      items[items.length - 1] = { ...last, text: last.text === null ? words : `${last.text}\n${words}` };
    }
  }
  return { title: /^\[[^|\]]*\|(.*)\]$/.exec(first)?.[1] || null, items };
}
