import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EditedBundle } from "../bundle/edited-bundle.ts";
import { BIN, DEMO, evidence, shell } from "../support/bin.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "evidence-cli-"));
  evidence(["pack", DEMO, "-o", "demo.zip", "--date", "2026-09-01"], folder);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A fresh folder of its own inside the test's. */
function place(name: string): string {
  const path = join(folder, name);
  mkdirSync(path);
  return path;
}

const CHAT = "texts/私聊_恒昌郭总_全部时间.json";
const anyStack = /\n\s+at .*\(/;

describe("the demo export", () => {
  test("packs with its planted findings, exit 1, and the bundle verifies", () => {
    const own = place("first");
    const packed = evidence(["pack", DEMO, "-o", "demo.zip", "--json"], own);
    expect(packed.exit).toBe(1);
    const said = JSON.parse(packed.out) as Record<string, never>;
    expect(said).toMatchObject({
      schema: "evidence.pack/1",
      exit: 1,
      bundle: { name: "demo.zip" },
      conversations: [
        {
          id: "c1",
          messageCount: 278,
          statedMessageCount: 279,
          idGrade: "renumbered",
          continuity: { word: "gap-found" },
        },
        { id: "c2", messageCount: 138, idGrade: "renumbered", continuity: { word: "not-assessable" } },
      ],
    });
    const verified = evidence(["verify", "demo.zip"], own);
    expect(verified).toMatchObject({ exit: 0, err: "" });
    expect(verified.out).toContain("答复：完好，未作外部固定");
  });

  test("--fail-on never makes the same run exit 0", () => {
    expect(evidence(["pack", DEMO, "-o", "demo.zip", "--fail-on", "never"], place("never")).exit).toBe(0);
  });

  test("the file beside the bundle is what sha256sum -c reads", () => {
    expect(shell("sha256sum -c demo.zip.sha256", folder)).toMatchObject({ exit: 0, out: "demo.zip: OK\n" });
  });

  test("inspect says the same and writes nothing", () => {
    const own = place("inspect");
    const { exit, out } = evidence(["inspect", DEMO], own);
    expect(exit).toBe(1);
    expect(out).toContain("恒昌郭总");
    expect(out).toContain("不具备检验条件");
    expect(readdirSync(own)).toEqual([]);
  });
});

describe("equal bytes", () => {
  const original = () => readFileSync(join(folder, "demo.zip"));

  test.each([
    ["America/New_York", { TZ: "America/New_York", LANG: "en_US.UTF-8", LC_ALL: "en_US.UTF-8" }, "022"],
    ["Asia/Shanghai", { TZ: "Asia/Shanghai", LANG: "zh_CN.UTF-8", LC_ALL: "C" }, "077"],
    ["Pacific/Kiritimati", { TZ: "Pacific/Kiritimati", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" }, "000"],
  ])("in another folder, %s, locale and umask", (zone, environment, umask) => {
    const own = place(`zone-${zone.replace("/", "-")}`);
    cpSync(dirname(DEMO), own, { recursive: true });
    cpSync(DEMO, join(own, "moved"), { recursive: true });
    const exports = Object.entries(environment).map(([name, value]) => `${name}=${value}`).join(" "); // prettier-ignore
    shell(`umask ${umask}; ${exports} ${process.execPath} ${BIN} pack moved -o demo.zip --date 2026-09-01`, own);
    expect(readFileSync(join(own, "demo.zip")).equals(original())).toBe(true);
  });

  test("also of the same export as a zip, run twice", () => {
    const own = place("zipped");
    shell(`cd ${DEMO} && zip -q -r ${join(own, "export.zip")} .`, own);
    for (const name of ["a", "b"]) {
      mkdirSync(join(own, name));
      expect(evidence(["pack", "export.zip", "-o", `${name}/case.zip`, "--date", "2026-09-01"], own).exit).toBe(1);
    }
    expect(readFileSync(join(own, "a/case.zip")).equals(readFileSync(join(own, "b/case.zip")))).toBe(true);
    expect(evidence(["verify", "a/case.zip"], own).exit).toBe(0);
  });
});

describe("what cannot be packed", () => {
  /** Exit code and error code of packing, and that nothing is left. */
  function refused(own: string, source: string, ...more: string[]) {
    const { exit, out, err } = evidence(["pack", source, "-o", "case.zip", "--json", ...more], own);
    expect(err).not.toMatch(anyStack);
    expect(readdirSync(own).filter((name) => name.includes("case"))).toEqual([]);
    const { error } = JSON.parse(out) as { error: { code: string; message: string; hint: string } };
    expect(error.hint.length).toBeGreaterThan(10);
    return { exit, code: error.code, message: error.message };
  }

  test("an empty folder", () => {
    const own = place("empty");
    mkdirSync(join(own, "export"));
    expect(refused(own, "export")).toMatchObject({ exit: 3, code: "SOURCE_EMPTY" });
  });

  test("an unknown format", () => {
    const own = place("unknown");
    mkdirSync(join(own, "export"));
    writeFileSync(join(own, "export/notes.txt"), "会议记录");
    expect(refused(own, "export")).toMatchObject({ exit: 3, code: "SOURCE_UNKNOWN" });
  });

  test("a chat file cut off in the middle: file and byte position are named", () => {
    const own = place("cut");
    cpSync(DEMO, join(own, "export"), { recursive: true });
    truncateSync(join(own, "export", CHAT), 50_000);
    const { exit, message } = refused(own, "export");
    expect(exit).toBe(3);
    expect(message).toContain(CHAT);
    expect(message).toMatch(/50,?000|byte/);
  });

  test("a target inside the export", () => {
    const own = place("inside");
    cpSync(DEMO, join(own, "export"), { recursive: true });
    const { exit, out } = evidence(["pack", "export", "-o", "export/case.zip", "--json"], own);
    expect(exit).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ error: { code: "OUTPUT_INSIDE_SOURCE" } });
    expect(existsSync(join(own, "export/case.zip"))).toBe(false);
  });

  test("an existing target is never overwritten", () => {
    const own = place("existing");
    writeFileSync(join(own, "case.zip"), "mine");
    const { exit, out } = evidence(["pack", DEMO, "-o", "case.zip", "--json"], own);
    expect(exit).toBe(4);
    expect(JSON.parse(out)).toMatchObject({ error: { code: "TARGET_EXISTS" } });
    expect(readFileSync(join(own, "case.zip"), "utf8")).toBe("mine");
    expect(readdirSync(own)).toEqual(["case.zip"]);
  });

  test.runIf(process.getuid?.() === 0)("a full disk", () => {
    const own = place("full");
    const { exit } = shell(`mount -t tmpfs -o size=1m tmpfs ${own}`, folder);
    if (exit !== 0) return;
    try {
      const packed = evidence(["pack", DEMO, "-o", "case.zip", "--json"], own);
      expect(packed.exit).toBe(4);
      expect(packed.err).not.toMatch(anyStack);
      expect(readdirSync(own)).toEqual([]);
    } finally {
      shell(`umount ${own}`, folder);
    }
  });

  test.runIf(process.getuid?.() === 0)("a full temporary folder", () => {
    const own = place("full-temporary");
    const { exit } = shell(`mount -t tmpfs -o size=64k tmpfs ${own}`, folder);
    if (exit !== 0) return;
    try {
      const packed = evidence(["pack", DEMO, "-o", join(folder, "never.zip"), "--json"], folder, { TMPDIR: own });
      expect(packed.exit).toBe(4);
      expect(packed.err).not.toMatch(anyStack);
      expect(existsSync(join(folder, "never.zip"))).toBe(false);
    } finally {
      shell(`umount ${own}`, folder);
    }
  });
});

describe("an interrupted run", () => {
  test("ends in 130 and leaves nothing", () => {
    const own = place("interrupted");
    const line = `${process.execPath} ${BIN} pack ${DEMO} -o case.zip & P=$!; sleep 0.35; kill -INT $P; wait $P; echo exit $?`;
    const { out } = shell(`set -m; ${line}`, own);
    if (out.includes("exit 1\n")) return; // The machine was quicker than the interrupt.
    expect(out).toContain("exit 130");
    expect(readdirSync(own)).toEqual([]);
  });
});

describe("faults on the screen", () => {
  /** The demo bundle packed again after a change to its unpacked files. */
  function changed(name: string, change: string): string {
    const own = place(name);
    const line = `unzip -q ${join(folder, "demo.zip")} && cd demo && ${change} && cd .. && zip -q -r -X demo.zip demo`;
    expect(shell(line, own)).toMatchObject({ exit: 0 });
    return own;
  }

  test("are named in the reader's language, then placed, then said; scripts read the same English in both", () => {
    const own = changed("faults", "echo >> record/case.json && rm record/checks.json");
    const zh = evidence(["verify", "demo.zip", "--lang", "zh"], own);
    const en = evidence(["verify", "demo.zip", "--lang", "en"], own);
    expect([zh.exit, en.exit]).toEqual([1, 1]);
    expect(zh.out).toMatch(
      /^ {5}缺少必备文件 {2}record\/checks\.json {2}应为 有，实为 没有 {2}REQUIRED_FILE_MISSING$/m,
    );
    expect(zh.out).toMatch(/^ {5}校验值与清单不符 {2}record\/case\.json {2}应为 [0-9a-f]{64}，实为 [0-9a-f]{64} /m);
    expect(zh.out).not.toMatch(/\b(?:expected|found|missing|byte|version made by)\b/);
    expect(en.out).toMatch(
      /^ {5}a required file is missing {2}record\/checks\.json {2}expected present, found missing {2}/m,
    );
    expect(en.out).not.toMatch(/\p{Script=Han}/u);
    const json = ["zh", "en"].map(
      (language) => evidence(["verify", "demo.zip", "--json", "--lang", language], own).out,
    );
    expect(json[0]).toBe(json[1]);
    expect(json[0]).not.toMatch(/\p{Script=Han}/u);
  });

  test("that quote an error say it in the reader's language, and in English to scripts", () => {
    const own = place("quoted");
    const bundle = new EditedBundle(readFileSync(join(folder, "demo.zip")), "demo");
    const chat = [...bundle.files.keys()].find((name) => /^data\/source\/\d+\.json$/.test(name)) ?? "";
    writeFileSync(
      join(own, "demo.zip"),
      bundle
        .edit(chat, (text) => text.slice(0, 2000))
        .rehash()
        .zip(),
    );
    const [zh, json] = [[], ["--json"]].map((more) => evidence(["verify", "demo.zip", "--lang", "zh", ...more], own).out); // prettier-ignore
    expect(zh).toMatch(/无法由所收文件重新推导 .*实为 [^a-z]*\p{Script=Han}/u);
    expect(json).toContain("NOT_DERIVABLE");
    expect(json).not.toMatch(/"says"/);
  });
});

describe("what cannot be verified", () => {
  test.each([
    ["an empty file", Buffer.alloc(0)],
    ["a text", Buffer.from("这不是证据包")],
    ["a zip of something else", "zip -q case.zip a.txt"],
    ["a zip of something else with a password", "zip -q -P 1234 case.zip a.txt"],
  ])("%s", (name, bytes) => {
    const own = place(`verify-${name.replaceAll(" ", "-")}`);
    if (typeof bytes === "string") shell(`echo hi > a.txt && ${bytes} && rm a.txt`, own);
    else writeFileSync(join(own, "case.zip"), bytes);
    const { exit, err } = evidence(["verify", "case.zip"], own);
    expect(exit).toBe(3);
    expect(err).toContain("下一步：");
    expect(err.split("\n").length).toBeLessThan(6);
    expect(err).not.toMatch(anyStack);
  });

  test("another fingerprint than the expected is NOT INTACT; the right one is fine, also in groups", () => {
    const right = readFileSync(join(folder, "demo.fingerprint.txt"), "utf8").match(/[0-9a-f]{64}/)?.[0] ?? "";
    const grouped = right.replaceAll(/(.{8})/g, "$1 ").trim();
    expect(evidence(["verify", "demo.zip", "--expect-fingerprint", grouped], folder).exit).toBe(0);
    const { exit, out } = evidence(["verify", "demo.zip", "--expect-fingerprint", "0".repeat(64)], folder);
    expect(exit).toBe(1);
    expect(out).toContain("有改动");
  });
});
