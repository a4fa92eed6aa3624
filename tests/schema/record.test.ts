import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { Scratch } from "../../src/base/scratch.ts";
import { derive, facts } from "../../src/derive.ts";
import { IMPORTERS } from "../../src/importers/index.ts";
import { PUBLISHED } from "../../src/model/shapes/published.ts";
import { readSource } from "../../src/source/read.ts";
import { settingsOf } from "../support/settings.ts";
import { jsonOf, recordOf, SCHEMA_OF } from "./record.ts";
import { CHECKS, richChat } from "./rich-chat.ts";

const FIXTURES = resolve(import.meta.dirname, "../../fixtures");

/** What the published schemas say against the documents, each with the file it stands in; empty where all fit. */
function faults(documents: ReadonlyMap<string, unknown[]>): string[] {
  return [...documents].flatMap(([path, values]) => {
    const shape = PUBLISHED.find(({ name }) => name === SCHEMA_OF[path])?.shape;
    if (!shape) return [`${path}: no schema`];
    return values.flatMap((value, index) => {
      const { error } = shape.safeParse(value);
      return error ? [`${path}:${index + 1}: ${JSON.stringify(error.issues.slice(0, 3))}`] : [];
    });
  });
}

describe("the record of a made chat", () => {
  let documents: ReadonlyMap<string, unknown[]>;
  let leftOut: ReadonlyMap<string, unknown[]>;
  beforeAll(async () => {
    ({ documents } = await recordOf(richChat, CHECKS));
    ({ documents: leftOut } = await recordOf(richChat, CHECKS, { chats: ["c1"], from: 1_772_413_300_000 }));
  });

  test("has exactly the JSON files that schemas are published for", () => {
    expect([...documents.keys()].sort()).toEqual(Object.keys(SCHEMA_OF).sort());
  });

  test("holds what the schemas are to be tried on", () => {
    const lines = (path: string) => documents.get(path) ?? [];
    expect(lines("record/messages.jsonl").length).toBeGreaterThan(35);
    expect(lines("record/attachments.jsonl")).toMatchObject([
      { state: "present" },
      { state: "not-exported" },
      { state: "missing" },
    ]);
    expect(lines("record/skipped.jsonl")).toMatchObject([{ type: "skipped" }, { type: "skipped" }, { type: "repair" }]);
    expect(lines("record/checks.json")).toMatchObject([
      { outcomes: [{ outcome: "found" }, { outcome: "found" }, { outcome: "not-applicable" }, { reason: "grade:none" }, { outcome: "undetermined" }, { reason: "crashed: boom" }] },
    ]); // prettier-ignore
    expect(lines("meta/custody.jsonl")).toMatchObject([{ action: "received" }, { action: "packed" }]);
    expect(leftOut.get("record/conversations.json")).toMatchObject([
      { conversations: [{ selected: true }, { selected: false }] },
    ]);
  });

  test("fits the schemas line by line", () => {
    expect(faults(documents)).toEqual([]);
  });

  test("fits them where a conversation and a period are left out, and then names no title", () => {
    expect(faults(leftOut)).toEqual([]);
    expect(JSON.stringify(leftOut.get("record/conversations.json"))).not.toContain("家人");
  });
});

const children = (path: string) => (existsSync(join(FIXTURES, path)) ? readdirSync(join(FIXTURES, path)) : []);

const fixtures = [
  { importer: "weflow-json", path: "demo/export" },
  ...children("importers").flatMap((importer) =>
    children(`importers/${importer}`).map((name) => ({ importer, path: `importers/${importer}/${name}/source` })),
  ),
].filter(({ importer, path }) => existsSync(join(FIXTURES, path)) && IMPORTERS.some(({ id }) => id === importer));

describe("the record of every fixture", () => {
  test("speaks for every importer", () => {
    expect(new Set(fixtures.map(({ importer }) => importer))).toEqual(new Set(IMPORTERS.map(({ id }) => id)));
  });

  test.each(fixtures)("$path fits the schemas line by line", async ({ path }) => {
    const scratch = new Scratch();
    const source = await readSource(join(FIXTURES, path), scratch);
    try {
      const payload = { files: [], manifestSha256: "0".repeat(64), sizeBytes: 0 };
      const derived = await derive({ source, enclosed: null }, payload, settingsOf({}), scratch);
      const documents = jsonOf(facts(derived, { source, enclosed: null }, scratch));
      derived.chat.close();
      expect(documents.get("record/messages.jsonl")?.length).toBe(
        derived.dossier.conversations.reduce((sum, { messageCount }) => sum + messageCount, 0),
      );
      expect(faults(documents)).toEqual([]);
    } finally {
      source.close();
      scratch.dispose();
    }
  });
});
