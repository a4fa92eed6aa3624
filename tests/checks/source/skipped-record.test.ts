import { describe, expect, test } from "vitest";
import { runChecks } from "../../../src/checks/run.ts";
import { skippedRecord } from "../../../src/checks/source/skipped-record.ts";
import type { Yielded } from "../../../src/importers/importer.ts";
import { chatOf } from "../../support/chat.ts";
import { checkTester } from "../../support/check-tester.ts";

const skipped = (reason: string, row: number, raw: string, conversation: string | null = "k"): Yielded => ({
  type: "skipped",
  conversation,
  at: { path: "chat.json", row },
  reason,
  raw,
});

checkTester(skippedRecord, {
  quiet: [{ name: "every record was read", chat: { messages: [{}, {}] } }],
  finds: [
    {
      name: "records by reason, with the beginnings of the first ones",
      chat: {
        messages: [{}],
        yields: [
          skipped("malformed-json", 2, "{“a"),
          skipped("strange-reason", 3, "字".repeat(200)),
          ...[4, 5, 6, 7].map((row) => skipped("malformed-json", row, `{${row}`)),
        ],
      },
      finds: [
        {
          word: "malformed-json",
          level: "warning",
          facts: { reason: "malformed-json", count: 5, raw: "{“a", raw2: "{4", raw3: "{5" },
        },
        { word: "other", facts: { reason: "strange-reason", count: 1, raw: `${"字".repeat(80)}…` } },
      ],
    },
    {
      name: "records of no known conversation",
      chat: { yields: [skipped("wrong-field-count", 2, "a,b", null)] },
      finds: [{ word: "wrong-field-count", facts: { count: 1, conversation: null, raw: "a,b" } }],
    },
  ],
});

describe("skippedRecord", () => {
  test("keeps out the text of conversations that were not selected", async () => {
    const secret = "别的会话的内容";
    const { chat, source, dispose } = await chatOf({
      messages: [{}],
      yields: [
        {
          type: "conversation",
          facts: {
            key: "other", type: "private", talker: "wxid_other", title: "小李", statedMessageCount: null,
            statedLastMessageAt: null, members: [],
          }, // prettier-ignore
        },
        skipped("malformed-json", 2, secret, "other"),
        skipped("malformed-json", 3, secret, null),
      ],
    });
    try {
      const conversations = chat.conversations.map((one) => ({ ...one, selected: one.id === "c1" }));
      const left = Object.create(chat, { conversations: { value: conversations } }) as typeof chat;
      const { outcomes } = await runChecks(left, source, [skippedRecord]);
      expect(JSON.stringify(outcomes)).not.toContain(secret);
      expect(outcomes[0]?.findings).toHaveLength(1);
      expect(outcomes[0]?.findings[0]).toMatchObject({
        word: "not-shown",
        facts: { count: 1, reason: "malformed-json" },
      });
      expect(outcomes[0]?.counts).toEqual({ read: 1, skipped: 1 });
    } finally {
      dispose();
    }
  });
});
