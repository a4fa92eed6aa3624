import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EvidenceError } from "../../src/base/errors.ts";
import { parseCase } from "../../src/casefile/read.ts";

const read = (text: string | Buffer) => parseCase(Buffer.from(text as string), "evidence.case.yaml");

/** What is said of a case file that cannot be read. */
function refused(text: string | Buffer): EvidenceError {
  try {
    read(text);
  } catch (error) {
    if (error instanceof EvidenceError) return error;
    throw error;
  }
  throw new Error("it was read");
}

/** Lines named in what is said. */
const linesIn = ({ says }: EvidenceError): number[] => [...says.zh.matchAll(/第 (\d+) 行/g)].map((match) => Number(match[1])); // prettier-ignore

describe("values stay what was typed", () => {
  test.each([
    ["a word other programs take for a truth value", "no", "no"],
    ["another", "Yes", "Yes"],
    ["a word other programs take for nothing", "null", "null"],
    ["a tilde", "~", "~"],
    ["leading zeros", "007", "007"],
    ["octal of the old kind", "017", "017"],
    ["octal of the new kind", "0o17", "0o17"],
    ["hexadecimal", "0x1F", "0x1F"],
    ["a number with an exponent", "1e3", "1e3"],
    ["minutes and seconds", "12:30", "12:30"],
    ["a date", "2024-05-01", "2024-05-01"],
    ["a long number", "12345678901234567890", "12345678901234567890"],
    ["a hash within a word", "甲#乙", "甲#乙"],
    ["a comment behind", "甲 # 乙", "甲"],
    ["a tab behind the colon", "\t甲", "甲"],
    ["emoji", "👨‍👩‍👧 😀", "👨‍👩‍👧 😀"],
    ["quotes", '"2024: 一"', "2024: 一"],
    ["Chinese quotes", "“甲”说：乙", "“甲”说：乙"],
    ["a full-width colon", "甲：乙", "甲：乙"],
  ])("%s", (_, typed, value) => {
    expect(read(`case:\n  cause: ${typed}\n`)).toEqual({ case: { cause: value } });
  });

  test("text over several lines, with its own full-width indent", () => {
    expect(read("case:\n  cause: |\n    　　第一段\n    第二段: 甲 # 乙\n")).toEqual({
      case: { cause: "第一段\n第二段: 甲 # 乙" },
    });
    expect(read("case:\n  cause: >\n    a\n    b\n")).toEqual({ case: { cause: "a b" } });
  });

  test("numbers only where a number is asked for", () => {
    expect(read('exhibits:\n  - copies: 007\n    number: 007\n')).toEqual({ exhibits: [{ copies: 7, number: "007" }] }); // prettier-ignore
    expect(linesIn(refused("exhibits:\n  - number: 1\n    copies: 0x2\n"))).toEqual([3]);
    expect(linesIn(refused("exhibits:\n  - number: 1\n    copies: 两份\n"))).toEqual([3]);
  });

  test("blanks are nothing, whole sections of them too", () => {
    expect(read("case:\n  cause:\n  number: ''\ndevices:\n  -\n  - deviceId:\n")).toEqual({});
    expect(read("")).toEqual({});
    expect(read("---\n# nur\n")).toEqual({});
  });
});

describe("encodings", () => {
  const text = "case:\n  cause: 买卖合同纠纷，货款未付，双方多次催告\n  forum: 宁江市示例区人民法院\n";
  const typed = { case: { cause: "买卖合同纠纷，货款未付，双方多次催告", forum: "宁江市示例区人民法院" } };
  const gbk = Buffer.from(
    "636173653a0a202063617573653a20c2f2c2f4bacfcdacbec0b7d7a3acbbf5bfeeceb4b8b6a3accbabb7bdb6e0b4ceb4dfb8e60a2020666f72756d3a20c4febdadcad0cabec0fdc7f8c8cbc3f1b7a8d4ba0a",
    "hex",
  );

  test.each([
    ["UTF-8", Buffer.from(text)],
    ["UTF-8 with a mark", Buffer.from(`\ufeff${text}`)],
    ["GBK, as an old Notepad saves it", gbk],
    ["UTF-16 little endian with a mark", Buffer.from(`\ufeff${text}`, "utf16le")],
    ["UTF-16 big endian with a mark", Buffer.from(`\ufeff${text}`, "utf16le").swap16()],
    ["CRLF", Buffer.from(text.replaceAll("\n", "\r\n"))],
  ])("%s is read", (_, bytes) => {
    expect(read(bytes)).toEqual(typed);
  });

  test("a line of bytes that are no text is named, and not guessed at", () => {
    const bytes = Buffer.concat([Buffer.from(`${text}submitter:\n  name: `), Buffer.from([0xff, 0xc0]), Buffer.from("\n")]); // prettier-ignore
    expect(linesIn(refused(bytes))).toEqual([5]);
  });

  test("a picture is no case file", () => {
    const picture = Buffer.concat([Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), Buffer.alloc(100)]);
    expect(["CASE_FILE_INVALID", "ENCODING_UNKNOWN"]).toContain(refused(picture).code);
  });

  test("a NUL or another control character is named by its line", () => {
    const padding = "# 说明：这一行只是为了让文件像平常的文件那么长\n".repeat(20);
    expect(linesIn(refused(`${padding}case:\n  cause: a\0b\n`))).toEqual([22]);
    expect(linesIn(refused(`${padding}case:\n  cause: a\u0007b\n`))).toEqual([22]);
  });
});

describe("what is refused, with its line and in words", () => {
  test.each([
    ["a tab as indent", "case:\n\tcause: 甲\n", 2, "Tab"],
    ["an item twice", "case:\n  cause: 甲\n  cause: 乙\n", 3, "两次"],
    ["an anchor", "case:\n  cause: &a 甲\n", 2, "& 标记"],
    ["an alias", "case:\n  cause: 甲\nsubmitter: *a\n", 3, "* 引用"],
    ["a merge key", "case:\n  <<: {cause: 甲}\n", 2, "<<"],
    ["a tag of another language", "case:\n  cause: !!js/function 甲\n", 2, "! 标签"],
    ["a tag that would hide a value", "case: !!binary aGk=\n", 1, "! 标签"],
    ["several documents", "case:\n  cause: 甲\n---\ncase:\n", 3, "多个 ---"],
    ["the prototype", "case:\n  cause: 甲\n__proto__:\n  a: 乙\n", 3, "__proto__"],
    ["the prototype of a section", "case:\n  __proto__: {a: 乙}\n", 2, "__proto__"],
    ["an unknown item", "case:\n  cause: 甲\n  案由: 乙\n", 3, "没有名为 “案由”"],
    ["a colon without a space", "case:\n  cause:甲\n", 2, "后面空一格"],
    ["a full-width colon", "case:\n  cause：甲\n  number: 1\n", 2, "英文半角"],
    ["a full-width indent", "case:\n　cause: 甲\n", 2, "全角空格"],
    ["a colon in a value", "case:\n  cause: 原告: 甲\n", 2, "英文双引号"],
    ["a value that begins with an at sign", "case:\n  cause: @甲\n", 2, "英文双引号"],
    ["a list on the line of its key", "devices:\n  - imei: - 1\n", 2, "英文双引号"],
    ["an indent that fits nothing", "case:\n  cause: 甲\n number: 1\n", 3, "缩进不一致"],
    ["text where a list belongs", "devices:\n  deviceId: D1\n", 1, "“- ”开头"],
    ["a list where text belongs", "case:\n  cause:\n    - 甲\n", 2, "不是列表"],
    ["a day that is none", "case:\n  cause: 甲\n  evidenceDeadline: 2026-02-30\n", 3, "没有这一天"],
    ["a date written otherwise", "case:\n  evidenceDeadline: 2026/3/1\n", 2, "2024-05-01"],
    ["a word that is no choice", "submitter:\n  role: 原告方\n", 2, "可填：原告、"],
  ])("%s", (_, text, line, words) => {
    const error = refused(text);
    expect(error.code).toBe("CASE_FILE_INVALID");
    expect(linesIn(error)).toEqual([line]);
    expect(error.says.zh).toContain(words);
    expect(error.says.zh).not.toMatch(/[a-z]{3,} [a-z]{2,} [a-z]{2,}/);
    expect(error.says.en).toContain(`line ${line}`);
  });

  test("every fault of a file is told at once, in order of its lines, twenty at most", () => {
    const text = `case:\n  evidenceDeadline: x\nsubmitter:\n  role: y\nnone: z\n`;
    expect(linesIn(refused(text))).toEqual([2, 4, 5]);
    const many = refused(`groups:\n${"  - dissolvedAt: x\n".repeat(30)}`);
    expect([linesIn(many).length, many.facts["faults"]]).toEqual([20, 30]);
    expect(many.says.zh).toContain("另有 10 处");
  });

  test.each([
    ["sixty levels of items", `case:\n${Array.from({ length: 60 }, (_, at) => `${" ".repeat(at + 2)}a:\n`).join("")}`],
    ["sixty thousand brackets", `case: ${"[".repeat(60_000)}`],
    ["sixty thousand braces", `case: ${"{a: ".repeat(60_000)}`],
    ["ten thousand dashes", `case: \n  ${"- ".repeat(10_000)}`],
  ])("%s", (_, text) => {
    expect(refused(text).code).toBe("CASE_FILE_INVALID");
  });

  test("ten megabytes are refused by their size, without being parsed", () => {
    expect(refused(Buffer.alloc(10 << 20, "# 说明\n"))).toMatchObject({ code: "CASE_FILE_TOO_LARGE", facts: { sizeBytes: 10 << 20 } }); // prettier-ignore
  });

  test("nothing reaches the prototype of anything", () => {
    refused("__proto__: {polluted: yes}\nconstructor: {prototype: {polluted: yes}}\n");
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    const free = read("participants:\n  - identityProofs:\n      - details: {constructor: 甲, toString: 乙}\n");
    expect(free.participants?.[0]?.identityProofs?.[0]?.details).toEqual({ constructor: "甲", toString: "乙" });
  });
});

describe("whatever is in a case file", () => {
  const pieces = ["case", "devices", ":", ": ", "- ", "\n", "\n  ", "\n    ", "\t", '"', "'", "{", "}", "[", "]", "&a", "*a", "!!x", "|", ">", "#", "---", "...", "%", "?", "甲", "2024-02-30", "\r\n", "\u3000", "\0", "<<", "__proto__", "cause", "imei"]; // prettier-ignore

  test("it is read, or refused with lines that exist", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 40 }), (parts) => {
        const text = parts.join("");
        let error: unknown;
        try {
          read(text);
        } catch (thrown) {
          error = thrown;
        }
        if (error === undefined) return;
        expect(error).toBeInstanceOf(EvidenceError);
        if ((error as EvidenceError).code === "ENCODING_UNKNOWN") return;
        const last = text.split(/\r?\n/).length;
        const lines = linesIn(error as EvidenceError);
        expect(lines.length).toBeGreaterThan(0);
        for (const line of lines) expect(line >= 1 && line <= Math.max(last, 1)).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });
});
