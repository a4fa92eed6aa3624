import * as z from "zod";
import { decimalId, epochMs, kind } from "./fields.ts";

export const quote = z
  .strictObject({
    targetServerId: decimalId.nullable().describe("Server id of the quoted message, decimal string"),
    sender: z.string().nullable().describe("Who is quoted, as the message states it"),
    sentAt: epochMs.nullable(),
    text: z.string().nullable().describe("The quoted words as this message carries them"),
  })
  .describe("The message this one quotes");

const forwardedItem = z.strictObject({
  sender: z.string().nullable(),
  sentAtText: z.string().nullable().describe("Time as written; forwarded records state no zone"),
  kind: kind.nullable(),
  text: z.string().nullable(),
});

export const forward = z
  .strictObject({ title: z.string().nullable(), items: z.array(forwardedItem) })
  .describe("A merged forward and what it shows of the records in it");

export const transfer = z
  .strictObject({
    amountText: z.string().nullable().describe("Amount as written"),
    amountFen: z.int().nullable().describe("Fen (1/100 yuan), only where the text is unambiguous"),
    memo: z.string().nullable(),
    state: z.enum(["sent", "received", "returned", "expired", "unknown"]),
    transferId: z.string().nullable().describe("Id as a string"),
    transactionId: z.string().nullable().describe("Id as a string"),
  })
  .describe("A transfer of money as the message shows it");

export const redPacket = z.strictObject({ title: z.string().nullable() }).describe("A red packet");

export const call = z
  .strictObject({
    media: z.enum(["voice", "video", "unknown"]),
    outcome: z.string().nullable(),
    durationSec: z.number().nullable().describe("Seconds"),
  })
  .describe("A voice or video call");

export const location = z
  .strictObject({
    latitudeText: z.string().nullable().describe("Degrees as written in the source"),
    longitudeText: z.string().nullable().describe("Degrees as written in the source"),
    label: z.string().nullable(),
    poi: z.string().nullable(),
  })
  .describe("A place that was sent");

export const recall = z
  .strictObject({
    by: z.string().nullable(),
    byName: z.string().nullable(),
    targetServerId: decimalId.nullable().describe("Server id of the recalled message, decimal string"),
  })
  .describe("A recall notice");

export const systemEvent = z
  .strictObject({
    event: z.enum([
      "friend-added",
      "group-created",
      "member-joined",
      "member-left",
      "member-removed",
      "group-renamed",
      "owner-changed",
      "not-friend",
      "blocked",
      "transfer-expired",
      "red-packet-opened",
      "pinned",
      "other",
    ]),
    actor: z.string().nullable(),
    subjects: z.array(z.string()),
    value: z.string().nullable().describe("The new value where the event has one, such as a group name"),
  })
  .describe("A system notice, parsed");
