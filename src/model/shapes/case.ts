import * as z from "zod";
import { count, sha256 } from "./fields.ts";
import { caseKept } from "./case/sections.ts";

const enclosure = z.strictObject({
  path: z.string().describe("As typed, relative to the folder of the case file"),
  sizeBytes: count,
  sha256: sha256.describe("SHA-256, lower-case hexadecimal"),
  namedBy: z.array(z.string()).describe("Fields of the case file that name it"),
});

/** `record/case.json`: what was typed, with the files it names; nothing in it is the tool's own word. */
export const caseFile = z.strictObject({
  schema: z.literal("evidence.case/1"),
  provided: z.boolean().describe("Whether a case file was given"),
  case: z
    .strictObject({
      name: z.string().describe("Name of the case file; it lies in data/enclosed/"),
      sha256,
      declared: caseKept.describe("As typed, blanks left out; choices as codes, counts as numbers"),
      enclosures: z.array(enclosure),
    })
    .nullable(),
});
