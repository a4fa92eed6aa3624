import * as z from "zod";
import { decimalId, epochMs, kind } from "./fields.ts";

export const quote = z
  .strictObject({
    targetServerId: decimalId.nullable().describe("Server id of the quoted message, decimal string"),
    sender: z.string().nullable().describe("Who is quoted, as the message states it"),
    sentAt: epochMs.nullable(),
    text: z.string().nullable().describe("The quoted words as this message carries them"),
    kind: kind.exactOptional().describe("Kind of the quoted message, where its payload is there"),
  })
  .describe("The message this one quotes");

const forwardedItem = z.strictObject({
  sender: z.string().nullable(),
  sentAtText: z.string().nullable().describe("Time as written; forwarded records state no zone"),
  kind: kind.nullable(),
  text: z.string().nullable(),
  depth: z.int().min(1).exactOptional().describe("Lists it lies in beside the outermost; absent in the outermost"),
  serverId: decimalId.exactOptional().describe("Server id of the forwarded message, decimal string"),
  localId: decimalId.exactOptional(),
  sentAt: epochMs.exactOptional(),
  senderAccount: z.string().exactOptional(),
  room: z.string().exactOptional(),
  claimedMd5: z.string().exactOptional(),
  claimedSizeBytes: z.int().exactOptional(),
});

export const forward = z
  .strictObject({
    title: z.string().nullable(),
    items: z.array(forwardedItem),
    statedCount: z.int().min(0).exactOptional().describe("Items that the payload says its outermost list has"),
  })
  .describe("A merged forward and what it shows of the records in it");

export const transfer = z
  .strictObject({
    amountText: z.string().nullable().describe("Amount as written"),
    amountFen: z.int().nullable().describe("Fen (1/100 yuan), only where the text is unambiguous"),
    memo: z.string().nullable(),
    state: z.enum(["sent", "received", "returned", "expired", "unknown"]),
    transferId: z.string().nullable().describe("Id as a string"),
    transactionId: z.string().nullable().describe("Id as a string"),
    payer: z.string().exactOptional().describe("Account that pays, as the stored payload states it"),
    receiver: z.string().exactOptional().describe("Account that receives"),
    subtype: z.string().exactOptional().describe("paysubtype as written"),
    receiveStatus: z.string().exactOptional().describe("receivestatus as written"),
    beganAt: epochMs.exactOptional(),
    expiresAt: epochMs.exactOptional(),
  })
  .describe("A transfer of money as the message shows it");

export const redPacket = z
  .strictObject({ title: z.string().nullable(), paymentId: z.string().exactOptional().describe("Id as a string") })
  .describe("A red packet");

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
    recalledAt: epochMs.exactOptional(),
  })
  .describe("A recall notice");

const noticeMember = z.strictObject({
  account: z.string(),
  name: z.string().nullable(),
  role: z.string().nullable().describe("Variable of the notice's template that stands for it"),
});

const pat = z.strictObject({
  from: z.string().nullable(),
  to: z.string().nullable(),
  at: epochMs.nullable(),
  serverId: decimalId.nullable(),
  text: z.string().nullable(),
});

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
      "admin-added",
      "not-friend",
      "blocked",
      "transfer-expired",
      "red-packet-opened",
      "pinned",
      "unpinned",
      "greeting",
      "group-to-do",
      "cloud-deletion",
      "pat",
      "other",
    ]),
    actor: z.string().nullable(),
    subjects: z.array(z.string()),
    value: z.string().nullable().describe("The new value where the event has one, such as a group name"),
    members: z.array(noticeMember).exactOptional().describe("Accounts that the payload of the notice names"),
    pats: z.array(pat).exactOptional(),
  })
  .describe("A system notice, parsed");
