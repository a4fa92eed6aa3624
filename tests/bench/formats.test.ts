import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FORMATS } from "../../bench/formats.mjs";
import { makeExport } from "../../bench/make-export.mjs";
import { Scratch } from "../../src/base/scratch.ts";
import { importSource } from "../../src/importers/import.ts";
import { IMPORTERS } from "../../src/importers/index.ts";
import { readSource } from "../../src/source/read.ts";
import { settingsOf } from "../support/settings.ts";

const ROWS = 200;

let scratch: Scratch;
let folder: string;
beforeAll(() => {
  scratch = new Scratch();
  folder = mkdtempSync(join(tmpdir(), "evidence-formats-"));
});
afterAll(() => {
  scratch.dispose();
  rmSync(folder, { recursive: true, force: true });
});

describe("the exports that are measured", () => {
  test("every file of rows has one", () => {
    const measured = new Set(FORMATS.map(({ importer }) => importer));
    const files = IMPORTERS.map(({ id }) => id).filter((id) => id !== "images" && !id.endsWith("-db"));
    expect([...measured].sort()).toEqual(files.sort());
  });

  test.each(FORMATS)("$name is claimed by its importer alone, and every row is kept", async (format) => {
    const place = join(folder, format.name);
    await makeExport(format, place, ROWS);
    const source = await readSource(place, scratch);
    const claims: string[] = [];
    for (const importer of IMPORTERS) for await (const claim of importer.detect(source)) claims.push(claim.importer);
    expect(claims).toEqual([format.importer]);
    const { chat } = await importSource(source, settingsOf({ timeZone: "Asia/Shanghai" }), scratch);
    expect(chat.exports.map(({ importer }) => importer)).toEqual([format.importer]);
    expect([...chat.query("SELECT * FROM skipped")]).toEqual([]);
    const [rows] = chat.query<{ n: number }>(
      `SELECT count(*) AS n FROM ${format.isBill === true ? "bill" : "message"}`,
    );
    expect(rows).toEqual({ n: ROWS });
    if (format.isBill !== true) {
      expect(chat.conversations.map(({ messageCount }) => messageCount)).toEqual([ROWS]);
      expect(chat.message("c1", ROWS).text).toBe("单价还是按上次说的三百二十八一吨（199）");
    }
    chat.close();
    source.close();
  });
});
