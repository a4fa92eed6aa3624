import { countMismatch } from "../../../src/checks/source/count-mismatch.ts";
import type { Yielded } from "../../../src/importers/importer.ts";
import { checkTester } from "../../support/check-tester.ts";

const skipped = (conversation: string | null): Yielded => ({
  type: "skipped",
  conversation,
  at: { path: "chat.json", row: 9 },
  reason: "malformed-json",
  raw: "{",
});
const three = [{}, {}, {}];
const stating = (statedMessageCount: number | null) => ({ conversation: { statedMessageCount }, messages: three });

checkTester(countMismatch, {
  quiet: [
    { name: "as many as stated", chat: stating(3) },
    { name: "as many as stated, one of them unreadable", chat: { ...stating(4), yields: [skipped("k")] } },
    { name: "none stated and none there", chat: { conversation: { statedMessageCount: 0 } } },
    { name: "this conversation states none", outcome: "not-applicable", chat: stating(null) },
    { name: "the format states none", outcome: "not-applicable", chat: { ...stating(9), without: ["stated-count"] } },
  ],
  finds: [
    {
      name: "fewer rows than stated",
      chat: stating(5),
      finds: [{ word: "fewer-all-read", level: "error", facts: { stated: 5, read: 3, skipped: 0, difference: 2 } }],
    },
    {
      name: "more rows than stated",
      chat: { ...stating(3), yields: [skipped("k")] },
      finds: [{ word: "more", level: "error", facts: { stated: 3, read: 3, skipped: 1, difference: 1 } }],
    },
    {
      name: "rows although none are stated",
      chat: stating(0),
      finds: [{ word: "more-all-read", facts: { stated: 0, difference: 3 } }],
    },
    {
      name: "a difference that records of no known conversation may account for, as a warning",
      chat: { ...stating(5), yields: [skipped(null), skipped(null)] },
      finds: [{ word: "fewer-or-unreadable", level: "warning", facts: { difference: 2, unplaced: 2 } }],
    },
    {
      name: "a difference larger than those records",
      chat: { ...stating(5), yields: [skipped(null)] },
      finds: [{ word: "fewer-all-read", level: "error", facts: { difference: 2, unplaced: 1 } }],
    },
  ],
});
