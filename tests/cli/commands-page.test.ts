import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { EXIT_CODES } from "../../src/cli/exit.ts";
import { parse } from "../../src/cli/program.ts";
import { PUBLISHED } from "../../src/model/shapes/published.ts";

const PAGE = resolve(import.meta.dirname, "../../docs/commands.md");
const page = readFileSync(PAGE, "utf8");
const [shared = "", ...chapters] = page.split(/^## (?=evidence )/m);

function help(...argv: string[]): string {
  let out = "";
  parse([...argv, "--help"], { language: "en", out: (text) => (out += text) });
  return out;
}

/** Options that begin a line of help, or stand in the first cell of a row of the page. */
const optionsIn = (lines: readonly string[]): string[] =>
  [...new Set(lines.flatMap((line) => line.match(/(?<![\w-])--?[a-z][a-z-]*/g) ?? []))].sort();
const ofHelp = (command: string): string[] =>
  optionsIn([...help(command).matchAll(/^ {2}(-.*?)(?: {2,}|$)/gm)].map(([, term = ""]) => term));
const ofPage = (chapter: string): string[] =>
  optionsIn([...chapter.matchAll(/^\| (`-.*?) \| /gm)].map(([, cell = ""]) => cell.replaceAll(/<[^>]*>/g, "")));

/** Names of the commands, from the help of the program. */
const commands = [...(help().split("Commands:")[1]?.split("Examples:")[0] ?? "").matchAll(/^ {2}([a-z]+) <?\[?/gm)].flatMap(([, name = ""]) => (name === "help" ? [] : [name])); // prettier-ignore

describe("the page of commands", () => {
  test("has a chapter for every command, and for no other", () => {
    expect(commands.length).toBeGreaterThan(7);
    expect(chapters.map((chapter) => chapter.split(/\s/)[1]).sort()).toEqual(commands.toSorted());
  });

  test.each(commands)("names every option of %s, and no other", (command) => {
    const chapter = chapters.find((text) => text.startsWith(`evidence ${command}\n`)) ?? "";
    expect(ofHelp(command).length).toBeGreaterThan(4);
    expect([...new Set([...ofPage(shared), ...ofPage(chapter)])].sort()).toEqual(ofHelp(command));
    expect(chapter).toMatch(/Ends with/);
    expect(chapter).toMatch(/^\$ evidence /m);
  });

  test("has every exit code", () => {
    const codes = [...shared.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
    expect(codes).toEqual(EXIT_CODES.map(({ code }) => code));
  });

  test("links schemas that are there, those of all answers among them", () => {
    const linked = [...page.matchAll(/\]\((schema\/[a-z-]+\.schema\.json)\)/g)].map(([, path = ""]) => path);
    for (const path of linked) expect(existsSync(join(dirname(PAGE), path)), path).toBe(true);
    const answers = PUBLISHED.map(({ name }) => name).filter((name) => commands.includes(name) || name === "error" || name === "receipt"); // prettier-ignore
    expect(answers.length).toBeGreaterThan(8);
    for (const name of answers) expect(linked).toContain(`schema/${name}.schema.json`);
  });
});
