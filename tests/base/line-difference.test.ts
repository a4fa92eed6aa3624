import { expect, test } from "vitest";
import { firstDifference } from "../../src/base/line-difference.ts";

const bytes = (text: string): Buffer[] => [...Buffer.from(text)].map((byte) => Buffer.from([byte]));

test.each([
  ["equal texts", "一\n二\n", "一\n二\n", null],
  ["a changed line", "一\n二\n", "一\n三\n", { line: 2, left: "二", right: "三" }],
  ["a line fewer", "一\n二\n", "一\n", { line: 2, left: "二", right: "(no such line)" }],
  ["a line more", "一\n", "一\n二\n", { line: 2, left: "(no such line)", right: "二" }],
])("%s", (_name, left, right, expected) => {
  expect(firstDifference(bytes(left), [Buffer.from(right)])).toEqual(expected);
});

test("shows the part around the first differing character of a long line", () => {
  const long = "甲".repeat(500);
  const found = firstDifference([Buffer.from(`${long}乙`)], [Buffer.from(`${long}丙`)]);
  expect(found).toEqual({ line: 1, left: `…${"甲".repeat(40)}乙`, right: `…${"甲".repeat(40)}丙` });
});
