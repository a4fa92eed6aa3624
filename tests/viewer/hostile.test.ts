import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { copyApp } from "./support/app.ts";
import { lacksBrowser, launch, open } from "./support/browser.ts";
import { writeMadeUp } from "./support/made-up.ts";

/** What has run scripts in pages of others: tags, attributes, addresses, templates, ends of strings and of scripts. */
const CORPUS = [
  "<script>window.hit=1</script>",
  "</script><script>window.hit=1</script>",
  "<img src=x onerror=window.hit=1>",
  '"><svg onload=window.hit=1>',
  "'\"><iframe srcdoc='<script>parent.hit=1</script>'></iframe>",
  '<a href="javascript:window.hit=1">x</a>',
  "javascript:window.hit=1",
  "https://example.invalid/x.png",
  "<style>@import url(https://example.invalid/x.css)</style>",
  "<base href=https://example.invalid/>",
  "<meta http-equiv=refresh content=0;url=https://example.invalid/>",
  "{{constructor.constructor('window.hit=1')()}}",
  "${window.hit=1}",
  "`+(window.hit=1)+`",
  "\\u003cimg src=x onerror=window.hit=1\\u003e",
  "&lt;img src=x onerror=window.hit=1&gt;",
  "__proto__",
  "\u2028window.hit=1\u2029",
  "\u202egnp.exe\u2066\u0000\u001b]0;x\u0007",
];

const folder = mkdtempSync(join(tmpdir(), "viewer-hostile-"));
let browser: Browser;

beforeAll(async () => {
  if (lacksBrowser) return;
  writeMadeUp(folder, { messages: [210, 40], hostile: CORPUS.join(" ") });
  copyApp(folder);
  browser = await launch();
});
afterAll(async () => {
  if (!lacksBrowser) await browser.close();
  rmSync(folder, { recursive: true, force: true });
});

const PLACES = ["", "#/conversations", "#c1", "#c1-110", "#c1-210", "#c2-20", "#/findings/1", "#/people", "#/groups", "#/declared", "#/files", "#/exhibits", "#/verify", `#/search/${encodeURIComponent("<script>")}`, `#${encodeURIComponent(CORPUS[2] ?? "")}`]; // prettier-ignore

describe.skipIf(lacksBrowser)("text that would be a program", () => {
  test.each(PLACES)("is text in every field of %s", async (hash) => {
    const { page, context, faults } = await open(browser, folder, hash);
    for (const language of ["English", "中文"]) {
      await page.getByRole("button", { name: language }).click();
      await page.evaluate(() => {
        for (const details of document.querySelectorAll("details")) details.open = true;
      });
      await page.waitForTimeout(200);
    }
    const made = await page.evaluate(() => ({
      hit: (window as unknown as Record<string, unknown>)["hit"] ?? null,
      polluted: Object.keys(Object.prototype),
      foreign: [
        ...document.querySelectorAll("iframe, object, embed, base, style, form[action], meta[http-equiv=refresh]"),
      ].length,
      scripts: [...document.scripts].map(({ src }) => src).filter((src) => !src.endsWith("viewer/app.js")),
      addresses: [...document.querySelectorAll("[href], [src], [poster]")].flatMap((one) =>
        ["href", "src", "poster"]
          .map((name) => one.getAttribute(name) ?? "")
          .filter((value) => /^\s*[a-z]+:|^\/\//i.test(value)),
      ),
      handlers: [...document.querySelectorAll("*")]
        .flatMap((one) => one.getAttributeNames())
        .filter((name) => name.startsWith("on")),
      hidden: /[\u202a-\u202e\u2066-\u2069\u0000]/.test(document.body.innerText),
    }));
    expect(made).toEqual({
      hit: null,
      polluted: [],
      foreign: 0,
      scripts: [],
      addresses: [],
      handlers: [],
      hidden: false,
    });
    expect(faults).toEqual([]);
    await context.close();
  });

  test("is shown whole, so that it can be read", async () => {
    const { page, context } = await open(browser, folder, "#c1-1");
    const text = await page.locator('.row[data-seq="1"] .text').first().innerText();
    expect(text).toContain("<script>window.hit=1</script>");
    expect(text).toContain("⟦U+202E⟧gnp.exe⟦U+2066⟧⟦U+0000⟧⟦U+001B⟧");
    await context.close();
  });

  test("is not changed by the form for printing", async () => {
    const { page, context, faults } = await open(browser, folder, "#c1");
    await page.getByRole("button", { name: "表格形式" }).click();
    await page.waitForSelector('tr[data-seq="211"]');
    expect(await page.evaluate(() => (window as unknown as Record<string, unknown>)["hit"] ?? null)).toBeNull();
    expect(faults).toEqual([]);
    await context.close();
  });
});
