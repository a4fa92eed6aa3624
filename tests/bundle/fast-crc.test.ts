import { createRequire } from "node:module";
import { crc32 } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { useFastCrc32 } from "../../src/bundle/fast-crc.ts";

interface Crc32Module {
  buf: (bytes: Uint8Array, seed?: unknown) => number;
}

const require = createRequire(import.meta.url);
const theirs = require("crc-32") as Crc32Module;
const original = theirs.buf;

test("archiver's CRC-32 is replaced by one that gives the same values, whole and in pieces", () => {
  expect(useFastCrc32()).toBe(true);
  expect(theirs.buf).not.toBe(original);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(200), (bytes, at) => {
      const [head, tail] = [bytes.subarray(0, at), bytes.subarray(at)];
      expect(theirs.buf(bytes)).toBe(original(bytes));
      expect(theirs.buf(tail, theirs.buf(head))).toBe(original(tail, original(head)));
      expect(theirs.buf(tail, theirs.buf(head, Buffer.alloc(4)) >>> 0) >>> 0).toBe(crc32(bytes));
    }),
  );
});

test("replacing it twice changes nothing", () => {
  expect([useFastCrc32(), useFastCrc32()]).toEqual([true, true]);
  expect(theirs.buf(Buffer.from("123456789")) >>> 0).toBe(0xcbf43926);
});

test("a module that computes something else is left alone", () => {
  const wrong = () => 0;
  theirs.buf = wrong;
  try {
    expect(useFastCrc32()).toBe(false);
    expect(theirs.buf).toBe(wrong);
  } finally {
    theirs.buf = original;
  }
});
