import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { visiblePieces, visibleText } from "../../../src/viewer/text/visible.ts";

describe("hostile text as it is shown", () => {
  test.each([
    ["abc\u202egnp.exe", "abc⟦U+202E⟧gnp.exe"],
    ["a\u2066b\u2069", "a⟦U+2066⟧b⟦U+2069⟧"],
    ["a\u200bb\ufeffc\u00ad", "a⟦U+200B⟧b⟦U+FEFF⟧c⟦U+00AD⟧"],
    ["a\u0000b\u001b[31m", "a⟦U+0000⟧b⟦U+001B⟧[31m"],
    ["\ud800x", "⟦U+D800⟧x"],
    ["\u3164", "⟦U+3164⟧"],
    ["\u{e0041}", "⟦U+E0041⟧"],
    ["a\u2028b", "a⟦U+2028⟧b"],
    ["a\rb", "a⟦U+000D⟧b"],
  ])("shows what nobody would see by its number: %j", (text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  test.each(["借款\n利息\t5%", "👨‍👩‍👧 ❤️ 1️⃣ 👍🏽", "é e\u0301 ผู้", "العربية"])(
    "leaves ordinary text as it is: %j",
    (text) => {
      expect(visibleText(text)).toBe(text);
    },
  );

  test("takes the two characters of a line end as one", () => {
    expect(visibleText("a\r\nb")).toBe("a\nb");
  });

  test("stops marks from piling up", () => {
    expect(visibleText(`a${"\u0301".repeat(6)}`)).toBe(`a${"\u0301".repeat(3)}${"⟦U+0301⟧".repeat(3)}`);
  });

  test("never shows a character that changes direction, whatever stands around it", () => {
    const unit = fc.constantFrom(
      "a",
      "证",
      "\u202e",
      "\u2067",
      "❤",
      "\ufe0f",
      "\u200d",
      "\u0301",
      "\n",
      "\ud800",
      "👍",
    );
    fc.assert(
      fc.property(fc.array(unit), (units) => {
        const pieces = visiblePieces(units.join(""));
        expect(pieces.map(({ text }) => text).join("")).not.toMatch(/[\u202e\u2067]|\p{Cs}/u);
        expect(pieces.every(({ text }) => text !== "")).toBe(true);
      }),
    );
  });
});
