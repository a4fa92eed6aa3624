import fc from "fast-check";
import { expect, test } from "vitest";
import { compareCodePoints } from "../../src/base/order.ts";

test("an astral character comes after the last character of the basic plane", () => {
  expect(["\u{1f600}", "\uffee", "a", ""].sort(compareCodePoints)).toEqual(["", "a", "\uffee", "\u{1f600}"]);
});

test("the order of texts is the order of their UTF-8 bytes", () => {
  const text = fc.string({ unit: "binary" });
  fc.assert(
    fc.property(text, text, (left, right) => {
      const bytes = Buffer.compare(Buffer.from(left), Buffer.from(right));
      expect(Math.sign(compareCodePoints(left, right))).toBe(bytes);
    }),
  );
});
