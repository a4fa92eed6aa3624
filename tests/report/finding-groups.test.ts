import { expect, test } from "vitest";
import type { Finding, Outcome } from "../../src/model/finding.ts";
import { sortsFirst, type PlacedFinding } from "../../src/report/finding-groups.ts";

const outcome = {} as Outcome;

function placed(word: string): PlacedFinding {
  return { outcome, finding: { word } as Finding };
}

test("one finding of every sort comes before the second of any, in the order of the record", () => {
  const [a1, a2, a3, b1, c1, b2] = ["a", "a", "a", "b", "c", "b"].map((word) => placed(word));
  const all = [a1, a2, a3, b1, c1, b2].filter((one) => one !== undefined);
  expect(sortsFirst(all)).toEqual([a1, b1, c1, a2, b2, a3]);
});
