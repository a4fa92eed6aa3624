import { expect, test } from "vitest";
import { silence } from "../../../src/checks/continuity/silence.ts";
import { START } from "../../support/chat.ts";
import { checkTester, outcomesOf } from "../../support/check-tester.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Three messages a day, with days left out. */
const days = (numbers: readonly number[]) =>
  numbers.flatMap((day) => [0, 1, 2].map((hour) => ({ sentAt: START + day * DAY + hour * HOUR })));
const upTo = (count: number, from = 0) => Array.from({ length: count }, (_, index) => from + index);

checkTester(silence, {
  quiet: [
    { name: "a pair that writes every day", chat: { messages: days(upTo(30)) } },
    { name: "weekends without a message", chat: { messages: days(upTo(60).filter((day) => day % 7 < 5)) } },
    { name: "a pair that writes once a week", chat: { messages: days(upTo(30).map((week) => week * 7)) } },
    { name: "too few messages to know a rhythm", outcome: "not-applicable", chat: { messages: days([0, 1, 2, 40]) } },
    {
      name: "times to the minute only",
      outcome: "not-applicable",
      chat: { without: ["sent-second"], messages: days(upTo(30)) },
    },
  ],
  finds: [
    {
      name: "three weeks without a message in a daily chat",
      chat: { messages: days([...upTo(20), ...upTo(20, 41)]) },
      finds: [
        {
          word: "silence",
          level: "note",
          facts: {
            durationMs: 22 * DAY - 2 * HOUR,
            usualMs: 22 * HOUR,
            beforeSeq: 60,
            afterSeq: 61,
            beforeAt: START + 19 * DAY + 2 * HOUR,
          },
          messages: [60, 61],
        },
      ],
    },
    {
      name: "a few days in a chat that never pauses otherwise",
      chat: { messages: [...upTo(60), ...upTo(60, 200)].map((hour) => ({ sentAt: START + hour * HOUR })) },
      finds: [{ word: "only-pause", facts: { usualMs: null, durationMs: 141 * HOUR } }],
    },
  ],
});

test("the longest five are listed in order of time, and the count says how many there are", async () => {
  const breaks = [30, 35, 40, 45, 50, 55, 60];
  let day = 0;
  const active = upTo(210).map((n) => (day += n > 0 && n % 30 === 0 ? (breaks[n / 30 - 1] ?? 1) : 1));
  const [outcome] = await outcomesOf(silence, { messages: days(active) });
  expect(outcome?.findings).toHaveLength(5);
  expect(outcome?.counts["silences"]).toBe(6);
  const lengths = outcome?.findings.map(({ facts }) => Math.round(Number(facts["durationMs"]) / DAY));
  expect(lengths).toEqual([35, 40, 45, 50, 55]);
});
