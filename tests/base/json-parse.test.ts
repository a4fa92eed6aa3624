import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { JsonFault, MAX_DEPTH, parseJson, parseJsonPrefix } from "../../src/base/json-parse.ts";
import { isJsonObject, JsonNumber, printJson, type JsonValue } from "../../src/base/json-value.ts";

/** The value as JSON.parse would give it. */
function plain(value: JsonValue): unknown {
  if (value instanceof JsonNumber) return Number(value.text);
  if (Array.isArray(value)) return value.map(plain);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.keys(value).map((key) => [key, plain(value[key] ?? null)]));
}

function faultOf(text: string): JsonFault {
  try {
    parseJson(text);
  } catch (error) {
    if (error instanceof JsonFault) return error;
    throw error;
  }
  throw new Error(`accepted ${text}`);
}

describe("numbers", () => {
  test.each(["0", "-0", "5520013399120045511", "9223372036854775807", "1.10", "1e400", "-12.5E+3", "0.1e-7"])(
    "%s keeps its text",
    (text) => {
      expect(parseJson(`[${text}]`).value).toEqual([new JsonNumber(text)]);
    },
  );

  test.each(["01", "-", "1.", ".5", "+1", "1e", "0x10", "NaN", "Infinity", "-01", "1_000"])("%s is refused", (text) => {
    expect(faultOf(`[${text}]`)).toBeInstanceOf(JsonFault);
  });
});

describe("strings", () => {
  test("a lone surrogate stays as it is", () => {
    expect(parseJson('"\\ud83d"').value).toBe("\ud83d");
    expect(parseJson('"a\\udc00b\\ud83d\\ude00"').value).toBe("a\udc00b\u{1f600}");
  });

  test("every escape is read", () => {
    expect(parseJson('"\\"\\\\\\/\\b\\f\\n\\r\\t\\u4e2d"').value).toBe('"\\/\b\f\n\r\t中');
  });

  test.each(['"a\nb"', '"\\x41"', '"\\u12g4"', '"\\u12', '"abc', '"\\', '"a\tb"'])("%j is refused", (text) => {
    expect(faultOf(text)).toBeInstanceOf(JsonFault);
  });
});

describe("objects", () => {
  test("a repeated key is noted with the value it replaced", () => {
    const { value, notes } = parseJson('{"a":1,"b":2,"a":{"c":3}}');
    expect(plain(value)).toEqual({ a: { c: 3 }, b: 2 });
    expect(notes).toEqual([{ code: "duplicate-key", offset: 13, key: "a", replaced: new JsonNumber("1") }]);
  });

  test("a key that is spelled with escapes repeats the plain one", () => {
    expect(parseJson('{"ab":1,"\\u0061b":2}').notes).toHaveLength(1);
  });

  test("__proto__ and constructor are keys like any other", () => {
    const { value } = parseJson('{"__proto__":{"polluted":true},"constructor":1}');
    expect(isJsonObject(value) && Object.keys(value)).toEqual(["__proto__", "constructor"]);
    expect(Object.getPrototypeOf(value)).toBeNull();
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test("keys of equal length and ends are kept apart", () => {
    expect(plain(parseJson('[{"axb":1},{"ayb":2},{"axb":3}]').value)).toEqual([{ axb: 1 }, { ayb: 2 }, { axb: 3 }]);
  });
});

describe("refusals say where and what", () => {
  test.each([
    ["", 0, "end"],
    ["{", 1, "end"],
    ['{"a"}', 4, "}"],
    ['{"a":1,}', 7, "}"],
    ["[1,]", 3, "]"],
    ["[1 2]", 3, "2"],
    ["[1] x", 4, "x"],
    ["{a:1}", 1, "a"],
    ["[tru]", 1, "t"],
    ["[\u0000]", 1, "U+0000"],
    ["[中]", 1, "U+4E2D"],
    ["'a'", 0, "'"],
  ])("%j at %i", (text, offset, found) => {
    expect(faultOf(text)).toMatchObject({ offset, found });
  });

  test("nesting beyond the limit is refused, nesting at it is read", () => {
    expect(parseJson("[".repeat(MAX_DEPTH) + "]".repeat(MAX_DEPTH)).notes).toEqual([]);
    expect(faultOf("[".repeat(MAX_DEPTH + 1) + "]".repeat(MAX_DEPTH + 1)).expected.en).toContain("nesting");
    expect(faultOf('{"a":'.repeat(100_000)).expected.en).toContain("nesting");
  });
});

test("the beginning of a text that breaks off is read as far as it goes", () => {
  expect(plain(parseJsonPrefix('{"weflow":{"version":"1.0.3"},"messages":[{"localId":1,"conte') ?? null)).toEqual({
    weflow: { version: "1.0.3" },
    messages: [{ localId: 1 }],
  });
  expect(parseJsonPrefix("")).toBeUndefined();
});

const key = fc.string({ unit: "binary" });
const jsonText = fc.json({ maxDepth: 5, stringUnit: "binary" });

describe("properties", () => {
  test("what is printed is read back", () => {
    const leaf = fc.oneof(
      key,
      fc.boolean(),
      fc.constant(null),
      fc.bigInt().map((n) => new JsonNumber(String(n))),
    );
    const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        leaf,
        fc.array(tie("value")),
        fc.dictionary(key, tie("value"), { noNullPrototype: false }),
      ),
    }));
    fc.assert(
      fc.property(value, (given) => {
        const printed = printJson(given);
        expect(printJson(parseJson(printed).value)).toBe(printed);
        expect(plain(parseJson(printed).value)).toEqual(plain(given));
      }),
    );
  });

  test("it agrees with JSON.parse on texts JSON.parse accepts", () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        expect(plain(parseJson(text).value)).toEqual(JSON.parse(text));
      }),
    );
  });

  test("it accepts and refuses what JSON.parse does", () => {
    const mutated = fc
      .tuple(jsonText, fc.nat(), fc.constantFrom(...'{}[]:,"\\ 0-.eEtn\u0000\u2028x'))
      .map(([text, at, char]) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + char + text.slice(place);
      });
    fc.assert(
      fc.property(mutated, (text) => {
        let native: unknown;
        try {
          native = JSON.parse(text);
        } catch {
          expect(faultOf(text)).toBeInstanceOf(JsonFault);
          return;
        }
        expect(plain(parseJson(text).value)).toEqual(native);
      }),
      { numRuns: 500 },
    );
  });
});
