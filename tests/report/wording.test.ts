import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import type { Bilingual, Language } from "../../src/base/bilingual.ts";
import { placeholdersOf } from "../../src/base/sentence.ts";
import type { CheckCard } from "../../src/checks/check.ts";
import { en } from "../../src/report/words/en.ts";
import { forbiddenIn } from "../../src/report/words/forbidden.ts";
import { zh } from "../../src/report/words/zh.ts";

const ROOT = join(import.meta.dirname, "../..");
const LANGUAGES: readonly Language[] = ["zh", "en"];

function filesUnder(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Key path -> sentence. */
function sentences(words: object, path = ""): [string, string][] {
  return Object.entries(words).flatMap(([key, value]: [string, unknown]): [string, string][] =>
    typeof value === "string" ? [[`${path}${key}`, value]] : sentences(value as object, `${path}${key}.`),
  );
}

/** Sentences written into the code: literals with blanks or with Chinese; names, codes and SQL have no voice. */
function literals(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
      found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found.filter(
    (text) => /\p{Script=Han}|[a-z] [a-z]/u.test(text) && !/^\s*(SELECT|INSERT|CREATE|UPDATE|WITH|PRAGMA)\b/.test(text),
  );
}

function isCard(value: unknown): value is CheckCard {
  return typeof value === "object" && value !== null && "words" in value && "innocent" in value && "legalHook" in value;
}

async function cards(): Promise<CheckCard[]> {
  const modules = await Promise.all(
    filesUnder("src/checks").map((file) => import(file) as Promise<Record<string, unknown>>),
  );
  const found = modules.flatMap((module) => Object.values(module)).filter(isCard);
  return [...new Set(found)];
}

function spoken(text: string): string[] {
  const language = /\p{Script=Han}/u.test(text) ? "zh" : "en";
  return forbiddenIn(text, language).map(({ phrase }) => `"${phrase}" in: ${text}`);
}

describe("the list of forbidden words", () => {
  it("finds verdicts in both languages", () => {
    expect(forbiddenIn("聊天记录真实有效，未经篡改", "zh").map(({ phrase }) => phrase)).toEqual(["真实", "篡改"]);
    expect(forbiddenIn("记录完整无缺", "zh")).toHaveLength(1);
    expect(forbiddenIn("原件在当事人处", "zh")).toHaveLength(1);
    expect(forbiddenIn("The record is Complete and proves the debt.", "en").map(({ phrase }) => phrase)).toEqual([
      "Complete",
      "proves",
    ]);
    expect(forbiddenIn("the original message", "en")).toHaveLength(1);
  });

  it("leaves terms, titles of law and quoted words alone", () => {
    expect(forbiddenIn("完整性校验与固化", "zh")).toEqual([]);
    expect(forbiddenIn("《关于电子数据真实性的规定》", "zh")).toEqual([]);
    expect(forbiddenIn("completeness checks; incomplete rows", "en")).toEqual([]);
    expect(forbiddenIn("keeper of the original device", "en")).toEqual([]);
  });

  it("does not let a citation claim more than the names of the law's questions", () => {
    expect(forbiddenIn("法院审查电子数据的真实性", "zh", true)).toEqual([]);
    expect(forbiddenIn("可采性没有问题，一定成立", "zh", true).length).toBeGreaterThan(0);
  });
});

describe("the fixed sentences of the report", () => {
  const chinese = sentences(zh);
  const english = new Map(sentences(en));

  it("exist in both languages under the same keys, with the same placeholders", () => {
    expect([...english.keys()].sort()).toEqual(chinese.map(([key]) => key).sort());
    for (const [key, sentence] of chinese) {
      expect(placeholdersOf(english.get(key) ?? "").sort(), key).toEqual(placeholdersOf(sentence).sort());
    }
  });

  it("are none of them empty, except the role that is not stated", () => {
    const empty = [...chinese, ...english].filter(([, sentence]) => sentence.trim() === "").map(([key]) => key);
    expect(new Set(empty)).toEqual(new Set(["accounts.roles.unknown"]));
  });

  it("hold no English in Chinese and no Chinese in English", () => {
    for (const [key, sentence] of english) expect(sentence, key).not.toMatch(/\p{Script=Han}/u);
  });

  it.each([
    ["zh", zh],
    ["en", en],
  ] as const)("pass no verdict (%s)", (language, words) => {
    for (const [key, sentence] of sentences(words)) expect(forbiddenIn(sentence, language), key).toEqual([]);
  });
});

describe("the cards of the checks", async () => {
  const all = await cards();

  it.each(all.map((card) => [card.id, card] as const))("%s passes no verdict", (_, card) => {
    const own: Bilingual[] = [card.title, card.rule, ...card.innocent, ...Object.values(card.words)];
    for (const language of LANGUAGES) {
      for (const text of own) expect(forbiddenIn(text[language], language), text[language]).toEqual([]);
      expect(forbiddenIn(card.legalHook[language], language, true), card.legalHook[language]).toEqual([]);
    }
  });

  it.each(all.map((card) => [card.id, card] as const))(
    "%s speaks of the same facts in both languages and names innocent causes",
    (_, card) => {
      for (const [word, text] of Object.entries(card.words)) {
        expect([...new Set(placeholdersOf(text.en))].sort(), word).toEqual(
          [...new Set(placeholdersOf(text.zh))].sort(),
        );
      }
      expect(card.innocent.length).toBeGreaterThan(0);
    },
  );
});

it("says every reason of a check for not judging in words", () => {
  const codes = filesUnder("src/checks").flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/notApplicable: "([a-z-]+)"/g)].map((match) => match[1] ?? ""),
  );
  expect(codes.length).toBeGreaterThan(0);
  expect(codes.filter((code) => !Object.hasOwn(zh.checks.reasonCodes, code))).toEqual([]);
});

describe("sentences written into the code", () => {
  // Checks are read as cards above; importers hold the words of other programs, which are evidence, not our voice. The
  // choices of the case file are the words of statutes and of the person who picks one.
  const files = filesUnder("src").filter(
    (file) => !/src\/(checks|importers)\/|(forbidden|shapes\/case\/choices)\.ts$/.test(file.replaceAll("\\", "/")),
  );

  it("are found at all", () => {
    expect(files.flatMap(literals).length).toBeGreaterThan(100);
  });

  it.each(files.map((file) => [file.slice(ROOT.length + 1), file] as const))("pass no verdict: %s", (_, file) => {
    expect(literals(file).flatMap(spoken)).toEqual([]);
  });
});
