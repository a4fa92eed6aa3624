import { execFileSync } from "node:child_process";
import { closeSync, ftruncateSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { digestOf, fileChunks } from "../../src/base/digest.ts";
import { checkIntegrity } from "../../src/bundle/integrity.ts";
import { openBundle } from "../../src/bundle/open.ts";
import { seal } from "../../src/bundle/seal.ts";
import type { Source, SourceFile } from "../../src/model/source.ts";
import { memorySource } from "../support/memory-source.ts";
import { requestFor, temporaryFolder } from "./sealed.ts";

/** Minutes and gigabytes: only when asked for, with EVIDENCE_LARGE_TESTS=1. */
const isAsked = process.env["EVIDENCE_LARGE_TESTS"] === "1";
const MINUTES = 60_000;

let folder = temporaryFolder();
let target = "";
beforeEach(() => {
  folder = temporaryFolder();
  target = join(folder.path, "large.zip");
});
afterEach(() => {
  folder.dispose();
});

/** Files on the disk as a source. */
function diskSource(paths: readonly string[]): Source {
  const files: SourceFile[] = paths.map((path) => ({
    path,
    nameHex: null,
    modifiedText: null,
    container: null,
    ...digestOf(fileChunks(join(folder.path, path))),
  }));
  return {
    files,
    notTaken: [],
    name: "large",
    file: (path) => files.find((file) => file.path === path),
    read: (path, position, length) => {
      const descriptor = openSync(join(folder.path, path), "r");
      const bytes = Buffer.alloc(length);
      const found = readSync(descriptor, bytes, 0, length, position);
      closeSync(descriptor);
      return bytes.subarray(0, found);
    },
    chunks: (path) => fileChunks(join(folder.path, path)),
    close: () => undefined,
  };
}

/** A file of zeros that takes no space, with a few bytes at its end. */
function sparse(name: string, sizeBytes: number): void {
  const descriptor = openSync(join(folder.path, name), "wx");
  ftruncateSync(descriptor, sizeBytes);
  writeSync(descriptor, Buffer.from("end"), 0, 3, sizeBytes - 3);
  closeSync(descriptor);
}

async function passesAll(): Promise<void> {
  const opened = await openBundle(target);
  expect(opened.form).toBe("canonical");
  expect(checkIntegrity(opened).levels.map(({ outcome }) => outcome)).toEqual(["pass", "pass", "pass", "pass"]);
  opened.close();
}

function pythonReads(): { count: number; sizes: number[] } {
  const script =
    "import json,sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); i=z.infolist(); print(json.dumps({'count':len(i),'sizes':sorted(x.file_size for x in i)[-3:]}))";
  return JSON.parse(execFileSync("python3", ["-c", script, target], { encoding: "utf8" })) as {
    count: number;
    sizes: number[];
  };
}

describe.skipIf(!isAsked)("large bundles", () => {
  test.each([65_535 - 17, 70_000])("%i small files", { timeout: 20 * MINUTES }, async (count) => {
    const contents = Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`m/${String(index).padStart(6, "0")}.txt`, `${index}`]),
    );
    const started = performance.now();
    const sealed = await seal(requestFor(fastSource(contents), target));
    console.log(`${sealed.entryCount} entries sealed in ${Math.round(performance.now() - started)} ms`);
    await passesAll();
    expect(pythonReads().count).toBe(sealed.entryCount);
    execFileSync("unzip", ["-tq", target]);
  });

  test("files below, at and above 4 GiB", { timeout: 30 * MINUTES }, async () => {
    sparse("a.mp4", 2 ** 32 + 5);
    sparse("b.mp4", 2 ** 32 - 1);
    sparse("c.txt", 10);
    const started = performance.now();
    const sealed = await seal(requestFor(diskSource(["a.mp4", "b.mp4", "c.txt"]), target));
    console.log(
      `${sealed.sizeBytes} bytes sealed in ${Math.round(performance.now() - started)} ms, ${process.resourceUsage().maxRSS >> 10} MiB`,
    );
    await passesAll();
    expect(pythonReads().sizes.slice(-2)).toEqual([2 ** 32 - 1, 2 ** 32 + 5]);
    execFileSync("unzip", ["-tq", target]);
    rmSync(target);
  });
});

/** `memorySource` looks files up one by one; with tens of thousands that is what would be measured. */
function fastSource(contents: Readonly<Record<string, string>>): Source {
  const base = memorySource(contents);
  const byPath = new Map(base.files.map((file) => [file.path, file]));
  return { ...base, file: (path) => byPath.get(path) };
}
