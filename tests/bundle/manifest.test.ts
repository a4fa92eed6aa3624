import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../src/base/digest.ts";
import { layOut } from "../../src/bundle/layout.ts";
import {
  parseManifest,
  payloadManifest,
  payloadOf,
  printManifest,
  type ManifestFault,
} from "../../src/bundle/manifest.ts";
import { memorySource } from "../support/memory-source.ts";

function parsed(text: string | Buffer) {
  const faults: ManifestFault[] = [];
  const lines = parseManifest(Buffer.from(text as string), (fault) => faults.push(fault));
  return { lines, faults, codes: faults.map(({ code, line }) => `${line} ${code}`) };
}

const [H1, H2] = ["1".repeat(64), "a".repeat(64)];

describe("a manifest", () => {
  test("is read as it was printed", () => {
    const path = fc
      .string({ unit: fc.constantFrom(..."abcABC019._-/"), minLength: 1, maxLength: 40 })
      .filter((text) => !text.startsWith("./"));
    const digest = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 64, maxLength: 64 });
    const lines = fc.uniqueArray(fc.record({ path, sha256: digest }), {
      minLength: 1,
      maxLength: 20,
      selector: (line) => line.path,
    });
    fc.assert(
      fc.property(lines, (given) => {
        const text = printManifest(given);
        const { lines: read, faults } = parsed(text);
        expect(faults).toEqual([]);
        expect(printManifest(read)).toBe(text);
        expect(new Map(read.map((line) => [line.path, line.sha256]))).toEqual(
          new Map(given.map((line) => [line.path, line.sha256])),
        );
      }),
    );
  });

  test.each([
    ["CR LF", `${H1}  data/a\r\n`, ["1 MANIFEST_LINE_END"]],
    ["upper-case hex", `${H2.toUpperCase()}  data/a\n`, ["1 MANIFEST_UPPER_CASE"]],
    ["the binary mark", `${H1} *data/a\n`, ["1 MANIFEST_BINARY_MARK"]],
    ["one blank", `${H1} data/a\n`, ["1 MANIFEST_SPACING"]],
    ["a tab", `${H1}\tdata/a\n`, ["1 MANIFEST_SPACING"]],
    ["three blanks", `${H1}   data/a\n`, ["1 MANIFEST_SPACING"]],
    ["./", `${H1}  ./data/a\n`, ["1 MANIFEST_DOT_SLASH"]],
    ["the escape of sha256sum", `\\${H1}  data/a\n`, ["1 MANIFEST_ESCAPED"]],
    ["a byte order mark", `\ufeff${H1}  data/a\n`, ["1 MANIFEST_BOM"]],
    ["no final line end", `${H1}  data/a`, ["1 MANIFEST_LAST_LINE"]],
    ["the same line twice", `${H1}  data/a\n${H1}  data/a\n`, ["2 MANIFEST_DUPLICATE"]],
    ["two digests for one path", `${H1}  data/a\n${H2}  data/a\n`, ["2 MANIFEST_CONTRADICTION"]],
    ["another order", `${H1}  data/b\n${H1}  data/a\n`, ["2 MANIFEST_ORDER"]],
  ])("with %s is told so and still read", (_what, text, codes) => {
    const { lines, codes: found } = parsed(text);
    expect(found).toEqual(codes);
    expect(lines.map(({ path }) => path)).toContain("data/a");
    expect(lines[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each([
    ["nothing", "", ["0 MANIFEST_EMPTY"]],
    ["an unknown line between others", `${H1}  data/a\nhello\n${H1}  data/b\n`, ["2 MANIFEST_LINE"]],
    ["a comment", `# data\n${H1}  data/a\n`, ["1 MANIFEST_LINE"]],
    ["an empty line", `${H1}  data/a\n\n`, ["2 MANIFEST_LINE"]],
    ["a short digest", `${H1.slice(1)}  data/a\n`, ["1 MANIFEST_LINE"]],
    ["a digest of SHA-512", `${H1}${H1}  data/a\n`, ["1 MANIFEST_LINE"]],
  ])("with %s loses only that line", (_what, text, codes) => {
    expect(parsed(text).codes).toEqual(codes);
  });

  test("tells every fault of a line, not only the first", () => {
    expect(parsed(`${H2.toUpperCase()} *./data/a\r\n`).codes).toEqual([
      "1 MANIFEST_LINE_END",
      "1 MANIFEST_UPPER_CASE",
      "1 MANIFEST_BINARY_MARK",
      "1 MANIFEST_DOT_SLASH",
    ]);
  });

  test("shows bytes outside printable ASCII as codes", () => {
    expect(parsed(`${H1}  data/图\x1b[0m\n`).lines[0]?.path).toBe("data/\\xe5\\x9b\\xbe\\x1b[0m");
  });
});

describe("the payload", () => {
  const source = memorySource({ "b.txt": "二", "合同.pdf": "%PDF", "a.txt": "一" });

  test("is listed by bundle path with the digests of the first reading", () => {
    expect(payloadManifest(layOut(source), source)).toBe(
      [
        `${sha256("%PDF")}  data/source/000001.pdf`,
        `${sha256("一")}  data/source/a.txt`,
        `${sha256("二")}  data/source/b.txt`,
        "",
      ].join("\n"),
    );
  });

  test("has the digest of its manifest before anything is written", () => {
    const payload = payloadOf(layOut(source), source);
    expect(payload.manifestSha256).toBe(sha256(payloadManifest(layOut(source), source)));
    expect(payload.sizeBytes).toBe(10);
  });
});
