import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { boxStructure } from "../../../src/base/media/boxes.ts";
import { gifStructure } from "../../../src/base/media/gif.ts";
import { jpegStructure } from "../../../src/base/media/jpeg.ts";
import { pdfStructure, zipStructure } from "../../../src/base/media/paper.ts";
import { pngStructure } from "../../../src/base/media/png.ts";
import { riffStructure } from "../../../src/base/media/riff.ts";
import { amrStructure, silkStructure } from "../../../src/base/media/speech.ts";
import type { ByteView, Structure } from "../../../src/base/media/view.ts";
import { box, film, pdf, picture, silk, wav, zip } from "../../support/media.ts";

const viewOf = (bytes: Buffer): ByteView => ({
  sizeBytes: bytes.length,
  read: (position, length) => bytes.subarray(Math.min(position, bytes.length), position + length),
});
const amr = Buffer.concat([
  Buffer.from("#!AMR\n"),
  ...Array.from({ length: 5 }, () => Buffer.concat([Buffer.from([0x3c]), Buffer.alloc(31, 5)])),
]);
const movie = (view: ByteView): Structure => boxStructure(view, "moov");

const WALKS: readonly [string, (view: ByteView) => Structure, () => Buffer | Promise<Buffer>][] = [
  ["JPEG", jpegStructure, () => picture("jpeg")],
  ["PNG", pngStructure, () => picture("png")],
  ["GIF", gifStructure, () => picture("gif")],
  ["WebP", riffStructure, () => picture("webp")],
  ["WAV", riffStructure, () => wav()],
  ["SILK", silkStructure, () => silk()],
  ["AMR", amrStructure, () => amr],
  ["MP4", movie, () => film()],
  ["PDF", pdfStructure, () => pdf()],
  ["ZIP", zipStructure, () => zip()],
];

describe.each(WALKS)("the walk over a %s", (_, walk, make) => {
  test("finds a whole one sound", async () => {
    expect(walk(viewOf(await make()))).toBe("sound");
  });

  test("ends on any bytes with a word, never with an exception", async () => {
    const bytes = await make();
    const change = fc.record({ at: fc.nat(bytes.length - 1), to: fc.nat(255), length: fc.nat(bytes.length) });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 6 }), (changes) => {
        const copy = Buffer.from(bytes);
        for (const { at, to } of changes) copy[at] = to;
        const cut = changes[0] ? copy.subarray(0, changes[0].length) : copy;
        expect(["sound", "truncated", "damaged"]).toContain(walk(viewOf(cut)));
      }),
      { numRuns: 200 },
    );
  });
});

/** A recording cut between two frames ends as any other does. */
const WITH_END = WALKS.filter(([name]) => name !== "SILK" && name !== "AMR");

test.each(WITH_END)("a %s cut anywhere in its second half is not sound", async (_, walk, make) => {
  const bytes = await make();
  const half = Math.floor(bytes.length / 2);
  for (let length = half; length < bytes.length - 16; length += Math.max(1, Math.floor(half / 40))) {
    expect(walk(viewOf(bytes.subarray(0, length))), `${length} of ${bytes.length}`).not.toBe("sound");
  }
});

describe("what is let pass", () => {
  test("bytes after the end of a JPEG, as cameras append them", async () => {
    expect(jpegStructure(viewOf(Buffer.concat([await picture("jpeg"), film(), Buffer.alloc(100_000)])))).toBe("sound");
  });
  test("a GIF without trailer after its picture", async () => {
    const gif = await picture("gif");
    expect(gifStructure(viewOf(gif.subarray(0, -1)))).toBe("sound");
  });
  test("a WAV whose writer did not know its length", () => {
    const streamed = wav();
    streamed.writeUInt32LE(0xffffffff, 4);
    expect(riffStructure(viewOf(streamed))).toBe("sound");
  });
  test("a SILK recording with the end mark of other encoders, and without the byte of WeChat", () => {
    const plain = Buffer.concat([silk().subarray(1), Buffer.from("ffff", "hex")]);
    expect(silkStructure(viewOf(plain))).toBe("sound");
  });
  test("a film whose index comes first, and a last box that runs to the end", () => {
    const open = box("mdat", Buffer.alloc(50));
    open.writeUInt32BE(0, 0);
    expect(movie(viewOf(Buffer.concat([box("ftyp"), box("moov"), open])))).toBe("sound");
  });
});

describe("what is not", () => {
  test("a JPEG of which only the header with its small preview is there", async () => {
    const jpeg = await picture("jpeg");
    const preview = Buffer.concat([Buffer.from([0xff, 0xe1, 0, 0]), jpeg]);
    preview.writeUInt16BE(jpeg.length + 2, 2);
    const withPreview = Buffer.concat([jpeg.subarray(0, 2), preview, jpeg.subarray(2)]);
    expect(jpegStructure(viewOf(withPreview))).toBe("sound");
    expect(jpegStructure(viewOf(withPreview.subarray(0, -300)))).toBe("truncated");
  });
  test("a byte changed in the data of a PNG", async () => {
    const png = Buffer.from(await picture("png"));
    const middle = png.length >> 1;
    png[middle] = (png[middle] ?? 0) ^ 1;
    expect(pngStructure(viewOf(png))).toBe("damaged");
  });
  test("a film without its index", () => {
    expect(movie(viewOf(Buffer.concat([box("ftyp"), box("mdat", Buffer.alloc(900))])))).toBe("truncated");
  });
  test("a recording cut within a frame, or of no frame", () => {
    expect(silkStructure(viewOf(silk().subarray(0, -1)))).toBe("truncated");
    expect(silkStructure(viewOf(silk([])))).toBe("truncated");
    expect(amrStructure(viewOf(amr.subarray(0, -1)))).toBe("truncated");
  });
});
