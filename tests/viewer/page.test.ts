import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { copyApp } from "./support/app.ts";
import { lacksBrowser, launch, open, type Opened } from "./support/browser.ts";
import { messageOf, writeMadeUp } from "./support/made-up.ts";

const folder = mkdtempSync(join(tmpdir(), "viewer-page-"));
let browser: Browser;
let opened: Opened;

beforeAll(async () => {
  if (lacksBrowser) return;
  writeMadeUp(folder, { messages: [600, 300] });
  copyApp(folder);
  browser = await launch();
});
afterEach(async () => {
  if (lacksBrowser) return;
  expect(opened.faults).toEqual([]);
  await opened.context.close();
});
afterAll(async () => {
  if (!lacksBrowser) await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

async function at(hash: string): Promise<Page> {
  opened = await open(browser, folder, hash);
  return opened.page;
}

/** Messages among the first so many that hold the words searched for. */
const spoken = (count: number) =>
  Array.from({ length: count }, (_, row) => messageOf(row, { messages: [] })).filter(({ text = "" }) =>
    text.includes("装修的尾款"),
  ).length;
const status = (page: Page) => page.locator(".status strong").first().innerText();
/** Number of the message at the top of the list. */
const topSeq = (page: Page) =>
  page.evaluate(() => {
    const list = document.querySelector(".roll")?.getBoundingClientRect();
    const rows = [...document.querySelectorAll<HTMLElement>(".row")];
    return Number(rows.find((row) => row.getBoundingClientRect().bottom > (list?.top ?? 0) + 2)?.dataset["seq"]);
  });

describe.skipIf(lacksBrowser)("the viewer, opened from a disc without network", () => {
  test("lists the conversations with period, counts, grade and word on continuity, and opens one", async () => {
    const page = await at("#/conversations");
    const row = page.locator("tbody tr").first();
    await expect.poll(() => row.innerText()).toContain("此处显示 600 / 全部 600");
    for (const words of ["2023-03-01 09:00:00 +08:00", "客户端原始编号", "有缺口"])
      expect(await row.innerText()).toContain(words);
    await row.getByRole("link").click();
    await page.waitForSelector('.row[data-seq="1"] .message');
    expect(await status(page)).toBe("筛选后 600 / 全部 600");
  });

  test("puts the submitting side on the right, with side, full date and number in words", async () => {
    const page = await at("#c1-3");
    const box = (seq: number) => page.locator(`.row[data-seq="${seq}"] .bubble`).boundingBox();
    await page.waitForSelector('.row[data-seq="3"] .bubble');
    const [own, other] = [await box(3), await box(4)];
    expect((own?.x ?? 0) + (own?.width ?? 0)).toBeGreaterThan((other?.x ?? 0) + (other?.width ?? 0) + 50);
    const head = await page.locator('.row[data-seq="3"] .head').innerText();
    for (const words of ["c1-3", "2023-03-01 09:03:14 +08:00", "【提交方】"]) expect(head).toContain(words);
    expect(await page.locator('.row[data-seq="4"] .head').innerText()).toContain("【对方】");
  });

  test.each(["#c1-420", `#${encodeURIComponent("证据2-420")}`, "#420"])(
    "opens at the message that the address names: %s",
    async (hash) => {
      const page = await at(hash);
      await page.waitForSelector('.row.aimed[data-seq="420"]');
      await expect(
        page.locator('.row[data-seq="420"]').evaluate((row) => row === document.activeElement),
      ).resolves.toBe(true);
      const [row, list] = [await page.locator(".row.aimed").boundingBox(), await page.locator(".roll").boundingBox()];
      expect(row?.y).toBeGreaterThanOrEqual(list?.y ?? 0);
      expect((row?.y ?? 0) + (row?.height ?? 0)).toBeLessThanOrEqual((list?.y ?? 0) + (list?.height ?? 0) + 1);
    },
  );

  test("asks which conversation is meant where several have the number, and says when none has", async () => {
    const page = await at("#20");
    await expect.poll(() => page.locator("main").innerText()).toContain("c2-20");
    await page.evaluate(() => (location.hash = "#c1-151"));
    await expect.poll(() => page.locator(".notice").innerText()).toContain("c1-151");
    await page.evaluate(() => (location.hash = "#c9-1"));
    await expect.poll(() => page.locator(".notice").innerText()).toContain("c9-1");
  });

  test("goes from a quote to its message and back, and says why a quoted message is absent", async () => {
    const page = await at("#c1-10");
    await page.locator('.row[data-seq="10"] .quote a').click();
    await page.waitForSelector('.row.aimed[data-seq="5"]');
    await page.goBack();
    await page.waitForSelector('.row.aimed[data-seq="10"]');
    await page.evaluate(() => (location.hash = "#c1-110"));
    expect(await page.locator('.row[data-seq="110"]').innerText()).not.toContain("不在记录中");
    await page.evaluate(() => (location.hash = "#c1-20"));
    const forward = page.locator('.row[data-seq="20"] .forward');
    expect(await forward.innerText()).toContain("非原始");
    expect(await forward.innerText()).not.toContain("转发的话");
    await forward.locator("summary").first().click();
    await expect.poll(() => forward.innerText()).toContain("转发的话");
  });

  test("filters by kind, sender, finding, missing file and exhibit, and always says how many of how many", async () => {
    const page = await at("#c1");
    const counts: [() => Promise<unknown>, string][] = [
      [() => page.getByLabel("类型").selectOption({ label: "语音" }), "筛选后 6 / 全部 600"],
      [() => page.getByLabel("类型").selectOption({ label: "全部类型" }), "筛选后 600 / 全部 600"],
      [() => page.getByLabel("附件缺文件").check(), "筛选后 6 / 全部 600"],
      [() => page.getByLabel("有列出的事项").check(), "筛选后 0 / 全部 600"],
      [() => page.getByText("取消筛选").click(), "筛选后 600 / 全部 600"],
      [() => page.getByLabel("有列出的事项").check(), "筛选后 1 / 全部 600"],
      [() => page.getByText("取消筛选").click(), "筛选后 600 / 全部 600"],
      [() => page.getByLabel("编入证据").check(), "筛选后 5 / 全部 600"],
      [() => page.getByText("取消筛选").click(), "筛选后 600 / 全部 600"],
      [() => page.getByLabel("起").fill("2023-03-02"), "筛选后 43 / 全部 600"],
      [() => page.getByLabel("发送人").selectOption({ index: 2 }), "筛选后 21 / 全部 600"],
    ];
    for (const [act, expected] of counts) {
      await act();
      await expect.poll(() => status(page)).toBe(expected);
    }
    await page.waitForSelector(".row .message");
    const shown = await page.locator(".row .time").allInnerTexts();
    expect(shown.every((time) => time.startsWith("2023-03-02"))).toBe(true);
    await page.evaluate(() => (location.hash = "#c1-3"));
    await page.waitForSelector('.row.aimed[data-seq="3"]');
    expect(await status(page)).toBe("筛选后 600 / 全部 600");
  });

  test("goes to a day by the index of days and by the calendar strip", async () => {
    const page = await at("#c1");
    await page.waitForSelector(".row .message");
    await page.locator(".days li button").nth(1).click();
    await expect.poll(() => page.locator(".row .day").allInnerTexts()).toContain("2023-03-02");
    await expect.poll(() => topSeq(page)).toBe(559);
    await page.locator(".strip svg").click({ position: { x: 5, y: 20 } });
    await expect.poll(() => topSeq(page)).toBe(1);
  });

  test("finds Chinese words in all pages of all conversations, marks them, and comes back to the list", async () => {
    const page = await at("#/facts");
    await page.keyboard.press("/");
    await page.waitForSelector("#search-words");
    await page.locator("#search-words").fill("装修的尾款");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator(".status").innerText()).toContain("已读 900 / 900");
    const found = Number(/筛选后 (\d+)/.exec(await page.locator(".status").innerText())?.[1]);
    expect(found).toBe(spoken(600) + spoken(300));
    expect(await page.locator(".hits li").count()).toBe(100);
    await page.locator(".hits a").nth(2).click();
    await page.waitForSelector(".row.aimed mark");
    expect(await page.locator(".row.aimed mark").first().innerText()).toBe("装修的尾款");
    await page.goBack();
    await page.waitForSelector(".hits a");
    expect(await page.locator(".status").innerText()).toContain(`筛选后 ${found} / 全部 900`);
  });

  test("plays a recording from its viewing copy, with its transcript and who made it beside it", async () => {
    const page = await at("#c1-40");
    const row = page.locator('.row[data-seq="40"]');
    await row.locator("audio").waitFor();
    const seconds = await row.locator("audio").evaluate(async (audio: HTMLAudioElement) => {
      audio.muted = true;
      await audio.play();
      return audio.duration;
    });
    expect(seconds).toBeCloseTo(2, 1);
    for (const words of ["听写稿（填报）", "听写的话", "听写人 周黎", "查看用副本"])
      expect(await row.innerText()).toContain(words);
  });

  test("shows a picture small and large, and tells the state of a file that is missing", async () => {
    const page = await at("#c1-30");
    const row = page.locator('.row[data-seq="30"]');
    await row.locator("img").waitFor();
    await expect.poll(() => row.locator("img").evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(1);
    await row.locator("button.frame").click();
    await page.waitForSelector("dialog[open] img");
    await page.keyboard.press("Escape");
    await expect.poll(() => page.locator("dialog[open]").count()).toBe(0);
    await page.evaluate(() => (location.hash = "#c1-60"));
    const missing = page.locator('.row[data-seq="60"]');
    expect(await missing.innerText()).toContain("材料中没有该文件");
    expect(await missing.locator("a[href^=http]").count()).toBe(0);
  });

  test("leads from a message to its finding, and from the finding to the message", async () => {
    const page = await at("#c1-150");
    await page.locator('.row[data-seq="150"] .foot a').click();
    await page.waitForSelector(".finding.aimed");
    expect(await page.locator(".finding.aimed").innerText()).toContain("缺 1 个编号");
    await page.locator(".finding.aimed .jump").click();
    await page.waitForSelector('.row.aimed[data-seq="150"]');
  });

  test("is used by keys: arrows, Home and End in the list, Esc out of a field", async () => {
    const page = await at("#c1-5");
    await page.waitForSelector(".row.aimed");
    const focused = () => page.evaluate(() => Number((document.activeElement as HTMLElement).dataset["seq"]));
    await page.keyboard.press("ArrowDown");
    await expect.poll(focused).toBe(6);
    await page.keyboard.press("End");
    await expect.poll(focused).toBe(601);
    await page.keyboard.press("ArrowUp");
    await expect.poll(focused).toBe(600);
    await page.keyboard.press("Home");
    await expect.poll(focused).toBe(1);
    await page.keyboard.press("PageDown");
    await expect.poll(() => topSeq(page)).toBeGreaterThan(3);
    const article = page.locator('.row[data-seq="6"]');
    expect(await article.getAttribute("aria-posinset")).toBe("6");
    expect(await article.getAttribute("aria-setsize")).toBe("600");
  });

  test("speaks English when asked to, and says so to the browser", async () => {
    const page = await at("#c1");
    await page.getByRole("button", { name: "English" }).click();
    await expect.poll(() => status(page)).toBe("600 after filtering / 600 in all");
    expect(await page.evaluate(() => document.documentElement.lang)).toBe("en");
  });

  test("shows accounts with their names and dates, groups over time, exhibits, files and what was declared", async () => {
    const page = await at("#/people");
    const main = page.locator("main");
    for (const [view, words] of [
      ["people", "wxid_other"],
      ["people", "2023-03-01 09:00:00 +08:00"],
      ["groups", "成员加入"],
      ["exhibits", "证据2"],
      ["files", "图片/照片.png"],
      ["declared", "填报"],
      ["verify", "a".repeat(64)],
    ] as const) {
      await page.evaluate((name) => (location.hash = `#/${name}`), view);
      await expect.poll(() => main.innerText()).toContain(words);
    }
  });

  test("prints the table form with numbers, dates and words", async () => {
    const page = await at("#c1");
    await page.getByRole("button", { name: "表格形式" }).click();
    await page.waitForSelector('tr[data-seq="499"]');
    const path = join(folder, "printed.pdf");
    writeFileSync(path, await page.pdf({ preferCSSPageSize: true }));
    const { stdout } = spawnSync("pdftotext", ["-layout", path, "-"], { encoding: "utf8" });
    for (const words of ["c1-1", "c1-499", "2023-03-01", "09:03:14", "装修的尾款", "第 1 至 500 条 / 共 600 条"])
      expect(stdout).toContain(words);
    expect(stdout).not.toContain("c1-502");
  });
});

describe.skipIf(lacksBrowser)("a bundle of which a file was lost", () => {
  test("says which, and goes on when it is back", async () => {
    const broken = mkdtempSync(join(tmpdir(), "viewer-broken-"));
    writeMadeUp(broken, { messages: [300] });
    copyApp(broken);
    const lost = join(broken, "viewer/data/c1-1.js");
    rmSync(lost);
    opened = await open(browser, broken, "#c1");
    await expect.poll(() => opened.page.locator(".trouble").innerText()).toContain("viewer/data/c1-1.js");
    writeMadeUp(broken, { messages: [300] });
    await opened.page.getByText("重试").click();
    await opened.page.waitForSelector('.row[data-seq="1"] .message');
    opened.faults.length = 0;
    rmSync(broken, { recursive: true, force: true });
  });
});
