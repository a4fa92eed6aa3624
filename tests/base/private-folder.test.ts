import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { clearStale, makePrivateFolder } from "../../src/base/private-folder.ts";
import { hasEnded, identityIn, ownIdentity, type ProcessIdentity } from "../../src/base/process-identity.ts";

let place: string;
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), "evidence-test-"));
});
afterEach(() => {
  rmSync(place, { recursive: true, force: true });
});

/** Number of a process that has ended. */
const endedPid = (): number => spawnSync("true").pid;

const own = ownIdentity();
const ended = (): ProcessIdentity => ({ ...own, pid: endedPid() });

/** A folder as a process of this identity would have left it. */
function left(name: string, owner: string): string {
  const folder = join(place, name);
  mkdirSync(folder);
  writeFileSync(join(folder, "1-copy.db"), "chat");
  writeFileSync(join(folder, "owner"), owner);
  return folder;
}

describe("a private folder", () => {
  test("says which process made it, and is for its user alone", () => {
    const folder = makePrivateFolder(place, "evidence-");
    expect(identityIn(readFileSync(join(folder, "owner"), "utf8"))).toEqual(own);
    expect(own.pid).toBe(process.pid);
  });

  test("of a process that has ended goes, with all that is in it", () => {
    const folder = left("evidence-abc", JSON.stringify(ended()));
    const seen: string[] = [];
    clearStale(place, "evidence-", (path) => seen.push(path));
    expect([existsSync(folder), seen]).toEqual([false, [folder]]);
  });

  test.each<[string, () => string]>([
    ["of a process that runs", () => JSON.stringify(own)],
    ["of the first process of the machine", () => JSON.stringify({ ...own, pid: 1, startedAt: null })],
    ["of another machine", () => JSON.stringify({ ...ended(), machine: "notebook-of-somebody" })],
    ["of a process of another namespace", () => JSON.stringify({ ...ended(), namespace: "pid:[1]" })],
    ["without a word about its owner", () => ""],
    ["with an owner that is none", () => '{"pid":"1"}'],
    ["with an owner of negative number", () => JSON.stringify({ ...own, pid: -1 })],
    ["with an owner that is too long", () => JSON.stringify(ended()) + " ".repeat(5000)],
  ])("%s stays", (_what, owner) => {
    const folder = left("evidence-abc", owner());
    clearStale(place, "evidence-");
    expect(existsSync(join(folder, "1-copy.db"))).toBe(true);
  });

  test("of another name, a file and a link of such a name stay, and what a link leads to as well", () => {
    const other = left("other-abc", JSON.stringify(ended()));
    writeFileSync(join(place, "evidence-file"), "x");
    symlinkSync(other, join(place, "evidence-link"));
    const inside = left("evidence-abc", JSON.stringify(ended()));
    symlinkSync(other, join(inside, "more"));
    clearStale(place, "evidence-");
    expect([existsSync(inside), existsSync(join(place, "evidence-file")), existsSync(join(other, "1-copy.db"))]).toEqual([false, true, true]); // prettier-ignore
  });

  test("that is empty and nobody's goes after a minute, unless its name is another program's", () => {
    const [old, fresh, other] = ["evidence-abc123", "evidence-abc124", "evidence-test-abc123"].map((name) => join(place, name)); // prettier-ignore
    for (const folder of [old, fresh, other]) mkdirSync(folder ?? "");
    for (const folder of [old, other]) utimesSync(folder ?? "", 1, 1);
    clearStale(place, "evidence-");
    expect([old, fresh, other].map((folder) => existsSync(folder ?? ""))).toEqual([false, true, true]);
  });

  test("whose owner is a link stays", () => {
    const folder = join(place, "evidence-abc");
    mkdirSync(folder);
    writeFileSync(join(place, "owner"), JSON.stringify(ended()));
    symlinkSync(join(place, "owner"), join(folder, "owner"));
    clearStale(place, "evidence-");
    expect(existsSync(folder)).toBe(true);
  });

  test.runIf(process.getuid?.() === 0)("of another user stays, also for root", () => {
    const folder = left("evidence-abc", JSON.stringify(ended()));
    spawnSync("chown", ["-R", "1234", folder]);
    clearStale(place, "evidence-");
    expect(existsSync(folder)).toBe(true);
  });
});

describe("a process", () => {
  test("of an earlier start of the machine has ended, whoever has its number now", () => {
    expect(hasEnded({ ...own, boot: "an earlier one" })).toBe(own.boot !== null);
  });

  test.runIf(own.startedAt !== null)("has ended where its number was given to one that started later", () => {
    expect(hasEnded({ ...own, startedAt: "1" })).toBe(true);
    expect(hasEnded({ ...own, pid: 1, startedAt: "0" })).toBe(statOf(1) !== "0");
  });

  test("is not known to have ended where its start is not known", () => {
    expect(hasEnded({ ...own, startedAt: null })).toBe(false);
  });
});

function statOf(pid: number): string | undefined {
  return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ")[19];
}
