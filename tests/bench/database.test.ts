import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeDatabase } from "../../bench/make-database.mjs";
import { Scratch } from "../../src/base/scratch.ts";
import { importSource } from "../../src/importers/import.ts";
import { readSource } from "../../src/source/read.ts";
import { settingsOf } from "../support/settings.ts";

const ROWS = 800;

let scratch: Scratch;
let folder: string;
beforeAll(() => {
  scratch = new Scratch();
  folder = mkdtempSync(join(tmpdir(), "evidence-database-"));
});
afterAll(() => {
  scratch.dispose();
  rmSync(folder, { recursive: true, force: true });
});

test("the databases that are measured are a client's own, and every row is kept and decoded", async () => {
  expect(await makeDatabase(folder, ROWS)).toHaveLength(4);
  const source = await readSource(folder, scratch);
  const { chat } = await importSource(source, settingsOf({ timeZone: "Asia/Shanghai" }), scratch);
  expect(chat.exports.map(({ importer, provenance }) => [importer, provenance?.class])).toEqual([["wechat-4-db", "client-original"]]); // prettier-ignore
  expect([...chat.query("SELECT kind, count(*) AS n FROM message GROUP BY kind ORDER BY kind")]).toEqual([
    { kind: "image", n: 16 },
    { kind: "quote", n: 4 },
    { kind: "text", n: 780 },
  ]);
  expect([...chat.query("SELECT code FROM warning")]).toEqual([]);
  expect([...chat.query("SELECT * FROM skipped")]).toEqual([]);
  chat.close();
  source.close();
});
