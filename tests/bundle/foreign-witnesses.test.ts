import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBundle } from "../../src/bundle/open.ts";
import { instructions } from "../../src/bundle/instructions.ts";
import { checkIntegrity } from "../../src/bundle/integrity.ts";
import { seal } from "../../src/bundle/seal.ts";
import { memorySource } from "../support/memory-source.ts";
import { missing } from "../support/witness.ts";
import { requestFor, SMALL_EXPORT, temporaryFolder } from "./sealed.ts";

const folder = temporaryFolder();
const target = join(folder.path, "case-0001.zip");
const inside = join(folder.path, "case-0001");

function bash(script: string, cwd = folder.path): string {
  return execFileSync("bash", ["-euo", "pipefail", "-c", script], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C" },
  });
}

beforeAll(async () => {
  await seal(requestFor(memorySource(SMALL_EXPORT), target));
});
afterAll(() => {
  folder.dispose();
});

/** The commands of VERIFY.txt for one system, as a reader would paste them. */
function commands(system: string): string {
  return commandsIn(readFileSync(join(inside, "meta/VERIFY.txt"), "utf8"), system);
}

function commandsIn(text: string, system: string): string {
  return new RegExp(`^\\[${system}\\]\\r?\\n([^]*?)^\\[end\\]$`, "m").exec(text)?.[1] ?? "";
}

describe.skipIf(missing("unzip") || missing("sha256sum"))("unzip and sha256sum", () => {
  beforeAll(() => {
    bash("unzip -q case-0001.zip");
  });

  test("accept the zip and every list", () => {
    expect(bash("unzip -t case-0001.zip")).toContain("No errors detected");
    bash("sha256sum --strict --quiet -c case-0001.zip.sha256");
    bash("sha256sum --strict --quiet -c case-0001.fingerprint.txt");
    bash(
      "sha256sum --strict --quiet -c manifest-sha256.txt && sha256sum --strict --quiet -c tagmanifest-sha256.txt",
      inside,
    );
  });

  test("give the modes of the entries, not those of the umask", () => {
    const listing = bash("unzip -Z case-0001.zip")
      .split("\n")
      .filter((line) => line.startsWith("-"));
    expect(listing.length).toBe(22);
    for (const line of listing) expect(line).toMatch(/^-rw-r--r-- +4\.5 unx +\d+ b- stor 80-Jan-01 00:00 case-0001\//);
  });

  test("the commands for Linux run as printed and print nothing but the fingerprint", () => {
    bash("mkdir linux && cp case-0001.zip linux/");
    const printed = bash(commands("linux"), join(folder.path, "linux"));
    const [test, fingerprint, ...rest] = printed.trimEnd().split("\n");
    expect(test).toContain("No errors detected");
    expect(readFileSync(join(folder.path, "case-0001.fingerprint.txt"), "utf8")).toContain(
      fingerprint?.split(" ")[0] ?? "?",
    );
    expect(rest).toEqual([]);
  });

  test("the commands for Linux find a changed, a missing and an unlisted file", () => {
    bash("mkdir changed && cp case-0001.zip changed/");
    const at = join(folder.path, "changed");
    const lines = commands("linux").trimEnd().split("\n");
    bash(lines[0] ?? "", at);
    writeFileSync(join(at, "case-0001/data/source/messages.json"), "{}");
    writeFileSync(join(at, "case-0001/data/source/more.txt"), "");
    writeFileSync(join(at, "case-0001/report/more.pdf"), "");
    const answers = lines
      .slice(2)
      .map((line) => spawnSync("bash", ["-c", line], { cwd: join(at, "case-0001"), encoding: "utf8" }));
    expect(answers.map(({ status }) => status === 0)).toEqual([true, false, true, true]);
    expect(answers.map(({ stdout }) => stdout.trim())).toEqual([
      "",
      "data/source/messages.json: FAILED",
      "data/source/more.txt",
      "report/more.pdf",
    ]);
  });

  test.skipIf(missing("shasum"))("the commands for macOS run as printed with the same shasum", () => {
    bash("mkdir macos && cp case-0001.zip macos/");
    const printed = spawnSync("bash", ["-c", commands("macos")], { cwd: join(folder.path, "macos"), encoding: "utf8" });
    expect([printed.stderr, printed.stdout.trimEnd().split("\n").length]).toEqual(["", 2]);
  });

  test.skipIf(missing("zip"))("what zip packs again is told as packed again, with the same contents", async () => {
    for (const level of ["-0", "-9"]) {
      const again = join(folder.path, `again${level}.zip`);
      bash(`zip -q -r ${level} again${level}.zip case-0001`);
      const opened = await openBundle(again);
      const { levels } = checkIntegrity(opened);
      expect([opened.form, ...levels.map(({ outcome }) => outcome)]).toEqual([
        "repacked",
        "fail",
        "pass",
        "pass",
        "pass",
      ]);
      opened.close();
    }
  });

  test.skipIf(missing("hashdeep"))("hashdeep finds nothing new, moved or missing", () => {
    bash("hashdeep -c sha256 -r -l data > ../known.txt", inside);
    expect(bash("hashdeep -c sha256 -r -l -a -k ../known.txt data", inside)).toContain("Audit passed");
  });
});

test.skipIf(missing("python3"))("python's zipfile reads the same names, sizes, times and bytes", () => {
  const script = `
import hashlib, json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    assert z.testzip() is None
    print(json.dumps([[i.filename, i.file_size, i.compress_type, list(i.date_time), i.external_attr, hashlib.sha256(z.read(i)).hexdigest()] for i in z.infolist()]))`;
  const read = JSON.parse(execFileSync("python3", ["-c", script, target], { encoding: "utf8" })) as unknown[][];
  return openBundle(target).then((opened) => {
    expect(read).toEqual(
      opened.paths.map((path) => [
        `case-0001/${path}`,
        opened.sizeOf(path),
        0,
        [1980, 1, 1, 0, 0, 0],
        0x81a40020,
        opened.digest(path),
      ]),
    );
    opened.close();
  });
});

test("the instructions name Windows commands for every step", () => {
  const text = instructions("case-0001");
  expect(commandsIn(text, "powershell")).toMatch(/certutil[^]*MISSING[^]*DIFFERS[^]*UNLISTED/);
  const steps = [1, 2, 3].map((step) => commandsIn(text, `certutil-${step}`).trim());
  expect(steps).toEqual(
    ["case-0001.zip", "tagmanifest-sha256.txt", "manifest-sha256.txt"].map(
      (name) => `certutil -hashfile ${name} SHA256`,
    ),
  );
});

test("the instructions end lines as Notepad needs it, and in the blocks for a Unix shell as the shell needs it", () => {
  const text = instructions("case-0001");
  const blocks = ["linux", "macos"].map((system) => commandsIn(text, system));
  for (const block of blocks) expect(block).not.toContain("\r");
  const rest = blocks.reduce((left, block) => left.replace(block, ""), text);
  const bare = rest.split("\n").filter((line) => line !== "" && !line.endsWith("\r"));
  expect(bare).toEqual(["[linux]", "[end]", "[macos]", "[end]"]);
});

test("every block of the instructions is named in the sentence above it or stands under its step", () => {
  const text = instructions("case-0001");
  for (const system of ["linux", "macos", "powershell"]) {
    expect(text).toContain(`[${system}] 与 [end] 之间`);
    expect(text).toContain(`between [${system}] and [end]`);
  }
});
