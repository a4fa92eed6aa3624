import { describe, expect, test } from "vitest";
import { run, type World } from "../../src/cli/run.ts";

/** Runs a command line in memory. */
async function command(argv: readonly string[], different: Partial<World> = {}) {
  let out = "";
  let err = "";
  const exit = await run({
    argv,
    environment: {},
    folder: "/nowhere",
    now: Date.UTC(2026, 8, 1, 12),
    out: (text) => (out += text),
    err: (text) => (err += text),
    outIsTerminal: false,
    errIsTerminal: false,
    signal: new AbortController().signal,
    ...different,
  });
  return { exit, out, err };
}

describe("help", () => {
  test("a bare command shows what to type, with examples, in Chinese by default", async () => {
    const { exit, out, err } = await command([]);
    expect(exit).toBe(0);
    expect(out).toContain("用法：");
    expect(out).toContain("evidence pack ./导出文件夹");
    expect(err).toBe("");
  });

  test("in English where the locale or --lang says so", async () => {
    expect((await command(["--help"], { environment: { LANG: "en_GB.UTF-8" } })).out).toContain("Usage:");
    expect((await command(["--help", "--lang", "en"])).out).toContain("Packs a WeChat chat export");
    expect((await command(["--help"], { environment: { LANG: "en_GB.UTF-8", EVIDENCE_LANG: "zh" } })).out).toContain(
      "用法：",
    );
  });

  test.each(["pack", "verify", "inspect", "init", "explain"])("%s has help with an example", async (name) => {
    const { exit, out } = await command([name, "--help", "--lang", "en"]);
    expect(exit).toBe(0);
    expect(out).toContain("Examples:");
    expect(out).toContain(`evidence ${name}`);
  });

  test("the version is one line", async () => {
    expect(await command(["--version"])).toMatchObject({
      exit: 0,
      out: expect.stringMatching(/^evidence \d+\.\d+\.\d+\n$/) as string,
    });
  });
});

describe("usage errors", () => {
  test.each([
    [["pack"], "缺少要处理的文件或文件夹"],
    [["pack", "a", "b"], "一次只能处理一个"],
    [["pack", "a", "--nonsense"], "没有这个选项（--nonsense）"],
    [["packs", "a"], "没有这个命令"],
    [["pack", "a", "-o"], "选项后面缺少内容"],
  ])("%j ends in 2 and says what to do", async (argv, words) => {
    const { exit, out, err } = await command(argv);
    expect(exit).toBe(2);
    expect(err).toContain(words);
    expect(err).toContain("下一步：");
    expect(out).toBe("");
  });

  test.each([
    [["packk", "a"], "是否想写：pack"],
    [["pack", "a", "--chatt", "x"], "是否想写：--chat"],
    [["pack", "王", "总"], "英文引号"],
    [["./导出"], 'evidence inspect "./导出"'],
    [["explain", "silence"], "evidence explain continuity/silence"],
  ])("%j is guessed at", async (argv, words) => {
    const { exit, err } = await command([...argv]);
    expect(exit).toBe(2);
    expect(err).toContain(words);
  });

  test.each([
    [["pack", "x", "--tz", "Mars/Base"], "TIME_ZONE_UNKNOWN"],
    [["pack", "x", "--date", "2026-02-30"], "DATE_INVALID"],
    [["inspect", "x", "--from", "yesterday"], "DATE_INVALID"],
    [["pack", "x", "--from", "2026-06-01", "--to", "2026-05-31"], "PERIOD_REVERSED"],
    [["pack", "x", "--fail-on", "sometimes"], "FAIL_ON_UNKNOWN"],
    [["pack", "x", "--lang", "fr"], "LANGUAGE_UNKNOWN"],
    [["pack", "x", "-o", "case"], "OUTPUT_NAME"],
    [["verify", "x", "--expect-fingerprint", "12"], "FINGERPRINT_INVALID"],
    [["explain", "nothing/such"], "TOPIC_UNKNOWN"],
  ])("%j is %s", async (argv, code) => {
    const { exit, err } = await command([...argv]);
    expect(exit).toBe(2);
    expect(err).toContain(`[${code}]`);
  });

  test("with --json the error is the one document on stdout", async () => {
    const { exit, out } = await command(["pack", "x", "--tz", "Mars/Base", "--json"]);
    expect(exit).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ schema: "evidence.pack/1", exit: 2, error: { code: "TIME_ZONE_UNKNOWN" } });
  });
});

test("a period of one day is a period", async () => {
  const { err } = await command(["inspect", "x", "--from", "2026-06-01", "--to", "2026-06-01"]);
  expect(err).toContain("[SOURCE_NOT_FOUND]");
});

describe("a source that is not there", () => {
  test.each(["pack", "inspect"])("%s names it and leaves no stack trace", async (name) => {
    const { exit, err } = await command([name, "missing-folder"]);
    expect([2, 3]).toContain(exit);
    expect(err).toContain("missing-folder");
    expect(err).not.toMatch(/\n\s+at /);
  });

  test("verify too", async () => {
    const { exit, err } = await command(["verify", "missing.zip"]);
    expect([2, 3]).toContain(exit);
    expect(err).toContain("missing.zip");
  });
});

describe("explain", () => {
  test("exit codes, with the rule for scripts", async () => {
    const { out } = await command(["explain", "exit", "--lang", "en"]);
    for (const code of [0, 1, 2, 3, 4, 70, 130]) expect(out).toMatch(new RegExp(`^ *${code}  `, "m"));
    expect(out).toContain("anything but 0");
  });

  test("every check and every format has a page in both languages", async () => {
    const list = (await command(["explain", "checks"])).out.trim().split("\n");
    expect(list.length).toBeGreaterThanOrEqual(24);
    for (const line of list) {
      const id = line.split(" ")[0] ?? "";
      for (const lang of ["zh", "en"]) {
        const { exit, out } = await command(["explain", id, "--lang", lang]);
        expect(exit).toBe(0);
        expect(out).not.toContain("undefined");
        expect(out.length).toBeGreaterThan(200);
      }
    }
    expect((await command(["explain", "formats"])).out).toContain("weflow-json");
  });
});
