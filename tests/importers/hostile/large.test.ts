import { spawnSync } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import type { Language } from "./fixture.ts";
import { ONE_OF_EACH, type WordCase } from "./word-place.ts";

/** Minutes and gigabytes: only when asked for, with EVIDENCE_LARGE_TESTS=1. Needs the built program. */
const isAsked = process.env["EVIDENCE_LARGE_TESTS"] === "1";
const MINUTES = 60_000;
const MEBIBYTE = 1 << 20;
/** Longer than any value that is read as a whole. */
const LONG = 200 * MEBIBYTE;
const MOST_MEMORY_KIB = 512 * 1024;

const PROGRAM = resolve(import.meta.dirname, "../../../bin/evidence.js");
const PEAK = resolve(import.meta.dirname, "peak.mjs");

/** What strains the reader of each language: many words, wide characters, and what opens something that never closes. */
const FILLERS: Readonly<Record<Language, readonly string[]>> = {
  json: ["x", "字", "\\n"],
  "json-lines": ["x", "字"],
  script: ["x", "字", "&lt;"],
  page: ["x", "字", "<", '<a title="x" '],
  table: ["x", "字", '""'],
  workbook: [],
  statements: ["x", "字", "''"],
  mail: ["x", "字", "<"],
  text: ["x", "字"],
};

/** Members of a zip have no path on the disk. */
const cases = ONE_OF_EACH.filter(({ contents }) => !Object.keys(contents).some((path) => path.includes("!/"))).flatMap(
  (one) => FILLERS[one.language].map((filler) => ({ ...one, filler })),
);

/** The fixture on the disk, with `filler` repeated inside one message. */
function writeLong({ contents, path, place, filler }: WordCase & { readonly filler: string }, folder: string): void {
  for (const [name, bytes] of Object.entries(contents)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    if (name !== path) writeFileSync(join(folder, name), bytes);
  }
  const bytes = contents[path] ?? Buffer.alloc(0);
  const chunk = Buffer.from(filler.repeat(Math.floor(MEBIBYTE / Buffer.byteLength(filler))));
  const file = openSync(join(folder, path), "w");
  writeSync(file, bytes, 0, place);
  for (let written = 0; written < LONG; written += chunk.length) writeSync(file, chunk);
  writeSync(file, bytes, place);
  closeSync(file);
}

describe.runIf(isAsked)("a message of 200 MiB in one line", () => {
  test("stands in every language but workbooks, which have limits of their own", () => {
    const languages = ["json", "json-lines", "mail", "page", "script", "statements", "table", "text"];
    expect([...new Set(cases.map(({ language }) => language))].sort()).toEqual(languages);
  });

  test.each(cases)(
    "$importer/$name ($language of $filler) is read or refused in 512 MiB",
    (one) => {
      const folder = mkdtempSync(join(tmpdir(), "long-line-"));
      try {
        writeLong(one, folder);
        const args = ["--import", PEAK, PROGRAM, "inspect", folder, "--tz", "Asia/Shanghai"];
        const run = spawnSync(process.execPath, args, { stdio: ["ignore", "pipe", "pipe", "pipe"], encoding: "utf8" });
        const said = `${run.stdout}${run.stderr}`;
        expect(run.signal, said).toBeNull();
        expect(said).not.toMatch(/RangeError|heap out of memory|Invalid string length|\n\s+at /);
        expect(said.length).toBeGreaterThan(100);
        const [peakKib] = (run.output[3] ?? "").split(" ").map(Number);
        expect(peakKib, said.slice(0, 500)).toBeLessThan(MOST_MEMORY_KIB);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
    3 * MINUTES,
  );
});
