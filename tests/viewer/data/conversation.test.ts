import { beforeEach, describe, expect, test } from "vitest";
import type { ViewerConversation, ViewerIndex } from "../../../src/model/viewer.ts";
import { ConversationData } from "../../../src/viewer/data/conversation.ts";
import { filteredRows, NO_FILTER, placeAmong } from "../../../src/viewer/conversation/filter.ts";
import { madeUpData } from "../support/made-up.ts";

const COUNT = 41_000;
let loaded: string[] = [];
let data: ConversationData;

beforeEach(() => {
  loaded = [];
  const content = madeUpData({ messages: [COUNT] });
  const load = (key: string) => {
    loaded.push(key);
    return Promise.resolve(content(key));
  };
  data = new ConversationData(content("c1") as ViewerConversation, load);
});

const everything = () => data.all(new AbortController().signal);

describe("one conversation", () => {
  test("finds a message by its number with the index it lies in and no other", async () => {
    expect(await data.rowOf(30_000)).toBe(29_998);
    expect(loaded).toEqual(["c1-index-2"]);
    expect((await data.bring(29_998))?.seq).toBe(30_000);
    expect(loaded).toEqual(["c1-index-2", "c1-150"]);
  });

  test("finds every number, and none that the record has not", async () => {
    for (const seq of [1, 150, 152, 20_000, 20_001, 20_002, 40_001, COUNT + 1]) {
      const row = await data.rowOf(seq);
      expect((await data.bring(row ?? -1))?.seq).toBe(seq);
    }
    for (const seq of [0, 151, COUNT + 2, 999_999]) expect(await data.rowOf(seq)).toBeNull();
  });

  test("brings a row that lies far away without what lies between", async () => {
    expect((await data.bring(COUNT - 1))?.seq).toBe(COUNT + 1);
    expect(loaded).toEqual(["c1-index-3", "c1-205"]);
  });

  test("keeps a bounded number of pages", async () => {
    for (let row = 0; row < 20_000; row += 200) await data.bring(row);
    const kept = Array.from({ length: 100 }, (_, page) => data.peek(page * 200)).filter(
      (message) => message !== undefined,
    );
    expect(kept.length).toBeLessThan(30);
    expect(data.peek(19_800)?.seq).toBe(19_802);
  });

  test("knows time, kind and day of every row once all indexes have come", async () => {
    expect(await everything()).toBe(true);
    const index = madeUpData({ messages: [COUNT] })("c1-index-3") as ViewerIndex;
    expect(data.rows.times[40_000]).toBe(index.times[0]);
    expect((data.rows.times[40_005] ?? 0) - (data.rows.times[40_000] ?? 0)).toBe(5 * 97_000);
    for (const [row, day] of index.days) expect(data.rows.dayOf(row)).toBe(day);
    expect([...data.rows.days()].reduce((sum, { from, end }) => sum + end - from, 0)).toBe(COUNT);
  });
});

describe("a filter", () => {
  test("leaves the rows of one kind, sender or period, in order", async () => {
    await everything();
    const left = (change: object) => [...filteredRows(data.rows, { ...NO_FILTER, ...change })];
    expect(left({}).length).toBe(COUNT);
    expect(left({ sender: 1 }).slice(0, 3)).toEqual([1, 3, 5]);
    expect(left({ isExhibit: true })).toEqual([4, 5, 6, 7, 8]);
    expect(left({ hasFinding: true })).toEqual([149]);
    expect(left({ isMissing: true }).every((row) => row % 100 === 59)).toBe(true);
    expect(left({ isMissing: true }).length).toBe(COUNT / 100);
    const day = data.rows.dayOf(30_000) ?? "";
    const within = left({ from: day, to: day });
    expect(within).toContain(30_000);
    expect(new Set(within.map((row) => data.rows.dayOf(row)))).toEqual(new Set([day]));
  });

  test("keeps the place of the eye", () => {
    expect(placeAmong(Uint32Array.of(3, 9, 20), 9)).toBe(1);
    expect(placeAmong(Uint32Array.of(3, 9, 20), 10)).toBe(2);
    expect(placeAmong(Uint32Array.of(3, 9, 20), 99)).toBe(2);
  });
});
