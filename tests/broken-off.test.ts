import { spawnSync } from "node:child_process";
import { appendFileSync, chmodSync, cpSync, existsSync, linkSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"; // prettier-ignore
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ownIdentity } from "../src/base/process-identity.ts";
import { temporaryFolder } from "./bundle/sealed.ts";
import { DEMO, evidence } from "./support/bin.ts";
import { folderAt, leftIn, Running } from "./support/running.ts";

const folder = temporaryFolder();
const ORDINARY = ["pack", "export", "-o", "out/case.zip", "--no-case", "--no-transcript", "--fail-on", "never", "--date", "2026-09-01"]; // prettier-ignore
const BUNDLE = ["case.fingerprint.txt", "case.zip", "case.zip.sha256"];

/** A folder with an export beside the place for its bundle: large enough that writing it can be seen. */
function place(name: string, padBytes = 150 << 20): string {
  const own = folderAt(folder.path, name);
  mkdirSync(join(own, "out"));
  cpSync(join(DEMO, "texts"), join(own, "export/texts"), { recursive: true });
  writeFileSync(join(own, "export/影像.bin"), Buffer.alloc(padBytes, name));
  // More than are kept open at once.
  for (let at = 0; at < 50; at += 1) writeFileSync(join(own, `export/${at}.bin`), `${at}`);
  return own;
}

const packing = (own: string): Running => new Running(ORDINARY, own, join(own, "tmp"));

/** Nothing of the run is left anywhere. */
function expectNothingLeft(own: string): void {
  expect(leftIn(join(own, "out"))).toEqual([]);
  expect(leftIn(join(own, "tmp"))).toEqual([]);
  expect(leftIn(own, "out", "tmp", "export", "elsewhere")).toEqual([]);
}

function expectWhole(own: string): void {
  expect(leftIn(join(own, "out"))).toEqual(BUNDLE);
  const verified = evidence(["verify", "out/case.zip", "--no-rederive", "--json"], own);
  expect([verified.exit, JSON.parse(verified.out)]).toMatchObject([0, { word: "intact-not-anchored" }]);
}

afterAll(() => {
  folder.dispose();
});

describe("a run that is asked to stop", () => {
  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("by %s while reading leaves nothing", async (signal) => {
    const own = place(`reading-${signal}`);
    const run = packing(own);
    expect(await run.untilReading()).toBe(true);
    run.send(signal);
    const { exit, err } = await run.ended;
    expect([exit, err]).toEqual([130, "Interrupted; nothing is left behind.\n"]);
    expectNothingLeft(own);
  });

  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("by %s while writing leaves nothing", async (signal) => {
    const own = place(`writing-${signal}`);
    const run = packing(own);
    expect(await run.untilWriting(join(own, "out"))).toBe(true);
    run.send(signal);
    const { exit, err } = await run.ended;
    expect([exit, err]).toEqual([130, "Interrupted; nothing is left behind.\n"]);
    expectNothingLeft(own);
  });

  test("several times over still leaves nothing", async () => {
    const own = place("thrice");
    const run = packing(own);
    expect(await run.untilWriting(join(own, "out"))).toBe(true);
    for (const signal of ["SIGINT", "SIGINT", "SIGTERM"] as const) run.send(signal);
    expect((await run.ended).exit).toBe(130);
    expectNothingLeft(own);
  });
});

describe("a run that is killed", () => {
  const own = place("killed");

  test("while writing leaves nothing under the name of the bundle", async () => {
    const run = packing(own);
    expect(await run.untilWriting(join(own, "out"))).toBe(true);
    run.send("SIGKILL");
    expect((await run.ended).signal).toBe("SIGKILL");
    expect(leftIn(join(own, "out"))).toEqual([expect.stringMatching(/^\.evidence-/)]);
    expect(leftIn(join(own, "tmp"))).toEqual([expect.stringMatching(/^evidence-/)]);
  });

  test("is cleared away by the next, which ends as if nothing had been", async () => {
    expect((await packing(own).ended).exit).toBe(0);
    expect(leftIn(join(own, "tmp"))).toEqual([]);
    expectWhole(own);
  });

  test("between the small files and the bundle: the next takes them back", async () => {
    const out = folderAt(own, "out2");
    const staging = folderAt(out, ".evidence-abc123");
    const ended = { ...ownIdentity(), pid: spawnSync("true").pid };
    for (const [name, content] of [["owner", JSON.stringify(ended)], ["case.zip", "half"], ["digest", "d"], ["fingerprint", "f"]] as const) writeFileSync(join(staging, name), content); // prettier-ignore
    linkSync(join(staging, "digest"), join(out, "case.zip.sha256"));
    linkSync(join(staging, "fingerprint"), join(out, "case.fingerprint.txt"));
    const again = new Running(
      ORDINARY.map((word) => word.replace("out/", "out2/")),
      own,
      join(own, "tmp"),
    );
    expect((await again.ended).exit).toBe(0);
    expect(leftIn(out)).toEqual(BUNDLE);
  });

  test("while taking files out leaves an empty folder usable", async () => {
    folderAt(own, "taken");
    const run = new Running(["extract", "out/case.zip", "-d", "taken"], own, join(own, "tmp"));
    expect(await run.untilWriting(join(own, "taken"))).toBe(true);
    run.send("SIGKILL");
    await run.ended;
    expect(leftIn(join(own, "taken"))).toEqual([expect.stringMatching(/^\.evidence-/)]);
    const again = evidence(["extract", "out/case.zip", "-d", "taken"], own);
    expect(again.exit).toBe(0);
    expect(leftIn(join(own, "taken"))).toEqual(["source"]);
  });

  test("a file of another's that bears the name of a small file stays, and is told", async () => {
    const out = folderAt(own, "out3");
    const staging = folderAt(out, ".evidence-abc123");
    const ended = { ...ownIdentity(), pid: spawnSync("true").pid };
    for (const [name, content] of [["owner", JSON.stringify(ended)], ["case.zip", "half"], ["digest", "d"]] as const) writeFileSync(join(staging, name), content); // prettier-ignore
    writeFileSync(join(out, "case.zip.sha256"), "theirs");
    const again = new Running(
      ORDINARY.map((word) => word.replace("out/", "out3/")),
      own,
      join(own, "tmp"),
    );
    const { exit, err } = await again.ended;
    expect([exit, err]).toEqual([4, expect.stringContaining("TARGET_EXISTS")]);
    expect(readFileSync(join(out, "case.zip.sha256"), "utf8")).toBe("theirs");
  });
});

describe("a source that does not stay", () => {
  test.each<[string, (own: string) => void, string]>([
    ["vanishes", (own) => { renameSync(join(own, "export"), join(own, "elsewhere")); }, "SOURCE_CHANGED"],
    ["grows", (own) => { appendFileSync(join(own, "export/影像.bin"), "x"); }, "SOURCE_CHANGED"],
    ["shrinks", (own) => { writeFileSync(join(own, "export/影像.bin"), "x"); }, "SOURCE_CHANGED"],
    ["is written over in the same length", (own) => { const path = join(own, "export/影像.bin"); writeFileSync(path, Buffer.alloc(20 << 20, "y")); }, "SOURCE_CHANGED"],
  ])("%s between reading and writing: one clear error, nothing left", async (name, change, code) => {
    const own = place(name, 20 << 20);
    const run = packing(own);
    expect(await run.untilReading()).toBe(true);
    await sleep(1000);
    change(own);
    const { exit, err } = await run.ended;
    expect([exit, err.match(/\[[A-Z_]+\]/g)]).toEqual([3, [`[${code}]`]]);
    expect(err).not.toMatch(/\n\s+at /);
    expectNothingLeft(own);
  }); // prettier-ignore
});

test("two runs to one target: one bundle, one refusal", async () => {
  const own = place("two", 20 << 20);
  const runs = await Promise.all([packing(own).ended, packing(own).ended]);
  expect(runs.map(({ exit }) => exit).sort()).toEqual([0, 4]);
  expect(runs.find(({ exit }) => exit === 4)?.err).toContain("TARGET_EXISTS");
  expect(leftIn(join(own, "tmp"))).toEqual([]);
  expectWhole(own);
});

describe("a place that cannot be written to", () => {
  const own = place("read-only", 1000);
  const out = join(own, "out");
  const isRoot = process.getuid?.() === 0;
  const isMounted = isRoot && spawnSync("mount", ["-t", "tmpfs", "-o", "ro", "tmpfs", out]).status === 0;
  beforeAll(() => {
    if (!isMounted) chmodSync(out, 0o555);
  });
  afterAll(() => {
    if (isMounted) spawnSync("umount", [out]);
    else chmodSync(out, 0o755);
  });

  test.runIf(isMounted || !isRoot)("is told in one error, and nothing is left", async () => {
    const { exit, err } = await packing(own).ended;
    expect([exit, err.match(/\[[A-Z_]+\]/g)]).toEqual([4, ["[CANNOT_WRITE]"]]);
    expect(existsSync(join(out, "case.zip"))).toBe(false);
    expect(leftIn(join(own, "tmp"))).toEqual([]);
  });
});
