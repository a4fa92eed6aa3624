import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { CHECK_CARDS, FORMATS } from "../src/catalog.ts";
import { EXIT_CODES } from "../src/cli/exit.ts";

const ROOT = resolve(import.meta.dirname, "..");
const README = readFileSync(join(ROOT, "README.md"), "utf8");
const folders = (path: string): string[] =>
  readdirSync(join(ROOT, path), { withFileTypes: true }).filter((e) => e.isDirectory()).map((e) => e.name).sort(); // prettier-ignore

describe("what the project says of itself", () => {
  test("every importer folder is an importer in the list, with a fixture", () => {
    const ids = FORMATS.map(({ id }) => id).sort();
    expect(folders("src/importers").filter((name) => name !== "wechat")).toEqual(ids);
    expect(folders("fixtures/importers")).toEqual(ids);
  });

  test.each(FORMATS.map(({ id }) => [id]))("the README names the format %s", (id) => {
    expect(README).toContain(`\`${id}\``);
  });

  test.each(CHECK_CARDS.map((card) => [card.id, card] as const))("%s has its README row and its test", (id, card) => {
    expect(README).toContain(`| \`${id}\` | ${card.title.zh} | ${card.title.en} |`);
    expect(existsSync(join(ROOT, `tests/checks/${id}.test.ts`))).toBe(true);
  });

  test("the README names no check that does not exist", () => {
    const named = [...README.matchAll(/^\| `([a-z-]+\/[a-z-]+)` \|/gm)].map((match) => match[1]);
    expect(named).toEqual(CHECK_CARDS.map(({ id }) => id));
  });

  test.each(EXIT_CODES.map(({ code }) => [code]))("the README has exit code %d", (code) => {
    expect(README).toMatch(new RegExp(`^\\| ${code} \\|`, "m"));
  });

  test("every fixture says that it is invented", () => {
    for (const importer of folders("fixtures/importers")) {
      for (const name of folders(`fixtures/importers/${importer}`)) {
        const about = join(ROOT, "fixtures/importers", importer, name, "about.md");
        if (!existsSync(join(ROOT, "fixtures/importers", importer, name, "source"))) continue;
        expect(readFileSync(about, "utf8"), about).toMatch(/invented|made up|编造|虚构/i);
      }
    }
    expect(readFileSync(join(ROOT, "fixtures/demo/about.md"), "utf8")).toMatch(/invented|编造|虚构/i);
  });

  test("nothing stands at the top that was not agreed on", () => {
    const agreed = /^(package(-lock)?\.json|tsconfig(\.build)?\.json|bin|src|fixtures|tests|docs|bench|README\.md|CONTRIBUTING\.md|LICENSE|vitest\.config\.ts|eslint\.config\.js|\..*|node_modules|dist|coverage|demo\..*)$/; // prettier-ignore
    expect(readdirSync(ROOT).filter((name) => !agreed.test(name))).toEqual([]);
  });
});
