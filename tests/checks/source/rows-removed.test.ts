import { describe, expect, test } from "vitest";
import { rowsRemoved } from "../../../src/checks/source/rows-removed.ts";
import type { MessageFacts, Yielded } from "../../../src/importers/importer.ts";
import { START } from "../../support/chat.ts";
import { checkTester, outcomesOf } from "../../support/check-tester.ts";

const MINUTE = 60_000;
const numbered = (...numbers: (number | null)[]): Partial<MessageFacts>[] =>
  numbers.map((number) => ({ exporterIndex: number === null ? null : String(number) }));
const skipped = (conversation: string | null): Yielded => ({
  type: "skipped",
  conversation,
  at: { path: "chat.json", row: 9 },
  reason: "malformed-json",
  raw: "{",
});

checkTester(rowsRemoved, {
  quiet: [
    { name: "numbers run from 1 without holes", chat: { messages: numbered(1, 2, 3, 4) } },
    { name: "rows sorted by time after they were numbered", chat: { messages: numbered(3, 1, 4, 2) } },
    { name: "a single row", chat: { messages: numbered(1) } },
    { name: "an empty conversation", outcome: "not-applicable", chat: {} },
    { name: "no row bears a number", outcome: "not-applicable", chat: { messages: [{}, {}] } },
    {
      name: "the format does not number its rows",
      outcome: "not-applicable",
      chat: { without: ["dense-exporter-index"], messages: numbered(1, 5) },
    },
    {
      name: "a record that could not be read holds the number",
      chat: { messages: numbered(1, 2, 4), yields: [skipped("k")] },
    },
    {
      name: "a record of no known conversation may hold it",
      chat: { messages: numbered(1, 2, 4), yields: [skipped(null)] },
    },
  ],
  finds: [
    {
      name: "one row between its neighbours",
      chat: { messages: numbered(1, 2, 4) },
      finds: [
        {
          word: "hole-of-one",
          level: "error",
          facts: {
            from: 3, to: 3, missing: 1, beforeSeq: 2, afterSeq: 3,
            beforeAt: START + MINUTE, afterAt: START + 2 * MINUTE,
          }, // prettier-ignore
          messages: [2, 3],
        },
      ],
    },
    {
      name: "rows that lie side by side as one hole, and each hole by itself",
      chat: { messages: numbered(1, 5, 6, 9) },
      finds: [
        { word: "hole", facts: { from: 2, to: 4, missing: 3 } },
        { word: "hole", facts: { from: 7, to: 8, missing: 2 } },
      ],
    },
    {
      name: "rows from the start",
      chat: { messages: numbered(3, 4) },
      finds: [
        { word: "hole-at-start", facts: { from: 1, to: 2, missing: 2, afterSeq: 1, afterAt: START }, messages: [1] },
      ],
    },
    {
      name: "a hole in a file sorted by time, with the neighbours by number",
      chat: { messages: numbered(4, 1, 2) },
      finds: [{ word: "hole-of-one", facts: { from: 3, to: 3, beforeSeq: 3, afterSeq: 1 }, messages: [3, 1] }],
    },
    {
      name: "more holes than records that could not be read",
      chat: { messages: numbered(1, 3, 5), yields: [skipped("k")] },
      finds: [
        { word: "hole-of-one", facts: { from: 2 } },
        { word: "hole-of-one", facts: { from: 4 } },
      ],
    },
    {
      name: "a number used twice",
      chat: { messages: numbered(1, 2, 2, 3) },
      finds: [
        { word: "repeated", level: "error", facts: { number: 2, count: 2, firstSeq: 2, lastSeq: 3 }, messages: [2, 3] },
      ],
    },
    {
      name: "a row put in without a number",
      chat: { messages: numbered(1, null, 2) },
      finds: [{ word: "unnumbered", level: "warning", facts: { count: 1, numbered: 2, firstSeq: 2 }, messages: [2] }],
    },
    {
      name: "a number the exporter cannot have given",
      chat: { messages: numbered(0, 1, 2) },
      finds: [{ word: "below-one", facts: { count: 1, lowest: 0 }, messages: [1] }],
    },
  ],
});

describe("a file that lost every other row", () => {
  test("lists holes up to a limit and adds up the rest", async () => {
    const messages = numbered(...Array.from({ length: 101 }, (_, index) => index * 2 + 1));
    const [outcome] = await outcomesOf(rowsRemoved, { messages });
    expect(outcome?.findings).toHaveLength(51);
    expect(outcome?.findings.at(-1)).toMatchObject({
      word: "more-holes",
      facts: { holes: 50, missing: 50, from: 102, to: 200 },
    });
    expect(outcome?.counts).toMatchObject({ rows: 101, numbered: 101, missing: 100 });
  });

  test("does the same for repeated numbers", async () => {
    const messages = numbered(...Array.from({ length: 120 }, (_, index) => (index % 60) + 1));
    const [outcome] = await outcomesOf(rowsRemoved, { messages });
    expect(outcome?.findings).toHaveLength(51);
    expect(outcome?.findings.at(-1)).toMatchObject({
      word: "more-repeated",
      facts: { numbers: 10, rows: 20, from: 51, to: 60 },
    });
  });

  test("counts rows that stand in another order than their numbers", async () => {
    const [outcome] = await outcomesOf(rowsRemoved, { messages: numbered(2, 1, 3) });
    expect(outcome).toMatchObject({ outcome: "nothing-found", counts: { outOfOrder: 1 } });
  });
});
