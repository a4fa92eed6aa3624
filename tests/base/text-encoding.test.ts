import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DecodeFault } from "../../src/base/text-decode.ts";
import { decodeText } from "../../src/base/text-decode.ts";
import { SourceError } from "../../src/base/errors.ts";
import { encodingOf, encodingOfHead } from "../../src/base/text-encoding.ts";

const SENTENCE = "货款周五前付清，定金￥5000.00元，谢谢王经理😀\r\n";
/** 货款周五前付清 in GB18030. */
const GB = Buffer.from("bbf5bfeed6dccee5c7b0b8b6c7e5", "hex");

function cut(bytes: Buffer, size: number): Buffer[] {
  const pieces = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size));
  return pieces;
}

function decode(bytes: Buffer, size = 7) {
  const faults: DecodeFault[] = [];
  const found = encodingOf(() => cut(bytes, size), "聊天.csv");
  const text = [...decodeText(cut(bytes, size), found, (fault) => faults.push(fault))].join("");
  return { ...found, text, faults };
}

describe("the encoding of a file", () => {
  test("is UTF-8 where the whole file is, with or without a mark, and the mark is left out", () => {
    expect(decode(Buffer.from(SENTENCE))).toMatchObject({ encoding: "utf-8", markBytes: 0, text: SENTENCE });
    expect(decode(Buffer.from("\uFEFF" + SENTENCE))).toMatchObject({ encoding: "utf-8", markBytes: 3, text: SENTENCE });
  });

  test("is GB18030 only where UTF-8 fails", () => {
    const line = Buffer.concat([GB, Buffer.from(",1709000001\r\n")]);
    expect(decode(line)).toMatchObject({ encoding: "gb18030", text: "货款周五前付清,1709000001\r\n", faults: [] });
  });

  test("stays UTF-8 with a few bad bytes, each run replaced and reported with its offset", () => {
    const bytes = Buffer.concat([Buffer.from(SENTENCE), Buffer.from([0xe8, 0xb4, 0x41]), Buffer.from(SENTENCE)]);
    const at = Buffer.byteLength(SENTENCE);
    expect(decode(bytes)).toMatchObject({
      encoding: "utf-8",
      text: `${SENTENCE}\uFFFDA${SENTENCE}`,
      faults: [{ byte: at, length: 2, hex: "e8b4" }],
    });
  });

  test("is UTF-8 where the file is cut off within its last character", () => {
    const bytes = Buffer.from(SENTENCE.trimEnd()).subarray(0, -1);
    expect(decode(bytes)).toMatchObject({ encoding: "utf-8", faultCount: 1 });
    expect(decode(bytes).text.endsWith("王经理\uFFFD")).toBe(true);
  });

  test("is GB18030 where the file is cut off within its last character, and the place is reported", () => {
    const bytes = Buffer.concat([GB, Buffer.from("\n"), GB.subarray(0, 5)]);
    expect(decode(bytes)).toMatchObject({
      encoding: "gb18030",
      text: "货款周五前付清\n货款\uFFFD",
      faults: [{ byte: 19, length: 1, hex: "d6" }],
    });
  });

  test("is UTF-16 by mark, and without one where NUL bytes make it obvious", () => {
    const little = Buffer.from("localId\t货款😀\r\n", "utf16le");
    const big = Buffer.from(little).swap16();
    expect(decode(Buffer.concat([Buffer.from([0xff, 0xfe]), little]))).toMatchObject({
      encoding: "utf-16le",
      text: "localId\t货款😀\r\n",
    });
    expect(decode(Buffer.concat([Buffer.from([0xfe, 0xff]), big])).text).toBe("localId\t货款😀\r\n");
    expect(decode(little)).toMatchObject({ encoding: "utf-16le", text: "localId\t货款😀\r\n" });
    expect(decode(big)).toMatchObject({ encoding: "utf-16be", text: "localId\t货款😀\r\n" });
  });

  test("reports a lone surrogate and an odd last byte of UTF-16", () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("a,\ud83d,b", "utf16le"), Buffer.from([0x41])]);
    expect(decode(bytes)).toMatchObject({
      text: "a,\uFFFD,b\uFFFD",
      faults: [
        { byte: 6, length: 2 },
        { byte: 12, length: 1 },
      ],
    });
  });

  test("is refused for bytes that are no text", () => {
    const noise = Buffer.from(Array.from({ length: 400 }, (_, i) => (i * 193 + 255) % 256));
    expect(() => decode(noise)).toThrow(SourceError);
    expect(() => decode(noise)).toThrow(/neither UTF-8 nor GB18030/);
  });

  test("of GBK text in quantity is never mistaken for UTF-8 with defects", () => {
    const gbk = execFileSync("iconv", ["-f", "utf-8", "-t", "gb18030"], {
      input: `${SENTENCE}深圳市龙岗区坂田街道，合同编号二〇二四；犇骉麤龘齉爨癵饕餮\n`.repeat(200),
    });
    expect(encodingOf(() => [gbk], "a.csv").encoding).toBe("gb18030");
  });

  test("can be told from a head that is cut within a character", () => {
    const head = Buffer.from("消息ID,类型,发送人,时间");
    expect(encodingOfHead(head.subarray(0, -1))?.encoding).toBe("utf-8");
    expect(encodingOfHead(GB.subarray(0, -1))?.encoding).toBe("gb18030");
    expect(encodingOfHead(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]))).toBeNull();
  });
});

describe("decoding", () => {
  test("gives the same text wherever the chunks are cut", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), fc.integer({ min: 1, max: 9 }), (text, size) => {
        const kept = "文".repeat(4) + text;
        expect(decode(Buffer.from(kept), size).text).toBe(kept);
        const wide = Buffer.from("\uFEFF" + kept, "utf16le");
        expect(decode(wide, size).text).toBe(kept);
      }),
    );
  });

  test("never loses a sound character, whatever bytes stand between", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), fc.integer({ min: 1, max: 9 }), (junk, size) => {
        const bytes = Buffer.concat([Buffer.from("\uFEFF" + "甲".repeat(60)), junk, Buffer.from("乙".repeat(60))]);
        const { text, faults } = decode(bytes, size);
        expect(text.startsWith("甲".repeat(60))).toBe(true);
        expect(text.endsWith("乙".repeat(59))).toBe(true);
        const runs = /\uFFFD+/g;
        expect(text.replace(runs, "?")).toBe(new TextDecoder().decode(bytes).replace(runs, "?"));
        for (const { byte } of faults) expect(byte).toBeGreaterThanOrEqual(183);
      }),
    );
  });
});
