import { rangeEnd } from "../../../src/checks/continuity/range-end.ts";
import { START } from "../../support/chat.ts";
import { checkTester } from "../../support/check-tester.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;
const every = (stepMs: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({ sentAt: START + index * stepMs }));
/** Ten messages a day, one an hour, and another number of them on the last day. */
const days = (count: number, last: number, stepMs = 60 * MINUTE) => [
  ...Array.from({ length: count * 10 }, (_, n) => ({
    sentAt: START + Math.floor(n / 10) * DAY + (n % 10) * 60 * MINUTE,
  })),
  ...Array.from({ length: last }, (_, n) => ({ sentAt: START + count * DAY + n * stepMs })),
];
const daily = every(DAY, 30);
const lastDaily = START + 29 * DAY;
const exported = (exportedAt: number, exportedAtText: string | null = null) => ({ exportedAt, exportedAtText });

checkTester(rangeEnd, {
  quiet: [
    { name: "an export soon after the last record", chat: { export: exported(lastDaily + DAY), messages: daily } },
    {
      name: "a header that names the last record",
      chat: { conversation: { statedLastMessageAt: lastDaily }, messages: daily },
    },
    {
      name: "a header that names an earlier one",
      chat: { conversation: { statedLastMessageAt: lastDaily - DAY }, messages: daily },
    },
    {
      name: "a pair that often pauses as long",
      chat: { export: exported(START + 29 * 20 * DAY + 30 * DAY), messages: every(20 * DAY, 30) },
    },
    {
      name: "few messages, whose rhythm is not known",
      chat: { export: exported(START + 90 * DAY), messages: every(DAY, 5) },
    },
    {
      name: "an export time as text that another zone explains",
      chat: { export: exported(lastDaily - 8 * 3_600_000, "2026-03-31 01:00:00"), messages: daily },
    },
    { name: "an export right after a single message", chat: { export: exported(lastDaily + MINUTE), messages: daily } },
    {
      name: "a last day that ends when days of this pair end",
      chat: { export: exported(START + 15 * DAY), messages: days(12, 10) },
    },
    {
      name: "a short last day without a dense end",
      chat: { export: exported(START + 15 * DAY), messages: days(12, 2) },
    },
    { name: "neither export time nor header", outcome: "not-applicable", chat: { messages: daily } },
    {
      name: "records without times",
      outcome: "not-applicable",
      chat: { export: exported(START), messages: [{ sentAt: null }] },
    },
  ],
  finds: [
    {
      name: "a header that names a later message than the record holds",
      chat: { conversation: { statedLastMessageAt: lastDaily + 3 * DAY }, messages: daily },
      finds: [
        {
          word: "stated-later",
          level: "warning",
          facts: { lastAt: lastDaily, statedAt: lastDaily + 3 * DAY, differenceMs: 3 * DAY, seq: 30 },
        },
      ],
    },
    {
      name: "the same in an export of a stated range as a note",
      chat: {
        export: { statedRange: "20260302-20260331" },
        conversation: { statedLastMessageAt: lastDaily + DAY },
        messages: daily,
      },
      finds: [{ word: "stated-later", level: "note" }],
    },
    {
      name: "a record that stops long before the export",
      chat: { export: exported(lastDaily + 40 * DAY), messages: daily },
      finds: [
        { word: "stops-early", level: "note", facts: { differenceMs: 40 * DAY, longestMs: DAY, lastAt: lastDaily } },
      ],
    },
    {
      name: "an export in the middle of a dense exchange",
      chat: { export: exported(START + 10 * MINUTE), messages: every(MINUTE / 3, 30) },
      finds: [{ word: "talk-at-export", level: "note", facts: { count: 29, seq: 30 } }],
    },
    {
      name: "a last day that stops in the morning, in the middle of a dense exchange",
      chat: { export: exported(START + 14 * DAY), messages: days(12, 6, 10 * MINUTE) },
      finds: [
        {
          word: "last-day-early",
          level: "note",
          facts: { lastAt: START + 12 * DAY + 50 * MINUTE, count: 6, days: 12, later: 12 },
        },
      ],
    },
    {
      name: "records later than the export",
      chat: { export: exported(lastDaily - 2 * DAY), messages: daily },
      finds: [{ word: "after-export", level: "warning", facts: { count: 2, differenceMs: 2 * DAY, seq: 30 } }],
    },
  ],
});
