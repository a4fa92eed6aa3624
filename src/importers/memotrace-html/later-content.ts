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

/** What a record of 3.x says beyond its kind: its own members first, then the XML beside them. */
export function contentOf(kind: Kind, fields: Fields, payload: PayloadFacts | null): Content {
  const text = () => fields.text("text") ?? payload?.text ?? null;
  switch (kind) {
    case "system":
    case "pat":
    case "recall":
      return noticeOf(kind, fields.text("text"), payload);
    case "quote":
      return { kind, text: text(), quote: quoteOf(fields, payload) };
    case "transfer":
      return { kind, text: text(), transfer: transferOf(fields, payload) };
    case "redPacket":
      return { kind, text: text(), redPacket: { title: text() } };
    case "voice":
      return { kind, text: fields.text("voice_to_text") };
    case "sticker":
      return { kind, text: fields.text("desc") ?? payload?.text ?? null };
    case "call":
      return callContent(fields, payload);
    case "location":
      return locationContent(fields, payload);
    case "card":
      return { kind, text: fields.text("nickname") ?? payload?.text ?? null };
    case "forward":
      return { kind, text: fields.text("title"), forward: forwardOf(fields, payload) };
    case "file":
      return { kind, text: fields.text("file_name") ?? payload?.text ?? null };
    default:
      return { kind, text: text() ?? fields.text("title") ?? fields.text("description") };
  }
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

/** `名: 原文`; the XML beside it is the better witness, and knows the target also where the exporter did not find it. */
function quoteOf(fields: Fields, payload: PayloadFacts | null): Quote {
  const target = serverId(fields.text("quote_server_id"));
  const rendered = fields.text("quote_text");
  const parts = /^([^\n]{0,200}?): (.*)$/s.exec(rendered ?? "");
  const quoted = payload?.quote ?? null;
  if (quoted !== null || target === null) fields.release("quote_text");
  if (target === null || (quoted?.targetServerId != null && quoted.targetServerId !== target)) {
    fields.release("quote_server_id");
  }
  return {
    targetServerId: quoted?.targetServerId ?? target,
    sender: quoted?.sender ?? parts?.[1] ?? null,
    sentAt: quoted?.sentAt ?? null,
    text: quoted?.text ?? (target === null ? null : (parts?.[2] ?? rendered)),
  };
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
function callContent(fields: Fields, payload: PayloadFacts | null): Content {
  const text = fields.text("display_content") ?? payload?.text ?? null;
  const invite = fields.text("invite_type");
  const media = invite === "1" ? "voice" : invite === "0" ? "video" : (payload?.call?.media ?? "unknown");
  // The bubble of newer clients states no invite type: the exporter's default would make a film of it.
  const known = payload?.call?.media !== undefined && payload.call.media !== "unknown" ? payload.call.media : media;
  return { kind: "call", text, call: callOf(text, known, fields.text("duration")) };
}

/** `x` is the latitude. The XML holds the degrees as the client wrote them, the members what became of them. */
function locationContent(fields: Fields, payload: PayloadFacts | null): Content {
  const stated = payload?.location ?? null;
  const location: Location = {
    latitudeText: stated?.latitudeText ?? fields.text("x"),
    longitudeText: stated?.longitudeText ?? fields.text("y"),
    label: fields.text("label") ?? stated?.label ?? null,
    poi: fields.text("poiname") ?? stated?.poi ?? null,
  };
  const text = [location.poi, location.label].filter((part) => part !== null).join(" ");
  return { kind: "location", text: text === "" ? null : text, location };
}
