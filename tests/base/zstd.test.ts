import { execFileSync, spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { loadZstd, zstdFrame } from "../../src/base/zstd.ts";

const hasZstd = spawnSync("zstd", ["--version"]).status === 0;
const packed = (text: string | Buffer, ...options: string[]): Buffer =>
  execFileSync("zstd", ["-q", "-c", ...options], { input: text, maxBuffer: 1 << 27 });
/** One raw block of four letters, written by hand. @source RFC 8878 §3.1.1 */
const BY_HAND = Buffer.from("28b52ffd2004210000e6b581", "hex");

describe("a frame", () => {
  test("states its size, and that it needs no dictionary", () => {
    expect(zstdFrame(BY_HAND)).toEqual({ contentBytes: 4, dictionary: 0 });
  });

  test.each([
    ["nothing", Buffer.alloc(0)],
    ["text", Buffer.from("没有压缩的文字")],
    ["a magic number alone", BY_HAND.subarray(0, 4)],
  ])("is not seen in %s", (_name, bytes) => {
    expect(zstdFrame(bytes)).toBeNull();
  });

  test("that needs a dictionary names it, and is not unpacked", async () => {
    const bytes = Buffer.from("28b52ffd21050321000000", "hex");
    expect(zstdFrame(bytes)).toEqual({ contentBytes: 3, dictionary: 5 });
    expect((await loadZstd()).unpack(bytes)).toBeNull();
  });

  test("that claims more than 64 MiB is not unpacked", async () => {
    const bytes = Buffer.concat([Buffer.from("28b52ffda0", "hex"), Buffer.from([0, 0, 0, 0x10]), Buffer.from("010000", "hex")]); // prettier-ignore
    expect(zstdFrame(bytes)?.contentBytes).toBe(0x1000_0000);
    expect((await loadZstd()).unpack(bytes)).toBeNull();
  });
});

describe.skipIf(!hasZstd)("frames of the zstd program", () => {
  test.each([
    ["short", "好", []],
    ["long and repeating", "材料品牌以附件清单为准。".repeat(5000), ["-19"]],
    ["without a stated size", "首期工程款".repeat(400), ["--no-content-size"]],
    ["with a checksum", "验收".repeat(300), ["--check"]],
  ] as const)("%s come back byte for byte", async (_name, text, options) => {
    expect((await loadZstd()).unpack(packed(text, ...options))?.toString("utf8")).toBe(text);
  });

  test("cut or altered end in nothing, never in an exception", async () => {
    const zstd = await loadZstd();
    const whole = packed("合同金额一共三万二，分三次付".repeat(50), "--check");
    for (let length = 0; length < whole.length; length += 7) expect(zstd.unpack(whole.subarray(0, length))).toBeNull();
    const altered = Buffer.from(whole);
    altered[whole.length - 2] = (altered[whole.length - 2] ?? 0) ^ 0xff;
    expect(zstd.unpack(altered)).toBeNull();
  });
});
