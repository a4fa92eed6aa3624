import { describe, expect, test } from "vitest";
import { timeReversal } from "../../../src/checks/continuity/time-reversal.ts";
import type { MessageFacts } from "../../../src/importers/importer.ts";
import { START } from "../../support/chat.ts";
import { checkTester, outcomesOf } from "../../support/check-tester.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;
const at = (minutes: readonly number[], more: Partial<MessageFacts> = {}) =>
  minutes.map((minute) => ({ sentAt: START + minute * MINUTE, ...more }));
const up = (count: number, from = 0) => Array.from({ length: count }, (_, index) => from + index);
const withId = (rows: readonly Partial<MessageFacts>[]) =>
  rows.map((row, index) => ({ serverId: String(7_000_000_000_000_000_001n + BigInt(index)), ...row }));

checkTester(timeReversal, {
  quiet: [
    { name: "rows in order of time", chat: { messages: at(up(10)) } },
    { name: "rows of one second, and milliseconds within it", chat: { messages: [
      { sentAt: START + 900 }, { sentAt: START + 100 }, { sentAt: START }, { sentAt: START + 5000 },
    ] } }, // prettier-ignore
    { name: "rows without a time between", chat: { messages: [...at([0, 1]), { sentAt: null }, ...at([2])] } },
    {
      name: "order of rows that means nothing",
      outcome: "not-applicable",
      chat: { without: ["row-order"], messages: at([5, 1]) },
    },
    {
      name: "times to the minute",
      outcome: "not-applicable",
      chat: { without: ["sent-second"], messages: at([5, 1]) },
    },
  ],
  finds: [
    {
      name: "a whole file from new to old, once",
      chat: { messages: at(up(30).reverse()) },
      finds: [{ word: "newest-first", level: "note", facts: { rows: 30, falls: 29, rises: 0 } }],
    },
    {
      name: "a lone old row between recent ones",
      chat: { messages: [...at(up(5, 100_000)), ...at([10]), ...at(up(5, 100_005))] },
      finds: [
        {
          word: "few-rows",
          level: "warning",
          facts: { rows: 1, sentAt: START + 10 * MINUTE, beforeAt: START + 100_004 * MINUTE, afterAt: START + 100_005 * MINUTE, withoutServerId: 1 },
        }, // prettier-ignore
      ],
    },
    {
      name: "a lone row ahead of its neighbours",
      chat: { messages: [...at(up(5)), ...at([5000]), ...at(up(5, 5))] },
      finds: [
        {
          word: "ahead",
          level: "warning",
          facts: { sentAt: START + 5000 * MINUTE, beforeAt: START + 4 * MINUTE, afterAt: START + 5 * MINUTE },
        },
      ],
    },
    {
      name: "a lone old row in a file from new to old",
      chat: { messages: [...at(up(10, 100_000)), ...at([7]), ...at(up(10, 100_010))].reverse() },
      finds: [
        { word: "newest-first", level: "note" },
        { word: "few-rows", level: "warning", facts: { rows: 1, sentAt: START + 7 * MINUTE } },
      ],
    },
    {
      name: "a dense block of old rows with both edges",
      chat: { messages: [...at(up(5, 100_000)), ...at(up(40)), ...at(up(5, 100_010))] },
      finds: [
        {
          word: "block",
          level: "note",
          facts: { rows: 40, sentAt: START, lastAt: START + 39 * MINUTE, beforeAt: START + 100_004 * MINUTE, afterAt: START + 100_010 * MINUTE, falls: 0 },
        }, // prettier-ignore
      ],
    },
    {
      name: "an older part that the file ends with",
      chat: { messages: [...at(up(10, 100_000)), ...at(up(10))] },
      finds: [{ word: "block-at-end", level: "note", facts: { rows: 10, fallMs: 100_009 * MINUTE } }],
    },
    {
      name: "steps back of a few seconds, counted together",
      chat: { messages: up(60).map((n) => ({ sentAt: START + n * MINUTE - (n % 20 === 7 ? MINUTE + 3000 : 0) })) },
      finds: [{ word: "noise", level: "note", facts: { count: 3, largestMs: 3000 } }],
    },
    {
      name: "rows in no order, not one by one",
      chat: { messages: up(200).map((n) => ({ sentAt: START + ((n * 37) % 200) * DAY })) },
      finds: [{ word: "no-order", level: "note", facts: { rows: 200 } }],
    },
  ],
});

describe("how much a lone row weighs", () => {
  const lone = (more: Partial<MessageFacts>) => withId([...at(up(5, 90_000)), ...at([3], more), ...at(up(5, 90_005))]);
  const strengthOf = async (messages: readonly Partial<MessageFacts>[]) =>
    (await outcomesOf(timeReversal, { messages }))[0]?.strength;

  test("more when it was received without a server id among rows that have one", async () => {
    expect(await strengthOf(lone({ serverId: null }))).toBe("B");
  });
  test("less when it has a server id, or was sent or written by the client", async () => {
    expect(await strengthOf(lone({}))).toBe("C");
    expect(await strengthOf(lone({ serverId: null, direction: "sent" }))).toBe("C");
    expect(await strengthOf(lone({ serverId: null, direction: "system" }))).toBe("C");
  });
});

test("the places beyond the list are added up", async () => {
  const messages = up(1600).map((n) => ({ sentAt: START + (n % 20 === 7 ? n - 5 : n) * MINUTE }));
  const [outcome] = await outcomesOf(timeReversal, { messages });
  expect(outcome?.findings).toHaveLength(51);
  expect(outcome?.findings.at(-1)).toMatchObject({ word: "more", level: "warning", facts: { count: 30, fewRows: 30 } });
});
