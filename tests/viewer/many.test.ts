import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { copyApp } from "./support/app.ts";
import { lacksBrowser, launch, open } from "./support/browser.ts";
import { writeMadeUp } from "./support/made-up.ts";

const MANY = 200_000;
/** What a page that kept every message would have many times over. */
const MOST_NODES = 4000;
const MOST_HEAP_BYTES = 60_000_000;

const folder = mkdtempSync(join(tmpdir(), "viewer-many-"));
let browser: Browser;

beforeAll(async () => {
  if (lacksBrowser) return;
  writeMadeUp(folder, { messages: [MANY] });
  copyApp(folder);
  browser = await launch();
});
afterAll(async () => {
  if (!lacksBrowser) await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

async function used(page: Page): Promise<{ heap: number; nodes: number }> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = (await session.send("Runtime.getHeapUsage")) as { usedSize: number };
  return { heap: usedSize, nodes: await page.evaluate(() => document.querySelectorAll("*").length) };
}

/** Numbers in sight, from top to bottom. */
const inSight = (page: Page) =>
  page.evaluate(() => {
    const list = document.querySelector(".roll")?.getBoundingClientRect();
    const rows = [...document.querySelectorAll<HTMLElement>(".row")].filter((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      return bottom > (list?.top ?? 0) + 1 && top < (list?.bottom ?? 0);
    });
    return rows.map((row) => Number(row.dataset["seq"]));
  });

describe.skipIf(lacksBrowser)("a conversation of 200,000 messages", () => {
  test("opens with what is in sight, and asks for nothing else of the messages", async () => {
    const asked: string[] = [];
    const { page, context, faults } = await open(browser, folder, "");
    page.on("request", (request) => asked.push(new URL(request.url()).pathname.split("/").at(-1) ?? ""));
    await page.evaluate(() => (location.hash = "#c1"));
    await page.waitForSelector('.row[data-seq="1"] .message');
    await expect.poll(() => page.locator(".status").innerText()).not.toContain("索引");
    expect(asked.filter((name) => /^c1-\d+\.js$/.test(name))).toEqual(["c1-1.js"]);
    expect((await used(page)).nodes).toBeLessThan(MOST_NODES);
    expect(faults).toEqual([]);
    await context.close();
  });

  test("is scrolled by hand without jumps: what was in sight moves by as much as the wheel", async () => {
    const { page, context, faults } = await open(browser, folder, "#c1-100000");
    await page.waitForSelector(".row.aimed .message");
    const list = await page.locator(".roll").boundingBox();
    await page.mouse.move((list?.x ?? 0) + 200, (list?.y ?? 0) + 200);
    const topOf = () => page.evaluate(() => {
      const row = document.querySelectorAll<HTMLElement>(".row");
      return Object.fromEntries([...row].map((one) => [one.dataset["index"], one.getBoundingClientRect().top])) as Record<string, number>;
    }); // prettier-ignore
    for (const step of [120, 120, 120, -120, -120, -120, -120, -120, -120, -120, 120]) {
      await page.waitForTimeout(150);
      const before = await topOf();
      await page.mouse.wheel(0, step);
      await page.waitForTimeout(150);
      const after = await topOf();
      const moves = Object.keys(before)
        .filter((index) => index in after)
        .map((index) => (after[index] ?? 0) - (before[index] ?? 0));
      expect(moves.length).toBeGreaterThan(3);
      for (const move of moves) expect(Math.abs(move + step)).toBeLessThan(2);
    }
    expect(faults).toEqual([]);
    await context.close();
  });

  test("is reached everywhere by the bar, in order, with bounded memory", async () => {
    const { page, context, faults } = await open(browser, folder, "#c1");
    await page.waitForSelector('.row[data-seq="1"] .message');
    for (let leap = 0; leap <= 40; leap += 1) {
      const share = ((leap * 13) % 41) / 40;
      await page.evaluate((part) => {
        const list = document.querySelector(".roll");
        if (list) list.scrollTop = part * (list.scrollHeight - list.clientHeight);
      }, share);
      const isThere = (seen: readonly number[]) =>
        seen.length > 2 &&
        seen.every((seq, at) => seq === (seen[0] ?? 0) + at) &&
        Math.abs((seen[0] ?? 0) - share * MANY) < MANY / 100;
      await expect.poll(async () => isThere(await inSight(page)), { timeout: 10_000 }).toBe(true);
    }
    const { heap, nodes } = await used(page);
    expect(heap).toBeLessThan(MOST_HEAP_BYTES);
    expect(nodes).toBeLessThan(MOST_NODES);
    expect(faults).toEqual([]);
    await context.close();
  });

  test("is filtered as a whole and searched as far as one waits", async () => {
    const { page, context, faults } = await open(browser, folder, "#c1");
    await page.getByLabel("类型").selectOption({ label: "转账" });
    await expect.poll(() => page.locator(".status strong").innerText()).toBe("筛选后 2,000 / 全部 200,000");
    await page.keyboard.press("Escape");
    await page.keyboard.press("/");
    await page.locator("#search-words").fill("孩子的学费");
    await page.keyboard.press("Enter");
    await page.waitForSelector(".hits a");
    await page.getByRole("button", { name: "停止" }).click();
    await expect.poll(() => page.locator(".status").innerText()).toContain("已停止");
    expect(faults).toEqual([]);
    await context.close();
  });
});
