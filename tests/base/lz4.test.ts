import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { unpackLz4Block } from "../../src/base/lz4.ts";
import { lz4Block } from "../support/databases/lz4-writer.ts";

const hasTool = spawnSync("lz4", ["--version"]).status === 0;

/** Blocks of a frame as the tool writes it: magic, FLG, BD, header checksum, then size and bytes of each block. */
function blocksOf(frame: Buffer): { bytes: Buffer; isPlain: boolean }[] {
  const blocks: { bytes: Buffer; isPlain: boolean }[] = [];
  for (let at = 7; at + 4 <= frame.length;) {
    const stated = frame.readUInt32LE(at);
    if (stated === 0) break;
    const size = stated & 0x7fff_ffff;
    blocks.push({ bytes: frame.subarray(at + 4, at + 4 + size), isPlain: stated > 0x7fff_ffff });
    at += 4 + size;
  }
  return blocks;
}

describe("one LZ4 block", () => {
  test("literals, a match, and a match that overlaps itself", () => {
    expect(unpackLz4Block(Buffer.from([0x50, ...Buffer.from("hello")]))?.toString()).toBe("hello");
    // "ab", then ten bytes from two back, then five literals.
    const block = Buffer.concat([
      Buffer.from([0x26]),
      Buffer.from("ab"),
      Buffer.from([2, 0, 0x50]),
      Buffer.from("-end-"),
    ]);
    expect(unpackLz4Block(block)?.toString()).toBe("abababababab-end-");
  });

  test.each([
    ["nothing", Buffer.alloc(0)],
    ["literals cut off", Buffer.from([0x50, 0x61])],
    ["a match before the beginning", Buffer.from([0x10, 0x61, 9, 0, 0x10, 0x62])],
    ["a match from nowhere", Buffer.from([0x10, 0x61, 0, 0, 0x10, 0x62])],
    ["a match at the very end", Buffer.from([0x10, 0x61, 1, 0])],
    ["a length without its end", Buffer.from([0xf0, 255, 255])],
  ])("%s is no block", (_name, bytes) => {
    expect(unpackLz4Block(bytes)).toBeNull();
  });

  test("a small block that would unpack to more than allowed is refused", () => {
    const bomb = lz4Block(Buffer.alloc(100_000, 65));
    expect(bomb.length).toBeLessThan(500);
    expect(unpackLz4Block(bomb, 99_999)).toBeNull();
    expect(unpackLz4Block(bomb, 100_000)).toHaveLength(100_000);
  });

  test("whatever is packed comes back", () => {
    const repeating = fc.array(fc.constantFrom("水泥", "<title>", "abc", "\0"), { maxLength: 400 }).map((parts) => Buffer.from(parts.join(""))); // prettier-ignore
    const input = fc.oneof(
      fc.uint8Array({ maxLength: 2000 }).map((bytes) => Buffer.from(bytes)),
      repeating,
    );
    fc.assert(fc.property(input, (bytes) => unpackLz4Block(lz4Block(bytes))?.equals(bytes) === true));
  });

  test("noise never throws", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => (unpackLz4Block(bytes, 1 << 16)?.length ?? 0) <= 1 << 16)); // prettier-ignore
  });

  test.runIf(hasTool)("the lz4 program's own blocks are read", () => {
    const folder = mkdtempSync(join(tmpdir(), "lz4-"));
    try {
      const text = Buffer.from(
        `<msg><appmsg><title>采购合同</title>${"<des>第一期款</des>".repeat(900)}</appmsg></msg>`,
      );
      writeFileSync(join(folder, "plain"), text);
      const packed = spawnSync("lz4", ["-9", "--no-frame-crc", "-BI", join(folder, "plain"), join(folder, "packed")]);
      expect(packed.status).toBe(0);
      const blocks = blocksOf(readFileSync(join(folder, "packed")));
      expect(blocks.map(({ isPlain }) => isPlain)).toEqual([false]);
      expect(Buffer.concat(blocks.map(({ bytes }) => unpackLz4Block(bytes) ?? Buffer.alloc(0))).equals(text)).toBe(
        true,
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
