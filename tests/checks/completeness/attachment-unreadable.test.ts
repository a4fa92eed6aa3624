import { describe, expect, test } from "vitest";
import { xored } from "../../../src/base/media/xor-image.ts";
import { attachmentUnreadable } from "../../../src/checks/completeness/attachment-unreadable.ts";
import type { StatedAttachment } from "../../../src/importers/importer.ts";
import type { Kind } from "../../../src/model/kind.ts";
import { type ChatCase } from "../../support/chat.ts";
import { checkTester, outcomesOf } from "../../support/check-tester.ts";
import { box, film, pdf, picture, silk, wav, zip } from "../../support/media.ts";

const stated = (path: string, role: StatedAttachment["role"] = "main"): StatedAttachment => ({
  role, statedPath: path, remoteUrl: null, name: null, claimedMd5: null, claimedSizeBytes: null,
  claimedDurationMs: null, candidates: [path],
}); // prettier-ignore
/** One message for each file, in order. */
const carrying = (kind: Kind, files: Readonly<Record<string, Buffer>>): ChatCase => ({
  files,
  messages: Object.keys(files).map((path) => ({ kind, attachments: [stated(path)] })),
});
const [jpeg, png, gif, webp] = await Promise.all([picture("jpeg"), picture("png"), picture("gif"), picture("webp")]);
const flipped = Buffer.from(png);
flipped[png.length >> 1] = (flipped[png.length >> 1] ?? 0) ^ 1;
const html = Buffer.from("<html><head><title>404</title></head></html>");
const unknown = Buffer.from("9f3c017e55aa0013".repeat(40), "hex");

checkTester(attachmentUnreadable, {
  quiet: [
    {
      name: "pictures that decode",
      chat: carrying("image", { "a.jpg": jpeg, "b.png": png, "c.gif": gif, "d.webp": webp }),
    },
    {
      name: "sound, film and documents",
      chat: carrying("file", { "a.silk": silk(), "b.wav": wav(), "c.mp4": film(), "d.pdf": pdf(), "e.docx": zip() }),
    },
    {
      name: "a picture without an extension",
      chat: carrying("image", { "images/9a0364b9e99bb480dd25e1f0284c8555": jpeg }),
    },
    {
      name: "pictures in the client's own encoding",
      chat: carrying("image", { "a.dat": unknown, "b.wxgf": Buffer.from("wxgf\x01\x02\x03", "latin1") }),
    },
    {
      name: "pictures that decode below the client's XOR",
      chat: carrying("image", { "a.dat": xored(jpeg, 0x9c), "b_t.dat": xored(png, 0x01), "c.dat": xored(gif, 0xff) }),
    },
    {
      name: "files of any sort a person sends",
      chat: carrying("file", { "说明.txt": Buffer.from("请看"), "旧表.xls": html, "工程.dwg": unknown }),
    },
    {
      name: "a document with a password, which is a compound file",
      chat: carrying("file", {
        "合同.docx": Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(600, 1)]),
      }),
    },
    {
      name: "files that are not there",
      outcome: "not-applicable",
      chat: { messages: [{ kind: "image", attachments: [stated("x.jpg")] }] },
    },
  ],
  finds: [
    {
      name: "a picture that breaks off below the client's XOR",
      chat: carrying("image", { "a.dat": xored(png.subarray(0, png.length >> 1), 0x5a) }),
      finds: [{ word: "truncated", level: "warning", facts: { path: "a.dat", found: "png" }, messages: [1] }],
    },
    {
      name: "an empty file",
      chat: carrying("image", { "a.jpg": Buffer.alloc(0) }),
      finds: [{ word: "empty", level: "warning", facts: { path: "a.jpg", seq: 1 }, messages: [1] }],
    },
    {
      name: "a file of zeros",
      chat: carrying("video", { "a.mp4": Buffer.alloc(10_000) }),
      finds: [{ word: "zeros", facts: { path: "a.mp4", sizeBytes: 10_000 } }],
    },
    {
      name: "a web page under the name of a picture",
      chat: carrying("image", { "a.jpg": html }),
      finds: [{ word: "not-what-named", level: "warning", facts: { expected: "jpg", found: "text" } }],
    },
    {
      name: "a zip under the name of a PDF",
      chat: carrying("file", { "合同.pdf": zip() }),
      finds: [{ word: "not-what-named", facts: { expected: "pdf", path: "合同.pdf" } }],
    },
    {
      name: "a picture where the kind says voice and the name nothing",
      chat: carrying("voice", { "voice/1": jpeg }),
      finds: [{ word: "not-what-named", facts: { expected: "voice", found: "jpg" } }],
    },
    {
      name: "content of no known format",
      chat: carrying("image", { "a.jpg": unknown }),
      finds: [{ word: "unrecognised", facts: { expected: "jpg", found: null } }],
    },
    {
      name: "files cut short",
      chat: carrying("file", {
        "a.jpg": jpeg.subarray(0, -300),
        "b.wav": wav().subarray(0, -100),
        "c.mp4": film().subarray(0, -20),
        "d.pdf": pdf().subarray(0, 200),
        "e.silk": silk().subarray(0, -3),
        "f.xlsx": zip().subarray(0, 60),
      }),
      finds: ["jpg", "wav", "mp4", "pdf", "silk", "zip"].map((found, index) => ({
        word: "truncated",
        facts: { found, seq: index + 1 },
      })),
    },
    {
      name: "a film without its index",
      chat: carrying("video", {
        "a.mp4": Buffer.concat([box("ftyp", Buffer.from("isom\0\0\0\0", "latin1")), box("mdat", Buffer.alloc(900))]),
      }),
      finds: [{ word: "truncated", facts: { found: "mp4" } }],
    },
    {
      name: "a picture with a byte changed",
      chat: carrying("image", { "a.png": flipped }),
      finds: [{ word: "damaged", facts: { found: "png" } }],
    },
    {
      name: "other picture formats than the names say, together and as a note",
      chat: carrying("image", { "a.jpg": png, "b.jpg": png, "c.jpg": gif, "d.jpg": jpeg }),
      finds: [
        { word: "other-format", level: "note", facts: { expected: "jpg", found: "png", count: 2, path: "a.jpg" } },
        { word: "other-format", level: "note", facts: { expected: "jpg", found: "gif", count: 1 } },
      ],
    },
    {
      name: "a sticker that is a short film as a note",
      chat: carrying("sticker", { "a.gif": film() }),
      finds: [{ word: "other-format", level: "note", facts: { expected: "gif", found: "mp4" } }],
    },
    {
      name: "one file for several messages once",
      chat: {
        files: { "a.jpg": html },
        messages: [1, 2, 3].map(() => ({ kind: "image" as const, attachments: [stated("a.jpg")] })),
      },
      finds: [{ word: "not-what-named", facts: { uses: 3, seq: 1 } }],
    },
    {
      name: "a thumbnail that is no picture",
      chat: {
        files: { "video/1_thumb": html },
        messages: [{ kind: "video", attachments: [stated("video/1_thumb", "thumbnail")] }],
      },
      finds: [{ word: "not-what-named", facts: { expected: "video", found: "text" } }],
    },
  ],
});

describe("the limit on decoding", () => {
  const files = Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`${index}.jpg`, jpeg]));
  const limited = { ...attachmentUnreadable, options: { listed: 200, decodeBudgetBytes: 3 * 65_536 } };

  test("all pictures are decoded within it", async () => {
    const [outcome] = await outcomesOf(attachmentUnreadable, carrying("image", files));
    expect(outcome?.counts).toEqual({ files: 6, decoded: 6, structureOnly: 0, notJudged: 0, faults: 0 });
  });
  test("beyond it structure is looked at, in order of path, and the counts say so", async () => {
    const [outcome] = await outcomesOf(limited, carrying("image", files));
    expect(outcome?.counts).toEqual({ files: 6, decoded: 3, structureOnly: 3, notJudged: 0, faults: 0 });
  });
  test("a cut picture beyond it is found all the same", async () => {
    const [outcome] = await outcomesOf(limited, carrying("image", { ...files, "9.jpg": jpeg.subarray(0, -200) }));
    expect(outcome?.findings).toMatchObject([{ word: "truncated", facts: { path: "9.jpg" } }]);
  });
});

test("pictures without a decoder here are counted as not judged, and their boxes are walked all the same", async () => {
  const heic = Buffer.concat([
    box("ftyp", Buffer.from("heic\0\0\0\0mif1heic", "latin1")),
    box("meta"),
    box("mdat", Buffer.alloc(500, 3)),
  ]);
  const [outcome] = await outcomesOf(
    attachmentUnreadable,
    carrying("image", { "a.heic": heic, "b.heic": heic.subarray(0, -9) }),
  );
  expect(outcome?.counts).toEqual({ files: 2, decoded: 0, structureOnly: 1, notJudged: 1, faults: 1 });
  expect(outcome?.findings).toMatchObject([{ word: "truncated", facts: { path: "b.heic", found: "heic" } }]);
});

test("faults beyond the list are counted", async () => {
  const files = Object.fromEntries(
    Array.from({ length: 205 }, (_, index) => [`${String(index).padStart(3, "0")}.jpg`, html]),
  );
  const [outcome] = await outcomesOf(attachmentUnreadable, carrying("image", files));
  expect(outcome?.findings).toHaveLength(201);
  expect(outcome?.findings.at(-1)).toMatchObject({ word: "more", facts: { count: 5, path: "200.jpg" } });
});
