import * as z from "zod";
import { attachmentState } from "./attachment.ts";
import { exportFound } from "./export.ts";
import { conversationId, count, epochMs, evidenceClass, fact, kind, participantId, sourceId } from "./fields.ts";

const type = z.enum(["private", "group", "official", "unknown"]);

const continuity = z.strictObject({
  word: z
    .enum(["no-gap-found", "gap-found", "not-assessable"])
    .describe("Speaks only of the checks listed in checksMade"),
  checksMade: z.array(z.string()).describe("Gap checks that ran"),
  notPossible: z
    .array(z.strictObject({ check: z.string(), reason: z.string() }))
    .describe("Gap checks that could not speak, with the missing prerequisite"),
});

const group = z
  .strictObject({
    announcement: z.string().nullable(),
    announcementEditor: z.string().nullable().describe("Internal id"),
    announcementAt: epochMs.nullable(),
    statedMemberCount: count.nullable().describe("Members as the source counts them itself"),
    capacity: count.nullable().describe("Most members the group may have"),
  })
  .describe("What the source says of a group beside its members");

const known = {
  id: conversationId,
  source: sourceId,
  type,
  messageCount: count.describe("Messages read"),
  skippedCount: count.describe("Records that could not be read"),
  firstMessageAt: epochMs.nullable(),
  lastMessageAt: epochMs.nullable(),
  leftOut: count.describe("Messages read but not printed: outside the period, or the conversation was left out"),
};

/** One conversation with all that is said of it. */
export const conversation = z.strictObject({
  ...known,
  selected: z.boolean().describe("False where the operator left the conversation out"),
  talker: z.string().nullable().describe("Internal id (wxid_…, …@chatroom)"),
  title: z.string(),
  statedMessageCount: z.number().nullable().describe("Messages as the export states them"),
  statedLastMessageAt: z.number().nullable().describe("Epoch milliseconds of the last message as the export states it"),
  members: z.array(
    z.strictObject({
      participant: participantId,
      role: z.enum(["owner", "admin", "member", "unknown"]),
      groupNickname: z.string().nullable(),
      inviter: participantId.exactOptional().describe("Who brought the member in, where the source says so"),
    }),
  ),
  group: group.exactOptional(),
  idGrade: z
    .enum(["native", "carried", "renumbered", "none"])
    .describe("Whether local ids are the client's own, carried by the exporter, invented by it, or absent"),
  serverIds: z.enum(["exact", "rounded", "fallback", "none"]),
  idEvidence: z.record(z.string(), fact).describe("Counts and reasons behind idGrade and serverIds"),
  continuity,
  kinds: z.partialRecord(kind, count).describe("Kind -> messages"),
  evidenceClasses: z.record(evidenceClass, count).describe("Evidence class -> messages; sums to messageCount"),
  attachments: z.partialRecord(attachmentState, count).describe("State -> attachments"),
  senders: z.record(z.string(), count).describe("Participant id -> messages; no sender counts under the empty string"),
});

const selectedConversation = conversation.extend({ selected: z.literal(true) });

const conversationLeftOut = z
  .strictObject({ ...known, selected: z.literal(false) })
  .describe("A conversation the operator left out: counts, ids and times only");

/** `record/conversations.json`. */
export const conversationsFile = z.strictObject({
  schema: z.literal("evidence.conversations/1"),
  sources: z.array(exportFound),
  conversations: z.array(z.discriminatedUnion("selected", [selectedConversation, conversationLeftOut])),
});
