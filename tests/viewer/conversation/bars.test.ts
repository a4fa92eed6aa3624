import { describe, expect, test } from "vitest";
import type { ViewerDay } from "../../../src/model/viewer.ts";
import { barsOf, WIDTH } from "../../../src/viewer/conversation/bars.ts";

const day = (from: string, to: string, state: ViewerDay["state"], change: Partial<ViewerDay> = {}): ViewerDay => ({
  from,
  to,
  days: Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1,
  state,
  messages: 0,
  errors: 0,
  warnings: 0,
  notes: 0,
  ...change,
});

describe("the calendar strip", () => {
  test("has a column for each day, silent ones told apart from those out of range", () => {
    const { bars, perBar } = barsOf([
      day("2024-02-27", "2024-02-28", "out-of-range"),
      day("2024-02-29", "2024-02-29", "messages", { messages: 4, warnings: 1 }),
      day("2024-03-01", "2024-03-02", "silent"),
      day("2024-03-03", "2024-03-03", "messages", { messages: 2 }),
    ]);
    expect(perBar).toBe(1);
    expect(bars.map(({ from, state, share, level }) => [from, state, share, level])).toEqual([
      ["2024-02-27", "out-of-range", 0, null],
      ["2024-02-28", "out-of-range", 0, null],
      ["2024-02-29", "messages", 1, "warning"],
      ["2024-03-01", "silent", 0, null],
      ["2024-03-02", "silent", 0, null],
      ["2024-03-03", "messages", 0.5, null],
    ]);
    const last = bars.at(-1);
    expect((last?.x ?? 0) + (last?.width ?? 0)).toBeCloseTo(WIDTH);
  });

  test("puts many years into a bounded number of columns and loses no message", () => {
    const days = Array.from({ length: 3000 }, (_, at) => {
      const text = new Date(Date.UTC(2015, 0, 1) + at * 86_400_000).toISOString().slice(0, 10);
      return day(text, text, "messages", { messages: at + 1 });
    });
    const { bars, perBar } = barsOf(days);
    expect(bars.length).toBeLessThanOrEqual(366);
    expect(perBar).toBe(9);
    expect(bars[0]?.first?.from).toBe("2015-01-01");
    expect(bars.at(-1)?.to).toBe(days.at(-1)?.to);
  });

  test("is empty where no day is known", () => {
    expect(barsOf([]).bars).toEqual([]);
  });
});
