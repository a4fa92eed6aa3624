import type { Kind } from "../../model/kind.ts";
import type { Forward, ForwardedItem, Location, Quote, Transfer } from "../../model/message.ts";
import type { MessageFacts, StatedAttachment } from "../importer.ts";
import { fenOf } from "./money.ts";
import { parseNotice } from "./notice.ts";
import { callOf } from "./payload-call.ts";
import { UNNAMED_MEDIA } from "./payload-parts.ts";

/** Words of the column 类型. @source documented: export-formats.md §1.2, V5 */
const KIND_WORDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ["文本", "text"],
  ["图片", "image"],
  ["视频", "video"],
  ["语音", "voice"],
  ["表情包", "sticker"],
  ["音视频通话", "call"],
  ["文件", "file"],
  ["位置分享", "location"],
  ["分享链接", "link"],
  ["红包", "redPacket"],
  ["转账", "transfer"],
  ["引用消息", "quote"],
  ["合并转发的聊天记录", "forward"],
  ["小程序", "miniProgram"],
  ["视频号", "channels"],
  ["音乐分享", "music"],
  ["收藏笔记", "note"],
  ["个人/公众号名片", "card"],
  ["个人名片", "card"],
  ["公众号名片", "card"],
  ["企业微信名片", "card"],
  ["系统消息", "system"],
  ["拍一拍", "pat"],
]);

/** Kind of a word in a type column; null for 未知类型 and any other. */
export function kindOfWord(word: string): Kind | null {
  return KIND_WORDS.get(word.trim()) ?? null;
}

type Content = Pick<
  MessageFacts,
  "kind" | "text" | "quote" | "forward" | "transfer" | "redPacket" | "call" | "location" | "recall" | "system"
> & { readonly attachments: readonly StatedAttachment[] };

/** What the readable rendering of a message says, read by the type the exporter states beside it, never by its words alone. */
export function renderedContent(kind: Kind | null, content: string): Content {
  const text = content === "" ? null : content;
  const base = { kind: kind ?? "unknown", text, attachments: [] } as const;
  switch (kind) {
    case "image":
    case "video":
    case "voice":
    case "sticker":
      return { ...base, attachments: [UNNAMED_MEDIA] };
    case "file":
      return { ...base, attachments: [renderedFile(content)] };
    case "transfer":
      return { ...base, transfer: renderedTransfer(content) };
    case "redPacket":
      return { ...base, redPacket: { title: behindLabel(content, "红包") } };
    case "quote":
      return { ...base, ...renderedQuote(content) };
    case "forward":
      return { ...base, forward: renderedForward(content) };
    case "call":
      return { ...base, call: callOf(behindLabel(content, "音视频通话"), "unknown", null) };
    case "location":
      return { ...base, location: renderedLocation(content) };
    case "system":
    case "pat":
      return { ...base, ...renderedNotice(kind, content) };
    default:
      return base;
  }
}

/** Text behind `【label】` and an optional colon; the whole text where the label is not there; null for nothing. */
function behindLabel(content: string, label: string): string | null {
  const mark = `【${label}】`;
  const text = (content.startsWith(mark) ? content.slice(mark.length) : content).replace(/^[:：]/, "").trim();
  return text === "" ? null : text;
}

const LOCATION = /^坐标[:：] ?\((-?[\d.]+), ?(-?[\d.]+)\)\r?\n名称[:：] ?([^\n]*?)\r?\n标签[:：] ?(.*)$/s;

/**
 * `坐标: (x,y)`, `名称: `, `标签: ` in three lines; `x` is the latitude. Anything else stays one label.
 *
 * @source documented: export-formats.md §1.5 (x and y); observed in the exporter's message model of 3.x
 */
function renderedLocation(content: string): Location {
  const stated = behindLabel(content, "位置分享");
  const match = LOCATION.exec(stated ?? "");
  if (match === null) return { latitudeText: null, longitudeText: null, label: stated, poi: null };
  const [, latitudeText = null, longitudeText = null, poi = "", label = ""] = match;
  return { latitudeText, longitudeText, label: label.trim() || null, poi: poi.trim() || null };
}

const TRANSFER =
  /^【(发起转账|已收款|已退还|非实时转账收款|发起非实时转账|未知)】[:：]?[ \t]*([^\n]*?)[ \t]*(?:\r?\n备注[:：][ \t]*(.*))?$/s;

/** @source documented: export-formats.md §1.6, numbers of `paysubtype` behind the labels */
const TRANSFER_STATES: Readonly<Record<string, Transfer["state"]>> = {
  发起转账: "sent",
  发起非实时转账: "sent",
  已收款: "received",
  非实时转账收款: "received",
  已退还: "returned",
};

function renderedTransfer(content: string): Transfer {
  const match = TRANSFER.exec(content.trimEnd());
  const amountText = match?.[2] === undefined || match[2] === "" ? null : match[2];
  return {
    amountText,
    amountFen: fenOf(amountText),
    memo: match?.[3]?.trim() || null,
    state: TRANSFER_STATES[match?.[1] ?? ""] ?? "unknown",
    transferId: null,
    transactionId: null,
  };
}

const QUOTE = /^(.*)\r?\n引用[:：]\s?([^:：\n]*)[:：]\s?(.*)$/s;

/** The target is not named; `无效的消息` stands where the exporter did not find it. */
function renderedQuote(content: string): { text: string | null; quote: Quote | null } {
  const match = QUOTE.exec(content.trimEnd());
  if (match === null) return { text: content === "" ? null : content, quote: null };
  const [, text = "", sender = "", quoted = ""] = match;
  return {
    text: text === "" ? null : text,
    quote: { targetServerId: null, sender: sender === "" ? null : sender, sentAt: null, text: quoted },
  };
}

const FORWARD_ITEM = /^( *)- (\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}) ([^:：\n]*)[:：] ?(.*)$/;

/** Items begin with `- 时间 名: 文`, indented four spaces a level; other lines continue the item above. */
function renderedForward(content: string): Forward {
  const items: ForwardedItem[] = [];
  let title: string | null = null;
  for (const line of (behindLabel(content, "合并转发的聊天记录") ?? "").split(/\r?\n/)) {
    const match = FORWARD_ITEM.exec(line);
    const last = items.at(-1);
    if (match)
      items.push({ sender: match[3] ?? null, sentAtText: match[2] ?? null, kind: null, text: match[4] ?? null });
    else if (last) items[items.length - 1] = { ...last, text: `${last.text ?? ""}\n${line}` };
    else title = title === null ? line.trim() || null : `${title}\n${line}`;
  }
  return { title, items };
}

const MD5 = /(?:^|\s)([0-9a-f]{32})\s*$/i;
const FILE = /^(.+?)\s+(\d+(?:\.\d+)?\s?[KMG]?B?)\s+(\S.*[\\/].+?)(?:\s+(\.?\w{1,10}))?$/s;

/** `名 大小 路径 类型 md5`, separated by blanks or line breaks; names may hold blanks themselves, the rest anchors them. */
function renderedFile(content: string): StatedAttachment {
  const stated = behindLabel(content, "文件") ?? "";
  const md5 = MD5.exec(stated)?.[1]?.toLowerCase() ?? null;
  const match = FILE.exec(md5 === null ? stated : stated.replace(MD5, ""));
  const [, name = null, size = null, path = null] = match ?? [];
  return {
    ...UNNAMED_MEDIA,
    name: name ?? (stated === "" || md5 !== null ? null : stated),
    statedPath: path,
    claimedMd5: md5,
    claimedSizeBytes: size !== null && /^\d{1,15}B?$/.test(size) ? Number.parseInt(size, 10) : null,
    notExported: path === null,
  };
}

function renderedNotice(kind: "system" | "pat", content: string): Pick<Content, "kind" | "system" | "recall"> {
  const notice = parseNotice(content);
  return { kind: kind === "pat" ? kind : notice.kind, system: notice.system, recall: notice.recall };
}
