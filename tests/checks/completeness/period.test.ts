import { describe, expect, test } from "vitest";
import { period } from "../../../src/checks/completeness/period.ts";
import { statedDays } from "../../../src/checks/stated-range.ts";
import { checkTester } from "../../support/check-tester.ts";

const at = (text: string) => ({ sentAt: Date.parse(`${text}+08:00`) });
/** 2026-03-02 to 2026-03-20, with nothing from the 6th to the 19th. */
const messages = [at("2026-03-02T00:00:00"), at("2026-03-05T12:00:00"), at("2026-03-20T23:59:59")];
const within = (from: string | undefined, to: string | undefined) => ({
  case: { period: { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) } },
});

checkTester(period, {
  quiet: [
    { name: "no case file and no stated range", outcome: "not-applicable", chat: { messages } },
    { name: "a case file without a period", outcome: "not-applicable", chat: { messages, declared: {} } },
    {
      name: "messages without times",
      outcome: "not-applicable",
      chat: { messages: [{ sentAt: null }], declared: within("2026-03-01", "2026-03-02") },
    },
    {
      name: "an official account",
      outcome: "not-applicable",
      chat: { messages, conversation: { type: "official" }, declared: within("2026-01-01", "2026-03-02") },
    },
    { name: "exactly the days of the first and last message", chat: { messages, declared: within("2026-03-02", "2026-03-20") } }, // prettier-ignore
    { name: "an open end that is reached", chat: { messages, declared: within(undefined, "2026-03-19") } },
    {
      name: "a stated range that is the record's own",
      chat: { messages, export: { statedRange: "20260302-20260320" }, declared: within("2026-03-03", "2026-03-05") },
    },
    { name: "a stated range without days", outcome: "not-applicable", chat: { messages, export: { statedRange: "全部时间" } } }, // prettier-ignore
  ],
  finds: [
    {
      name: "both ends, in whole days",
      chat: { messages, declared: within("2026-02-28", "2026-03-21") },
      finds: [
        { word: "begins-later", level: "warning", facts: { from: "2026-02-28", firstDay: "2026-03-02", days: 2 }, messages: [1] }, // prettier-ignore
        { word: "ends-earlier", level: "warning", facts: { to: "2026-03-21", lastDay: "2026-03-20", days: 1 }, messages: [3] }, // prettier-ignore
      ],
    },
    {
      name: "the same record in another zone, where it begins a day earlier and ends a day earlier",
      chat: { messages, timeZone: "Europe/Berlin", declared: within("2026-03-01", "2026-03-21") },
      finds: [{ word: "ends-earlier", facts: { days: 1, lastDay: "2026-03-20" } }],
    },
    {
      name: "a period in the middle without a message, and one before all",
      chat: { messages, declared: within("2026-03-06", "2026-03-19") },
      finds: [{ word: "none-inside", facts: { from: "2026-03-06", to: "2026-03-19", firstDay: "2026-03-02" } }],
    },
    {
      name: "a period that ends before it begins",
      chat: { messages, declared: within("2026-03-20", "2026-03-02") },
      finds: [{ word: "reversed", facts: { from: "2026-03-20", to: "2026-03-02" } }],
    },
    {
      name: "a stated range wider than the record is only noted",
      chat: { messages, export: { statedRange: "2026-01-01 00:00:00 +08:00 ~ 不限; messageTypes: text" } },
      finds: [{ word: "range-begins-later", level: "note", facts: { from: "2026-01-01", days: 60 } }],
    },
    {
      name: "an export narrower than the period in dispute",
      chat: {
        messages,
        export: { statedRange: "2026-03-02_2026-03-20" },
        declared: within("2026-03-02", "2026-04-30"),
      },
      finds: [
        { word: "ends-earlier", facts: { days: 41 } },
        { word: "range-narrower", level: "warning", facts: { statedTo: "2026-03-20", to: "2026-04-30" } },
      ],
    },
  ],
});

describe("ranges as exporters write them", () => {
  test.each([
    ["20260601-20260630", { from: "2026-06-01", to: "2026-06-30" }],
    ["20260601-至今", { from: "2026-06-01", to: null }],
    ["截至-20260601", { from: null, to: "2026-06-01" }],
    ["20260601", { from: "2026-06-01", to: "2026-06-01" }],
    ["不限 ~ 2026-03-05 23:59:59 +08:00", { from: null, to: "2026-03-05" }],
    ["2026年3月1日 至 2026年3月31日", { from: "2026-03-01", to: "2026-03-31" }],
    ["1775178307–1775179307", { from: "2026-04-03", to: "2026-04-03" }],
    ["1775178307000–1775265307000", { from: "2026-04-03", to: "2026-04-04" }],
    ["全部时间", null],
    ["2026-03-31 ~ 2026-03-01", null],
  ])("%s", (text, days) => {
    expect(statedDays(text, "Asia/Shanghai")).toEqual(days);
  });
});
