import * as z from "zod";
import { count, epochMs, participantId, sha256, sourceId } from "./fields.ts";

/** One account of one export. */
export const participant = z.strictObject({
  id: participantId,
  source: sourceId,
  accountId: z.string().nullable().describe("Internal id such as wxid_…, null where the export gives only a name"),
  isOwner: z.boolean().describe("True for the account the export was made from"),
  names: z.array(
    z.strictObject({
      kind: z.enum(["nickname", "remark", "group-nickname", "display-name", "alias"]),
      text: z.string(),
      firstSeenAt: epochMs.nullable(),
      lastSeenAt: epochMs.nullable(),
    }),
  ),
  messageCount: count,
  avatarSha256: sha256.exactOptional().describe("Only where the bytes of the avatar are in the source"),
  extra: z
    .record(z.string(), z.string())
    .exactOptional()
    .describe("What a contact list says beside the names: column -> text as written"),
});

/** `record/participants.json`. */
export const participantsFile = z.strictObject({
  schema: z.literal("evidence.participants/1"),
  participants: z.array(participant),
});
