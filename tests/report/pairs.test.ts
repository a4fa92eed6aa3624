import fc from "fast-check";
import { expect, test } from "vitest";
import type { Field } from "../../src/report/block.ts";
import { inPairs } from "../../src/report/pairs.ts";

const LONG = "很长的内容".repeat(30);

test("two short fields that follow each other stand beside each other, a long one alone", () => {
  const lines = inPairs([["甲", "1"], ["乙", "2"], ["丙", LONG], ["丁", "4"]], 30); // prettier-ignore
  expect(lines.map((line) => line.map(([label]) => label))).toEqual([["甲", "乙"], ["丙"], ["丁"]]);
});

test("a value of several lines counts each of them, a digest is too wide for half a page", () => {
  const lines = inPairs([["甲", ["一", "二", "三"]], ["乙", "2"], ["丙", "f".repeat(64)]], 30); // prettier-ignore
  expect(lines.map((line) => line.length)).toEqual([1, 1, 1]);
});

test("no field is lost or moved, whatever their lengths", () => {
  const fields = fc.array(fc.tuple(fc.string(), fc.string({ maxLength: 200 })), { maxLength: 30 });
  fc.assert(
    fc.property(fields, (rows: Field[]) => {
      const lines = inPairs(rows, 30);
      expect(lines.flat()).toEqual(rows);
      expect(lines.every(({ length }) => length === 1 || length === 2)).toBe(true);
    }),
  );
});
