import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countText, durationText, fillSentence, placeholdersOf, sizeText } from "../../src/base/sentence.ts";

const zh = { language: "zh", timeZone: "Asia/Shanghai" } as const;
const en = { language: "en", timeZone: "UTC" } as const;

describe("a sentence with values", () => {
  it("says each value by the unit its name states", () => {
    const at = Date.UTC(2024, 1, 29, 16, 0, 1);
    expect(
      fillSentence(
        "{sentAt}，{sizeBytes}，{gapMs}，{seconds}",
        { sentAt: at, sizeBytes: 1536, gapMs: 90_000, seconds: 3600 },
        zh,
      ),
    ).toBe("2024-03-01 00:00:01 +08:00，1.5 KiB，1 分 30 秒，1 小时");
    expect(fillSentence("{sentAt} {missing}", { sentAt: at, missing: 12345 }, en)).toBe(
      "2024-02-29 16:00:01 +00:00 12345",
    );
  });

  it("says what is not stated, and yes and no", () => {
    expect(fillSentence("{a} {b} {c}", { a: null, b: true, c: false }, zh)).toBe("未记载 是 否");
    expect(fillSentence("{a} {b} {c}", { a: null, b: true, c: false }, en)).toBe("not stated yes no");
  });

  it("never reads a value as a template and leaves a placeholder without value standing", () => {
    expect(fillSentence("{name} {other}", { name: "{other} $& $1", extra: 1 }, zh)).toBe("{other} $& $1 {other}");
    expect(fillSentence("{toString}", {}, zh)).toBe("{toString}");
  });

  it("says ids, which are strings, as they are", () => {
    fc.assert(
      fc.property(fc.bigInt(), (id) => {
        expect(fillSentence("{serverId}", { serverId: String(id) }, zh)).toBe(String(id));
      }),
    );
  });

  it("names its placeholders in order", () => {
    expect(placeholdersOf("{from} 至 {to}，{from}")).toEqual(["from", "to", "from"]);
  });
});

describe("numbers in words", () => {
  it("marks thousands", () => {
    expect([0, 999, 1000, 1234567].map(countText)).toEqual(["0", "999", "1,000", "1,234,567"]);
  });

  it("says sizes in binary units and small ones to the byte", () => {
    expect([0, 1023, 1024, 10_736_344_498].map(sizeText)).toEqual(["0 B", "1023 B", "1.0 KiB", "10.0 GiB"]);
  });

  it("says durations in their two largest units, cut off", () => {
    expect(durationText(0, "en")).toBe("0 ms");
    expect(durationText(999, "zh")).toBe("999 毫秒");
    expect(durationText(3_600_000, "zh")).toBe("1 小时");
    expect(durationText(3 * 86_400_000 + 4 * 3_600_000 + 59 * 60_000, "en")).toBe("3 d 4 h");
    expect(durationText(-65_000, "en")).toBe("-1 min 5 s");
  });
});
