import type { Call, Forward, ForwardedItem, Location, Quote, Transfer } from "../../model/message.ts";

/**
 * Readers of the rendered `content`. Each takes only what the rendering leaves no doubt about; the text itself is always
 * kept beside it.
 *
 * @source documented: export-formats.md §4.1.2, table of contents by message
 */

const TRANSFER =
  /^\[(?:转账收款|转账)\] ?(?:\(.*? 转账给 .*?\) ?)?(?<amount>[￥¥] ?[\d,]+(?:\.\d+)?)(?: (?<memo>.*))?$/s;
const EXACT_AMOUNT = /^[￥¥] ?(?<yuan>\d{1,13}|\d{1,3}(?:,\d{3}){1,4})\.(?<fen>\d{2})$/;

/**
 * Amount and memo of a transfer. The state is never taken from the label: the exporter labels refunds and receipts wrongly.
 *
 * @source documented: export-formats.md §4.1.4 (2)
 */
export function transferIn(text: string | null): Transfer {
  const groups = text === null ? undefined : TRANSFER.exec(text)?.groups;
  // A name may hold what looks like an amount; then nobody can say which one is meant.
  const isClear = (text?.match(/\) ?[￥¥]/g)?.length ?? 0) <= 1;
  const amountText = isClear ? (groups?.["amount"] ?? null) : null;
  return {
    amountText,
    amountFen: amountText === null ? null : fenOf(amountText),
    memo: isClear ? (groups?.["memo"] ?? null) : null,
    state: "unknown",
    transferId: null,
    transactionId: null,
  };
}

function fenOf(amountText: string): number | null {
  const groups = EXACT_AMOUNT.exec(amountText)?.groups;
  if (!groups) return null;
  const fen = Number(`${groups["yuan"]?.replaceAll(",", "")}${groups["fen"]}`);
  return Number.isSafeInteger(fen) ? fen : null;
}

/** Greeting of a red packet: the bare title, or behind the label of a link. */
export function redPacketTitle(text: string | null): string | null {
  return text === null ? null : text.replace(/^\[(?:链接|红包)\] ?/, "").trim() || null;
}

const DURATION = /(?<![\d:])(?:(?<h>\d{1,3}):)?(?<m>\d{1,2}):(?<s>\d{2})$/;

/** Medium, outcome and length of a call, such as `[语音通话] 03:21` or `[视频通话] 已取消`. */
export function callIn(text: string | null): Call {
  const match = /^\[(语音通话|视频通话|通话)\] ?(.*)$/s.exec(text ?? "");
  if (match === null) return { media: "unknown", outcome: null, durationSec: null };
  const said = (match[2] ?? "").trim();
  const groups = DURATION.exec(said)?.groups;
  const [hours, minutes, seconds] = [groups?.["h"], groups?.["m"], groups?.["s"]].map((part) => Number(part ?? 0));
  const outcome = said.replace(DURATION, "").trim();
  return {
    media: match[1] === "语音通话" ? "voice" : match[1] === "视频通话" ? "video" : "unknown",
    outcome: outcome === "" ? null : outcome,
    durationSec: groups ? (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0) : null,
  };
}

/** Coordinates at the end of `[位置] 名 址 (lat,lng)`; where name ends and address begins the text does not say. */
export function locationIn(text: string | null): Location {
  const match = /\((-?\d{1,3}(?:\.\d+)?), ?(-?\d{1,3}(?:\.\d+)?)\)$/.exec(text ?? "");
  return { latitudeText: match?.[1] ?? null, longitudeText: match?.[2] ?? null, label: null, poi: null };
}

/** Name and words of `回复[引用 名：原文]`, where the text holds one such mark and one full-width colon in it. */
export function quoteIn(text: string | null): Pick<Quote, "sender" | "text"> {
  const parts = text?.split("[引用 ") ?? [];
  const mark = parts[1];
  if (parts.length !== 2 || mark === undefined || !mark.endsWith("]")) return { sender: null, text: null };
  const [sender, words, ...more] = mark.slice(0, -1).split("：");
  if (sender === undefined || words === undefined || more.length > 0) return { sender: null, text: null };
  return { sender, text: words };
}

const FORWARD_MARK = "[转发的聊天记录]";

/** Title and items of a forwarded record. Items have no time here; a line without `名: ` makes all of them doubtful. */
export function forwardIn(text: string | null): Forward {
  if (!text?.startsWith(FORWARD_MARK)) return { title: null, items: [] };
  const [title, ...lines] = text.slice(FORWARD_MARK.length).split("\n");
  const items = lines.map(forwardedItem);
  return {
    title: title === undefined || title === "" ? null : title,
    items: items.every((item) => item !== null) ? items : [],
  };
}

function forwardedItem(line: string): ForwardedItem | null {
  const [sender, text, ...more] = line.split(": ");
  if (sender === undefined || text === undefined || sender === "") return null;
  const isClear = more.length === 0;
  return { sender: isClear ? sender : null, sentAtText: null, kind: null, text: isClear ? text : line };
}
