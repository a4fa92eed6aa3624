import { serverSequenceGap } from "../../../src/checks/continuity/server-sequence-gap.ts";
import type { MessageFacts } from "../../../src/importers/importer.ts";
import { trace } from "../../support/database-case.ts";
import { checkTester } from "../../support/check-tester.ts";

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const rows = (numbers: readonly number[]): Partial<MessageFacts>[] => numbers.map((n) => ({ serverSeq: String(n) }));
const HOLED = rows([...range(800_000_101, 800_000_125), ...range(800_000_129, 800_000_160)]);

checkTester(serverSequenceGap, {
  quiet: [
    { name: "a sequence without a hole", chat: { messages: rows(range(1, 60)) } },
    { name: "numbers that the server uses for other things too", chat: { messages: rows(range(1, 60).map((n) => n * 3)) }, outcome: "not-applicable" },
    { name: "a sequence as often broken as not", chat: { messages: rows(range(1, 60).filter((n) => n % 8 !== 0)) }, outcome: "not-applicable" },
    { name: "too few numbers", chat: { messages: rows([...range(1, 10), 14]) }, outcome: "not-applicable" },
    { name: "numbers that do not follow time", chat: { messages: rows(range(1, 60).reverse()) }, outcome: "not-applicable" },
    { name: "rows without a number in the sequence", chat: { messages: [{}, { serverSeq: "0" }] }, outcome: "not-applicable" },
    {
      name: "a hole that own messages without a number may fill",
      chat: { messages: [...rows(range(1, 30)), ...range(1, 3).map(() => ({ direction: "sent" as const })), ...rows(range(34, 60))] },
    },
    { name: "a number that stands twice", chat: { messages: rows([...range(1, 30), 30, ...range(31, 60)]) } },
    { name: "a format without such numbers", chat: { without: ["server-sequence"] }, outcome: "not-applicable" },
  ],
  finds: [
    {
      name: "a hole in a dense sequence with its neighbours",
      chat: { messages: HOLED },
      finds: [
        {
          word: "hole", level: "warning", messages: [25, 26],
          facts: { from: "800000126", to: "800000128", missing: 3, beforeSeq: 25, afterSeq: 26 },
        },
      ],
    },
    {
      name: "a hole where messages were not fetched, as a note",
      chat: { messages: HOLED, yields: [trace({ kind: "unread", relation: "not-fetched" })] },
      finds: [{ word: "hole-backlog", level: "note", facts: { missing: 3 } }],
    },
  ],
}); // prettier-ignore
