import { describe, expect, test } from "vitest";
import { sampleOf, type Contents, type Language } from "./fixture.ts";
import { outcomeOf, type Outcome, type Read } from "./outcome.ts";
import { ACTIVE, BEFORE, BEHIND, ODD, XML } from "./values.ts";
import { ONE_OF_EACH, WORD_CASES as cases, type WordCase as Case } from "./word-place.ts";

function withBytes({ contents, path, place }: Case, inserted: Buffer): Contents {
  const bytes = contents[path] as Buffer;
  return { ...contents, [path]: Buffer.concat([bytes.subarray(0, place), inserted, bytes.subarray(place)]) };
}

/** As the exporter writes words into its file. */
const WRITERS: Readonly<Record<Language, (words: string) => string>> = {
  json: (words) => JSON.stringify(words).slice(1, -1),
  "json-lines": (words) => JSON.stringify(words).slice(1, -1),
  script: (words) => JSON.stringify(escapedMarkup(words)).slice(1, -1),
  page: escapedMarkup,
  table: (words) => words.replaceAll('"', "”").replaceAll(",", "，"),
  workbook: escapedMarkup,
  statements: (words) => words.replaceAll("'", "''"),
  mail: (words) => words,
  text: (words) => words,
};

function escapedMarkup(words: string): string {
  const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "\\": "&#92;" }; // prettier-ignore
  return words.replace(/[&<>"'\\]/g, (sign) => entities[sign] ?? sign);
}

function expectAllRecords(outcome: Outcome, { pristine }: Case, what: string): outcome is Read {
  if (outcome.type === "refused") return false;
  expect(outcome.kept + outcome.skipped, what).toBeGreaterThanOrEqual(pristine.kept + pristine.skipped);
  return true;
}

const HOSTILE = Object.entries({ ...ACTIVE, ...XML, ...ODD });

/** A part of a list for each fixture, another for the next, so that together they take all of it. */
function shareOf<T>(all: readonly T[], one: Case, parts: number): T[] {
  const turn = cases.indexOf(one) % parts;
  return all.filter((_, index) => index % parts === turn);
}

describe("hostile words in a message", () => {
  test("every importer of texts is among them", () => {
    expect(new Set(cases.map(({ importer }) => importer)).size).toBeGreaterThanOrEqual(12);
  });

  test.each(cases)("$importer/$name keeps them as words, as its exporter writes them", async (one) => {
    for (const [name, words] of shareOf(HOSTILE, one, sampleOf(1, 7))) {
      const outcome = await outcomeOf(withBytes(one, Buffer.from(WRITERS[one.language](words))));
      if (!expectAllRecords(outcome, one, name)) continue;
      expect(outcome.record, name).not.toContain("root:x:0");
      if (words.startsWith(BEFORE)) expect(outcome.record, name).toContain(BEFORE);
      if (words.endsWith(BEHIND) && !outcome.told.has("value-too-large"))
        expect(outcome.record, name).toContain(BEHIND);
    }
  });

  test.each(cases)("$importer/$name runs and calls nothing where nobody escaped them", async (one) => {
    const unclosed = ["<!--", "<script>", "<style>", "<textarea>", "<title>", "<![CDATA[", '<a href="', "<", "</pre></div></body></html>", "</script><script>"]; // prettier-ignore
    const all = [...Object.values(ACTIVE), XML["bomb"] ?? "", XML["outside"] ?? "", ...unclosed];
    for (const words of shareOf(all, one, sampleOf(1, 7))) {
      const outcome = await outcomeOf(withBytes(one, Buffer.from(words)));
      if (outcome.type === "read") expect(outcome.record).not.toContain("root:x:0");
    }
  });

  test.each(cases)("$importer/$name tells of bytes that are no characters, or keeps what they mean", async (one) => {
    const all = ["00", "0000", "eda0bd", "edb880eda0bd", "ff80fe", "c0af", "f4908080", "1a"];
    for (const hex of shareOf(all, one, sampleOf(1, 4))) {
      const inserted = Buffer.concat([Buffer.from(BEFORE), Buffer.from(hex, "hex"), Buffer.from(BEHIND)]);
      const outcome = await outcomeOf(withBytes(one, inserted));
      if (!expectAllRecords(outcome, one, hex)) continue;
      expect(outcome.record, hex).toContain(BEFORE);
      expect(outcome.record, hex).toContain(BEHIND);
    }
  });

  test.each(sampleOf(1, 0) === 1 ? cases : ONE_OF_EACH)(
    "$importer/$name keeps five million characters of one message, or tells that it left them",
    async (one) => {
      const long = "x".repeat(5 << 20);
      const outcome = await outcomeOf(withBytes(one, Buffer.from(BEFORE + long + BEHIND)));
      if (!expectAllRecords(outcome, one, "5 MiB")) return;
      if (outcome.skipped > one.pristine.skipped)
        expect([...outcome.told].join()).toMatch(/value-too-large|malformed|too-/);
      else expect(outcome.told.has("TEXT_CUT") || outcome.record.includes(long + BEHIND)).toBe(true);
    },
  );
});
