import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { RunSettings } from "../../src/model/settings.ts";
import { EditedBundle } from "../bundle/edited-bundle.ts";
import { pack } from "../../src/pack.ts";
import { readFileSync } from "node:fs";
import { extremeCase, EXTREME_TEXTS, writeExtremeExport } from "../support/extreme-export.ts";
import { settingsOf } from "../support/settings.ts";
import { archiveFaults } from "./pdf-faults.ts";
import { missing } from "../support/witness.ts";

const A4 = { width: 595.3, height: 841.9 } as const;
const SHEETS = ["signatures", "court-receipt", "investigation-order"] as const;
/** 2020, in which the conversation of 2016 has no message. */
const PERIOD = { from: Date.parse("2020-01-01T00:00:00+08:00"), until: Date.parse("2021-01-01T00:00:00+08:00") };

const RUNS = {
  whole: { annexes: SHEETS, exhibits: ["all"] },
  excerpt: { ...PERIOD, annexes: SHEETS, exhibits: ["all"], language: "en", maskNumbers: true },
} as const satisfies Record<string, Partial<RunSettings>>;

let folder: string;
const bundles = new Map<string, Map<string, Buffer>>();

beforeAll(async () => {
  folder = process.env["KEEP_EXTREMES"] ?? mkdtempSync(join(tmpdir(), "evidence-extremes-"));
  const source = join(folder, "export");
  writeExtremeExport(source);
  const caseFile = join(folder, "evidence.case.yaml");
  writeFileSync(caseFile, extremeCase());
  for (const [name, settings] of Object.entries(RUNS)) {
    mkdirSync(join(folder, name), { recursive: true });
    const target = join(folder, name, "case-0001.zip");
    await pack({ source, caseFile }, target, settingsOf(settings));
    bundles.set(name, new EditedBundle(readFileSync(target)).files);
  }
}, 120_000);
afterAll(() => {
  if (process.env["KEEP_EXTREMES"] === undefined) rmSync(folder, { recursive: true, force: true });
});

function pdfs(run: string): string[] {
  return [...(bundles.get(run) ?? [])]
    .filter(([path]) => path.endsWith(".pdf") && path.startsWith("report/"))
    .map(([path, bytes]) => {
      const file = join(folder, run, path.slice("report/".length));
      writeFileSync(file, bytes);
      return file;
    });
}

const poppler = spawnSync("pdftotext", ["-v"]).error === undefined;
const solid = (text: string): string => text.replace(/[\s\u00a0]/gu, "");

function textOf(file: string, ...options: string[]): string {
  return execFileSync("pdftotext", ["-enc", "UTF-8", ...options, file, "-"], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
}

describe.runIf(poppler).each(Object.keys(RUNS))("documents of what is hard to print (%s)", (run) => {
  test("are all made, the sheets and exhibits too", () => {
    const names = pdfs(run).map((file) => file.slice(join(folder, run).length + 1)).sort(); // prettier-ignore
    expect(names).toEqual(["annex-court-receipt.pdf", "annex-investigation-order.pdf", "annex-signatures.pdf", "check-sheet.pdf", "cover.pdf", "exhibit-1.pdf", "transcript.pdf"]); // prettier-ignore
  });

  test("put no word outside the page, nor into its margins", () => {
    for (const file of pdfs(run)) {
      const boxes = [...textOf(file, "-bbox").matchAll(/<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">([^<]*)/g)]; // prettier-ignore
      const outside = boxes.filter(([, left, top, right, bottom, word = ""]) => {
        // A closing mark at the end of a line is set without the blank half that its box still counts.
        const slack = /[。，、；：）」]$/.test(word) ? 10 : 0;
        return Number(left) < 40 || Number(right) > A4.width - 40 + slack || Number(top) < 20 || Number(bottom) > A4.height - 10; // prettier-ignore
      });
      expect(boxes.length, file).toBeGreaterThan(5);
      expect(outside.map(([, left, , right, , word]) => `${left}–${right} ${word}`).slice(0, 5), file).toEqual([]);
    }
  });

  test("print what no font has by its number, and nothing as an empty box", () => {
    for (const file of pdfs(run)) {
      const text = textOf(file);
      expect(text, file).not.toMatch(/\ufffd|\u202e|\u200b|\u0007|[\ue000-\uf8ff]/u);
    }
  });

  test.skipIf(missing("qpdf"))("are sound as archive copies", () => {
    for (const file of pdfs(run)) expect(archiveFaults(file, readFileSync(file)), file).toEqual([]);
  });

  test("hold the summary on the second page of the cover alone", () => {
    const cover = pdfs(run).find((file) => file.endsWith("cover.pdf")) ?? "";
    expect(solid(textOf(cover, "-f", "2", "-l", "2"))).toMatch(/摘要（一页）|Summary\(onepage\)/);
    expect(solid(textOf(cover, "-f", "3", "-l", "3"))).toMatch(/^.{0,80}(1案件与提交人|1Caseandsubmitter)/);
  });
});

describe.runIf(poppler)("the transcript of what is hard to print", () => {
  const printed = (run: string): string => {
    const file = pdfs(run).find((one) => one.endsWith("transcript.pdf")) ?? "";
    return solid(textOf(file, "-x", "0", "-y", "50", "-W", "446", "-H", "740"));
  };

  test("shows rare hanzi, emoji and marks as they are where a font has them, else by number", () => {
    const text = printed("whole");
    for (const shown of [
      "龘靐齉",
      "👍🏽",
      "[U+03AC]Кириллица",
      "ＡＢＣ１２３",
      "ｱｲｳ",
      "<b>不是标记</b>#typst$x$*粗*_斜_",
      "=SUM(A1:A9)",
    ])
      // prettier-ignore
      expect(text).toContain(shown);
    for (const numbered of [
      "[U+05E9]",
      "[U+202E]abc[U+202C]",
      "a[U+200B]b",
      "[U+0000]f[U+0007]g",
      "[U+0E44]",
      "[U+D55C]",
    ])
      // prettier-ignore
      expect(text).toContain(numbered);
  });

  test("holds long messages whole and every member of a group of 500", () => {
    const text = printed("whole");
    for (const long of EXTREME_TEXTS.filter((one) => /^(.)\1{1999}$/u.test(one))) expect(text).toContain(long);
    for (let n = 0; n < 500; n += 1) expect(text).toContain(`第${n}人到齐`);
  });

  test("says of a conversation without messages, and of one with none in the period, that it has none", () => {
    expect(printed("whole")).toContain("本会话没有消息。");
    expect(printed("excerpt")).not.toContain("只在早年");
  });
});
