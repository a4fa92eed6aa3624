import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { jsonSchema, schemaFiles, type SchemaFile } from "../../docs/schema/generate.ts";
import { PUBLISHED } from "../../src/model/shapes/published.ts";

const FOLDER = resolve(import.meta.dirname, "../../docs/schema");
const SRC = resolve(import.meta.dirname, "../../src");

type Json = Readonly<Record<string, unknown>>;

/** Every schema inside a schema, with its JSON pointer. */
function* inside(value: unknown, at = ""): Generator<{ at: string; schema: Json }> {
  if (value === null || typeof value !== "object") return;
  if (!Array.isArray(value)) yield { at, schema: value as Json };
  for (const [key, inner] of Object.entries(value)) yield* inside(inner, `${at}/${key}`);
}

describe("the committed schemas", () => {
  let generated: readonly SchemaFile[];
  beforeAll(async () => {
    generated = await schemaFiles();
  });

  test("are the generated ones, byte for byte (npx tsx docs/schema/generate.ts writes them)", () => {
    for (const { file, text } of generated) expect(readFileSync(join(FOLDER, file), "utf8"), file).toBe(text);
  });

  test("are no more than those", () => {
    const committed = readdirSync(FOLDER).filter((name) => name.endsWith(".schema.json"));
    expect(committed.sort()).toEqual(generated.map(({ file }) => file).sort());
  });

  test("are generated the same each time", async () => {
    expect(await schemaFiles()).toEqual(generated);
  });

  test("stand in the README, each with what it describes", () => {
    const readme = readFileSync(join(FOLDER, "README.md"), "utf8");
    for (const { file } of generated)
      expect(readme).toMatch(new RegExp(`^\\| \\[[a-z-]+\\]\\(${file}\\) \\| .{20,} \\|$`, "m"));
  });
});

describe.each(PUBLISHED)("the schema $name", (published) => {
  const schema = jsonSchema(published);
  const objects = [...inside(schema)].filter(({ schema: { type } }) => type === "object");

  test("says its dialect, its name and what it describes", () => {
    expect(schema).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      $id: `urn:evidence:schema:${published.name}:${published.version}`,
      title: published.title,
    });
  });

  test("closes every object with named members, and types the values of every other", () => {
    expect(objects.length).toBeGreaterThan(0);
    for (const { at, schema: object } of objects) {
      if (object["properties"] !== undefined) expect(object["additionalProperties"], at).toBe(false);
      else expect(Object.keys(object["additionalProperties"] as Json), at).not.toEqual([]);
    }
  });

  test("leaves nothing open to any value", () => {
    for (const { at, schema: object } of objects) {
      for (const [name, member] of Object.entries((object["properties"] ?? {}) as Json)) {
        const says = Object.keys(member as Json).some((key) =>
          ["type", "const", "enum", "anyOf", "oneOf"].includes(key),
        );
        expect(says, `${at}/properties/${name}`).toBe(true);
      }
    }
  });

  test("numbers and ids: every member whose name ends in Id, Seq or Index is text, every time an integer", () => {
    for (const { at, schema: object } of objects) {
      for (const [name, member] of Object.entries((object["properties"] ?? {}) as Json)) {
        const types = new Set([...inside(member)].flatMap(({ schema: { type } }) => type ?? []));
        const stated = new Set([...types].filter((type) => type !== "null"));
        if (/(?:Id|Seq|Index)$/.test(name)) expect(stated, `${at} ${name}`).toEqual(new Set(["string"]));
        if (name === "sentAt") expect(stated, `${at} ${name}`).toEqual(new Set(["integer"]));
      }
    }
  });
});

test("a document that states its schema states the number it is published under", () => {
  const stating = PUBLISHED.filter(
    ({ shape }) => "shape" in shape && "schema" in shape.shape && shape.shape.schema.type === "literal",
  );
  expect(stating.map(({ name }) => name)).toEqual([
    "participants", "conversations", "checks", "case", "tool", "pack", "inspect", "init", "verify", "extract", "seal", "key", "receipt",
  ]); // prettier-ignore
  for (const published of stating) {
    const { properties } = jsonSchema(published) as { properties: { schema: Json } };
    expect(properties.schema["const"]).toBe(`evidence.${published.name}/${published.version}`);
  }
});

describe("the start of the program", () => {
  /** Files reached from one by imports that are made at once and exist when running. */
  function reached(from: string, seen = new Set<string>()): Set<string> {
    if (seen.has(from)) return seen;
    seen.add(from);
    const imports = readFileSync(from, "utf8").matchAll(/^(?:import|export)(?! type)[^;]*?from "(\.[^"]+)"/gm);
    for (const [, path = ""] of imports) reached(resolve(dirname(from), path), seen);
    return seen;
  }

  test("does not load the shapes", () => {
    const files = [...reached(join(SRC, "main.ts"))];
    expect(files).toContain(join(SRC, "cli/program.ts"));
    expect(files.filter((file) => file.includes("/model/shapes/"))).toEqual([]);
  });

  test("would be noticed loading them: deriving again does, for the form of meta/tool.json", () => {
    expect([...reached(join(SRC, "rederive.ts"))]).toContain(join(SRC, "model/shapes/tool.ts"));
  });
});
