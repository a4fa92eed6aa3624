import type { Kind } from "../../model/kind.ts";
import type { Location, Transfer } from "../../model/message.ts";
import { fenOf } from "../wechat/money.ts";
import { transferStateOf } from "../wechat/payload-app.ts";

/** What stands for a message that is not text, in the Chinese and the English interface. @source documented: export-formats.md §6.1 */
const LABELS: readonly (readonly [pattern: RegExp, kind: Kind])[] = [
  [/^\[(?:图片|Photo)\]$/, "image"],
  [/^(?:\[(?:视频|Video)\]|（视频丢失）|\(Video Missed\))$/, "video"],
  [/^\[(?:语音|Audio)(?: [\d:]{1,12})?\]$/, "voice"],
  [/^\[(?:表情|Emoji)\]$/, "sticker"],
  [/^\[(?:位置|Location)\](?: |$)/, "location"],
  [/^\[(?:红包|Red Packet)\]$/, "redPacket"],
  [/^\[(?:转账|Transfer)\]/, "transfer"],
  [/^(?:微信转账|Weixin Transfer) /, "transfer"],
  [/^\[(?:实时位置共享|Real-time Location)\]$/, "liveLocation"],
  [/^\[(?:文件|File)(?:: [^\n]*)?\]$/, "file"],
  [/^\[(?:链接|Link)\]$/, "link"],
  [/^\[(?:个人名片|Contact Card)\](?: |$)/, "card"],
  [/^\[(?:视频号名片|Channel Card)\](?: |$)/, "channels"],
  [/^\[(?:视频\/语音通话|Video\/Audio Call)\]$/, "call"],
];

/** Kind that a text stands for by its label; null for other text. Anybody can type a label. */
export function kindOfLabel(text: string): Kind | null {
  return LABELS.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

/** Name of the file in `[文件: 名]`. */
export function fileNameIn(text: string | null): string | null {
  return /^\[(?:文件|File): ([^\n]*)\]$/.exec(text ?? "")?.[1] ?? null;
}

/** Milliseconds in `[语音 0:07]`. */
export function voiceLengthIn(text: string | null): number | null {
  const match = /^\[(?:语音|Audio) (?:(\d{1,3}):)?(\d{1,3}):(\d{2})\]$/.exec(text ?? "");
  if (match === null) return null;
  return (Number(match[1] ?? 0) * 3600 + Number(match[2]) * 60 + Number(match[3])) * 1000;
}

/** Address and coordinates in `[位置] 址 (x,y)`; x is the latitude, as in the message's own XML. */
export function locationIn(text: string | null): Location {
  const match = /^\[(?:位置|Location)\] ([^]*) \((-?\d{1,3}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)\)$/.exec(text ?? "");
  return {
    latitudeText: match?.[2] ?? null,
    longitudeText: match?.[3] ?? null,
    label: match?.[1] ?? null,
    poi: null,
  };
}

/** Words of the exporter for a `paysubtype`. @source observed: string table of the exporter @8f8ce41 */
const PAY_WORDS: readonly (readonly [ending: RegExp, subtype: string])[] = [
  [/已被接收$/, "8"],
  [/已被退还$/, "9"],
  [/已收款$/, "3"],
  [/已接收$/, "5"],
  [/已退还$/, "4"],
  [/已过期$/, "10"],
  [/转账$/, "1"],
];

/** `￥5000.00 - 已收款`, and the memo on the next line. */
export function transferIn(text: string | null): Transfer {
  const words = (text ?? "").replace(/^(?:微信转账|Weixin Transfer) /, "");
  const [line = "", ...memo] = words.split(/\r?\n/);
  const [amount = "", ...said] = line.split(" - ");
  const amountFen = fenOf(amount);
  const state = said.join(" - ");
  const subtype = PAY_WORDS.find(([ending]) => ending.test(state))?.[1] ?? null;
  return {
    amountText: amountFen === null ? null : amount,
    amountFen,
    memo: memo.join("\n") || null,
    state: transferStateOf(subtype),
    transferId: null,
    transactionId: null,
  };
}
