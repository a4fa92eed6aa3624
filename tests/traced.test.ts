import { cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "./bundle/sealed.ts";
import { DEMO, evidence } from "./support/bin.ts";
import { traced, type Traced } from "./support/trace-calls.ts";
import { missing } from "./support/witness.ts";

const FIXTURES = resolve(import.meta.dirname, "../fixtures/importers");
const folder = temporaryFolder();
afterAll(() => {
  folder.dispose();
});

function place(name: string, source: string): { readonly own: string; readonly temporary: string } {
  const own = join(folder.path, name);
  mkdirSync(join(own, "out"), { recursive: true });
  cpSync(source, join(own, "export"), { recursive: true });
  return { own, temporary: join(own, "tmp") };
}

const bundle = join(folder.path, "case.zip");
const PACK = ["--no-case", "--fail-on", "never", "--date", "2026-09-01"];

/** Paths outside of private folders in `temporary`, and of those places besides. */
function elsewhere({ touched }: Traced, temporary: string, ...allowed: readonly string[]): string[] {
  const isPrivate = (path: string): boolean => /^\/evidence-[A-Za-z0-9]{6}(?:\/|$)/.test(path.replace(temporary, ""));
  return touched.filter((path) => path !== "/dev/null" && !(path.startsWith(temporary) && isPrivate(path)) && !allowed.some((place) => path.startsWith(place))); // prettier-ignore
}

describe.skipIf(process.platform !== "linux" || missing("strace"))("as the system sees it", () => {
  beforeAll(() => {
    expect(evidence(["pack", DEMO, "-o", bundle, ...PACK], folder.path).exit).toBe(0);
  });

  test("the trace sees a file being written and a socket being opened", () => {
    const { own, temporary } = place("witness", DEMO);
    const { network, touched } = traced(["seal", "none.zip", "--tsa", "http://127.0.0.1:47999/"], own, temporary);
    expect(network).toEqual([]);
    expect(touched.filter((path) => !path.startsWith("/dev/"))).toEqual([]);
    cpSync(bundle, join(own, "out/case.zip"));
    const asking = traced(["seal", "out/case.zip", "--tsa", "http://127.0.0.1:47999/"], own, temporary);
    expect(asking.err).toContain("TSA_NOT_REACHED");
    expect(asking.network.some((line) => /^connect\(.*127\.0\.0\.1/.test(line))).toBe(true);
  });

  test.each([
    ["the demo", DEMO],
    ["a database", join(FIXTURES, "wechat-4-db/tree/source")],
    ["a page", join(FIXTURES, "memotrace-html", readdirSync(join(FIXTURES, "memotrace-html"))[0] ?? "", "source")],
  ])("packing %s opens no socket, starts no program, and writes beside its target and in its temporary folder only", (name, source) => {
    const { own, temporary } = place(`pack ${name}`, source);
    const run = traced(["pack", "export", "-o", "out/case.zip", ...PACK], own, temporary);
    expect([run.exit, run.network, run.started]).toEqual([0, [], []]);
    const out = join(own, "out");
    expect(elsewhere(run, temporary, join(out, ".evidence-")).sort()).toEqual(["case.fingerprint.txt", "case.zip", "case.zip.sha256"].map((file) => join(out, file))); // prettier-ignore
    expect(readdirSync(temporary)).toEqual([]);
  }); // prettier-ignore

  test.each([
    ["as it was written", (zip: string) => zip],
    ["spoilt", (zip: string) => zip.replace("case.zip", "spoilt.zip")],
  ])(
    "verifying a bundle %s opens no socket, starts no program, and writes in its temporary folder only",
    (name, which) => {
      const { own, temporary } = place(`verify ${name}`, DEMO);
      cpSync(bundle, join(own, "out/case.zip"));
      writeFileSync(join(own, "out/spoilt.zip"), "PK\x03\x04 no bundle");
      const run = traced(["verify", which("out/case.zip")], own, temporary);
      expect([run.exit === 0, run.network, run.started]).toEqual([name === "as it was written", [], []]);
      expect(elsewhere(run, temporary)).toEqual([]);
      expect(readdirSync(temporary)).toEqual([]);
    },
  );

  test("taking files out opens no socket and writes below its folder only", () => {
    const { own, temporary } = place("extract", DEMO);
    cpSync(bundle, join(own, "out/case.zip"));
    const run = traced(["extract", "out/case.zip", "-d", "taken"], own, temporary);
    expect([run.exit, run.network, run.started]).toEqual([0, [], []]);
    expect(elsewhere(run, temporary, join(own, "taken"), join(own, ".evidence-"))).toEqual([]);
  });
});
