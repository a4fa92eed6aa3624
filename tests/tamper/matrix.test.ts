import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { verify } from "../../src/verify.ts";
import { sealedBytes, temporaryFolder } from "../bundle/sealed.ts";
import { buildZip, piecesOf } from "../bundle/zip-builder.ts";
import { CONTAINER } from "./container.ts";
import { CONTENTS } from "./contents.ts";
import { ELSEWHERE } from "./elsewhere.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const folder = temporaryFolder();
const path = join(folder.path, "case-0001.zip");
let good: Buffer = Buffer.alloc(0);
beforeAll(async () => {
  good = (await sealedBytes()).bytes;
});
afterAll(() => {
  folder.dispose();
});

/** Derivation is left out here: it has nothing to do with what these items change. */
async function judged(zip: Buffer) {
  writeFileSync(path, zip);
  return verify(path, { rederive: false, expectFingerprint: null });
}

test("the bundle that is tampered with is intact before", async () => {
  expect(await judged(good)).toMatchObject({ word: "intact-not-anchored" });
});

describe("what is done to a bundle is found at its level", () => {
  test.each([...CONTAINER, ...CONTENTS].map((row) => [row.item, row.what, row] as const))(
    "%i %s", async (_item, _what, { act, level, outcome, word }) => {
      const zip = act(good);
      expect(zip.equals(good)).toBe(false);
      const answer = await judged(zip);
      expect(answer.levels[level]).toMatchObject({ level, outcome });
      expect(answer.levels[level]?.faults.length).toBeGreaterThan(0);
      expect(answer.word).toBe(word);
    },
  ); // prettier-ignore
});

test("45 without a folder at the top it is no bundle", async () => {
  const pieces = piecesOf(good).map(({ name, content }) => ({ name: name.toString().slice("case-0001/".length), content })); // prettier-ignore
  await expect(judged(buildZip({ pieces }))).rejects.toMatchObject({ code: "BUNDLE_NOT_A_BUNDLE" });
});

describe("the matrix", () => {
  test("has every item from 1 to 90 and 102 to 111, here, elsewhere, or with the reason why not", () => {
    const here = [...CONTAINER, ...CONTENTS].map(({ item }) => item);
    const beside = BESIDE.flatMap((file) => itemsIn(join(import.meta.dirname, file)));
    const covered = new Set([...here, ...beside, ...ELSEWHERE.flatMap(({ items }) => items)]);
    const items = [
      ...Array.from({ length: 90 }, (_, at) => at + 1),
      ...Array.from({ length: 10 }, (_, at) => at + 102),
    ];
    expect(items.filter((item) => !covered.has(item))).toEqual([]);
  });

  test.each(ELSEWHERE.flatMap((row) => ("file" in row ? [[row.file, row.title] as const] : [])))(
    "%s still has the test: %s", (file, title) => {
      expect(readFileSync(join(ROOT, file), "utf8")).toContain(title);
    },
  ); // prettier-ignore
});

/** Tests of this folder whose rows and titles begin with the number of their item. */
const BESIDE = ["seals.test.ts", "hostile.test.ts", "rezipped.test.ts"];

function itemsIn(file: string): number[] {
  const numbered = /(?:item: |\b(?:test|describe)(?:\.each\([^]*?\]\))?\("(?:items? )?)(\d+)\b/g;
  return [...readFileSync(file, "utf8").matchAll(numbered)].map(([, item]) => Number(item));
}
