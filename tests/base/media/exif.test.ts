import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { exifDate } from "../../../src/base/media/exif.ts";
import { pictureFacts } from "../../../src/base/media/picture.ts";
import { picture } from "../../support/media.ts";

async function exifOf(tags: NonNullable<Parameters<ReturnType<typeof sharp>["withExif"]>[0]>): Promise<Buffer> {
  const bytes = await sharp(await picture("jpeg"))
    .withExif(tags)
    .jpeg()
    .toBuffer();
  return (await pictureFacts(bytes))?.exif ?? Buffer.alloc(0);
}

describe("the date in Exif data", () => {
  test("is that of taking, with its offset, before that of change", async () => {
    const exif = await exifOf({
      IFD0: { DateTime: "2026:03:09 10:00:00" },
      IFD2: { DateTimeOriginal: "2026:03:02 09:16:30", OffsetTimeOriginal: "+08:00" },
    });
    expect(exifDate(exif)).toBe("2026:03:02 09:16:30 +08:00");
  });

  test("is that of change where there is no other", async () => {
    expect(exifDate(await exifOf({ IFD0: { DateTime: "2026:03:09 10:00:00" } }))).toBe("2026:03:09 10:00:00");
  });

  test("is not there where the camera wrote zeros or words", async () => {
    expect(exifDate(await exifOf({ IFD0: { DateTime: "0000:00:00 00:00:00" } }))).toBeNull();
    expect(exifDate(await exifOf({ IFD0: { DateTime: "yesterday" } }))).toBeNull();
  });

  test("is looked for in any bytes without fault", async () => {
    const exif = await exifOf({ IFD0: { DateTime: "2026:03:09 10:00:00" } });
    fc.assert(
      fc.property(fc.nat(exif.length - 1), fc.nat(255), fc.nat(exif.length), (at, byte, length) => {
        const changed = Buffer.from(exif);
        changed[at] = byte;
        const found = exifDate(changed.subarray(0, length));
        expect(found === null || /^\d{4}:/.test(found)).toBe(true);
      }),
    );
  });
});

test("a picture that is none has no facts", async () => {
  expect(await pictureFacts(Buffer.from("no picture"))).toBeNull();
});
