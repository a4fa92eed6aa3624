import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { comparable, excerpt, stretches } from "../../../src/viewer/text/found.ts";

const found = (text: string, asked: string) =>
  stretches(text, comparable(asked))
    .filter(({ isFound }) => isFound)
    .map(({ text: part }) => part);

describe("words found in a text", () => {
  test("are Chinese substrings, in every place", () => {
    expect(found("借款的利息，借款的本金", "借款")).toEqual(["借款", "借款"]);
  });

  test("do not depend on letter case or width", () => {
    expect(found("合同ＡＢＣ与abc", "Abc")).toEqual(["ＡＢＣ", "abc"]);
  });

  test("mark the whole character where its form is longer", () => {
    expect(found("共㎏重", "kg")).toEqual(["㎏"]);
  });

  test("leave the text whole, whatever is asked", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme", maxLength: 3 }), (text, asked) => {
        expect(
          stretches(text, comparable(asked))
            .map((one) => one.text)
            .join(""),
        ).toBe(text);
      }),
    );
  });

  test("stand in an excerpt of one line", () => {
    const text = `${"前".repeat(100)}\n借款${"后".repeat(100)}`;
    const line = excerpt(text, "借款", 10);
    expect(line).toContain("借款");
    expect(line.length).toBeLessThan(50);
    expect(line).not.toContain("\n");
  });
});
