import fc from "fast-check";
import { expect, test } from "vitest";
import { linesOf } from "../../src/base/text-lines.ts";

const texts = (pieces: readonly string[], longest = 1000) => [...linesOf(pieces, longest)].map(({ text }) => text);

test("lines are the text between line feeds, numbered from 1, however the text is cut", () => {
  const text = fc.stringMatching(/^[a\n\r]{0,40}$/);
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 7 }), (whole, size) => {
      const pieces = whole.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [];
      const expected = whole.split("\n");
      if (expected.at(-1) === "") expected.pop();
      const lines = [...linesOf(pieces, 1000)];
      expect(lines.map((line) => line.text)).toEqual(expected);
      expect(lines.map((line) => line.line)).toEqual(expected.map((_, at) => at + 1));
    }),
  );
});

test("a line that is too long is cut, said to be, and the next one is whole", () => {
  const lines = [...linesOf(["aaaa", "aaaa", "aa\nbb\nc", "c\ndd", "\n"], 4)];
  expect(lines).toEqual([
    { text: "aaaa", line: 1, isCut: true },
    { text: "bb", line: 2, isCut: false },
    { text: "cc", line: 3, isCut: false },
    { text: "dd", line: 4, isCut: false },
  ]);
});

test("no text has no lines", () => {
  expect(texts([])).toEqual([]);
  expect(texts([""])).toEqual([]);
});
