import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import type { Bilingual } from "../../src/base/bilingual.ts";
import { CHECKS } from "../../src/checks/index.ts";
import { knownDefect } from "../../src/checks/source/known-defect.ts";
import { LOOKS } from "../../src/importers/recognise.ts";
import type { Export, KnownDefect } from "../../src/model/chat.ts";

const FIXTURES = resolve(import.meta.dirname, "../../fixtures/importers");

/**
 * Code of the catalogue -> a fixture of every format it applies to. The limits of chatlog and PyWxDump are no part
 * of their files; the check source/limit-suspected speaks of them. Fixtures are read as their `expected.jsonl` says,
 * which golden.test.ts holds the importers to. A `#` behind a fixture: the records it may touch are counted.
 *
 * @source documented: export-formats.md §14
 */
const RAISED: Readonly<Record<string, readonly string[]>> = {
  TEXT_PREFIX_STRIPPED: [
    ...["weflow-json/group#", "weflow-other/txt-group#", "chatlab/weflow-json#", "ciphertalk/private#"],
    ...["ciphertalk/workbook#", "echotrace/group#"],
  ],
  TEXT_TRIM_CHARS: ["memotrace-html/html-3-group-page#"],
  TEXT_FIRST_LINE_LOST: ["wechat-dump/txt-group#", "wechat-dump/html-group#"],
  SENDER_FROM_TEXT: [
    ...["chatlog/json#", "chatlog/csv-group#", "wechatexporter-ios/csv-12425", "wechat-dump/txt-group#"],
    "wechatdataanalysis-zip/json-group-unpacked",
  ],
  SENDER_IS_PEER_HEADER: ["weflow-other/txt-private#", "wechatexporter-ios/csv-12425", "echotrace/workbook#"],
  SENDER_CARRIED_OVER: ["memotrace-csv/v4-group#", "memotrace-html/html-1-group-time-lines#"],
  ID_FALLBACK: ["weflow-other/sql-group#", "ciphertalk/private#", "chatlab/ciphertalk-json#"],
  LOCALID_SYNTHETIC: ["weflow-json/group#", "memotrace-csv/v4-group#", "pywxdump/p3-private#", "weflow-other/weclone#"],
  SVRID_ROUNDED: ["ciphertalk/private#", "chatlab/ciphertalk-json#", "pywxdump/p3-resaved-by-excel#"],
  ROWS_DROPPED_BY_TYPE: [
    ...["memotrace-html/txt-1", "memotrace-html/html-1-private", "wechat-dump/txt-private"],
    ...["wechat-dump/html-private", "wechatdataanalysis-zip/json-group-unpacked"],
  ],
  ROWS_DROPPED_BY_ERROR: ["memotrace-csv/v5-xlsx", "weflow-json/private", "weflow-other/sql-group"],
  ROWS_FUSED: ["wechatdataanalysis-zip/json-zip", "wechatdataanalysis-zip/json-fused"],
  TRANSFER_STATE_UNRELIABLE: [
    ...["weflow-json/private#", "weflow-other/txt-private#", "chatlab/weflow-json#", "ciphertalk/workbook#"],
    "echotrace/private#",
  ],
  TRANSFER_LABEL_FALSE: [
    ...["weflow-other/txt-private#", "weflow-other/excel-full-private#", "weflow-other/markdown-private#"],
    "weflow-other/sql-group#",
  ],
  FORWARD_TIME_FALSE: ["chatlab/weflow-json#"],
  FORWARD_ITEMS_MISSING: ["weflow-json/private#", "ciphertalk/workbook#", "echotrace/private#"],
  QUOTE_TEXT_LOST: ["echotrace/private#", "ciphertalk/workbook#", "wechat-dump/txt-private#"],
  MEDIA_WRONG_FILE: ["memotrace-html/html-1-private#", "memotrace-csv/v5#", "ciphertalk/private#"],
  MEDIA_THUMB_SUBSTITUTED: ["weflow-json/private#", "weflow-other/html#"],
  MEDIA_NOT_COPIED: ["pywxdump/p3-private#", "memotrace-csv/v4-private#", "chatlog/json#"],
  TIME_ZONE_UNSTATED: [
    ...["memotrace-csv/v5#", "pywxdump/p3-private#", "chatlog/csv-private#", "wechat-dump/txt-private"],
    ...[
      "wechatexporter-ios/txt-zh#",
      "weflow-other/txt-private",
      "wechatdataanalysis-zip/txt",
      "email-text/mail-text#",
    ],
    "wechat-pay-bill/csv#",
  ],
  TIME_CLIPPED: ["chatlog/text-clock#", "email-text/mail-eml#", "email-text/copy-windows#", "email-text/copy-macos#"],
  LIMIT_SUSPECTED: ["weflow-other/http-api"],
  EDITED_DB_POSSIBLE: ["wechatdataanalysis-zip/json-zip", "wechatdataanalysis-zip/txt"],
  BOUNDARY_FORGEABLE: [
    ...["chatlog/text-clock#", "email-text/mail-text#", "memotrace-html/txt-1#", "memotrace-html/markdown-3#"],
    ...["wechat-dump/txt-private#", "wechatdataanalysis-zip/txt#", "wechatexporter-ios/txt-zh#"],
    "weflow-other/txt-group#",
  ],
  REMOTE_URLS: [
    ...["memotrace-html/html-1-private#", "weflow-other/html", "wechatexporter-ios/html-pages#"],
    "wechatdataanalysis-zip/html",
  ],
};

/** Codes that no fixture of an importer carries as a defect, with what speaks in their place. */
const ELSEWHERE: Readonly<Record<string, { readonly by: string; readonly reason: string }>> = {
  ORDER_UNEXPECTED: {
    by: "continuity/time-reversal",
    reason: "rows out of order are found in the rows, for any format",
  },
  TRAINING_DATA: { by: "training-data", reason: "such a file is no export: it is named and refused, never read" },
  PRIVACY_MODE: {
    by: "tests/importers/wechatdataanalysis-zip/damage.test.ts",
    reason: "such an export is refused, as that test shows",
  },
};

const WORDS: Readonly<Record<string, Bilingual>> = knownDefect.words;

function defectsOf(fixture: string): readonly KnownDefect[] {
  const lines = readFileSync(join(FIXTURES, fixture, "expected.jsonl"), "utf8").split("\n");
  const exports = lines.filter((line) => line.startsWith('{"export":')).map((line) => JSON.parse(line) as unknown);
  return (exports as { export: Export }[]).flatMap(({ export: made }) => made.knownDefects);
}

describe("the warning catalogue", () => {
  const rows = Object.entries(RAISED).flatMap(([code, fixtures]) => fixtures.map((marked) => ({ code, marked })));

  test.each(rows)("$code is raised by $marked", ({ code, marked }) => {
    const found = defectsOf(marked.replace("#", "")).filter((defect) => defect.code === code);
    expect(found).not.toEqual([]);
    if (marked.endsWith("#")) expect(found[0]?.records).toBeGreaterThan(0);
  });

  test("every code has words in both languages, with and without a count", () => {
    for (const code of [...Object.keys(RAISED), ...Object.keys(ELSEWHERE)]) {
      for (const word of [code, `${code}:counted`]) {
        const words = WORDS[word];
        expect(words?.zh, word).toMatch(/\p{Script=Han}/u);
        expect(words?.en, word).toMatch(/^[A-Z].+\.$/u);
      }
    }
    expect(knownDefect.innocent).toHaveLength(2);
  });

  test("a code that no importer raises is spoken of elsewhere", () => {
    const speakers = new Set<string>([...CHECKS.map(({ id }) => id), ...LOOKS]);
    for (const [code, { by, reason }] of Object.entries(ELSEWHERE)) {
      expect(Object.keys(RAISED)).not.toContain(code);
      if (by.startsWith("tests/")) expect(readFileSync(join(FIXTURES, "../..", by), "utf8")).toContain(code);
      else expect(speakers, reason).toContain(by);
    }
  });
});
