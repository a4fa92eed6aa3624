import fc from "fast-check";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { RecordFile } from "../../src/importers/record-file.ts";

const folder = mkdtempSync(join(tmpdir(), "records-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function fileOf(texts: readonly string[]) {
  files += 1;
  const path = join(folder, `${files}.records`);
  const file = new RecordFile(path);
  const places = texts.map((text) => ({ at: file.end, bytes: file.append(text) }));
  file.flush();
  return { path, file, places };
}

test("every text is found again, in whatever order they are asked for", () => {
  const texts = fc.array(fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme", minLength: 200, maxLength: 9000 })), { maxLength: 40 }); // prettier-ignore
  const asked = fc.array(fc.nat(39), { maxLength: 60 });
  fc.assert(
    fc.property(texts, asked, (written, order) => {
      const { file, places } = fileOf(written);
      const indexes = [...written.keys(), ...order.filter((index) => index < written.length)];
      const found = indexes.map((index) => file.read(places[index]?.at ?? 0, places[index]?.bytes ?? 0));
      file.close();
      expect(found).toEqual(indexes.map((index) => written[index]));
    }),
    { numRuns: 60 },
  );
});

test("texts longer than what is held in memory are kept whole, and those behind them are found", () => {
  const texts = ["开头", "货".repeat(500_000), "中间", "x".repeat(70_000), "结尾"];
  const { file, places } = fileOf(texts);
  expect(places.map(({ at, bytes }) => file.read(at, bytes))).toEqual(texts);
  file.close();
});

test("the file is gone once it is closed", () => {
  const { path, file } = fileOf(["甲"]);
  expect(existsSync(path)).toBe(true);
  file.close();
  expect(existsSync(path)).toBe(false);
});
