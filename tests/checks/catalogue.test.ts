import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { placeholdersOf } from "../../src/base/sentence.ts";
import type { Bilingual } from "../../src/base/bilingual.ts";
import { CHECKS } from "../../src/checks/index.ts";

const SOURCES = fileURLToPath(new URL("../../src/checks/", import.meta.url));
const TESTS = fileURLToPath(new URL("./", import.meta.url));
const AREAS = [
  "source", "continuity", "completeness", "identity", "custody", "group", "consistency", "acquisition",
]; // prettier-ignore

function filesOf(area: string): string[] {
  const folder = `${SOURCES}${area}`;
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((name) => `${area}/${name.replace(/\.ts$/, "")}`);
}

function bothSaid({ zh, en }: Bilingual): boolean {
  return /\p{Script=Han}/u.test(zh) && /[a-z]/i.test(en) && !/\p{Script=Han}/u.test(en);
}

describe("the catalogue of checks", () => {
  test("holds every file of every area, and nothing else", () => {
    const files = AREAS.flatMap(filesOf).sort();
    expect(files.length).toBeGreaterThan(0);
    expect(CHECKS.map(({ id }) => id).sort()).toEqual(files);
  });

  test("names no check twice", () => {
    expect(new Set(CHECKS.map(({ id }) => id)).size).toBe(CHECKS.length);
  });

  test.each(CHECKS.map((check) => ({ id: check.id, check })))("$id has a card that can be printed", ({ check }) => {
    expect(Number.isInteger(check.version) && check.version >= 1).toBe(true);
    expect(check.reference).not.toBe("");
    expect(check.innocent.length).toBeGreaterThan(0);
    expect(Object.keys(check.words).length).toBeGreaterThan(0);
    for (const said of [check.title, check.rule, check.legalHook, ...check.innocent, ...Object.values(check.words)]) {
      expect(bothSaid(said), JSON.stringify(said)).toBe(true);
    }
  });

  test.each(CHECKS.map((check) => ({ id: check.id, check })))(
    "$id speaks of the same values in both languages",
    ({ check }) => {
      for (const [word, { zh, en }] of Object.entries(check.words)) {
        expect([...new Set(placeholdersOf(zh))].sort(), word).toEqual([...new Set(placeholdersOf(en))].sort());
      }
      for (const { zh, en } of [check.title, check.rule, check.legalHook, ...check.innocent]) {
        expect([...placeholdersOf(zh), ...placeholdersOf(en)]).toEqual([]);
      }
    },
  );

  test.each(CHECKS.map(({ id }) => id))("%s has a test", (id) => {
    expect(existsSync(`${TESTS}${id}.test.ts`)).toBe(true);
  });
});
