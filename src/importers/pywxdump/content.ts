import type { Kind } from "../../model/kind.ts";
import type { MessageFacts, ReadSettings, StatedAttachment } from "../importer.ts";
import { parseNotice } from "../wechat/notice.ts";
import { readPayload } from "../wechat/payload.ts";
import { callOf } from "../wechat/payload-call.ts";
import { plainNotice } from "../wechat/payload-system.ts";
import { forwardIn } from "./forward.ts";
import { mediaOf } from "./media.ts";
import { callWords, locationIn, quoteIn, transferIn } from "./rendered.ts";
import type { Row, RowContext } from "./row.ts";
import { kindOfWord } from "./words.ts";

/** What a row says by its type word and its text. */
export type Content = Pick<MessageFacts, "kind"> &
  Partial<
    Pick<
      MessageFacts,
      "text" | "payload" | "quote" | "forward" | "transfer" | "call" | "location" | "recall" | "system" | "extra"
    >
  > & { readonly attachments: readonly StatedAttachment[] };

const NOTICES: ReadonlySet<Kind> = new Set(["system", "recall", "pat"]);

/** True for what the client wrote itself. */
export function isNotice(kind: Kind): boolean {
  return NOTICES.has(kind);
}

/** Content of a row, read by the type the exporter states beside it, never by its words alone. */
export function contentOf({ word, msg, src }: Row, { folder }: RowContext, settings: ReadSettings): Content {
  const kind = kindOfWord(word);
  const text = msg === "" ? null : msg;
  if (isNotice(kind)) return noticeContent(kind, msg);
  if (msg.startsWith("<") && (kind === "unknown" || kind === "card" || kind === "sticker"))
    return rawContent(kind, msg);
  const base = { kind, text, attachments: mediaOf(kind, msg, src, folder) };
  switch (kind) {
    case "quote":
      return { ...base, ...quoteIn(msg, settings) };
    case "transfer":
      return { ...base, transfer: transferIn(msg) };
    case "location":
      return { ...base, location: locationIn(msg) };
    case "call":
      return { ...base, call: callOf(callWords(msg), "unknown", null) };
    case "forward":
      return { ...base, forward: forwardIn(msg, src) };
    default:
      return base;
  }
}

/** Where the exporter renders nothing, the stored XML stands as it is. */
function rawContent(kind: Kind, msg: string): Content {
  const read = readPayload(msg);
  if (read === null) return { kind, text: msg, attachments: [] };
  const attachments = read.attachments.map((attachment) =>
    attachment.remoteUrl === null ? { ...attachment, notExported: true } : attachment,
  );
  return {
    kind: kind === "unknown" ? (read.kind ?? kind) : kind,
    text: read.text,
    payload: msg,
    attachments,
    extra: read.extra,
  };
}

function noticeContent(kind: Kind, msg: string): Content {
  const read = msg.includes("<sysmsg") || msg.startsWith("<msg") ? readPayload(msg) : null;
  if (read !== null) {
    const { text, recall, system, extra } = read;
    return {
      kind: kind === "system" ? (read.kind ?? kind) : kind,
      text,
      payload: msg,
      recall,
      system,
      extra,
      attachments: [],
    };
  }
  const text = plainNotice(msg);
  const notice = parseNotice(text);
  const plain = { text: text === "" ? null : text, payload: text === msg.trim() ? null : msg, attachments: [] };
  if (kind === "pat") return { kind, system: notice.system, ...plain };
  const isRecall = kind === "recall" || notice.kind === "recall";
  if (!isRecall) return { ...notice, ...plain };
  return { kind: "recall", recall: notice.recall ?? { by: null, byName: null, targetServerId: null }, ...plain };
}
