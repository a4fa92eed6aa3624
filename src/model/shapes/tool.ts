import * as z from "zod";
import { ACQUISITION_REPORTS, ANNEXES, LIST_PROFILES } from "../settings.ts";
import { epochMs, sha256 } from "./fields.ts";

/** Everything besides the source that decides the bytes of a bundle. */
export const settings = z.strictObject({
  date: z.string().describe("Date of packing as stated, YYYY-MM-DD"),
  language: z.enum(["zh", "en"]).describe("Language of the printed report; facts are the same in both"),
  timeZone: z.string().describe("IANA zone for times that state none"),
  timeZoneBasis: z.enum(["zone-declared", "zone-assumed"]).describe("Declared by the operator or assumed by the tool"),
  importer: z.string().nullable().describe("Format asked for by name"),
  chats: z.array(z.string()).describe("Conversations asked for; empty: all"),
  from: epochMs.nullable().describe("Epoch milliseconds; earlier messages are checked but not printed"),
  until: epochMs.nullable().describe("Epoch milliseconds; messages at or after it are checked but not printed"),
  caseFile: z
    .string()
    .nullable()
    .describe("Name of the case file, which lies with what it names in data/enclosed/; null where none was given"),
  listProfile: z.enum(LIST_PROFILES).describe("Columns of the evidence list; firm leaves out the state of the carrier"),
  annexes: z.array(z.enum(ANNEXES)).describe("Sheets printed on request"),
  acquisitionReport: z
    .enum(ACQUISITION_REPORTS)
    .describe("internal: level and rules of the acquisition review are left out of record and report; court: told"),
  transcript: z.boolean().describe("Whether the messages are printed one by one"),
  maskNumbers: z.boolean().describe("Whether numbers of other people are printed with the last four digits only"),
  exhibits: z.array(z.string()).describe("Numbers of the exhibits printed on their own; all: every one"),
  exhibitContext: z.int().min(0).describe("Messages of context before and after those an exhibit names"),
  sourceName: z.string().nullable().describe("Name of the source folder, only where it was read as part of the export"),
});

/** Who made a document. */
export const tool = z.strictObject({
  name: z.string(),
  version: z.string(),
  format: z.literal("1").describe("Version of the bundle format"),
});

/** `meta/tool.json`. */
export const toolFile = z.strictObject({
  schema: z.literal("evidence.tool/1"),
  ...tool.shape,
  codeSha256: sha256.describe("SHA-256 over the modules of the program that wrote the bundle"),
  settings,
});
