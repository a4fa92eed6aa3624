import fc from "fast-check";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { EvidenceError } from "../../src/base/errors.ts";
import { inspect } from "../../src/inspect.ts";
import { buildZip } from "../bundle/zip-builder.ts";
import { fixtureCases, fixtureFiles } from "../support/reading.ts";
import { settingsOf } from "../support/settings.ts";
import { effort, PATIENCE_MS } from "./effort.ts";
import { mutations } from "./mutations.ts";

let place: string;
beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), "evidence-fuzz-"));
});
afterAll(() => {
  rmSync(place, { recursive: true, force: true });
});

const MOST_BYTES = 400_000;
const SMALL = fixtureCases().filter(({ importer, name }) => sizeOf(importer, name) <= MOST_BYTES);

function sizeOf(importer: string, name: string): number {
  return Object.values(fixtureFiles(importer, name)).reduce((sum, content) => sum + content.length, 0);
}

/** An export of some exporter of which one file was changed. */
const spoilt = fc
  .tuple(fc.constantFrom(...SMALL), fc.nat(), mutations)
  .map(([{ importer, name }, which, change]): [string, Map<string, Buffer>] => {
    const files = new Map<string, Buffer>(Object.entries(fixtureFiles(importer, name)).map(([path, content]) => [path, Buffer.from(content)])); // prettier-ignore
    const path = [...files.keys()][which % files.size] ?? "";
    files.set(path, change(files.get(path) ?? Buffer.alloc(0)));
    return [`${importer}/${name}: ${path}`, files];
  });

/** Reads, checks and describes; what is left beside the source and in the temporary folder. */
async function inspected(source: string): Promise<void> {
  const before = readdirSync(dirname(source));
  try {
    await inspect({ source, caseFile: null }, settingsOf({}));
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
  }
  expect(readdirSync(dirname(source))).toEqual(before);
}

test("whatever was changed in an export, it is read or refused in words, and nothing is written beside it", { timeout: PATIENCE_MS }, async () => {
  await fc.assert(
    fc.asyncProperty(spoilt, async ([, files]) => {
      const source = join(mkdtempSync(join(place, "run-")), "export");
      try {
        for (const [path, content] of files) {
          mkdirSync(dirname(join(source, path)), { recursive: true });
          writeFileSync(join(source, path), content);
        }
        await inspected(source);
      } finally {
        rmSync(dirname(source), { recursive: true, force: true });
      }
    }),
    effort(100),
  );
}); // prettier-ignore

test("the same for zips of exports of which any byte was changed, the zip's own included", { timeout: PATIENCE_MS }, async () => {
  await fc.assert(
    fc.asyncProperty(spoilt, mutations, async ([, files], change) => {
      const source = join(mkdtempSync(join(place, "run-")), "export.zip");
      const pieces = [...files].map(([name, content]) => ({ name, content }));
      try {
        writeFileSync(source, change(buildZip({ pieces })));
        await inspected(source);
      } finally {
        rmSync(dirname(source), { recursive: true, force: true });
      }
    }),
    effort(60),
  );
}); // prettier-ignore
