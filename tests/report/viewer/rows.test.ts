import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { afterAll, expect, test } from "vitest";
import { Scratch } from "../../../src/base/scratch.ts";
import type { ViewerIndex } from "../../../src/model/viewer.ts";
import { RowWriter } from "../../../src/report/viewer/rows.ts";

const scratch = new Scratch();
afterAll(() => {
  scratch.dispose();
});

/** Every file a writer makes of rows `seq`, by key. */
function written(seqs: readonly number[], json = (seq: number) => `{"seq":${seq}}`): Map<string, unknown> {
  const writer = new RowWriter("c1", scratch);
  for (const seq of seqs)
    writer.add({ seq, sentAt: seq * 1000, kind: 0, sender: 0, flags: 0, day: `day ${Math.floor(seq / 1000)}`, json: json(seq) });
  writer.end();
  const files = new Map<string, unknown>();
  for (const { content } of writer.documents) {
    if (Buffer.isBuffer(content)) throw new Error("in memory");
    const evidenceData = (key: string, value: unknown) => files.set(key, JSON.parse(JSON.stringify(value)));
    runInNewContext(readFileSync(content.file, "utf8"), { evidenceData });
  }
  return files;
} // prettier-ignore

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
const lengths = (files: ReadonlyMap<string, unknown>) =>
  [...files].filter(([key]) => !key.includes("index")).map(([, page]) => (page as unknown[]).length);
const indexes = (files: ReadonlyMap<string, unknown>) =>
  [...files].filter(([key]) => key.includes("index")).map(([, index]) => index as ViewerIndex);

test.each([
  [0, []],
  [1, [1]],
  [199, [199]],
  [200, [200]],
  [201, [200, 1]],
  [400, [200, 200]],
])("%d messages stand on pages of %j", (count, pages) => {
  const files = written(upTo(count));
  expect(lengths(files)).toEqual(pages);
  expect(indexes(files)).toHaveLength(count === 0 ? 0 : 1);
});

test.each([20_000, 20_001, 40_199])("%d messages: no page lies in two indexes, and each index counts from its own row", (count) => {
  const files = written(upTo(count));
  const all = indexes(files);
  expect(all).toHaveLength(Math.ceil(count / 20_000));
  expect(lengths(files).reduce((sum, length) => sum + length, 0)).toBe(count);
  let page = 1;
  for (const [nth, index] of all.entries()) {
    expect([index.row, index.firstPage]).toEqual([nth * 20_000, page]);
    expect(index.times).toHaveLength(index.rows);
    expect(index.times[0]).toBe((index.row + 1) * 1000);
    expect(index.stretches).toEqual([[index.row, index.row + 1]]);
    expect(index.days[0]?.[0]).toBe(index.row);
    for (const [place, row] of index.pageRows.entries()) {
      const [first] = files.get(`c1-${index.firstPage + place}`) as { seq: number }[];
      expect(first?.seq).toBe(row + 1);
    }
    page += index.pageRows.length;
  }
}); // prettier-ignore

test("long messages make short pages, and one that is longer than a page stands alone", () => {
  const files = written(upTo(3), (seq) => JSON.stringify({ seq, text: "长".repeat(seq === 2 ? 3_000_000 : 600_000) }));
  expect(lengths(files)).toEqual([2, 1]);
  expect(indexes(files)[0]?.pageRows).toEqual([0, 2]);
});

test("numbers that are left out begin a new stretch", () => {
  expect(indexes(written([3, 4, 9, 10, 12]))[0]?.stretches).toEqual([
    [0, 3],
    [2, 9],
    [4, 12],
  ]);
});
