import * as z from "zod";
import { conversationId, count, kind, seq, sha256 } from "./fields.ts";

/** Where the file of an attachment is, as far as the source holds it. */
export const attachmentState = z
  .enum(["present", "missing", "thumbnail-only", "ambiguous", "remote-only", "not-exported"])
  .describe(
    "present: the file is in the source; missing: named, but not there; thumbnail-only: only its thumbnail is there; ambiguous: several files fit the name; remote-only: only a remote address is given; not-exported: the export names no file",
  );

/** One attachment inside a message. */
export const attachment = z.strictObject({
  role: z.enum(["main", "thumbnail"]),
  statedPath: z.string().nullable().describe("Path as written in the message"),
  remoteUrl: z.string().nullable().describe("Remote address as written; never fetched"),
  file: z.string().nullable().describe("Path in the source of the file that stands for it"),
  match: z
    .enum(["stated-path", "name", "embedded"])
    .nullable()
    .describe("What led to it: the stated path, only the file name, or a row of a database that holds the bytes"),
  embedded: z
    .strictObject({ path: z.string(), table: z.string(), rowid: z.string(), column: z.string() })
    .exactOptional()
    .describe("Only of media inside a database: where the value is that size and digest are of"),
  state: attachmentState,
  name: z.string().nullable().describe("File name as the message shows it"),
  sizeBytes: count.nullable().describe("Size of the file in bytes"),
  sha256: sha256.nullable().describe("SHA-256 of the file, lower-case hexadecimal"),
  claimedMd5: z.string().nullable().describe("MD5 as the message claims it"),
  claimedSizeBytes: z.number().nullable().describe("Bytes as the message claims them"),
  claimedDurationMs: z.number().nullable().describe("Milliseconds as the message claims them"),
});

/** One line of `record/attachments.jsonl`. */
export const attachmentLine = attachment.extend({
  conversation: conversationId,
  message: seq.describe("seq of the message that carries it"),
  kind: kind.describe("Kind of that message"),
  ordinal: z.int().min(0).describe("Place among the attachments of the message, 0-based"),
});
