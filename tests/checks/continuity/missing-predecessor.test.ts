import { missingPredecessor } from "../../../src/checks/continuity/missing-predecessor.ts";
import type { MessageFacts } from "../../../src/importers/importer.ts";
import { checkTester } from "../../support/check-tester.ts";
import { START } from "../../support/chat.ts";

const received = (second: number, ms = 0, more: Partial<MessageFacts> = {}): Partial<MessageFacts> => ({
  sentAt: START + second * 1000 + ms, timePrecision: "ms", ...more,
}); // prettier-ignore
const sent = (second: number, ms: number) => received(second, ms, { direction: "sent" });
const many = (count: number, from = 0) => Array.from({ length: count }, (_, i) => received(from + i * 60));
/** Received in the second of one just sent: a millisecond after it. */
const ANSWER = [sent(5000, 417), received(5000, 418), received(5000, 419)];

checkTester(missingPredecessor, {
  quiet: [
    { name: "received rows on the second, and one after a sent one", chat: { messages: [...many(40), ...ANSWER] } },
    { name: "two rows of one time after their predecessor", chat: { messages: [...many(40), sent(5000, 7), received(5000, 8), received(5000, 8)] } },
    { name: "history and notices off the second", chat: { messages: [...many(40), sent(3000, 5), received(4000, 13, { warnings: ["FETCHED_AS_HISTORY"] }), received(4100, 13, { kind: "system" })] } },
    { name: "times in seconds", chat: { messages: many(40) }, outcome: "not-applicable" },
    { name: "too few received rows", chat: { messages: [...many(8), received(9000, 3)] }, outcome: "not-applicable" },
    { name: "a source that does not keep the rule", chat: { messages: Array.from({ length: 60 }, (_, i) => received(i * 60, (i * 37) % 1000)) }, outcome: "not-applicable" },
  ],
  finds: [
    {
      name: "a received row off the second whose predecessor is not there",
      chat: { messages: [...many(40), received(5000, 418), ...many(10, 6000)] },
      finds: [{ word: "predecessor", level: "warning", facts: { seq: 41, milliseconds: 418, beforeSeq: 40 }, messages: [40, 41] }],
    },
    {
      name: "the very first row",
      chat: { messages: [received(0, 2), ...many(40, 60)] },
      finds: [{ word: "predecessor", facts: { seq: 1, beforeSeq: null }, messages: [1] }],
    },
  ],
}); // prettier-ignore
