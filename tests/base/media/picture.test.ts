import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { formatOf } from "../../../src/base/media/format.ts";
import { decodePicture } from "../../../src/base/media/picture.ts";
import { film, pdf, picture, silk, wav, zip } from "../../support/media.ts";

describe("decoding a picture", () => {
  test.each(["jpeg", "png", "gif", "webp"] as const)("a %s decodes", async (format) => {
    expect(await decodePicture(await picture(format))).toBe("decoded");
  });
  test("a cut one does not", async () => {
    const jpeg = await picture("jpeg");
    expect(await decodePicture(jpeg.subarray(0, jpeg.length - 400))).toBe("undecodable");
  });
  test("a small file that unfolds to more than 64 million pixels is refused before it does", async () => {
    const large = await sharp({ create: { width: 9000, height: 8000, channels: 3, background: "#888" } })
      .png({ compressionLevel: 9 })
      .toBuffer();
    expect(large.length).toBeLessThan(2_000_000);
    expect(await decodePicture(large)).toBe("too-many-pixels");
  });
});

describe("telling a format by its first bytes", () => {
  test.each([
    ["jpg", "image", () => picture("jpeg")],
    ["webp", "image", () => picture("webp")],
    ["silk", "audio", () => silk()],
    ["wav", "audio", () => wav()],
    ["mp4", "video", () => film()],
    ["pdf", "document", () => pdf()],
    ["zip", "document", () => zip("a.txt")],
    ["wxgf", "image", () => Buffer.from("wxgf\x01\x02\x03\x04", "latin1")],
    ["wechat-dat", "image", () => Buffer.from("07085632080700010000", "hex")],
    ["text", "other", () => Buffer.from("<html><body>文件已过期</body></html>")],
  ] as const)("%s is %s", async (name, family, make) => {
    expect(await formatOf(await make())).toEqual({ name, family });
  });
  test("bytes of no format", async () => {
    expect(await formatOf(Buffer.from("9f3c017e55aa0013", "hex"))).toBeNull();
  });
});
