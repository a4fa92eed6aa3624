import * as z from "zod";
import { declaredEvent } from "./case/sections.ts";
import { count, sha256 } from "./fields.ts";

const entry = {
  seq: z.int().min(1).describe("Number of the entry, 1-based"),
  at: z.string().describe("Date as stated, YYYY-MM-DD"),
  by: z.string().describe("Tool and version"),
  prevHash: sha256.describe("entryHash of the entry before; 64 zeros in the first"),
  entryHash: sha256.describe("SHA-256 of the RFC 8785 form of this entry without entryHash"),
};

const received = z.strictObject({
  action: z.literal("received"),
  ...entry,
  fileCount: count.describe("Files received"),
  fileBytes: count.describe("Bytes received"),
  inventorySha256: sha256.describe("SHA-256 over every path, size and digest of the source"),
});

const packed = z.strictObject({
  action: z.literal("packed"),
  ...entry,
  payloadManifestSha256: sha256.describe("SHA-256 of manifest-sha256.txt"),
});

const declared = z.strictObject({
  action: z.literal("declared"),
  ...entry,
  event: declaredEvent.describe("An event of the case file, as typed"),
});

/** One line of `meta/custody.jsonl`. */
export const custodyLine = z.discriminatedUnion("action", [declared, received, packed]);
