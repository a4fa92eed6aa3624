import { expect, test } from "vitest";
import { recall } from "../../../src/checks/continuity/recall.ts";
import type { MessageFacts } from "../../../src/importers/importer.ts";
import { START } from "../../support/chat.ts";
import { checkTester, outcomesOf } from "../../support/check-tester.ts";

const notice = (byName: string | null, targetServerId: string | null = null): Partial<MessageFacts> => ({
  kind: "recall", direction: "system", sender: null, text: `"${byName ?? "?"}" 撤回了一条消息`,
  recall: { by: null, byName, targetServerId },
}); // prettier-ignore

checkTester(recall, {
  quiet: [
    { name: "a chat nobody recalled in", chat: { messages: [{}, {}] } },
    { name: "words about recalling in an ordinary message", chat: { messages: [{ text: "老王撤回了一条消息" }] } },
    {
      name: "a format without notices",
      outcome: "not-applicable",
      chat: { without: ["system-notices"], messages: [{}] },
    },
  ],
  finds: [
    {
      name: "each notice with who and when",
      chat: { messages: [{}, notice("老王"), {}, notice("你")] },
      finds: [
        {
          word: "recalled",
          level: "note",
          facts: { seq: 2, by: "老王", sentAt: START + 60_000, target: null },
          messages: [2],
        },
        { word: "recalled", facts: { seq: 4, by: "你" } },
      ],
    },
    {
      name: "the recalled message where the export names it",
      chat: { messages: [notice("老王", "5520013399120045511")] },
      finds: [{ word: "recalled-target", facts: { target: "5520013399120045511" } }],
    },
    {
      name: "a notice that names nobody",
      chat: { messages: [notice(null)] },
      finds: [{ word: "recalled", facts: { by: null } }],
    },
  ],
});

test("notices beyond the list are counted with their first and last message", async () => {
  const [outcome] = await outcomesOf(recall, { messages: Array.from({ length: 205 }, () => notice("老王")) });
  expect(outcome?.findings).toHaveLength(201);
  expect(outcome?.findings.at(-1)).toMatchObject({ word: "more", facts: { count: 5, firstSeq: 201, lastSeq: 205 } });
  expect(outcome?.counts).toEqual({ messages: 205, notices: 205 });
});
