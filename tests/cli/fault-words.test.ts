import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { faultPhrase, placeAndExpected } from "../../src/cli/fault-phrases.ts";
import { FAULT_WORDS, faultName } from "../../src/cli/fault-words.ts";

const SRC = join(import.meta.dirname, "../../src");
const zipFiles = readdirSync(join(SRC, "base")).filter(
  (name) => name.startsWith("zip") && !name.startsWith("zip-time"),
);
/** Every file in which a fault of `verify` is made. */
const FILES = [
  ...zipFiles.map((name) => `base/${name}`),
  ...[
    "manifest",
    "bag-info",
    "structure",
    "closed-world",
    "integrity",
    "lists",
    "seals/judge",
    "foreign-bag",
    "foreign-manifest",
    "foreign-tags",
  ].map((name) => `bundle/${name}.ts`),
  "rederive.ts",
];
const CODE = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;

function visitAll(file: string, visit: (node: ts.Node) => void): void {
  const text = readFileSync(join(SRC, file), "utf8");
  const into = (node: ts.Node): void => {
    visit(node);
    ts.forEachChild(node, into);
  };
  into(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
}

function isCode(node: ts.Node): boolean {
  return ts.isStringLiteralLike(node) && CODE.test(node.text);
}

/** Texts written under a node, with a number where a value stands. */
function textsUnder(node: ts.Node, found: Set<string>): void {
  if (ts.isStringLiteralLike(node)) found.add(node.text);
  else if (ts.isTemplateExpression(node)) {
    found.add(node.head.text + node.templateSpans.map(({ literal }) => `7${literal.text}`).join(""));
  }
  ts.forEachChild(node, (child) => {
    textsUnder(child, found);
  });
}

/** What faults say they expected and found: the properties and variables of those names, and what follows a code in a call. */
function saidInSource(): Set<string> {
  const found = new Set<string>();
  for (const file of FILES) {
    visitAll(file, (node) => {
      const isNamed = (ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node)) && /^(?:expected|found|told|wanted)$/.test(node.name.getText()); // prettier-ignore
      if (isNamed && node.initializer) textsUnder(node.initializer, found);
      if (!ts.isCallExpression(node) || !node.arguments.some(isCode)) return;
      const plain = node.arguments.filter((one) => ts.isStringLiteralLike(one) || ts.isTemplateExpression(one));
      for (const one of plain.filter((one) => !isCode(one))) textsUnder(one, found);
    });
  }
  return new Set([...found].filter((text) => !CODE.test(text)));
}

describe("the names of faults", () => {
  test("are there for every code that is made, and for no other", () => {
    const made = new Set<string>();
    for (const file of FILES) {
      visitAll(file, (node) => {
        if (isCode(node)) made.add((node as ts.StringLiteralLike).text);
      });
    }
    expect(made.size).toBeGreaterThan(60);
    expect(Object.keys(FAULT_WORDS).sort()).toEqual([...made].sort());
  });

  test("are said in both languages, each once", () => {
    const names = Object.values(FAULT_WORDS);
    for (const { zh, en } of names) expect([zh, en]).toEqual([expect.stringMatching(/\p{Script=Han}/u), expect.stringMatching(/^[ -~]+$/)]); // prettier-ignore
    expect(new Set(names.map(({ zh }) => zh)).size).toBe(names.length);
    expect(new Set(names.map(({ en }) => en)).size).toBe(names.length);
  });

  test("of a code that has none is the code", () => {
    expect(faultName("toString")).toEqual({ zh: "toString", en: "toString" });
  });
});

describe("the words of faults", () => {
  /** Labels, encodings and paths: the same in every language. */
  const DATA = /^(?:utf8|LF|EF BB BF|string|UTF-8|CR LF|meta\/tool\.json|Bag-Software-Agent|BagIt-Profile-Identifier|Bagging-Date|External-Identifier|Payload-Oxum)$/; // prettier-ignore

  test("are each said in Chinese", () => {
    const said = [...saidInSource()].filter((text) => /[A-Za-z]{2}/.test(text) && !DATA.test(text));
    expect(said.length).toBeGreaterThan(60);
    const english = said.filter((text) => {
      // Of bag-info.txt the value and its label are put together only where the fault is told.
      const whole = text.startsWith("a value like") ? `Bagging-Date: ${text}, once` : text;
      const { place, expected } = placeAndExpected(whole, "zh");
      return !/\p{Script=Han}/u.test(place + expected);
    });
    expect(english).toEqual([]);
  });

  test.each(["(no such line)", "7 bytes stored", "more than 7 bytes", "data ends after 7 of 9 bytes", "damaged"])(
    "that come from elsewhere are said in Chinese too: %s",
    (text) => {
      expect(faultPhrase(text, "zh")).toMatch(/^[^a-z]*\p{Script=Han}[^a-z]*$/u);
    },
  );

  test("name every field of a zip header in Chinese", () => {
    const fields = zipFiles.flatMap(
      (name) =>
      [...readFileSync(join(SRC, "base", name), "utf8").matchAll(/\["([a-z][a-z0-9 ,-]+)", [\dh]/g)].map((match) => match[1] ?? ""), // prettier-ignore
    );
    expect(fields.length).toBeGreaterThan(30);
    for (const field of fields.filter((name) => name !== "crc-32")) {
      expect(placeAndExpected(`byte 7, ${field}: 0x00`, "zh").place).toMatch(/^第 7 字节（.*\p{Script=Han}.*）$/u);
    }
  });

  test("stay English in English, and data stay what they are in both", () => {
    expect(faultPhrase("no such file", "en")).toBe("no such file");
    for (const data of [
      "0x032d",
      "9d".repeat(32),
      "data/source/合同.txt",
      "EF BB BF",
      '{"text":"see you after lunch"}',
      "1.2.3",
    ]) {
      expect([faultPhrase(data, "zh"), faultPhrase(data, "en")]).toEqual([data, data]);
    }
  });

  test.each([
    [
      "byte 1331154, version made by: 0x032d",
      "第 1331154 字节（制作版本）",
      "0x032d",
      "byte 1331154 (version made by)",
    ],
    ['line 21: {"a":1}', "第 21 行", '{"a":1}', "line 21"],
    ["line 3: a final LF", "第 3 行", "以换行（LF）结尾", "line 3"],
    ["Payload-Oxum: 12.3, once", "", "Payload-Oxum: 12.3，且仅一次", ""],
    ["byte 7: 12 bytes, CRC-32 1a2b", "第 7 字节", "12 字节，CRC-32 为 1a2b", "byte 7"],
  ])("%s", (text, place, expected, english) => {
    expect(placeAndExpected(text, "zh")).toEqual({ place, expected });
    expect(placeAndExpected(text, "en").place).toBe(english);
  });
});
