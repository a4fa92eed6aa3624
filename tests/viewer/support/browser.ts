import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";

/** CI sets this so that a missing witness is a failure there, and a skipped test elsewhere. */
const isRequired = process.env["EVIDENCE_REQUIRE_WITNESSES"] === "1";
const found = spawnSync("sh", ["-c", "command -v chromium"], { encoding: "utf8" }).stdout.trim();

/** Whether these tests are to be skipped: no Chromium, and none demanded. */
export const lacksBrowser = found === "" && !isRequired;

const FONTS = resolve(import.meta.dirname, "../../../node_modules/@expo-google-fonts/noto-sans-sc");
const FONT_LIST = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${FONTS}</dir><dir>/usr/share/fonts</dir></fontconfig>`;

/** Chromium without a screen, with a Chinese font whatever the machine has: what is printed can be read again. */
export async function launch(): Promise<Browser> {
  const folder = mkdtempSync(join(tmpdir(), "viewer-fonts-"));
  writeFileSync(join(folder, "fonts.conf"), FONT_LIST);
  const browser = await chromium.launch({
    executablePath: found,
    args: ["--no-sandbox", "--disable-background-networking", "--autoplay-policy=no-user-gesture-required"],
    env: { ...process.env, FONTCONFIG_FILE: join(folder, "fonts.conf") },
  });
  browser.on("disconnected", () => rmSync(folder, { recursive: true, force: true }));
  return browser;
}

/** A page of a bundle opened by double-click on a machine without network, and all that went wrong on it. */
export interface Opened {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Dialogs, page errors, console errors, breaches of the policy, and addresses that are no files. */
  readonly faults: string[];
}

/** Opens `index.html` of a folder; `hash` is what stands behind it in the address. */
export async function open(
  browser: Browser,
  folder: string,
  hash = "",
  size = { width: 1280, height: 800 },
): Promise<Opened> {
  const context = await browser.newContext({ viewport: size, locale: "zh-CN", timezoneId: "Asia/Shanghai" });
  const faults: string[] = [];
  await context.setOffline(true);
  await context.route(/^(?!file:)/, (route) => {
    faults.push(`asked for ${route.request().url()}`);
    return route.abort();
  });
  const page = await context.newPage();
  page.on("request", (request) => {
    if (!request.url().startsWith("file:")) faults.push(`asked for ${request.url()}`);
  });
  page.on("dialog", (dialog) => {
    faults.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("pageerror", (error) => faults.push(`error ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(`console ${message.text()}`);
  });
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(`policy ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  await page.goto(`${pathToFileURL(`${folder}/index.html`).href}${hash}`);
  await page.waitForSelector("#viewer");
  return { page, context, faults };
}
