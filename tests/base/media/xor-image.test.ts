import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ByteView } from "../../../src/base/media/view.ts";
import { readXorImage, XOR_HEAD_BYTES, xored, xorPictures } from "../../../src/base/media/xor-image.ts";
import { box, film, pdf, picture, silk, wav, zip } from "../../support/media.ts";
import { bitmap } from "../../support/recording.ts";

const viewOf = (bytes: Buffer): ByteView => ({
  sizeBytes: bytes.length,
  read: (position, length) => bytes.subarray(Math.min(position, bytes.length), position + length),
});
const heic = Buffer.concat([box("ftyp", Buffer.from("heic\0\0\0\0mif1heic", "latin1")), box("meta"), box("mdat")]);
const PICTURES: readonly (readonly [string, Buffer])[] = [
  ["jpg", await picture("jpeg")],
  ["png", await picture("png")],
  ["gif", await picture("gif")],
  ["webp", await picture("webp")],
  ["bmp", bitmap()],
  ["heic", heic],
];

describe.each(PICTURES)("a %s", (format, plain) => {
  test("is found under every key, and nothing else is", () => {
    for (let key = 1; key < 256; key += 1) {
      expect(readXorImage(viewOf(xored(plain, key))), `key ${key}`).toEqual({ key, format, structure: "sound" });
    }
  });

  test("without a key is a plain picture and none of these", () => {
    expect(readXorImage(viewOf(plain))).toBeNull();
  });

  test("cut short keeps its key but is not called sound", () => {
    const cut = plain.subarray(0, plain.length - 5);
    expect(readXorImage(viewOf(xored(cut, 0x5a)))).toMatchObject({ key: 0x5a, structure: "truncated" });
  });
});

test("a header of which one byte needs another key is no picture", () => {
  for (const [, plain] of PICTURES) {
    const coded = xored(plain, 0x31);
    // The second byte belongs to every header.
    coded[1] = (coded[1] ?? 0) ^ 0x04;
    expect(readXorImage(viewOf(coded))).toBeNull();
  }
});

test("a picture whose key changes after the header is not sound", async () => {
  const plain = await picture("png");
  const mixed = Buffer.concat([xored(plain.subarray(0, 64), 0x5a), xored(plain.subarray(64), 0x5b)]);
  expect(readXorImage(viewOf(mixed))).toMatchObject({
    key: 0x5a,
    structure: expect.not.stringMatching("sound") as string,
  });
});

test.each([
  ["a film", film()],
  ["a sound", wav()],
  ["a SILK recording", silk()],
  ["a PDF", pdf()],
  ["a zip", zip()],
  ["text", Buffer.from("设置=1\n".repeat(50))],
  ["an encrypted picture", Buffer.from("0708563208070004000000040000ff", "hex")],
  ["nothing", Buffer.alloc(0)],
  ["zeros", Buffer.alloc(500)],
  ["one byte over and over", Buffer.alloc(500, 0xa5)],
])("%s is no picture under any key", (_, bytes) => {
  expect(readXorImage(viewOf(bytes))).toBeNull();
});

test("no head is explained by two keys for one format, and no key is zero", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 0, maxLength: XOR_HEAD_BYTES }), (bytes) => {
      const found = xorPictures(Buffer.from(bytes));
      expect(found.every(({ key }) => key > 0 && key < 256)).toBe(true);
      expect(new Set(found.map(({ format }) => format)).size).toBe(found.length);
    }),
  );
});

test("any bytes behind the header of a picture end in a word, never in an exception", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.integer({ min: 1, max: 255 }), (rest, key) => {
      for (const [, plain] of PICTURES) {
        const reading = readXorImage(viewOf(xored(Buffer.concat([plain.subarray(0, 32), rest]), key)));
        expect(["sound", "truncated", "damaged", "ambiguous"]).toContain(reading?.structure);
      }
    }),
    { numRuns: 100 },
  );
});
