import { describe, expect, test } from "vitest";
import { nameRules, type NameRulesId } from "../../src/bundle/name-rules.ts";
import { restoredNames } from "../../src/bundle/restored-names.ts";

/** `[path as restored, problem]` of files named so, the n-th of which lies in the bundle as `data/source/n.ext`. */
function restored(rules: NameRulesId, paths: readonly string[], nameHex: string | null = null, rootLength = 20) {
  const files = paths.map((path, at) => ({ path, nameHex, bundlePath: `data/source/00000${at + 1}.dat` }));
  return restoredNames(files, nameRules(rules), rootLength).map(({ path, problem }) => [path.toString(), problem]);
}

describe("a name that every system takes", () => {
  test.each(["linux", "macos", "windows"] as const)("is kept under the rules of %s", (rules) => {
    const paths = ["messages.json", "图片/合同 第一页.jpg", ".hidden", "a.b.c", "console.txt", "com10", "a~1.txt"];
    expect(restored(rules, paths)).toEqual(paths.map((path) => [path, null]));
  });
});

const STAND_IN = "000001.dat";

describe("a name that a system cannot bear becomes the bundle's own", () => {
  test.each([
    ["linux", "../x", "empty-or-dots"],
    ["linux", "a/../../x", "empty-or-dots"],
    ["linux", "/etc/passwd", "empty-or-dots"],
    ["linux", "a//b", "empty-or-dots"],
    ["linux", "./a", "empty-or-dots"],
    ["linux", "a/", "empty-or-dots"],
    ["linux", "", "empty-or-dots"],
    ["linux", "a\0b", "control-character"],
    ["linux", "字".repeat(86), "segment-too-long"],
    ["linux", "abcdefg/".repeat(600) + "x", "path-too-long"],
    ["macos", "../x", "empty-or-dots"],
    ["macos", "a\ufffdb", "not-text"],
    ["macos", "abcdefg/".repeat(130) + "x", "path-too-long"],
    ["windows", "../x", "empty-or-dots"],
    ["windows", "C:x", "forbidden-character"],
    ["windows", "a\\..\\..\\x", "forbidden-character"],
    ["windows", "what?.txt", "forbidden-character"],
    ["windows", "a.txt:stream", "forbidden-character"],
    ["windows", "a\tb", "control-character"],
    ["windows", "a.", "trailing-dot-or-space"],
    ["windows", "folder /a", "trailing-dot-or-space"],
    ["windows", "... ", "trailing-dot-or-space"],
    ["windows", "CON", "reserved-name"],
    ["windows", "nul.txt", "reserved-name"],
    ["windows", "x/Com1.tar.gz", "reserved-name"],
    ["windows", "com¹", "reserved-name"],
    ["windows", "LPT0 .txt", "reserved-name"],
    ["windows", "conin$", "reserved-name"],
    ["windows", "a\ufffdb", "not-text"],
    ["windows", "a".repeat(256), "segment-too-long"],
    ["windows", "folder-of-20-letters/".repeat(12) + "x", "path-too-long"],
  ] as const)("%s: %j", (rules, path, problem) => {
    expect(restored(rules, [path])).toEqual([[STAND_IN, problem]]);
  });

  test("with the length of the folder it goes to counted in", () => {
    const path = "a".repeat(100);
    expect(restored("windows", [path], null, 100)).toEqual([[path, null]]);
    expect(restored("windows", [path], null, 180)).toEqual([[STAND_IN, "path-too-long"]]);
  });
});

describe("names that a system takes for one", () => {
  test("differ on Linux, and only the first keeps its name elsewhere", () => {
    const paths = ["A.txt", "a.txt", "Straße", "STRASSE"];
    expect(restored("linux", paths)).toEqual(paths.map((path) => [path, null]));
    for (const rules of ["macos", "windows"] as const) {
      expect(restored(rules, paths)).toEqual([["A.txt", null], ["000002.dat", "taken"], ["Straße", null], ["000004.dat", "taken"]]); // prettier-ignore
    }
  });

  test("in another normal form are one on macOS only", () => {
    const paths = ["caf\u00e9", "cafe\u0301"];
    expect(restored("macos", paths)).toEqual([
      [paths[0], null],
      ["000002.dat", "taken"],
    ]);
    expect(restored("windows", paths)).toEqual(paths.map((path) => [path, null]));
  });

  test("as file and as folder cannot both be", () => {
    for (const rules of ["linux", "macos", "windows"] as const)
      expect(restored(rules, ["a", "a/b"])).toEqual([
        ["a", null],
        ["000002.dat", "taken"],
      ]);
  });

  test("a stand-in never takes a name that another file bears", () => {
    expect(restored("windows", ["nul", "000001.dat", "000001~2.DAT"])).toEqual([["000001~3.dat", "reserved-name"], ["000001.dat", null], ["000001~2.DAT", null]]); // prettier-ignore
  });
});

describe("names whose bytes are no UTF-8", () => {
  const hex = Buffer.from([0xba, 0xcf, 0x2f, 0xcd, 0xac]).toString("hex");
  test("are restored byte for byte on Linux, and as the text they were read as elsewhere", () => {
    const file = { path: "合/同", nameHex: hex, bundlePath: "data/source/000001" };
    const bytes = (rules: NameRulesId) => restoredNames([file], nameRules(rules), 0)[0]?.path.toString("hex");
    expect(bytes("linux")).toBe(hex);
    expect(bytes("macos")).toBe(Buffer.from("合/同").toString("hex"));
    expect(bytes("windows")).toBe(Buffer.from("合/同").toString("hex"));
  });

  test("do not lead out of the folder", () => {
    for (const path of ["../x", "/x", "a/../../x", ".."]) {
      const escaping = Buffer.from(path).toString("hex");
      expect(restored("linux", ["harmless.txt"], escaping)).toEqual([[STAND_IN, "empty-or-dots"]]);
    }
  });
});
