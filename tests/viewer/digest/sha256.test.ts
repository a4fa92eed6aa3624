import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Sha256 } from "../../../src/viewer/digest/sha256.ts";

function digest(...parts: readonly Uint8Array[]): string {
  const hash = new Sha256();
  for (const part of parts) hash.update(part);
  return hash.digest();
}

test.each([0, 1, 55, 56, 63, 64, 65, 119, 120, 128, 1000])("agrees with another program over %d bytes", (length) => {
  const bytes = Uint8Array.from({ length }, (_, at) => (at * 7) % 256);
  expect(digest(bytes)).toBe(createHash("sha256").update(bytes).digest("hex"));
});

test("does not depend on how the bytes are cut", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 150 }), { maxLength: 8 }), (parts) => {
      expect(digest(...parts)).toBe(createHash("sha256").update(Buffer.concat(parts)).digest("hex"));
    }),
  );
});
