import { escapeLoneSurrogates } from "../base/canonical-json.ts";
import { jsonName, jsonString, sortedJson } from "../base/sorted-json.ts";
import type { Message } from "../model/message.ts";
import { sortedLocator } from "./locator-text.ts";

/** A record without its number, which is known only when all records of the conversation have been read. */
export type UnnumberedMessage = Omit<Message, "seq">;

/** RFC 8785 text of a message with the place of `seq` left open: `head + ',"seq":' + seq + ',' + tail`. */
export interface MessageText {
  readonly head: string;
  readonly tail: string;
}

/** JSON.stringify writes a lone surrogate as an escape; RFC 8785 has no form for it. */
const SURROGATE_ESCAPE = "\\ud";

/** The record as text, ready to be numbered. Lone surrogates become visible `\uXXXX` and the record says so. */
export function messageText(message: UnnumberedMessage): MessageText {
  const text = textOf(message);
  if (!text.head.includes(SURROGATE_ESCAPE) && !text.tail.includes(SURROGATE_ESCAPE)) return text;
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

/** Keys stand in code-unit order, as RFC 8785 asks for. */
function textOf(m: UnnumberedMessage): MessageText {
  const head =
    `{"attachments":${sortedJson(m.attachments)},"call":${sortedJson(m.call)},"conversation":${jsonName(m.conversation)}` +
    `,"direction":"${m.direction}","evidenceClass":"${m.evidenceClass}","exporterIndex":${orNull(m.exporterIndex)}` +
    `,"extra":${sortedJson(m.extra)},"forward":${sortedJson(m.forward)},"kind":"${m.kind}","kindBasis":"${m.kindBasis}"` +
    `,"localId":${orNull(m.localId)},"localIdScope":${nameOrNull(m.localIdScope)},"location":${sortedJson(m.location)}` +
    `,"locator":${sortedLocator(m.locator)},"payload":${orNull(m.payload)},"position":${m.position}` +
    `,"quote":${sortedJson(m.quote)},"recall":${sortedJson(m.recall)},"redPacket":${sortedJson(m.redPacket)}` +
    `,"sender":${nameOrNull(m.sender)},"senderBasis":"${m.senderBasis}","senderName":${nameOrNull(m.senderName)}` +
    `,"sentAt":${m.sentAt},"sentAtText":${orNull(m.sentAtText)}`;
  const tail =
    `"serverId":${orNull(m.serverId)},"sortSeq":${orNull(m.sortSeq)},"source":${jsonName(m.source)}` +
    `,"system":${sortedJson(m.system)},"text":${orNull(m.text)},"timeBasis":"${m.timeBasis}"` +
    `,"timePrecision":"${m.timePrecision}","transfer":${sortedJson(m.transfer)},"typeCode":${orNull(m.typeCode)}` +
    `,"warnings":${sortedJson(m.warnings)}}`;
  return { head, tail };
}

function orNull(text: string | null): string {
  return text === null ? "null" : jsonString(text);
}

function nameOrNull(text: string | null): string {
  return text === null ? "null" : jsonName(text);
}
