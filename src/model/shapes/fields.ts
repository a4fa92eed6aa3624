import * as z from "zod";
import { KINDS, type Kind } from "../kind.ts";

/** Number of one export among those found. */
export const sourceId = z.string().regex(/^s[1-9][0-9]*$/).describe("Export the record comes from: s1, s2 …"); // prettier-ignore

/** Number of one conversation. */
export const conversationId = z.string().regex(/^c[1-9][0-9]*$/).describe("Conversation: c1, c2 … in order of appearance"); // prettier-ignore

/** Key of one account of one export. */
export const participantId = z
  .string()
  .regex(/^s[1-9][0-9]*:/)
  .describe("<source>:<internal id>, or <source>:name:<shown name> where the export gives no id");

/** Digest as the tool made it. */
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/).describe("SHA-256, lower-case hexadecimal"); // prettier-ignore

/** A time the tool understood. */
export const epochMs = z.int().describe("Epoch milliseconds, UTC");

/** How exact a time is. */
export const timePrecision = z.enum(["ms", "s", "min", "day", "none"]);

/** Where an instant comes from. */
export const timeBasis = z
  .enum(["epoch", "text-with-offset", "zone-declared", "zone-assumed", "none"])
  .describe(
    "Where the instant comes from: an epoch; text with an offset; text without one, read in the zone the operator declared or the tool assumed",
  );

/** How many. */
export const count = z.int().min(0);

/** Number of a message. */
export const seq = z.int().min(1).describe("Number of the message: 1-based within the conversation, permanent");

/** Integer id as text. */
export const decimalId = z.string().describe("Decimal string as the source states it, never a number: ids reach 2^64");

/** What is meant to be read in both languages. */
export const bilingual = z.strictObject({ zh: z.string(), en: z.string() });

/** Kind of a message. */
export const kind = z.enum(Object.keys(KINDS) as Kind[]).describe("Kind of the message");

/** Evidence class of a message. */
export const evidenceClass = z.string().regex(/^C[0-9]\.[0-9]{2}$/).describe("Evidence class, such as C1.01"); // prettier-ignore

/** Value a finding or a grade speaks of. */
export const fact = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** The place of a record in the source. */
export const locator = z
  .strictObject({
    path: z.string().describe("Path of the file in the source, with /; members of an archive: archive.zip!/member"),
    pointer: z.string().exactOptional().describe("JSON pointer (RFC 6901)"),
    byte: z.int().min(0).exactOptional().describe("Byte offset where the record begins"),
    line: z.int().min(1).exactOptional().describe("Line, 1-based"),
    row: z.int().min(1).exactOptional().describe("Record of a table, 1-based, header not counted"),
    sheet: z.string().exactOptional(),
    table: z.string().exactOptional(),
    rowid: z.string().exactOptional().describe("Row id, decimal string"),
  })
  .describe("Place in the source: a file, and a position in the terms of its format");
