import * as z from "zod";
import { attachment } from "./attachment.ts";
import {
  conversationId,
  decimalId,
  epochMs,
  evidenceClass,
  kind,
  locator,
  participantId,
  seq,
  sourceId,
  timeBasis,
  timePrecision,
} from "./fields.ts";
import { call, forward, location, quote, recall, redPacket, systemEvent, transfer } from "./message-parts.ts";

/** One line of `record/messages.jsonl`. */
export const messageLine = z.strictObject({
  seq,
  conversation: conversationId,
  source: sourceId,
  locator,
  position: z.int().min(0).describe("0-based place in the source's own order within the conversation"),
  serverId: decimalId.nullable(),
  localId: decimalId.nullable(),
  localIdScope: z.string().nullable().describe("What localId counts within, such as a shard and table"),
  exporterIndex: decimalId.nullable().describe("Counter invented by the exporter, decimal string"),
  sortSeq: decimalId.nullable(),
  sentAt: epochMs.nullable(),
  sentAtText: z.string().nullable().describe("Time as written in the source"),
  timePrecision,
  timeBasis,
  direction: z
    .enum(["sent", "received", "system", "unknown"])
    .describe("system: a row the client or the exporter wrote itself"),
  sender: participantId.nullable().describe("id of the participant in record/participants.json"),
  senderName: z.string().nullable().describe("Name shown with this message"),
  senderBasis: z
    .enum(["stated", "direction", "name", "none"])
    .describe("Whether the sender's id is stated, follows from the direction, or is only a name shown"),
  kind,
  kindBasis: z
    .enum(["code", "word", "placeholder", "none"])
    .describe("code: a type number; word: a type column; placeholder: words in the text, which anybody can type"),
  evidenceClass,
  typeCode: z.string().nullable().describe("Type as the source states it"),
  text: z.string().nullable().describe("What people read"),
  payload: z.string().nullable().describe("Stored payload as found (XML where the source has it)"),
  quote: quote.nullable(),
  forward: forward.nullable(),
  transfer: transfer.nullable(),
  redPacket: redPacket.nullable(),
  call: call.nullable(),
  location: location.nullable(),
  recall: recall.nullable(),
  system: systemEvent.nullable(),
  attachments: z.array(attachment),
  extra: z.record(z.string(), z.string()).describe("Fields of the source that nothing else holds: name -> source text"),
  warnings: z.array(z.string()).describe("Codes of known exporter defects that touch this message"),
});
