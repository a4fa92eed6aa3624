import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach } from "vitest";
import { EvidenceError } from "../../src/base/errors.ts";
import { Scratch } from "../../src/base/scratch.ts";
import type { Watch } from "../../src/model/progress.ts";
import type { Source } from "../../src/model/source.ts";
import { readSource } from "../../src/source/read.ts";

const endings: (() => void)[] = [];

afterEach(() => {
  for (const end of endings.splice(0).reverse()) end();
});

/** A new folder with these files, gone after the test. */
export function folderOf(files: Readonly<Record<string, string | Buffer>> = {}): string {
  const root = mkdtempSync(join(tmpdir(), "source-"));
  endings.push(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), bytes);
  }
  return root;
}

/** A temporary folder for one reading, gone after the test. */
export function scratch(): Scratch {
  const made = new Scratch();
  endings.push(() => made.dispose());
  return made;
}

/** The source at a path, closed after the test. */
export async function read(path: string, watch?: Watch): Promise<Source> {
  const source = await readSource(path, scratch(), watch);
  endings.push(() => source.close());
  return source;
}

/** The whole of one file, by `chunks`. */
export function bytesOf(source: Source, path: string): Buffer {
  return Buffer.concat([...source.chunks(path)].map((chunk) => Buffer.from(chunk)));
}

/** Paths of the files in their order. */
export function paths(source: Source): string[] {
  return source.files.map((file) => file.path);
}

/** `path` → `reason` of what was not taken. */
export function refusals(source: Source): Record<string, string> {
  return Object.fromEntries(source.notTaken.map(({ path, reason }) => [path, reason]));
}

/** The error an action ends in; fails where it ends well or in another kind of error. */
export async function faultOf(action: Promise<unknown>): Promise<EvidenceError> {
  try {
    await action;
  } catch (error) {
    if (error instanceof EvidenceError) return error;
    throw error;
  }
  throw new Error("expected an error, found none");
}
