import { describe, expect, test } from "vitest";
import type * as z from "zod";
import type { blanksJson } from "../../src/cli/required.ts";
import { summaryJson } from "../../src/cli/summary-json.ts";
import type { PrintedVerified } from "../../src/cli/verify.ts";
import type { TOOL } from "../../src/base/tool.ts";
import type { ExtractedBundle } from "../../src/extract.ts";
import type { EvidenceError } from "../../src/base/errors.ts";
import type { BillRow } from "../../src/model/bill.ts";
import type { Begun } from "../../src/init.ts";
import type { Export, Participant, Repair, Skipped } from "../../src/model/chat.ts";
import type { ConversationDescription, Dossier } from "../../src/model/dossier.ts";
import type { Outcome } from "../../src/model/finding.ts";
import type { Kind } from "../../src/model/kind.ts";
import type { Attachment, Message } from "../../src/model/message.ts";
import type { RunSettings } from "../../src/model/settings.ts";
import type {
  errorAnswer,
  extractAnswer,
  initAnswer,
  inspectAnswer,
  packAnswer,
  verifyAnswer,
} from "../../src/model/shapes/answers.ts";
import type { attachmentLine } from "../../src/model/shapes/attachment.ts";
import type { billLine } from "../../src/model/shapes/bill.ts";
import type { checksFile } from "../../src/model/shapes/checks.ts";
import type { conversation, conversationsFile } from "../../src/model/shapes/conversations.ts";
import type { messageLine } from "../../src/model/shapes/message.ts";
import type { participantsFile } from "../../src/model/shapes/participants.ts";
import type { skippedLine } from "../../src/model/shapes/skipped.ts";
import type { settings, tool, toolFile } from "../../src/model/shapes/tool.ts";
import type { Packed } from "../../src/pack.ts";

/** The type without `readonly` and with every intersection resolved, so that equal shapes are equal types. */
type Plain<T> = T extends object ? { -readonly [Key in keyof T]: Plain<T[Key]> } : T;
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** True where schema and noun say the same, field by field, in both directions. */
type Agree<Shape extends z.ZodType, Noun> = Same<Plain<z.infer<Shape>>, Plain<Noun>>;

type LineOf<Type extends string, Row> = { type: Type } & Omit<Row, "at"> & { at: Message["locator"] };
type Stdout<Schema extends string> = { schema: Schema; tool: Tool; exit: 0 | 1 };
type Tool = Omit<Dossier["tool"], "codeSha256"> & { format: (typeof TOOL)["format"] };
type Summary = ReturnType<typeof summaryJson> & { blanks: ReturnType<typeof blanksJson> };
type InitStdout = { schema: "evidence.init/1"; tool: Tool; exit: 0; file: { name: string; path: string }; state: Begun["state"]; added: Pick<Begun, "accounts" | "groups">; notListed: number }; // prettier-ignore
type LeftOut = Pick<
  ConversationDescription,
  "id" | "source" | "type" | "messageCount" | "skippedCount" | "firstMessageAt" | "lastMessageAt" | "leftOut"
> & { selected: false };

/** Each line fails to compile where a schema and its noun drift apart. */
const record: readonly true[] = [
  true satisfies Agree<typeof messageLine, Message>,
  true satisfies Agree<
    typeof attachmentLine,
    Attachment & { conversation: string; message: number; kind: Kind; ordinal: number }
  >,
  true satisfies Agree<typeof billLine, BillRow>,
  true satisfies Agree<typeof skippedLine, LineOf<"skipped", Skipped> | LineOf<"repair", Repair>>,
  true satisfies Agree<typeof participantsFile, { schema: "evidence.participants/1"; participants: Participant[] }>,
  true satisfies Agree<typeof conversation, ConversationDescription>,
  true satisfies Agree<
    typeof conversationsFile,
    {
      schema: "evidence.conversations/1";
      sources: Export[];
      conversations: ((Omit<ConversationDescription, "selected"> & { selected: true }) | LeftOut)[];
    }
  >,
  true satisfies Agree<typeof checksFile, { schema: "evidence.checks/1"; outcomes: Outcome[] }>,
  true satisfies Agree<typeof settings, RunSettings>,
  true satisfies Agree<typeof tool, Tool>,
  true satisfies Agree<
    typeof toolFile,
    { schema: "evidence.tool/1"; settings: RunSettings; codeSha256: string } & Tool
  >,
];

const stdout: readonly true[] = [
  true satisfies Agree<
    typeof packAnswer,
    Stdout<"evidence.pack/1"> & { bundle: { name: string } & Packed["bundle"] } & Summary
  >,
  true satisfies Agree<typeof initAnswer, InitStdout>,
  true satisfies Agree<typeof inspectAnswer, Stdout<"evidence.inspect/1"> & Summary>,
  true satisfies Agree<typeof verifyAnswer, Stdout<"evidence.verify/1"> & { bundle: string } & PrintedVerified>,
  true satisfies Agree<
    typeof extractAnswer,
    { schema: "evidence.extract/1"; tool: Tool; exit: 0; bundle: string } & ExtractedBundle
  >,
  true satisfies Agree<
    typeof errorAnswer,
    {
      schema: `evidence.${"cli" | "pack" | "inspect" | "init" | "verify" | "extract" | "seal" | "key" | "explain"}/1`;
      tool: Tool;
      exit: 2 | 3 | 4 | 70 | 130;
      error: {
        code: string;
        message: string;
        messageZh: string;
        hint?: string;
        hintZh?: string;
        facts?: EvidenceError["facts"];
      };
    }
  >,
];

describe("schemas and nouns", () => {
  test("a type that lacks a field, or has one of another kind, does not agree", () => {
    const refused: readonly false[] = [
      false satisfies Agree<typeof messageLine, Omit<Message, "text">>,
      false satisfies Agree<typeof messageLine, Omit<Message, "serverId"> & { serverId: number | null }>,
      false satisfies Agree<typeof messageLine, Message & { more?: string }>,
    ];
    expect(refused).toEqual([false, false, false]);
  });

  test("every shape of the record and of stdout is held against its noun when compiling", () => {
    expect([...record, ...stdout].every(Boolean)).toBe(true);
  });
});
