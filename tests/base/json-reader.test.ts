import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SourceError } from "../../src/base/errors.ts";
import {
  elements,
  indexJson,
  jsonFile,
  JsonNumber,
  parseJsonText,
  printJson,
  readJson,
  type JsonElement,
  type JsonFile,
} from "../../src/base/json-reader.ts";
import { memorySource } from "../support/memory-source.ts";

function fileOf(content: string | Uint8Array): JsonFile {
  return jsonFile(memorySource({ "chat.json": content }), "chat.json");
}

/** A file that gives at most `most` bytes at once. */
function slow(content: string | Uint8Array, most: number): JsonFile {
  const file = fileOf(content);
  return { ...file, read: (position, length) => file.read(position, Math.min(length, most)) };
}

/** Everything in a file, by way of the index: what an importer would see. */
function walk(file: JsonFile): string[] {
  const index = indexJson(file);
  const top = index.type === "array" ? [...elements(file, index.span)].map(shown) : [];
  return top.concat(
    index.members.flatMap(({ key, keyAt, type, span }) =>
      type === "array"
        ? [`${key}@${keyAt}`, ...[...elements(file, span)].map(shown)]
        : [`${key}@${keyAt}`, printJson(readJson(file, span).value)],
    ),
  );
}

function shown(element: JsonElement): string {
  const content = element.type === "element" ? printJson(element.value) : `! ${element.raw}`;
  return `${element.index}@${element.byte} ${content}`;
}

function errorOf(read: () => unknown): SourceError {
  try {
    read();
  } catch (error) {
    if (error instanceof SourceError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

const CHAT = '{"session":{"wxid":"wxid_aa"},"messages":[{"id":5520013399120045511,"t":"中, ]}"},{"id":2}],"n":1}';

test("members stand in the file's own order with their places", () => {
  expect(indexJson(fileOf(' {"a" : [1, 2 ] ,\n"b":{ } , "c" : "x" } \n'))).toEqual({
    type: "object",
    span: { start: 1, end: 39 },
    hasByteOrderMark: false,
    members: [
      { key: "a", keyAt: 2, type: "array", span: { start: 8, end: 15 } },
      { key: "b", keyAt: 18, type: "object", span: { start: 22, end: 25 } },
      { key: "c", keyAt: 28, type: "scalar", span: { start: 34, end: 37 } },
    ],
  });
});

test("elements come one by one, with numbers as written", () => {
  const file = fileOf(CHAT);
  const messages = indexJson(file).members[1];
  const read = [...elements(file, messages?.span ?? { start: 0, end: 0 })];
  expect(read).toEqual([
    {
      type: "element",
      index: 0,
      byte: 42,
      repairs: [],
      value: { id: new JsonNumber("5520013399120045511"), t: "中, ]}" },
    },
    { type: "element", index: 1, byte: 83, repairs: [], value: { id: new JsonNumber("2") } },
  ]);
});

test("the members of an inner object can be found without loading it", () => {
  const file = fileOf('{"avatars":{"a":"xx","b":"yy"}}');
  const avatars = indexJson(file).members[0]?.span;
  expect(indexJson(file, avatars).members.map((member) => member.key)).toEqual(["a", "b"]);
});

test("a byte-order mark is accepted and noted", () => {
  const index = indexJson(fileOf(`\ufeff{"a":1}`));
  expect(index.hasByteOrderMark).toBe(true);
  expect(index.members[0]).toMatchObject({ key: "a", keyAt: 4 });
});

test("empty containers have no members and no elements", () => {
  expect(indexJson(fileOf("{ }")).members).toEqual([]);
  expect(walk(fileOf("[ ]"))).toEqual([]);
  expect(walk(fileOf('{"a":[]}'))).toEqual(["a@1"]);
});

test("a repeated member of the outermost object is there twice", () => {
  expect(indexJson(fileOf('{"messages":[1],"messages":[2]}')).members.map((member) => member.key)).toEqual([
    "messages",
    "messages",
  ]);
});

describe("what can be read around", () => {
  test("a damaged element is placed and reading goes on", () => {
    const file = fileOf('[{"a":1},{"a":undefined},{"a":"x\ty"},,{"a":4}]');
    expect(
      [...elements(file, indexJson(file).span)].map((e) =>
        e.type === "damaged" ? [e.byte, e.faultByte, e.found, e.raw] : e.index,
      ),
    ).toEqual([0, [9, 14, "u", '{"a":undefined}'], [25, 32, "U+0009", '{"a":"x\ty"}'], [37, 37, "end", ""], 4]);
  });

  test("only the beginning of a damaged element is kept", () => {
    const file = fileOf(`[{"a":bad,"b":"${"长".repeat(9000)}"}]`);
    const [element] = elements(file, indexJson(file).span);
    expect(element?.type === "damaged" && element.raw.length).toBe(500);
  });

  test("an element beyond the depth limit is damaged, its neighbours are not", () => {
    const deep = "[".repeat(300) + "]".repeat(300);
    const file = fileOf(`[1,${deep},2]`);
    expect([...elements(file, indexJson(file).span)].map((e) => e.type)).toEqual(["element", "damaged", "element"]);
  });

  test("bytes that are no UTF-8 are kept around and placed", () => {
    const bytes = Buffer.concat([Buffer.from('["好'), Buffer.from([0xe4, 0xb8]), Buffer.from('x",2]')]);
    const file = fileOf(bytes);
    const [first] = elements(file, indexJson(file).span);
    expect(first).toMatchObject({
      value: "好\ufffdx",
      repairs: [{ code: "undecodable-bytes", byte: 5, detail: "0xe4b8" }],
    });
  });

  test("a replacement character that was really written is no repair", () => {
    const file = fileOf('["\ufffd"]');
    expect([...elements(file, indexJson(file).span)][0]).toMatchObject({ repairs: [] });
  });

  test("a repeated key in an element is placed with the value that was replaced", () => {
    const file = fileOf('[{"x":"好","content":"甲","content":"乙"}]');
    const [first] = elements(file, indexJson(file).span);
    expect(first).toMatchObject({
      value: { content: "乙" },
      repairs: [{ code: "duplicate-key", byte: 28, detail: '"content": "甲"' }],
    });
  });
});

describe("what is refused", () => {
  test.each([
    ["", "JSON_EMPTY", 0],
    [" \n ", "JSON_EMPTY", 3],
    ["\ufeff", "JSON_EMPTY", 3],
    ["hello", "JSON_MALFORMED", 0],
    ["42", "JSON_MALFORMED", 0],
    ['{"a":[1,2}', "JSON_MALFORMED", 9],
    ['{"a":1,,"b":2}', "JSON_MALFORMED", 7],
    ['{"a":1,}', "JSON_MALFORMED", 7],
    ['{"a" 1}', "JSON_MALFORMED", 5],
    ['{"a":}', "JSON_MALFORMED", 5],
    ["{a:1}", "JSON_MALFORMED", 1],
    ['{"a":1 "b":2}', "JSON_MALFORMED", 7],
    ['{"a":[1] "b":[2]}', "JSON_TRAILING", 9],
    ['{"a":[1]x}', "JSON_TRAILING", 8],
    ['{"a":tru}', "JSON_MALFORMED", 5],
    ['{"a":1}{"a":2}', "JSON_TRAILING", 7],
    ['{"a":1}\nend', "JSON_TRAILING", 8],
    ['{"a":"x', "JSON_TRUNCATED", 7],
    ['{"a":[1,', "JSON_TRUNCATED", 8],
    ['{"a":1}\0\0\0', "JSON_NUL_BYTES", 7],
    ['{"a":"b\0\0\0', "JSON_NUL_BYTES", 7],
    ["[".repeat(20_000), "JSON_TOO_DEEP", 10_000],
  ])("%j is %s at byte %i", (content, code, byte) => {
    const error = errorOf(() => indexJson(fileOf(content)));
    expect(error).toMatchObject({ code, facts: { path: "chat.json", byte } });
    expect(error.says.en).toContain("chat.json");
    expect(error.says.zh).toContain(`第 ${byte} 字节`);
    expect(error.hint.zh.length).toBeGreaterThan(5);
  });

  test("an error names the line", () => {
    expect(errorOf(() => indexJson(fileOf('{\n"a": 1,\n"b": x\n}'))).facts).toMatchObject({ line: 3 });
  });

  test("where a quote went missing, the first odd byte is named beside the end", () => {
    const error = errorOf(() => indexJson(fileOf('{"a":["one,"二","three"]}')));
    expect(error).toMatchObject({ code: "JSON_TRUNCATED", facts: { firstOddByte: 12 } });
    expect(error.message).toContain("begins at byte 12");
  });

  test.each([
    ["with a mark", Buffer.from('\ufeff{"a":1}', "utf16le")],
    ["without one", Buffer.from('{"a":1}', "utf16le")],
    ["big-endian", Buffer.from('{"a":1}', "utf16le").swap16()],
  ])("UTF-16 %s is named as such", (_, content) => {
    expect(errorOf(() => indexJson(fileOf(content))).code).toBe("JSON_UTF16");
  });

  test("a short text that is not JSON is refused with its place", () => {
    expect(errorOf(() => parseJsonText('{"名":\n x}', "header")).facts).toMatchObject({
      path: "header",
      byte: 9,
      line: 2,
    });
    expect(parseJsonText('{"a":1}', "header").value).toEqual({ a: new JsonNumber("1") });
  });
});

describe("properties", () => {
  const topLevel = fc.oneof(
    fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue({ maxDepth: 3, stringUnit: "binary" })),
    fc.array(fc.jsonValue({ maxDepth: 3, stringUnit: "binary" })),
  );

  test("what is read does not depend on where chunks end", () => {
    fc.assert(
      fc.property(topLevel, fc.boolean(), fc.integer({ min: 1, max: 40 }), (value, pretty, most) => {
        const text = JSON.stringify(value, null, pretty ? 2 : 0);
        expect(walk(slow(text, most))).toEqual(walk(fileOf(text)));
      }),
    );
  });

  test("every value of a valid document arrives", () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 3, stringUnit: "binary" })), (value) => {
        const file = fileOf(JSON.stringify(value, null, 1));
        const read = [...elements(file, indexJson(file).span)].map((e) =>
          e.type === "element" ? printJson(e.value) : "damaged",
        );
        expect(read.map((text) => JSON.parse(text) as unknown)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test("every truncation of a document is a source error", () => {
    const bytes = Buffer.from(CHAT);
    for (let length = 0; length < bytes.length; length++) {
      expect(errorOf(() => indexJson(fileOf(bytes.subarray(0, length)))).code).toMatch(/^JSON_(EMPTY|TRUNCATED)$/);
    }
  });

  test("any changed byte ends in a reading or a source error, never in anything else", () => {
    const bytes = Buffer.from(CHAT);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, byte) => {
        const changed = Buffer.from(bytes);
        changed[at] = byte;
        try {
          expect(walk(fileOf(changed)).length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(SourceError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
