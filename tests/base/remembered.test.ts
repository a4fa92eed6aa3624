import { expect, test } from "vitest";
import { remembered } from "../../src/base/remembered.ts";

test("what was asked before is not asked again, also where the answer was nothing", () => {
  const asked: string[] = [];
  const half = remembered((text: string) => (asked.push(text), text === "none" ? undefined : text.length), 10);
  expect([half("货"), half("none"), half("货"), half("none")]).toEqual([1, undefined, 1, undefined]);
  expect(asked).toEqual(["货", "none"]);
});

test("no more answers are kept than were allowed", () => {
  let asked = 0;
  const same = remembered((key: number) => ((asked += 1), key), 3);
  for (const key of [1, 2, 3, 4, 1]) expect(same(key)).toBe(key);
  expect(asked).toBe(5);
});
