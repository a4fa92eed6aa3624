import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { Scratch } from "../../../src/base/scratch.ts";
import { dataDocument } from "../../../src/report/viewer/script.ts";

const scratch = new Scratch();
afterAll(() => {
  scratch.dispose();
});

function script(value: unknown): string {
  const { content } = dataDocument("overview", value, scratch);
  return Buffer.isBuffer(content) ? content.toString("utf8") : readFileSync(content.file, "utf8");
}

function ran(text: string): unknown {
  const got: unknown[] = [];
  runInNewContext(text, { evidenceData: (_key: string, value: unknown) => got.push(value) });
  expect(got).toHaveLength(1);
  return JSON.parse(JSON.stringify(got[0]));
}

test("any text comes back as it was written, and none of it can end a script", () => {
  const piece = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("</script>", "<!--", "\u2028", "\u2029", "]]>", "\\u003c", "\\", '"', "\u0000", "\u202e"));
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join("");
      const written = script([text]);
      expect(written).not.toMatch(/[<\u2028\u2029]/);
      expect(ran(written)).toEqual([text]);
    }),
  );
}); // prettier-ignore

test("half of a pair of surrogates is shown as its number, as in the record", () => {
  expect(ran(script(["a\ud83d", "\ude00b"]))).toEqual(["a\\ud83d", "\\ude00b"]);
});
