import * as z from "zod";
import { conversationId, locator, sourceId } from "./fields.ts";

const skipped = z
  .strictObject({
    type: z.literal("skipped"),
    source: sourceId,
    conversation: conversationId.nullable(),
    at: locator,
    reason: z.string().describe("Code such as malformed-json"),
    raw: z.string().max(500).describe("Beginning of the record as found, at most 500 characters"),
  })
  .describe("A record that could not be read");

const repair = z
  .strictObject({
    type: z.literal("repair"),
    source: sourceId,
    at: locator,
    code: z.string().describe("Code such as undecodable-bytes"),
    detail: z.string(),
  })
  .describe("Something the reader had to mend; the record itself was kept");

/** One line of `record/skipped.jsonl`. */
export const skippedLine = z.discriminatedUnion("type", [skipped, repair]);
