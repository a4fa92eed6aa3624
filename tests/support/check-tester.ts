import { describe, expect, test } from "vitest";
import type { Check } from "../../src/checks/check.ts";
import { runChecks } from "../../src/checks/run.ts";
import type { Fact, Finding, Level, Outcome } from "../../src/model/finding.ts";
import { chatOf, type ChatCase } from "./chat.ts";

export interface QuietCase {
  name: string;
  chat: ChatCase;
  /** `nothing-found` unless stated. */
  outcome?: "nothing-found" | "not-applicable";
}

export interface ExpectedFinding {
  word: string;
  level?: Level;
  /** Facts that must be there with these values; others may be there too. */
  facts?: Readonly<Record<string, Fact>>;
  messages?: readonly number[];
}

export interface FindsCase {
  name: string;
  chat: ChatCase;
  finds: readonly ExpectedFinding[];
}

/** All outcomes of one check over a chat. */
export async function outcomesOf(check: Check, chatCase: ChatCase): Promise<readonly Outcome[]> {
  const { chat, source, dispose } = await chatOf(chatCase);
  try {
    const { declared, timeZone } = chatCase;
    const caseFile =
      declared === undefined ? null : { name: "evidence.case.yaml", sha256: "", declared, enclosures: [] };
    return (await runChecks(chat, source, [check], undefined, caseFile, timeZone)).outcomes;
  } finally {
    dispose();
  }
}

/** Both lists are needed: a check that never speaks and one that always does are equally wrong. */
export function checkTester(check: Check, cases: { quiet: readonly QuietCase[]; finds: readonly FindsCase[] }): void {
  describe(check.id, () => {
    test.each(cases.quiet)("stays quiet: $name", async ({ chat, outcome }) => {
      for (const made of await outcomesOf(check, chat)) {
        expect(made, JSON.stringify(made)).toMatchObject({ outcome: outcome ?? "nothing-found", findings: [] });
      }
    });
    test.each(cases.finds)("finds: $name", async ({ chat, finds }) => {
      const outcomes = await outcomesOf(check, chat);
      const found: Finding[] = outcomes.flatMap((made) => made.findings);
      expect(found, JSON.stringify(outcomes)).toHaveLength(finds.length);
      for (const [index, expected] of finds.entries()) expect(found[index]).toMatchObject(expected);
    });
    test("has a case of each sort, and words for both languages with equal placeholders", () => {
      expect(cases.quiet.length).toBeGreaterThan(0);
      expect(cases.finds.length).toBeGreaterThan(0);
      for (const { zh, en } of Object.values(check.words)) expect(placeholders(zh)).toEqual(placeholders(en));
    });
  });
}

function placeholders(sentence: string): string[] {
  return [...sentence.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "").sort();
}
