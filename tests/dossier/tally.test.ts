import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tally } from "../../src/dossier/tally.ts";
import { KINDS, type Kind } from "../../src/model/kind.ts";
import { chatOf } from "../support/chat.ts";
import { settingsOf } from "../support/settings.ts";

const ALL = Object.keys(KINDS) as Kind[];
/** Sub-codes that a record of a chat can have; the others are of Moments, bills, pages and letters. @source law.md §6 */
const OF_MESSAGES = [
  ...Array.from({ length: 17 }, (_, at) => `C1.${String(at + 1).padStart(2, "0")}`),
  "C3.01",
  "C3.02",
  "C4.99",
];
const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((all, count) => all + count, 0);

describe("evidence classes", () => {
  test("every sub-code of a message is one of a kind, and every kind has one of these", () => {
    expect([...new Set(ALL.map((kind) => KINDS[kind].evidenceClass))].sort()).toEqual(OF_MESSAGES);
  });

  test("whatever the kinds, each message counts once, in the class it bears", async () => {
    const kinds = fc.array(fc.constantFrom(...ALL), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(kinds, async (drawn) => {
        const { chat, dispose } = await chatOf({ messages: drawn.map((kind) => ({ kind })) });
        try {
          const [conversation] = chat.conversations;
          if (conversation === undefined) throw new RangeError("no conversation");
          const { kinds: byKind, evidenceClasses } = tally(chat, conversation, settingsOf({}));
          expect(sum(evidenceClasses)).toBe(drawn.length);
          expect(sum(byKind)).toBe(conversation.messageCount);
          const borne: Record<string, number> = {};
          for (const { evidenceClass } of chat.messages(conversation.id)) borne[evidenceClass] = (borne[evidenceClass] ?? 0) + 1; // prettier-ignore
          expect(evidenceClasses).toEqual(borne);
        } finally {
          dispose();
        }
      }),
      { numRuns: 40 },
    );
  });

  test("messages that are not printed count as well", async () => {
    const { chat, dispose } = await chatOf({ messages: ALL.map((kind, at) => ({ kind, sentAt: at * 1000 })) });
    const [conversation] = chat.conversations;
    const { evidenceClasses, leftOut } = tally(chat, conversation ?? (() => { throw new RangeError("none"); })(), settingsOf({ from: 5000 })); // prettier-ignore
    dispose();
    expect(leftOut).toBe(5);
    expect(sum(evidenceClasses)).toBe(ALL.length);
  });
});
