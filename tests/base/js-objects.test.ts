import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jsObjects, type JsElement } from "../../src/base/js-objects.ts";

const read = (text: string) => [...jsObjects([text], 1)];
const plain = (element: JsElement | undefined) =>
  element?.type === "object" ? Object.fromEntries([...element.fields].map(([key, { text }]) => [key, text])) : element;

describe("object literals", () => {
  test("names bare or quoted, strings in any quotes, numbers and trailing commas", () => {
    const [only, ...more] = read(`{ type:1, 'text': "a\\"b", "n": -1.5, s: \`c\`, none: null, },];`);
    expect(plain(only)).toEqual({ type: "1", text: 'a"b', n: "-1.5", s: "c", none: "null" });
    expect(more).toEqual([]);
  });

  test("escapes stand for their characters and nothing is evaluated", () => {
    const [only] = read(`{ type:1, text: '\\u4f60\\u{1F600}\\x41\\n\\'\${alert(1)}\\\\' },]`);
    expect(plain(only)?.["text" as never]).toBe("你😀A\n'${alert(1)}\\");
  });

  test("a quote nobody escaped is text where no member follows it, and is said", () => {
    const [first, second] = read(`{ type:49,title:'it's a 'test'',url:'u'},{ type:1, text: 'b'},]`);
    expect(plain(first)).toEqual({ type: "49", title: "it's a 'test'", url: "u" });
    expect(first).toMatchObject({ mended: ["unescaped-quote"] });
    expect(plain(second)).toEqual({ type: "1", text: "b" });
  });

  test("a string without an end costs its own object only", () => {
    const [first, second, third] = read(`{ type:1, text: 'abc,is_send:0},{ type:1, text: 'd'},{ type:1, text: 'e'},]`);
    expect(first).toMatchObject({ type: "damaged" });
    expect(plain(second)).toEqual({ type: "1", text: "d" });
    expect(plain(third)).toEqual({ type: "1", text: "e" });
  });

  test("what is no object literal is one damaged element, up to the next object", () => {
    const elements = read(`{ type:1, text: [{}]},{ type:1, text: 'b'}, 42, { type: 1, text: 'c' } ]`);
    expect(elements.map(({ type }) => type)).toEqual(["damaged", "object", "damaged", "object"]);
  });

  test("an array that is never closed is said to be open", () => {
    expect(read(`{ type:1, text: 'a'},{ type:1, te`).map(({ type }) => type)).toEqual(["object", "damaged", "open"]);
    expect(read("").map(({ type }) => type)).toEqual(["open"]);
  });

  test("`__proto__` is a key like any other", () => {
    const [only] = read(`{ type:1, __proto__: 'x' },]`);
    expect(only?.type === "object" && only.fields.get("__proto__")?.text).toBe("x");
  });

  test("lines are counted from the bracket on", () => {
    const lines = [...jsObjects(["\n{ type:1,\n text: 'a'},\n\n{ type:2 },\n]"], 10)].map(({ line }) => line);
    expect(lines).toEqual([11, 14]);
  });

  test("where the text is cut into pieces plays no part", () => {
    const text = `\n{ type:1, text: 'a\\'b',n:1},{ type:49,title:'it's',url:''},junk{ type:1, text: 'c',\n}];</script>`;
    const whole = read(text);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), (size) => {
        const pieces = text.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [];
        expect([...jsObjects(pieces, 1)]).toEqual(whole);
      }),
    );
  });

  test("a text of any characters survives being written as the exporter writes it", () => {
    const written = (text: string) =>
      text.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll('"', '\\"').replaceAll("\n", "\\n").replaceAll("\r", "\\r"); // prettier-ignore
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(plain(read(`{ type:1, text: '${written(text)}',is_send:0},]`)[0])).toEqual({
          type: "1",
          text,
          is_send: "0",
        });
      }),
    );
  });

  test("a very long string of quotes ends without trouble", () => {
    const elements = read(`{ type:1, text: '${"' ".repeat(200_000)}`);
    expect(elements.map(({ type }) => type)).toEqual(["damaged", "open"]);
  });
});
