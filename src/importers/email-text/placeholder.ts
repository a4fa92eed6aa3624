import type { Kind } from "../../model/kind.ts";
import type { MessageFacts, StatedAttachment } from "../importer.ts";
import { callIn, redPacketTitle, transferIn } from "../wechat/rendered.ts";

/** Words in brackets that stand for what is no text. Anybody can type them. */
const KINDS: Readonly<Record<string, Kind>> = {
  图片: "image", 照片: "image", 视频: "video", 小视频: "video", 语音: "voice", 文件: "file", 表情: "sticker", 动画表情: "sticker",
  链接: "link", 音乐: "music", 小程序: "miniProgram", 视频号: "channels", 位置: "location", 名片: "card", 个人名片: "card",
  聊天记录: "forward", 转账: "transfer", 红包: "redPacket", 微信红包: "redPacket", 语音通话: "call", 视频通话: "call", 通话: "call",
  笔记: "note", 收藏: "note", 群公告: "announcement", 接龙: "chain",
}; // prettier-ignore

const PLACEHOLDER = /^\[([^\][:：]{2,6})(?:[:：]\s*([^\]]+?))?\]\s*(.*)$/s;
const SEE_ATTACHMENT = /\s*[(（]请在附件中查看[)）]$/;

/** A longer text is words, whatever it begins with. */
const LONGEST = 1000;

type Said = Pick<MessageFacts, "kind" | "text"> &
  Partial<Pick<MessageFacts, "transfer" | "redPacket" | "call" | "attachments">>;

/**
 * Kind and parts of a message that is nothing but words, told by a placeholder at its beginning.
 *
 * @param beside paths at which a named attachment may lie, best first
 */
export function saidIn(text: string, beside: (name: string) => readonly string[]): Said {
  const [, word = "", inner = null, rest = ""] = text.length > LONGEST ? [] : (PLACEHOLDER.exec(text) ?? []);
  const kind = KINDS[word];
  if (kind === undefined) return { kind: "text", text };
  switch (kind) {
    case "image":
    case "video":
    case "voice":
    case "sticker":
      // Words behind the brackets: somebody writes about a picture.
      if (rest.trim() !== "") return { kind: "text", text };
      return { kind, text, attachments: [attachment(inner, rest, kind, beside)] };
    case "file":
      return { kind, text, attachments: [attachment(inner, rest, kind, beside)] };
    case "transfer":
      return { kind, text, transfer: transferIn(text) };
    case "redPacket":
      return { kind, text, redPacket: { title: redPacketTitle(text.replace(/^\[微信红包\]/, "[红包]")) } };
    case "call":
      return { kind, text, call: callIn(text) };
    default:
      return { kind, text };
  }
}

function attachment(
  inner: string | null,
  rest: string,
  kind: Kind,
  beside: (name: string) => readonly string[],
): StatedAttachment {
  const named = inner?.replace(SEE_ATTACHMENT, "").trim() ?? (kind === "file" ? rest.trim() : "");
  const isInMail = inner !== null && SEE_ATTACHMENT.test(inner);
  return {
    role: "main",
    statedPath: isInMail && named !== "" ? named : null,
    remoteUrl: null,
    name: named === "" ? null : named,
    claimedMd5: null,
    claimedSizeBytes: null,
    claimedDurationMs: null,
    candidates: named === "" ? [] : beside(named),
    notExported: !isInMail,
  };
}
