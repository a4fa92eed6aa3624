import { describe, expect, test } from "vitest";
import { defineCheck, type Check, type ConversationCheck } from "../../src/checks/check.ts";
import { runChecks } from "../../src/checks/run.ts";
import { chatOf, type ChatCase } from "../support/chat.ts";

const card = {
  version: 1, scope: "conversation", level: "warning", strength: "C", needs: [], options: { limit: 3 },
  title: { zh: "测试", en: "test" }, rule: { zh: "", en: "" }, legalHook: { zh: "", en: "" }, innocent: [], reference: "",
  words: { one: { zh: "一", en: "one" } },
} as const; // prettier-ignore

const checkOf = (different: Partial<ConversationCheck> & Pick<ConversationCheck, "run">): Check =>
  defineCheck({ ...card, id: "continuity/test", ...different });

async function outcome(check: Check, chatCase: ChatCase = { messages: [{}] }) {
  const { chat, source, dispose } = await chatOf(chatCase);
  const { outcomes } = await runChecks(chat, source, [check]);
  dispose();
  return outcomes;
}

describe("the runner", () => {
  test("a finding takes level and strength of the card unless it states its own; the outcome takes the highest", async () => {
    const check = checkOf({
      *run() {
        yield { word: "one", facts: { n: 1 }, at: [] };
        yield { word: "one", facts: {}, at: [], messages: [1], level: "error", strength: "A" };
        return { counts: { examined: 2 } };
      },
    });
    expect(await outcome(check)).toMatchObject([
      {
        check: "continuity/test", source: "s1", conversation: "c1", outcome: "found", level: "error", strength: "A",
        counts: { examined: 2 }, options: { limit: 3 },
        findings: [{ level: "warning", strength: "C", messages: [] }, { level: "error", strength: "A", messages: [1] }],
      },
    ]); // prettier-ignore
  });

  test("a missing signal and a grade that does not permit it make it not-applicable, with both reasons", async () => {
    const check = checkOf({ needs: ["sort-seq", "local-id"], needsGrade: ["native"], run: () => { throw new Error("must not run"); } }); // prettier-ignore
    const chat: ChatCase = { without: ["sort-seq"], export: { localIdOrigin: "none" }, messages: [{}] };
    expect(await outcome(check, chat)).toMatchObject([
      { outcome: "not-applicable", reason: "signal:sort-seq grade:none", findings: [] },
    ]);
  });

  test("a crash is undetermined, not silence", async () => {
    const check = checkOf({ run: () => { throw new Error("boom"); } }); // prettier-ignore
    expect(await outcome(check)).toMatchObject([{ outcome: "undetermined", reason: "crashed: boom" }]);
  });

  test("a sentence that does not exist is a crash", async () => {
    const check = checkOf({
      *run() {
        yield { word: "two", facts: {}, at: [] };
        return { counts: {} };
      },
    });
    expect(await outcome(check)).toMatchObject([{ outcome: "undetermined" }]);
  });

  test("a conversation left out has no outcome", async () => {
    const check = checkOf({ *run() { yield* []; return { counts: {} }; } }); // prettier-ignore
    const { chat, source, dispose } = await chatOf({ messages: [{}] });
    const hidden = { ...chat, conversations: chat.conversations.map((c) => ({ ...c, selected: false })) };
    expect((await runChecks(hidden, source, [check])).outcomes).toEqual([]);
    dispose();
  });
});
