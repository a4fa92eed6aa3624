import { expect, test } from "vitest";
import { numberRanges } from "../../src/base/number-ranges.ts";

test("numbers, ranges and every mark between them are read, in the order typed", () => {
  expect(numberRanges(" 12，5–30、41至50, 9 ~ 7")).toEqual([
    { from: 12, to: 12 },
    { from: 5, to: 30 },
    { from: 41, to: 50 },
    { from: 7, to: 9 },
  ]);
});

test("words without numbers name none", () => {
  expect(numberRanges("全部")).toEqual([]);
  expect(numberRanges("")).toEqual([]);
});
