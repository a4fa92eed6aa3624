import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "../../src/base/canonical-json.ts";
import { jsonName, jsonString, sortedJson } from "../../src/base/sorted-json.ts";

test("is the RFC 8785 form that a general serializer writes", () => {
  const value = fc.jsonValue({ noUnicodeString: false });
  fc.assert(fc.property(value, (given) => void expect(sortedJson(given)).toBe(canonicalJson(given))));
});

test("a field named like an index or a prototype is a field like any other", () => {
  const value = JSON.parse('{"b":1,"10":2,"9":3,"__proto__":{"z":0,"a":0}}') as unknown;
  expect(sortedJson(value)).toBe('{"10":2,"9":3,"__proto__":{"a":0,"z":0},"b":1}');
});

test("what is undefined is left out", () => {
  expect(sortedJson({ a: undefined, b: null })).toBe('{"b":null}');
});

test("strings are written as JSON.stringify writes them, also those that come again", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect([jsonString(text), jsonName(text), jsonName(text)]).toEqual(Array(3).fill(JSON.stringify(text)));
    }),
  );
  expect(jsonString("断\ud83d字")).toBe(JSON.stringify("断\ud83d字"));
});
