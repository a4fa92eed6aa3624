import * as z from "zod";
import { verifyAnswer } from "./answers.ts";
import { sha256 } from "./fields.ts";
import { tool } from "./tool.ts";

const { word, levels, zipSha256, fingerprint, expectedFingerprint } = verifyAnswer.shape;

/** What `evidence verify --receipt` writes: that a bundle was checked, beside it and never inside. */
export const receipt = z.strictObject({
  schema: z.literal("evidence.receipt/1"),
  action: z.literal("verified"),
  tool,
  at: z.string().describe("Date as stated, YYYY-MM-DD"),
  by: z.string().nullable().describe("Who checked, as typed; null where nobody was named"),
  bundle: z.string().describe("File name of the bundle"),
  word,
  levels,
  zipSha256,
  fingerprint,
  expectedFingerprint,
  entryHash: sha256.describe("SHA-256 of the RFC 8785 form of this record without entryHash"),
});
