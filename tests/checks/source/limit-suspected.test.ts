import { limitSuspected } from "../../../src/checks/source/limit-suspected.ts";
import type { Yielded } from "../../../src/importers/importer.ts";
import { START } from "../../support/chat.ts";
import { checkTester } from "../../support/check-tester.ts";

const rows = (count: number) => Array.from({ length: count }, () => ({}));
const other = (count: number): Yielded[] => [
  {
    type: "conversation",
    facts: {
      key: "other", type: "group", talker: "2001@chatroom", title: "工地群", statedMessageCount: null,
      statedLastMessageAt: null, members: [],
    }, // prettier-ignore
  },
  ...Array.from({ length: count }, (_, index): Yielded => ({
    type: "message",
    conversation: "other",
    facts: {
        locator: { path: "chat.json", row: index + 1 }, sentAt: START, sentAtText: null, timePrecision: "s",
        timeBasis: "epoch", direction: "received", kind: "text", kindBasis: "code",
      }, // prettier-ignore
  })),
];

checkTester(limitSuspected, {
  quiet: [
    { name: "an ordinary number of rows", chat: { messages: rows(101) } },
    { name: "no rows", chat: {} },
    {
      name: "another conversation of the export goes beyond the limit",
      chat: { messages: rows(20), yields: other(21) },
    },
    {
      name: "rows of a database",
      outcome: "not-applicable",
      chat: { export: { localIdOrigin: "native" }, messages: rows(20) },
    },
  ],
  finds: [
    {
      name: "exactly a hundred rows",
      chat: { messages: rows(100) },
      finds: [
        {
          word: "limit",
          level: "note",
          facts: { count: 100, limit: 100, firstAt: START, lastAt: START + 99 * 60_000 },
        },
      ],
    },
    {
      name: "a limit reached with an unreadable record",
      chat: {
        messages: rows(19),
        yields: [{ type: "skipped", conversation: "k", at: { path: "chat.json" }, reason: "malformed-json", raw: "{" }],
      },
      finds: [{ word: "limit", facts: { count: 20, limit: 20 } }],
    },
    {
      name: "two conversations that stop at the same number",
      chat: { messages: rows(20), yields: other(20) },
      finds: [{ word: "limit" }, { word: "limit" }],
    },
    {
      name: "whole pages",
      chat: { messages: rows(10_000) },
      finds: [{ word: "page", facts: { count: 10_000, limit: 5000, pages: 2 } }],
    },
  ],
});
