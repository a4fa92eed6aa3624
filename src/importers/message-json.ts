import { canonicalJson, escapeLoneSurrogates } from "../base/canonical-json.ts";
import type { Message } from "../model/message.ts";

/** A record without its number, which is known only when all records of the conversation have been read. */
export type UnnumberedMessage = Omit<Message, "seq">;

/** RFC 8785 text of a message with the place of `seq` left open: `head + ',"seq":' + seq + ',' + tail`. */
export interface MessageText {
  readonly head: string;
  readonly tail: string;
}

const INTEGER_KEY = /^\d/;
/** JSON.stringify writes a lone surrogate as an escape; RFC 8785 has no form for it. */
const MAYBE_LONE_SURROGATE = /\\ud[89a-f]/;

/** The record as text, ready to be numbered. Lone surrogates become visible `\uXXXX` and the record says so. */
export function messageText(message: UnnumberedMessage): MessageText {
  const text = textOf(message);
  if (!MAYBE_LONE_SURROGATE.test(text.head) && !MAYBE_LONE_SURROGATE.test(text.tail)) return text;
  const escaped = escapeLoneSurrogates(message) as UnnumberedMessage;
  if (canonicalEqual(escaped, message)) return text;
  return textOf({ ...escaped, warnings: [...escaped.warnings, "LONE_SURROGATE_ESCAPED"] });
}

/** The whole line, without line end. */
export function numbered(text: MessageText, seq: number): string {
  return `${text.head},"seq":${seq},${text.tail}`;
}

function canonicalEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/**
 * Keys stand in code-unit order here, so that JSON.stringify gives the RFC 8785 form at a fifth of the time
 * a general serializer takes; only `extra` has foreign keys and may need the general one.
 */
function textOf(m: UnnumberedMessage): MessageText {
  const before = {
    attachments: m.attachments.map(inKeyOrder),
    call: inKeyOrder(m.call),
    conversation: m.conversation,
    direction: m.direction,
    evidenceClass: m.evidenceClass,
    exporterIndex: m.exporterIndex,
    extra: inKeyOrder(m.extra),
    forward: inKeyOrder(m.forward),
    kind: m.kind,
    kindBasis: m.kindBasis,
    localId: m.localId,
    localIdScope: m.localIdScope,
    location: inKeyOrder(m.location),
    locator: inKeyOrder(m.locator),
    payload: m.payload,
    position: m.position,
    quote: inKeyOrder(m.quote),
    recall: inKeyOrder(m.recall),
    redPacket: inKeyOrder(m.redPacket),
    sender: m.sender,
    senderBasis: m.senderBasis,
    senderName: m.senderName,
    sentAt: m.sentAt,
    sentAtText: m.sentAtText,
  };
  const after = {
    serverId: m.serverId,
    sortSeq: m.sortSeq,
    source: m.source,
    system: inKeyOrder(m.system),
    text: m.text,
    timeBasis: m.timeBasis,
    timePrecision: m.timePrecision,
    transfer: inKeyOrder(m.transfer),
    typeCode: m.typeCode,
    warnings: m.warnings,
  };
  const print = Object.keys(m.extra).some((key) => INTEGER_KEY.test(key)) ? canonicalJson : JSON.stringify;
  return { head: print(before).slice(0, -1), tail: JSON.stringify(after).slice(1) };
}

function inKeyOrder(value: unknown): unknown {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(inKeyOrder);
  // Without a prototype, so that a field called __proto__ is a field like any other.
  const ordered = Object.create(null) as Record<string, unknown>;
  for (const key of Object.keys(value).sort()) ordered[key] = inKeyOrder((value as Record<string, unknown>)[key]);
  return ordered;
}
