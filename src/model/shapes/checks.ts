import * as z from "zod";
import { conversationId, fact, locator, seq, sourceId } from "./fields.ts";

const level = z
  .enum(["error", "warning", "note"])
  .describe(
    "error: the source contradicts itself or is damaged; warning: needs an explanation in court; note: worth knowing",
  );

const strength = z
  .enum(["A", "B", "C", "D"])
  .describe("How strong a trace is, from A (an untouched client does not leave this) to D (descriptive)");

const finding = z.strictObject({
  word: z.string().describe("Key of the sentence in the check's card"),
  level,
  strength,
  facts: z.record(z.string(), fact).describe("Values the sentence speaks of; times in epoch milliseconds"),
  at: z.array(locator),
  messages: z.array(seq).describe("seq of the messages concerned, in the outcome's conversation"),
});

/** Result of one check over the source, one export or one conversation. */
export const outcome = z.strictObject({
  check: z.string().describe("area/name"),
  version: z.int().min(1).describe("Raised when the rule changes what it finds"),
  source: sourceId.nullable(),
  conversation: conversationId.nullable(),
  outcome: z
    .enum(["nothing-found", "found", "not-applicable", "undetermined"])
    .describe("not-applicable: the format lacks what the check needs; undetermined: should have run and could not"),
  reason: z.string().nullable().describe("Why it is not-applicable or undetermined"),
  level: level.nullable().describe("Highest level among the findings"),
  strength: strength.nullable().describe("Highest strength among the findings"),
  counts: z.record(z.string(), z.number()).describe("How much was looked at"),
  options: z.record(z.string(), z.number()).describe("Options the check ran with"),
  findings: z.array(finding),
});

/** `record/checks.json`. */
export const checksFile = z.strictObject({ schema: z.literal("evidence.checks/1"), outcomes: z.array(outcome) });
