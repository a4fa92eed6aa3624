import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { errorAnswer, initAnswer, inspectAnswer, packAnswer, verifyAnswer } from "../../src/model/shapes/answers.ts";

const DEMO = resolve(import.meta.dirname, "../../fixtures/demo/export");

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "evidence-schema-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The one JSON document that a command line prints, and its exit code. */
async function printed(argv: readonly string[], signal = new AbortController().signal) {
  let out = "";
  const exit = await run({
    argv: [...argv, "--json"],
    environment: {},
    folder,
    now: Date.UTC(2026, 8, 1, 12),
    out: (text) => (out += text),
    err: () => undefined,
    outIsTerminal: false,
    errIsTerminal: false,
    signal,
  });
  return { exit, document: JSON.parse(out) as { exit: number } };
}

describe("what a command prints when it cannot finish", () => {
  test.each([
    ["a command that does not exist", ["packs", "a"], "evidence.cli/1", 2],
    ["a source that is not there", ["inspect", "nothing"], "evidence.inspect/1", 2],
    ["a date that is none", ["pack", "a", "--date", "2026-02-30"], "evidence.pack/1", 2],
    ["a source that is no chat", ["inspect", "letter.txt"], "evidence.inspect/1", 3],
    ["a bundle that is none", ["verify", "letter.txt"], "evidence.verify/1", 3],
    ["a case file begun from nothing", ["init", "nothing"], "evidence.init/1", 2],
    ["a part of the case file nobody knows", ["pack", "letter.txt", "--require", "all"], "evidence.pack/1", 2],
    ["a topic nobody knows", ["explain", "weather"], "evidence.explain/1", 2],
  ])("%s fits the schema", async (_, argv, schema, code) => {
    writeFileSync(join(folder, "letter.txt"), "此致敬礼\n");
    const { exit, document } = await printed(argv);
    expect(errorAnswer.parse(document)).toMatchObject({
      schema,
      exit: code,
      error: { hint: expect.any(String) as string },
    });
    expect(exit).toBe(code);
  });
});

describe("what a command prints of the demo export", () => {
  test("inspect fits the schema", async () => {
    const { exit, document } = await printed(["inspect", DEMO]);
    expect(inspectAnswer.parse(document)).toMatchObject({ exit, conversations: [{ id: "c1" }, { id: "c2" }] });
  });

  test("inspect names the blanks it was asked about, and ends in 1 for them alone", async () => {
    const { exit, document } = await printed([
      "inspect",
      DEMO,
      "--no-case",
      "--fail-on",
      "never",
      "--require",
      "device",
    ]);
    expect(inspectAnswer.parse(document)).toMatchObject({ exit: 1, blanks: [{ require: "device", field: "devices" }] });
    expect(exit).toBe(1);
    expect((await printed(["inspect", DEMO, "--no-case", "--fail-on", "never"])).exit).toBe(0);
  });

  test("the demo's own case file leaves nothing blank that can be asked for", async () => {
    const asked = ["inspect", DEMO, "--fail-on", "never", "--require", "device,identity,acquisition"];
    const { exit, document } = await printed(asked);
    expect(inspectAnswer.parse(document)).toMatchObject({ exit: 0, blanks: [] });
    expect(exit).toBe(0);
  });

  test("init fits its own", async () => {
    const { exit, document } = await printed(["init", DEMO, "-o", "begun.yaml"]);
    const { state, added } = initAnswer.parse(document);
    expect([exit, state, added.accounts.length, added.groups.length]).toEqual([0, "begun", 7, 1]);
  });

  test("an interrupted run fits the schema of errors", async () => {
    const interrupted = new AbortController();
    interrupted.abort();
    const { exit, document } = await printed(["pack", DEMO, "-o", "interrupted.zip"], interrupted.signal);
    expect(errorAnswer.parse(document)).toMatchObject({ exit: 130, error: { code: "INTERRUPTED" } });
    expect(exit).toBe(130);
  });

  test("pack, then verify of the bundle and of a spoilt copy, fit theirs", async () => {
    const packed = await printed(["pack", DEMO, "-o", "demo.zip", "--date", "2026-09-01"]);
    expect(packAnswer.parse(packed.document)).toMatchObject({ exit: packed.exit, bundle: { name: "demo.zip" } });

    const intact = await printed(["verify", "demo.zip"]);
    expect(verifyAnswer.parse(intact.document)).toMatchObject({ exit: 0, word: "intact-not-anchored" });

    const bytes = readFileSync(join(folder, "demo.zip"));
    const middle = bytes.length >> 1;
    bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
    writeFileSync(join(folder, "spoilt.zip"), bytes);
    const spoilt = await printed(["verify", "spoilt.zip"]);
    expect(verifyAnswer.parse(spoilt.document)).toMatchObject({ exit: 1, word: "not-intact" });
  });
});
