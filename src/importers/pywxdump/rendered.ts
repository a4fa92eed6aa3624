import type { Location, Quote, Transfer } from "../../model/message.ts";
import type { ReadSettings } from "../importer.ts";
import { fenOf } from "../wechat/money.ts";
import { timeOfText } from "../wechat/sent-time.ts";

/**
 * Readers of the exporter's rendered `msg`. Each takes only what the rendering leaves no doubt about.
 *
 * @source documented: export-formats.md §2.2, table of contents by message
 */

const QUOTE_MARK = "\n\n[引用](";
const QUOTE = /^([^)\n]*)\)([^:\n]*):(.*)$/s;

/** Words and quoted message of `答\n\n[引用](时间)名:原文`; where the mark stands twice nobody can say which is meant. */
export function quoteIn(msg: string, settings: ReadSettings): { text: string | null; quote: Quote } {
  const parts = msg.split(QUOTE_MARK);
  const match = parts.length === 2 ? QUOTE.exec(parts[1] ?? "") : null;
  const nothing = { targetServerId: null, sender: null, sentAt: null, text: null };
  if (match === null) return { text: msg === "" ? null : msg, quote: nothing };
  const [, time = "", sender = "", quoted = ""] = match;
  return {
    text: parts[0] === "" || parts[0] === undefined ? null : parts[0],
    quote: {
      targetServerId: null,
      sender: sender === "" ? null : sender,
      sentAt: timeOfText(time, settings).sentAt,
      text: quoted === "" ? null : quoted,
    },
  };
}

const TRANSFER = /^(转账|已收款)：([^\n]*)(?:\n转账说明：(.*?))?(?:\n转账时间：[^\n]*)?\n?$/s;

/**
 * Amount and memo of a transfer. Only 已收款 says something of the state: everything else, returned ones too, is 转账.
 *
 * @source observed: xaoyaoo/PyWxDump, rendering of type 49/2000; read 2026-09
 */
export function transferIn(msg: string): Transfer {
  const match = TRANSFER.exec(msg);
  const amountText = match?.[2] === undefined || match[2] === "" ? null : match[2];
  return {
    amountText,
    amountFen: fenOf(amountText),
    memo: match?.[3] === undefined || match[3] === "" ? null : match[3],
    state: match?.[1] === "已收款" ? "received" : "unknown",
    transferId: null,
    transactionId: null,
  };
}

/** Coordinates of `纬度:【…】 经度:【…】`; where label ends and place begins the text does not say. */
export function locationIn(msg: string): Location {
  const match = /^纬度:【(-?\d{1,3}(?:\.\d+)?)】 经度:【(-?\d{1,3}(?:\.\d+)?)】/.exec(msg);
  return { latitudeText: match?.[1] ?? null, longitudeText: match?.[2] ?? null, label: null, poi: null };
}

/** Milliseconds of `语音时长：3.52秒`; null where none is stated. */
export function voiceDuration(msg: string): number | null {
  const [, whole, part = ""] = /^语音时长：(\d{1,6})(?:\.(\d{1,3}))?秒/.exec(msg) ?? [];
  return whole === undefined ? null : Number(whole) * 1000 + Number(part.padEnd(3, "0")) || null;
}

/** Words of `语音/视频通话[…]`. */
export function callWords(msg: string): string | null {
  return /^语音\/视频通话\[(.*)\]$/s.exec(msg)?.[1]?.trim() || null;
}
