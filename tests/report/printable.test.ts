import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadFonts } from "../../src/report/fonts.ts";
import { printable, type Piece } from "../../src/report/printable.ts";

const fonts = loadFonts();

function shown(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (typeof piece === "string" ? piece : piece.emoji)).join("");
}

describe("printable text", () => {
  it("keeps what the fonts have", () => {
    const text = "合同 Contract №1：￥38.6 万，“先付三成”—— ①②③ ■▲○ é ㄅ カ";
    expect(shown(printable(text, fonts))).toBe(text);
  });

  it("shows unseen, moving and unknown characters by their numbers", () => {
    expect(shown(printable("a\u202eb\u0007\ufeffc\u2028한", fonts))).toBe(
      "a[U+202E]b[U+0007][U+FEFF]c[U+2028][U+D55C]",
    );
  });

  it("hands whole emoji sequences to the emoji font, and only those", () => {
    expect(printable("好👍🏽", fonts)).toEqual(["好", { emoji: "👍🏽" }]);
    expect(printable("12#", fonts)).toEqual(["12#"]);
    expect(shown(printable("\u200d", fonts))).toBe("[U+200D]");
  });

  it("lets digests, paths and ids break, and leaves words and dates whole", () => {
    expect(printable("0123456789abcdef0123456789abcdef", fonts)).toEqual([
      "01234567",
      "89abcdef",
      "01234567",
      "89abcdef",
    ]);
    expect(printable("2024-03-01 09:12:05 +08:00", fonts)).toHaveLength(1);
    expect(printable("misinterpretations of acknowledgement", fonts)).toHaveLength(1);
  });

  it("loses no character that is printed and adds none but the numbers", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        const back = shown(printable(text, fonts)).replace(/\[U\+([0-9A-F]{4,6})\]/g, (_, hex: string) =>
          String.fromCodePoint(parseInt(hex, 16)),
        );
        expect(back).toBe(text);
      }),
    );
  });

  it("prints nothing the fonts lack", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => {
        for (const piece of printable(text, fonts)) {
          const has = typeof piece === "string" ? fonts.text : fonts.emoji;
          for (const character of typeof piece === "string" ? piece : piece.emoji) {
            expect(has.has(character.codePointAt(0) ?? 0)).toBe(true);
          }
        }
      }),
    );
  });
});
