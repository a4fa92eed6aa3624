import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { zonedDay, zonedTime } from "../../src/base/zoned-time.ts";

describe("a time in a zone", () => {
  it("is said with its offset", () => {
    expect(zonedTime(Date.UTC(2024, 2, 1, 1, 12, 5, 999), "Asia/Shanghai")).toBe("2024-03-01 09:12:05 +08:00");
    expect(zonedTime(Date.UTC(2024, 6, 1, 12), "America/New_York")).toBe("2024-07-01 08:00:00 -04:00");
    expect(zonedTime(Date.UTC(2024, 0, 1), "Asia/Kathmandu")).toBe("2024-01-01 05:45:00 +05:45");
    expect(zonedDay(Date.UTC(2024, 1, 28, 17), "Asia/Shanghai")).toBe("2024-02-29");
  });

  it("tells the two hours apart that a clock shows twice", () => {
    expect(zonedTime(Date.UTC(1991, 8, 14, 15, 30), "Asia/Shanghai")).toBe("1991-09-15 00:30:00 +09:00");
    expect(zonedTime(Date.UTC(1991, 8, 14, 17, 30), "Asia/Shanghai")).toBe("1991-09-15 01:30:00 +08:00");
  });

  it("says midnight as 00 and times no calendar holds as they are", () => {
    expect(zonedTime(0, "UTC")).toBe("1970-01-01 00:00:00 +00:00");
    expect(zonedTime(9e15, "UTC")).toBe("9000000000000000 ms");
  });

  it("reads back as the second it was made from, in any zone", () => {
    const zone = fc.constantFrom("UTC", "Asia/Shanghai", "Europe/Berlin", "America/St_Johns", "Pacific/Apia");
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), zone, (epochMs, timeZone) => {
        const [day = "", time = "", offset = ""] = zonedTime(epochMs, timeZone).split(" ");
        expect(Date.parse(`${day}T${time}${offset}`)).toBe(Math.floor(epochMs / 1000) * 1000);
      }),
    );
  });
});
