import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { verify } from "../../src/verify.ts";
import { sealedBytes, temporaryFolder } from "../bundle/sealed.ts";
import { CONTAINER } from "./container.ts";
import { CONTENTS } from "./contents.ts";
import { ELSEWHERE, SEALS } from "./elsewhere.ts";

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

describe("the matrix", () => {
  test("has every item from 1 to 90 and 102 to 111, here, elsewhere, or with the reason why not", () => {
    const here = [...CONTAINER, ...CONTENTS].map(({ item }) => item);
    const covered = new Set([...here, ...REZIPPED, ...SEALS, ...ELSEWHERE.flatMap(({ items }) => items)]);
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

/** In hostile.test.ts and rezipped.test.ts. */
const REZIPPED = [29, 30];
