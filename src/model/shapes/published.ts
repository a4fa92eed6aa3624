import type * as z from "zod";
import {
  errorAnswer,
  extractAnswer,
  initAnswer,
  inspectAnswer,
  packAnswer,
  verifyAnswer,
  sealAnswer,
  keyAnswer,
} from "./answers.ts";
import { attachmentLine } from "./attachment.ts";
import { billLine } from "./bill.ts";
import { caseDeclared } from "./case/sections.ts";
import { caseFile } from "./case.ts";
import { checksFile } from "./checks.ts";
import { conversationsFile } from "./conversations.ts";
import { custodyLine } from "./custody.ts";
import { messageLine } from "./message.ts";
import { participantsFile } from "./participants.ts";
import { receipt } from "./receipt.ts";
import { skippedLine } from "./skipped.ts";
import { toolFile } from "./tool.ts";

/** One document whose shape is published. */
export interface Published {
  /** Name of the schema; its file is `<name>.schema.json`. */
  readonly name: string;
  readonly version: number;
  /** What it describes. */
  readonly title: string;
  readonly shape: z.ZodType;
  /** Set where the schema says what is typed, not what becomes of it. */
  readonly io?: "input";
}

/** Every published shape, in order of the bundle and then of the screen. */
export const PUBLISHED = [
  { name: "messages", version: 1, title: "One line of record/messages.jsonl", shape: messageLine },
  { name: "attachments", version: 1, title: "One line of record/attachments.jsonl", shape: attachmentLine },
  { name: "bills", version: 1, title: "One line of record/bills.jsonl", shape: billLine },
  { name: "skipped", version: 1, title: "One line of record/skipped.jsonl", shape: skippedLine },
  { name: "participants", version: 1, title: "record/participants.json", shape: participantsFile },
  { name: "conversations", version: 1, title: "record/conversations.json", shape: conversationsFile },
  { name: "checks", version: 1, title: "record/checks.json", shape: checksFile },
  { name: "case", version: 1, title: "record/case.json", shape: caseFile },
  { name: "case-file", version: 1, title: "evidence.case.yaml, for editors", shape: caseDeclared, io: "input" },
  { name: "tool", version: 1, title: "meta/tool.json", shape: toolFile },
  { name: "custody", version: 1, title: "One line of meta/custody.jsonl", shape: custodyLine },
  { name: "pack", version: 1, title: "What evidence pack --json prints", shape: packAnswer },
  { name: "inspect", version: 1, title: "What evidence inspect --json prints", shape: inspectAnswer },
  { name: "init", version: 1, title: "What evidence init --json prints", shape: initAnswer },
  { name: "verify", version: 1, title: "What evidence verify --json prints", shape: verifyAnswer },
  { name: "extract", version: 1, title: "What evidence extract --json prints", shape: extractAnswer },
  { name: "seal", version: 1, title: "What evidence seal --json prints", shape: sealAnswer },
  { name: "key", version: 1, title: "What evidence key new --json prints", shape: keyAnswer },
  { name: "receipt", version: 1, title: "What evidence verify --receipt writes", shape: receipt },
  {
    name: "error",
    version: 1,
    title: "What any command prints with --json when it could not finish",
    shape: errorAnswer,
  },
] as const satisfies readonly Published[];
