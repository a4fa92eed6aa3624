import type { Kind } from "../../model/kind.ts";
import type { Location, Quote, Transfer } from "../../model/message.ts";
import type { MessageFacts } from "../importer.ts";
import { fenOf } from "../wechat/money.ts";
import { parseNotice } from "../wechat/notice.ts";
import { transferStateOf } from "../wechat/payload-app.ts";
import { callOf } from "../wechat/payload-call.ts";
import { serverId } from "../wechat/payload-parts.ts";
import { plainNotice } from "../wechat/payload-system.ts";
import { readPayload, type PayloadFacts } from "../wechat/payload.ts";
import { forwardOf } from "./forward.ts";
import type { Fields } from "./fields.ts";

type Content = Pick<MessageFacts, "kind"> &
  Partial<
    Pick<
      MessageFacts,
      "text" | "quote" | "forward" | "transfer" | "redPacket" | "call" | "location" | "recall" | "system"
    >
  >;

type Reader = (fields: Fields, payload: PayloadFacts | null) => Omit<Content, "kind">;

const READERS: Readonly<Partial<Record<Kind, Reader>>> = {
  quote: (fields, payload) => ({ text: textOf(fields, payload), quote: quoteOf(fields, payload) }),
  transfer: (fields, payload) => ({ text: textOf(fields, payload), transfer: transferOf(fields, payload) }),
  redPacket: (fields, payload) => ({
    text: textOf(fields, payload),
    redPacket: { title: textOf(fields, payload) },
  }),
  voice: (fields) => ({ text: fields.text("voice_to_text") }),
  sticker: (fields, payload) => ({ text: fields.text("desc") ?? payload?.text ?? null }),
  call: callContent,
  location: locationContent,
  card: (fields, payload) => ({ text: fields.text("nickname") ?? payload?.text ?? null }),
  forward: (fields, payload) => ({ text: fields.text("title"), forward: forwardOf(fields, payload) }),
  file: (fields, payload) => ({ text: fields.text("file_name") ?? payload?.text ?? null }),
};

/** What a record of 3.x says beyond its kind: its own members first, then the XML beside them. */
export function contentOf(kind: Kind, fields: Fields, payload: PayloadFacts | null): Content {
  if (kind === "system" || kind === "pat" || kind === "recall") return noticeOf(kind, fields.text("text"), payload);
  const reader = READERS[kind];
  if (reader) return { kind, ...reader(fields, payload) };
  return { kind, text: textOf(fields, payload) ?? fields.text("title") ?? fields.text("description") };
}

function textOf(fields: Fields, payload: PayloadFacts | null): string | null {
  return fields.text("text") ?? payload?.text ?? null;
}

/** A notice in words, or in the XML the client kept; what a revoked message left behind names its target there. */
function noticeOf(kind: "system" | "pat" | "recall", text: string | null, payload: PayloadFacts | null): Content {
  const inText = text?.includes("<sysmsg") === true ? readPayload(text) : null;
  const read = inText ?? payload;
  if (read?.kind != null && (read.system !== null || read.recall !== null)) {
    const { system, recall } = read;
    return { kind: read.kind, text: inText === null ? text : (read.text ?? text), system, recall };
  }
  const notice = parseNotice(plainNotice(text ?? ""));
  return { kind: kind === "system" ? notice.kind : kind, text, system: notice.system, recall: notice.recall };
}

/** The XML beside the members is the better witness, and knows the target also where the exporter did not find it. */
function quoteOf(fields: Fields, payload: PayloadFacts | null): Quote {
  const shown = shownQuote(fields);
  const stored = payload?.quote ?? null;
  if (stored === null) return shown;
  fields.release("quote_text");
  const isOther = stored.targetServerId !== null && stored.targetServerId !== shown.targetServerId;
  if (isOther) fields.release("quote_server_id");
  return {
    targetServerId: stored.targetServerId ?? shown.targetServerId,
    sender: stored.sender ?? shown.sender,
    sentAt: stored.sentAt,
    text: stored.text ?? shown.text,
  };
}

/** `名: 原文` as the page shows it; without a target the words are the exporter's own. */
function shownQuote(fields: Fields): Quote {
  const targetServerId = serverId(fields.text("quote_server_id"));
  const rendered = fields.text("quote_text");
  const parts = /^([^\n]{0,200}?): (.*)$/s.exec(rendered ?? "");
  const sender = parts?.[1] ?? null;
  if (targetServerId !== null) return { targetServerId, sender, sentAt: null, text: parts?.[2] ?? rendered };
  fields.release("quote_server_id", "quote_text");
  return { targetServerId, sender, sentAt: null, text: null };
}

function transferOf(fields: Fields, payload: PayloadFacts | null): Transfer {
  const amountText = fields.text("fee_desc") ?? payload?.transfer?.amountText ?? null;
  const stated = transferStateOf(fields.text("pay_subtype"));
  return {
    amountText,
    amountFen: fenOf(amountText),
    memo: fields.text("pay_memo") ?? payload?.transfer?.memo ?? null,
    state: stated === "unknown" ? (payload?.transfer?.state ?? stated) : stated,
    transferId: payload?.transfer?.transferId ?? null,
    transactionId: payload?.transfer?.transactionId ?? null,
  };
}

/** @source documented: export-formats.md §1.5, wechat-databases.md §7.7 (0 video, 1 voice, -1 not stated) */
function callContent(fields: Fields, payload: PayloadFacts | null): Omit<Content, "kind"> {
  const text = fields.text("display_content") ?? payload?.text ?? null;
  const invite = fields.text("invite_type");
  const media = invite === "1" ? "voice" : invite === "0" ? "video" : (payload?.call?.media ?? "unknown");
  // The bubble of newer clients states no invite type: the exporter's default would make a film of it.
  const known = payload?.call?.media !== undefined && payload.call.media !== "unknown" ? payload.call.media : media;
  return { text, call: callOf(text, known, fields.text("duration")) };
}

/** `x` is the latitude. The XML holds the degrees as the client wrote them, the members what became of them. */
function locationContent(fields: Fields, payload: PayloadFacts | null): Omit<Content, "kind"> {
  const stated = payload?.location ?? null;
  const location: Location = {
    latitudeText: stated?.latitudeText ?? fields.text("x"),
    longitudeText: stated?.longitudeText ?? fields.text("y"),
    label: fields.text("label") ?? stated?.label ?? null,
    poi: fields.text("poiname") ?? stated?.poi ?? null,
  };
  const text = [location.poi, location.label].filter((part) => part !== null).join(" ");
  return { text: text === "" ? null : text, location };
}
