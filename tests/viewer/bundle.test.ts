import { appendFileSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Conversation, Participant } from "../../src/model/chat.ts";
import type { Outcome } from "../../src/model/finding.ts";
import type { Message } from "../../src/model/message.ts";
import { visibleText } from "../../src/viewer/text/visible.ts";
import { DEMO, evidence, shell } from "../support/bin.ts";
import { lacksBrowser, launch, open } from "./support/browser.ts";
import { writeGeneratedExport } from "./support/generated-export.ts";

const SHEET = 500;
const folder = mkdtempSync(join(tmpdir(), "viewer-bundle-"));
let browser: Browser;

beforeAll(async () => {
  if (lacksBrowser) return;
  writeGeneratedExport(join(folder, "export"), 730);
  packed("demo", DEMO);
  packed("made", join(folder, "export"));
  browser = await launch();
}, 300_000);
afterAll(async () => {
  if (!lacksBrowser) await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A bundle, unpacked as a person does. */
function packed(stem: string, source: string): void {
  const { exit, err } = evidence(
    ["pack", source, "-o", `${stem}.zip`, "--date", "2026-09-01", "--fail-on", "never"],
    folder,
  );
  if (exit !== 0) throw new Error(err);
  shell(`unzip -q ${stem}.zip`, folder);
}

const text = (stem: string, path: string) => readFileSync(join(folder, stem, path), "utf8");
const parsed = <Shape>(stem: string, path: string) => JSON.parse(text(stem, path)) as Shape;
const messages = (stem: string) =>
  text(stem, "record/messages.jsonl")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Message);

interface ShownRow {
  readonly number: string;
  readonly time: string;
  readonly text: string | null;
}

/** Every message of the table form, sheet after sheet. */
async function tableOf(page: Page, count: number): Promise<ShownRow[]> {
  await page.getByRole("button", { name: "表格形式" }).click();
  const shown: ShownRow[] = [];
  while (shown.length < count) {
    const rows = Math.min(SHEET, count - shown.length);
    await expect.poll(() => page.locator(".sheet-table tbody tr").count()).toBe(rows);
    for (const button of await page.locator(".sheet-table td:last-child > .text > button").all()) await button.click();
    shown.push(
      ...(await page.locator(".sheet-table tbody tr").evaluateAll((trs) =>
        trs.map((tr) => ({
          number: tr.children[0]?.textContent ?? "",
          time: tr.children[1]?.textContent ?? "",
          text: tr.querySelector(":scope > td:last-child > .text")?.textContent ?? null,
        })),
      )),
    );
    if (shown.length < count) await page.getByRole("button", { name: "下一部分" }).click();
  }
  return shown;
}

describe.skipIf(lacksBrowser).each(["demo", "made"])("the viewer of a bundle (%s)", (stem) => {
  test("shows every message of the record: numbers, order, times and words", async () => {
    const record = messages(stem);
    const conversations = parsed<{ conversations: Conversation[] }>(stem, "record/conversations.json").conversations;
    for (const { id, messageCount } of conversations) {
      const expected = record.filter(({ conversation }) => conversation === id);
      const { page, context, faults } = await open(browser, join(folder, stem), `#${id}`);
      await expect
        .poll(() => page.locator(".status strong").innerText())
        .toBe(`筛选后 ${messageCount} / 全部 ${messageCount}`);
      const shown = await tableOf(page, expected.length);
      expect(shown.map(({ number }) => number)).toEqual(expected.map(({ seq }) => `${id}-${seq}`));
      expect(shown.map((row) => row.text)).toEqual(
        expected.map((one) => (one.text === null || one.text === "" ? null : visibleText(one.text))),
      );
      const instants = shown.map(({ time }) => Date.parse(time.replace(" ", "T").replace(" ", "")));
      expect(instants).toEqual(expected.map(({ sentAt }) => Math.floor((sentAt ?? NaN) / 1000) * 1000));
      expect(faults).toEqual([]);
      await context.close();
    }
  });

  test("shows every conversation, account, name and finding of the record", async () => {
    const conversations = parsed<{ conversations: Conversation[] }>(stem, "record/conversations.json").conversations;
    const people = parsed<{ participants: Participant[] }>(stem, "record/participants.json").participants;
    const outcomes = parsed<{ outcomes: Outcome[] }>(stem, "record/checks.json").outcomes;
    const { page, context, faults } = await open(browser, join(folder, stem), "#/conversations");
    const main = page.locator("main");
    expect(await page.locator("tbody tr").count()).toBe(conversations.length);
    for (const { id, title } of conversations) {
      expect(await main.innerText()).toContain(id);
      expect(await main.innerText()).toContain(visibleText(title));
    }
    await page.evaluate(() => (location.hash = "#/people"));
    await expect
      .poll(() => page.locator(".status").innerText())
      .toBe(`筛选后 ${people.length} / 全部 ${people.length}`);
    const named = await main.locator("tbody tr td:nth-child(2)").allInnerTexts();
    expect(named.sort()).toEqual(people.flatMap(({ names }) => names.map((name) => visibleText(name.text))).sort());
    const found = outcomes.reduce((sum, { findings }) => sum + findings.length, 0);
    await page.evaluate(() => (location.hash = "#/findings"));
    await expect.poll(() => page.locator(".status").innerText()).toBe(`筛选后 ${found} / 全部 ${found}`);
    expect(faults).toEqual([]);
    await context.close();
  });

  test("computes the digests of the folder it is handed, and finds what differs", async () => {
    const { page, context, faults } = await open(browser, join(folder, stem), "#/verify");
    const choose = () => page.locator("input[type=file]").setInputFiles(join(folder, stem));
    const listed = (name: string) => text(stem, name).trimEnd().split("\n").length;
    const all = listed("manifest-sha256.txt") + listed("tagmanifest-sha256.txt");
    await choose();
    await expect
      .poll(() => page.locator(".answer strong").innerText(), { timeout: 30_000 })
      .toBe(`一致 ${all} · 不一致 0 · 缺少 0 · 多出 0 · 无法读取 0`);
    expect(await page.locator(".answer").innerText()).toContain("与本页所属证据包的清单相同");
    const fingerprint = readFileSync(join(folder, `${stem}.fingerprint.txt`), "utf8").match(/[0-9a-f]{64}/)?.[0] ?? "?";
    expect(await page.locator(".answer").innerText()).toContain(fingerprint);
    const kept = join(folder, `${stem}-custody`);
    const changed = join(folder, stem, "meta/custody.jsonl");
    copyFileSync(changed, kept);
    appendFileSync(changed, " ");
    await page.reload();
    await page.waitForSelector("input[type=file]");
    await choose();
    await expect
      .poll(() => page.locator(".answer strong").innerText(), { timeout: 30_000 })
      .toBe(`一致 ${all - 1} · 不一致 1 · 缺少 0 · 多出 0 · 无法读取 0`);
    expect(await page.locator(".answer").innerText()).toContain("meta/custody.jsonl");
    copyFileSync(kept, changed);
    expect(faults).toEqual([]);
    await context.close();
  });
});

describe.skipIf(lacksBrowser)("the viewer of the demo bundle", () => {
  test("plays every recording from the bundle", async () => {
    const { page, context, faults } = await open(browser, join(folder, "demo"));
    const voices = messages("demo").filter(({ kind }) => kind === "voice");
    expect(voices.length).toBeGreaterThan(0);
    for (const { conversation, seq } of voices) {
      await page.evaluate((hash) => (location.hash = hash), `#${conversation}-${seq}`);
      const audio = page.locator(`.row[data-seq="${seq}"] audio`);
      const seconds = await audio.evaluate(async (one: HTMLAudioElement) => {
        one.muted = true;
        await one.play();
        return one.duration;
      });
      expect(seconds).toBeGreaterThan(0.5);
    }
    expect(faults).toEqual([]);
    await context.close();
  });

  test("opens every view without a fault", async () => {
    const { page, context, faults } = await open(browser, join(folder, "demo"));
    for (const view of [
      "facts",
      "conversations",
      "search",
      "findings",
      "people",
      "groups",
      "declared",
      "files",
      "exhibits",
      "verify",
    ]) {
      await page.evaluate((name) => (location.hash = `#/${name}`), view);
      await expect.poll(() => page.locator("main h2").first().isVisible()).toBe(true);
      await expect.poll(() => page.locator("main").innerText()).not.toContain("正在读取");
      expect(await page.locator(".trouble").count()).toBe(0);
    }
    expect(faults).toEqual([]);
    await context.close();
  });

  test("links to nothing but files that the bundle has", async () => {
    const { page, context } = await open(browser, join(folder, "demo"));
    const seen = new Set<string>();
    for (const hash of ["#/facts", "#/files", "#/exhibits", "#c1-10", "#c1-96", "#c1-103", "#c2-59"]) {
      await page.evaluate((one) => (location.hash = one), hash);
      await page.waitForTimeout(400);
      for (const path of await page
        .locator("main a[target], main img, main audio, main video")
        .evaluateAll((all) => all.map((one) => one.getAttribute("href") ?? one.getAttribute("src") ?? "")))
        seen.add(path);
    }
    expect(seen.size).toBeGreaterThan(20);
    for (const path of seen) expect(() => readFileSync(join(folder, "demo", path)), path).not.toThrow();
    await context.close();
  });

  test("lets no script, style, picture or request in that is not a file of the bundle", async () => {
    const { page, context } = await open(browser, join(folder, "demo"));
    const broken = await page.evaluate(async () => {
      const breaches: string[] = [];
      document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) =>
        breaches.push(effectiveDirective),
      );
      const script = document.createElement("script");
      script.textContent = "window.hit = 1";
      const style = document.createElement("style");
      style.textContent = "body { display: none }";
      const picture = new Image();
      picture.src = "https://example.invalid/x.png";
      document.head.append(script, style);
      await fetch("https://example.invalid/").catch(() => null);
      await new Promise((resolve) => setTimeout(resolve, 100));
      return {
        breaches: [...new Set(breaches)].sort(),
        hit: (window as unknown as Record<string, unknown>)["hit"] ?? null,
      };
    });
    expect(broken).toEqual({ breaches: ["connect-src", "img-src", "script-src-elem", "style-src-elem"], hit: null });
    await context.close();
  });

  test("says to extract first where index.html is all there is", async () => {
    const alone = join(folder, "alone");
    mkdirSync(alone);
    copyFileSync(resolve(folder, "demo/index.html"), join(alone, "index.html"));
    const page = await browser.newPage();
    await page.goto(`file://${alone}/index.html`);
    expect(await page.locator("body").innerText()).toContain("全部解压缩");
    await page.close();
  });
});
