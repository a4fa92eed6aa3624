import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { instantOf, parseWallClock } from "../../src/base/time.ts";
import { zonedTime } from "../../src/base/zoned-time.ts";

function instant(text: string, zone: string) {
  const clock = parseWallClock(text);
  if (clock === null) throw new RangeError(text);
  const { epochMs, doubt } = instantOf(clock, zone);
  return { utc: new Date(epochMs).toISOString(), doubt };
}

describe("reading a wall clock", () => {
  test.each([
    ["2024-02-27 10:13:21", "s"],
    ["2024/2/27 10:13", "min"],
    ["2024.02.27", "day"],
    ["2024年2月27日 10:13:21", "s"],
  ])("understands %s to the %s", (text, precision) => {
    expect(parseWallClock(text)).toMatchObject({ year: 2024, month: 2, day: 27, precision });
  });

  test.each(["", "2024-02-30 10:00:00", "2024-13-01", "24:00:00", "2024-02-27 24:00:00", "45349.4259", "2024-02/27"])(
    "refuses %j",
    (text) => expect(parseWallClock(text)).toBeNull(),
  );
});

describe("the instant of a wall clock", () => {
  test("in Asia/Shanghai is eight hours behind, and nine in the summers of 1986 to 1991", () => {
    expect(instant("2024-02-27 10:13:21", "Asia/Shanghai")).toEqual({ utc: "2024-02-27T02:13:21.000Z", doubt: null });
    expect(instant("1990-07-01 09:00:00", "Asia/Shanghai")).toEqual({ utc: "1990-07-01T00:00:00.000Z", doubt: null });
    expect(instant("1992-07-01 08:00:00", "Asia/Shanghai")).toEqual({ utc: "1992-07-01T00:00:00.000Z", doubt: null });
  });

  test("says where the clock showed it twice or never", () => {
    expect(instant("1991-09-15 01:30:00", "Asia/Shanghai")).toEqual({
      utc: "1991-09-14T16:30:00.000Z",
      doubt: "ambiguous",
    });
    expect(instant("2026-11-01 01:30:00", "America/New_York")).toEqual({
      utc: "2026-11-01T05:30:00.000Z",
      doubt: "ambiguous",
    });
    expect(instant("2026-03-08 02:30:00", "America/New_York")).toEqual({
      utc: "2026-03-08T07:30:00.000Z",
      doubt: "nonexistent",
    });
  });

  test("shows the same wall clock again when printed in that zone", () => {
    const zones = fc.constantFrom(
      "Asia/Shanghai",
      "Asia/Urumqi",
      "America/New_York",
      "Australia/Lord_Howe",
      "Asia/Kathmandu",
    );
    fc.assert(
      fc.property(zones, fc.integer({ min: 500_000_000, max: 2_000_000_000 }), (zone, second) => {
        const shown = zonedTime(second * 1000, zone).slice(0, 19);
        const clock = parseWallClock(shown);
        expect(clock).not.toBeNull();
        if (clock === null) return;
        expect(zonedTime(instantOf(clock, zone).epochMs, zone).slice(0, 19)).toBe(shown);
      }),
    );
  });

  test("needs a zone that exists", () => {
    expect(() => instant("2024-02-27 10:13:21", "Mars/Base")).toThrow(RangeError);
  });
});
