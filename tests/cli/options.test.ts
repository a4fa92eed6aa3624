import { describe, expect, test } from "vitest";
import { UsageError } from "../../src/base/errors.ts";
import { runOf, type RunOptions } from "../../src/cli/options.ts";

const PLACE = { environment: {}, folder: "/", now: Date.UTC(2026, 7, 31, 17) };
const period = (options: RunOptions) => {
  const { from, until } = runOf(options, PLACE).settings;
  return [from, until].map((at) => at === null ? null : new Date(at).toISOString()); // prettier-ignore
};

describe("the period of a run", () => {
  test("begins and ends at midnight of its zone, both days inside", () => {
    expect(period({ from: "2026-03-01", to: "2026-03-02" })).toEqual(["2026-02-28T16:00:00.000Z", "2026-03-02T16:00:00.000Z"]); // prettier-ignore
    expect(period({ from: "2026-03-01", to: "2026-03-01", tz: "Asia/Kolkata" })).toEqual(["2026-02-28T18:30:00.000Z", "2026-03-01T18:30:00.000Z"]); // prettier-ignore
    expect(period({})).toEqual([null, null]);
  });

  test("holds the whole day where clocks are set, be it of 23 or of 25 hours", () => {
    const tz = "America/New_York";
    expect(period({ from: "2026-03-08", to: "2026-03-08", tz })).toEqual(["2026-03-08T05:00:00.000Z", "2026-03-09T04:00:00.000Z"]); // prettier-ignore
    expect(period({ from: "2026-11-01", to: "2026-11-01", tz })).toEqual(["2026-11-01T04:00:00.000Z", "2026-11-02T05:00:00.000Z"]); // prettier-ignore
  });

  test("begins with the first moment of a day whose midnight the clocks skip", () => {
    expect(period({ from: "2018-11-04", to: "2018-12-31", tz: "America/Sao_Paulo" })).toEqual(["2018-11-04T03:00:00.000Z", "2019-01-01T02:00:00.000Z"]); // prettier-ignore
  });

  test.each(["2026-02-30", "2026-3-1", "2026/03/01", "2026-03-01 08:00", "yesterday", ""])("is not read from %j", (from) => {
    expect(() => period({ from })).toThrow(UsageError);
  }); // prettier-ignore
});

test("the day of packing is Beijing's", () => {
  expect(runOf({}, PLACE).settings.date).toBe("2026-09-01");
});
