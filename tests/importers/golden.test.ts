import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { canonicalJson } from "../../src/base/canonical-json.ts";
import { EvidenceError } from "../../src/base/errors.ts";
import { Scratch } from "../../src/base/scratch.ts";
import { importSource } from "../../src/importers/import.ts";
import { IMPORTERS } from "../../src/importers/index.ts";
import type { Chat } from "../../src/model/chat.ts";
import type { Source } from "../../src/model/source.ts";
import { readSource } from "../../src/source/read.ts";
import { memorySource } from "../support/memory-source.ts";
import { scratchFiles } from "../support/scratch-files.ts";
import { settingsOf } from "../support/settings.ts";

const FIXTURES = resolve(import.meta.dirname, "../../fixtures/importers");
const UPDATE = process.env["UPDATE_GOLDEN"];

const cases = readdirSync(FIXTURES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) =>
    readdirSync(join(FIXTURES, name), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && existsSync(join(FIXTURES, name, entry.name, "source")))
      .map((entry) => ({ importer: name, name: entry.name, folder: join(FIXTURES, name, entry.name) })),
  );

let scratch: Scratch;
beforeAll(() => {
  scratch = new Scratch();
});
afterAll(() => {
  scratch.dispose();
});

/** Everything an import yields, as lines a person can read in a diff. */
function golden(chat: Chat): string {
  const lines: string[] = [];
  for (const made of chat.exports) lines.push(canonicalJson({ export: made }));
  for (const conversation of chat.conversations) lines.push(canonicalJson({ conversation }));
  for (const participant of chat.participants) lines.push(canonicalJson({ participant }));
  for (const { id } of chat.conversations) for (const { line } of chat.lines(id)) lines.push(line);
  for (const { line } of chat.query<{ line: string }>("SELECT line FROM bill ORDER BY rowid")) lines.push(line);
  for (const row of chat.query("SELECT * FROM skipped ORDER BY rowid")) lines.push(canonicalJson({ skipped: row }));
  for (const row of chat.query("SELECT * FROM repair ORDER BY rowid")) lines.push(canonicalJson({ repair: row }));
  return `${lines.join("\n")}\n`;
}

async function imported(source: Source): Promise<Chat> {
  return (await importSource(source, settingsOf({}), scratch)).chat;
}

describe("golden fixtures", () => {
  test("every importer has some", () => {
    expect([...new Set(cases.map(({ importer }) => importer))].sort()).toEqual(IMPORTERS.map(({ id }) => id).sort());
  });

  test.each(cases)("$importer/$name is read as expected", async ({ folder, importer }) => {
    const source = await readSource(join(folder, "source"), scratch);
    const chat = await imported(source);
    const found = golden(chat);
    expect(chat.exports.map((made) => made.importer)).toContain(importer);
    const kept = chat.conversations.reduce((sum, { messageCount }) => sum + messageCount, 0);
    expect(found.split("\n").filter((line) => line.startsWith('{"attachments":'))).toHaveLength(kept);
    expect(existsSync(join(folder, "about.md")), "about.md says what is made up").toBe(true);
    const path = join(folder, "expected.jsonl");
    if (UPDATE === "all" || (UPDATE === "new" && !existsSync(path))) writeFileSync(path, found);
    expect(found).toBe(readFileSync(path, "utf8"));
    chat.close();
    source.close();
  });

  test.each(cases)("$importer/$name is claimed by one importer only", async ({ folder, importer }) => {
    const source = await readSource(join(folder, "source"), scratch);
    const claims = new Map<string, Set<string>>();
    for (const candidate of IMPORTERS) {
      for await (const { entry } of candidate.detect(source)) {
        claims.set(entry, (claims.get(entry) ?? new Set()).add(candidate.id));
      }
    }
    for (const [entry, ids] of claims) expect([...ids], entry).toEqual([importer]);
    expect(claims.size).toBeGreaterThan(0);
    source.close();
  });
});

describe("damaged fixtures", () => {
  /** Deterministic damage: cut at every 1/32, a byte changed at sixteen places, and the whole in other clothes. */
  function* damaged(bytes: Buffer): Generator<Buffer> {
    for (let part = 0; part < 32; part += 1) yield bytes.subarray(0, Math.floor((bytes.length * part) / 32));
    for (let part = 0; part < 16; part += 1) {
      const copy = Buffer.from(bytes);
      const at = Math.floor((bytes.length * (part + 0.5)) / 16);
      copy[at] = (copy[at] ?? 0) ^ (part % 2 === 0 ? 0x80 : 0x01);
      yield copy;
    }
    const text = bytes.toString("utf8");
    yield Buffer.from(`\ufeff${text}`);
    yield Buffer.from(text.replaceAll("\r\n", "\n").replaceAll("\n", "\r\n"));
    yield Buffer.from(`\ufeff${text}`, "utf16le");
    yield Buffer.from(text.replaceAll("localId", "__proto__").replaceAll(",", ",,"));
    yield Buffer.concat([bytes, bytes]);
    yield Buffer.concat([bytes, Buffer.alloc(4096)]);
  }

  test.each(cases)("$importer/$name, cut or altered, ends in a record or one clear error", async ({ folder }) => {
    const source = await readSource(join(folder, "source"), scratch);
    const contents = Object.fromEntries(
      source.files.map(({ path, sizeBytes }) => [path, Buffer.from(source.read(path, 0, sizeBytes))]),
    );
    const entries = (await imported(source)).exports.map(({ entry }) => entry);
    for (const entry of entries) {
      for (const bytes of damaged(contents[entry] ?? Buffer.alloc(0))) {
        try {
          (await imported(memorySource({ ...contents, [entry]: bytes }))).close();
        } catch (error) {
          expect(error, String(error)).toBeInstanceOf(EvidenceError);
        }
      }
    }
    source.close();
  });
});

test("scratch files of a failed import do not stay", async () => {
  const own = new Scratch();
  await expect(importSource(memorySource({ "a.json": "{}" }), settingsOf({}), own)).rejects.toThrow(EvidenceError);
  expect(scratchFiles(own)).toEqual([]);
  own.dispose();
});
