import * as z from "zod";

/** `record/case.json`: that no case file was given. */
export const caseFile = z.strictObject({
  schema: z.literal("evidence.case/1"),
  provided: z.literal(false).describe("No case file was given"),
  case: z.null(),
});
