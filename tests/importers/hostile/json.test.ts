import { beforeAll, describe, expect, test } from "vitest";
import { contentsOf, FIXTURE_CASES, languageOf, sampleOf, type Contents } from "./fixture.ts";
import { outcomeOf, readingOf, type Outcome, type Read } from "./outcome.ts";
import { ACTIVE, NO_NUMBERS, NUMBERS, ODD, XML } from "./values.ts";

interface Case {
  readonly importer: string;
  readonly name: string;
  readonly contents: Contents;
  /** The file with most of the records. */
  readonly path: string;
  readonly text: string;
  readonly pristine: Read;
  /** Strict JSON: what a string says is what the record says. */
  readonly isPlain: boolean;
}

const STRING = /"(?:[^"\\\n]|\\.)*"/g;

/** Fixtures whose records are JSON: files of it, lines of it, and lists inside scripts. */
const cases: readonly Case[] = (
  await Promise.all(
    FIXTURE_CASES.map(async (fixture): Promise<Case[]> => {
      const contents = await contentsOf(fixture);
      const pristine = await readingOf(contents);
      const used = [...new Set([...pristine.entries, ...pristine.filesUsed])];
      const found = used.flatMap((path) => {
        const bytes = contents[path] ?? Buffer.alloc(0);
        const language = languageOf(path, bytes);
        const text = bytes.toString("utf8");
        const isJson = ["json", "json-lines", "script"].includes(language ?? "");
        return isJson ? [{ path, text, isPlain: language === "json" || language === "json-lines" }] : [];
      });
      const [most] = found.sort((a, b) => recordsIn(b.text, pristine) - recordsIn(a.text, pristine));
      if (most === undefined || recordsIn(most.text, pristine) === 0) return [];
      return [{ importer: fixture.importer, name: fixture.name, contents, pristine, ...most }];
    }),
  )
).flat();

/** How many of the messages a file names by their words or ids. */
function recordsIn(text: string, { messages }: Read): number {
  return messages.filter((message) => [message.text, message.serverId].some((one) => one !== null && text.includes(one))).length; // prettier-ignore
}

/** At most `most` places of a pattern, spread over the whole text. */
function places(text: string, pattern: RegExp, most: number): RegExpExecArray[] {
  const all = [...text.matchAll(pattern)] as RegExpExecArray[];
  const step = Math.max(1, all.length / most);
  return Array.from({ length: Math.min(most, all.length) }, (_, at) => all[Math.floor(at * step)] as RegExpExecArray);
}

function spliced(text: string, at: number, length: number, by: string): string {
  return text.slice(0, at) + by + text.slice(at + length);
}

async function outcomeWith({ contents, path }: Case, text: string): Promise<Outcome> {
  return outcomeOf({ ...contents, [path]: Buffer.from(text) });
}

/** A script hands a whole page over as one text; what stands in its place is no page, and the page is told as one record. */
function isPage(value: string, { isPlain }: Case): boolean {
  return !isPlain && (value.match(/data-render-type/g)?.length ?? 0) > 1;
}

/** Nothing of the records may be lost by a change inside one of them. */
function expectAllRecords(outcome: Outcome, { pristine }: Case, what: string): void {
  if (outcome.type === "refused") return;
  expect(outcome.kept + outcome.skipped, what).toBeGreaterThanOrEqual(pristine.kept + pristine.skipped);
}

/** A word that several fields repeat is kept once. */
function isOnce(text: string, word: string): boolean {
  return text.indexOf(word) === text.lastIndexOf(word);
}

/**
 * What a record holds whatever the order: keys stand in code-point order, so the same record under another key may be
 * ordered otherwise. Digests of the file itself differ with it.
 */
function charactersOf(record: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const character of record.replace(/\b[0-9a-f]{64}\b/g, ""))
    counts.set(character, (counts.get(character) ?? 0) + 1);
  return counts;
}

/** Values that stand behind a key or in a list, no keys. */
function stringValues(text: string, most: number): RegExpExecArray[] {
  const behind = ({ index, 0: whole }: RegExpExecArray) => text.slice(index + whole.length, index + whole.length + 8);
  const values = [...text.matchAll(STRING)].filter((match) => !/^\s*:/.test(behind(match)));
  const step = Math.max(1, values.length / most);
  return Array.from({ length: Math.min(most, values.length) }, (_, at) => values[Math.floor(at * step)] as RegExpExecArray); // prettier-ignore
}

const HOSTILE = { ...ACTIVE, ...XML, ...ODD };

describe("hostile JSON", () => {
  let readAtAll = 0;
  beforeAll(() => {
    readAtAll = 0;
  });

  test("the importers that read JSON are among them", () => {
    const importers = ["chatlab", "chatlog", "ciphertalk", "echotrace", "memotrace-html", "pywxdump", "wechatdataanalysis-zip", "wechatexporter-ios", "weflow-json", "weflow-other"]; // prettier-ignore
    expect([...new Set(cases.map(({ importer }) => importer))].sort()).toEqual(importers);
  });

  test.each(cases)("$importer/$name keeps hostile words in any value as words", async (one) => {
    const names = Object.keys(HOSTILE);
    const turn = cases.indexOf(one) * 7;
    for (const [index, { index: at, 0: whole }] of stringValues(one.text, sampleOf(25, 9)).entries()) {
      const name = names[(turn + index) % names.length] ?? "script";
      const hostile = HOSTILE[name] ?? "";
      const written = JSON.stringify(hostile).replaceAll("</", "<\\/");
      const outcome = await outcomeWith(one, spliced(one.text, at, whole.length, written));
      const what = `${name} in place of ${whole.slice(0, 100)} at ${at}`;
      if (isPage(whole, one)) {
        expect(outcome.type === "refused" || outcome.told.has("page-unreadable"), what).toBe(true);
        continue;
      }
      expectAllRecords(outcome, one, what);
      if (outcome.type === "refused") continue;
      readAtAll += 1;
      expect(outcome.record, what).not.toMatch(/root:x:0/);
      const isText = one.isPlain && isOnce(one.text, whole) && one.pristine.messages.some(({ text, payload }) => text !== null && payload === null && JSON.stringify(text) === whole); // prettier-ignore
      if (isText) expect(outcome.record.includes(JSON.stringify(hostile).slice(1, -1)), what).toBe(true);
    }
  });

  test.each(cases)("$importer/$name keeps a key named like a member of every object as any other key", async (one) => {
    const value = '{"polluted":"毒","prototype":{"polluted":"毒"}}';
    for (const { index } of places(one.text, /\{(?=\s*")/g, sampleOf(6, 3))) {
      for (const key of ["__proto__", "constructor"]) {
        // A harmless key as long as the other, so that every place in the file is the same.
        const harmless = "q".repeat(key.length);
        const plain = await outcomeWith(one, spliced(one.text, index + 1, 0, `"${harmless}":${value},`));
        const outcome = await outcomeWith(one, spliced(one.text, index + 1, 0, `"${key}":${value},`));
        expectAllRecords(outcome, one, `${key} at ${index}`);
        expect(outcome.type, `${key} at ${index}`).toBe(plain.type);
        if (plain.type !== "read" || outcome.type !== "read") continue;
        const kept = plain.record.replaceAll(harmless, key);
        expect(charactersOf(outcome.record), `${key} at ${index}`).toEqual(charactersOf(kept));
      }
    }
  });

  test.each(cases)("$importer/$name survives a hundred thousand brackets", async (one) => {
    for (const { index } of places(one.text, /\{(?=\s*")/g, sampleOf(2, 1))) {
      for (const nested of [`${"[".repeat(1e5)}${"]".repeat(1e5)}`, `${'{"a":'.repeat(1e5)}1${"}".repeat(1e5)}`]) {
        const outcome = await outcomeWith(one, spliced(one.text, index + 1, 0, `"tief":${nested},`));
        expectAllRecords(outcome, one, `at ${index}`);
      }
      await outcomeWith(one, spliced(one.text, index, 0, "[".repeat(1e5)));
      await outcomeWith(one, spliced(one.text, index, 0, '{"a":'.repeat(1e5)));
    }
  });

  test.each(cases)("$importer/$name takes no number for another", async (one) => {
    const forms = [...NUMBERS, ...NO_NUMBERS];
    const turn = cases.indexOf(one) * 5;
    const numbers = places(one.text, /(?<=":\s?)-?\d+(?=\s*[,}\]])/g, sampleOf(14, 5));
    for (const [index, { index: at, 0: whole }] of numbers.entries()) {
      const form = forms[(turn + index) % forms.length] ?? "-0";
      const outcome = await outcomeWith(one, spliced(one.text, at, whole.length, form));
      expectAllRecords(outcome, one, `${form} for ${whole} at ${at}`);
    }
  });

  test.each(cases)("$importer/$name tells of a repeated key", async (one) => {
    const inRecords = /\{(?=\s*"(\w+)"\s*:)/g;
    for (const { index, 1: key } of places(one.text, inRecords, sampleOf(12, 5))) {
      const twice = spliced(one.text, index + 1, 0, `"${key}":"夹带的另一个值",`);
      const outcome = await outcomeWith(one, twice);
      expectAllRecords(outcome, one, `${key} at ${index}`);
      if (outcome.type === "refused" || !one.isPlain) continue;
      const isTold = outcome.record.includes("夹带的另一个值") || outcome.told.has("duplicate-key");
      expect(isTold, `${key} at ${index}`).toBe(true);
    }
  });

  test.each(cases)("$importer/$name reads NUL bytes and halves of characters as damage", async (one) => {
    const lone = "\\ud83d";
    for (const { index: at, 0: whole } of stringValues(one.text, sampleOf(3, 1))) {
      if (isPage(whole, one)) continue;
      for (const inside of [lone, "\\u0000", "\\ude00\\ud83d", "\0"]) {
        const outcome = await outcomeWith(one, spliced(one.text, at + 1, whole.length - 2, `夹带甲${inside}夹带乙`));
        expectAllRecords(outcome, one, `${JSON.stringify(inside)} at ${at}`);
      }
      const bytes = Buffer.from(one.text);
      const place = Buffer.byteLength(one.text.slice(0, at + 1));
      const halves = Buffer.concat([bytes.subarray(0, place), Buffer.from("eda0bdff80", "hex"), bytes.subarray(place)]);
      expectAllRecords(await outcomeOf({ ...one.contents, [one.path]: halves }), one, `halves at ${at}`);
    }
  });

  test("most of these were read, not refused", () => {
    expect(readAtAll).toBeGreaterThan(cases.length * sampleOf(10, 4));
  });
});
