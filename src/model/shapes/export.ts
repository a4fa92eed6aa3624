import * as z from "zod";
import { SIGNALS } from "../chat.ts";
import { billStatement } from "./bill.ts";
import { databaseFacts } from "./database.ts";
import { bilingual, count, epochMs, sourceId } from "./fields.ts";

const mediaNote = z.strictObject({
  path: z.string(),
  format: z.string().describe("Format found by content"),
  width: count.nullable().describe("Pixels as stored, before any rotation"),
  height: count.nullable(),
  durationMs: count.nullable(),
  takenAtText: z.string().nullable().describe("Time of taking as the file states it"),
});

/** One export found in the source. What it states of itself is a claim. */
export const exportFound = z.strictObject({
  id: sourceId,
  importer: z.string().describe("Format it was read as"),
  entry: z.string().describe("Path in the source of the file the export begins with"),
  basis: bilingual.describe("Why it was read as this format"),
  variant: z.string().nullable().describe("Variant or version of the format, found by structure"),
  claimedTool: z.string().nullable().describe("Tool the file names as its maker; a claim"),
  claimedVersion: z.string().nullable().describe("Version the file names; a claim"),
  exportedAt: epochMs.nullable(),
  exportedAtText: z.string().nullable().describe("Time of export as written"),
  owner: z.string().nullable().describe("Internal id of the account the export was made from"),
  ownerBasis: z.enum(["stated", "sent-rows"]).nullable(),
  statedRange: z.string().nullable().describe("Period or filter as the export states it"),
  localIdOrigin: z.enum(["native", "carried", "renumbered", "none"]).describe("What the format does with local ids"),
  serverIdOrigin: z.enum(["exact", "through-double", "fallback-possible", "none"]),
  provides: z.array(z.enum(SIGNALS)).describe("What the export carries; a check that needs more is not applicable"),
  knownDefects: z.array(
    z.strictObject({
      code: z.string(),
      records: count.nullable().describe("Records it may touch, where that can be counted"),
    }),
  ),
  encoding: z.string(),
  filesUsed: z.array(z.string()).describe("Paths in the source that the importer read or matched"),
  bill: billStatement.exactOptional().describe("Only of payment bills"),
  media: z.array(mediaNote).exactOptional().describe("Only of material that is pictures, films or recordings"),
  ...databaseFacts,
  extra: z
    .record(z.string(), z.string())
    .exactOptional()
    .describe("Statements of the export that nothing above holds: name -> text as written"),
});
