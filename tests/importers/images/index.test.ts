import { beforeAll, describe, expect, test } from "vitest";
import { Scratch } from "../../../src/base/scratch.ts";
import { detect } from "../../../src/importers/detect.ts";
import { images } from "../../../src/importers/images/index.ts";
import { importSource } from "../../../src/importers/import.ts";
import type { Claim, ClaimStrength, Importer } from "../../../src/importers/importer.ts";
import { IMPORTERS } from "../../../src/importers/index.ts";
import { film, pdf, picture, silk } from "../../support/media.ts";
import { memorySource } from "../../support/memory-source.ts";
import { settingsOf } from "../../support/settings.ts";

type Files = Readonly<Record<string, string | Uint8Array>>;

let png: Buffer;
beforeAll(async () => {
  png = await picture("png", 20, 40);
});

async function claimsOf(files: Files): Promise<Claim[]> {
  const claims: Claim[] = [];
  for await (const claim of images.detect(memorySource(files))) claims.push(claim);
  return claims;
}

describe("folders of pictures", () => {
  test("give one claim each, with what they hold", async () => {
    const claims = await claimsOf({ "b/1.png": png, "b/2.png": png, "a/录屏.mp4": film(), "0.png": png });
    expect(claims.map(({ entry, strength }) => [entry, strength])).toEqual([
      ["0.png", "remainder"],
      ["a/录屏.mp4", "remainder"],
      ["b/1.png", "remainder"],
    ]);
    expect(claims[2]?.basis.zh).toContain("2 个图片");
  });

  test("are told by content: a picture under a strange name is one", async () => {
    expect(await claimsOf({ 微信图片_1: png })).toHaveLength(1);
  });

  test("may hold leftovers of the system and empty files", async () => {
    const files = {
      "a/1.png": png,
      "a/Thumbs.db": "\xd0\xcf",
      "a/.DS_Store": "x",
      "__MACOSX/a/._1.png": "x",
      "a/2.png": "",
    };
    expect((await claimsOf(files)).map(({ entry }) => entry)).toEqual(["a/1.png"]);
  });

  test.each([
    ["a page of a chat nobody knows", { "聊天.html": "<html>" }],
    ["a text", { "聊天.txt": "老王 你好" }],
    ["a text under the name of a picture", { "2.png": "老王 你好" }],
    ["a table", { "chat.csv": "a,b\n" }],
    ["a database that is encrypted", { "msg.db": Buffer.alloc(64, 0xa7) }],
    ["a document", { "合同.pdf": pdf() }],
    ["a voice message of the client", { "voice/1.silk": silk() }],
    ["a packed picture of the client", { "a.dat": Buffer.from("070856320807", "hex") }],
  ] as const)("are left alone beside %s", async (_title, beside) => {
    expect(await claimsOf({ "image/1.png": png, ...beside })).toEqual([]);
  });

  test("come in without a message, with size and no date where none is stated", async () => {
    const scratch = new Scratch();
    const source = memorySource({ "1.png": png, "2.mp4": film(), "空.png": "" });
    const { chat } = await importSource(source, settingsOf({}), scratch, {}, IMPORTERS);
    expect(chat.conversations).toEqual([]);
    expect(chat.exports[0]?.filesUsed).toEqual(["1.png", "2.mp4"]);
    expect(chat.exports[0]?.media).toEqual([
      { path: "1.png", format: "png", width: 20, height: 40, durationMs: null, takenAtText: null },
      { path: "2.mp4", format: "mp4", width: null, height: null, durationMs: null, takenAtText: null },
    ]);
    chat.close();
    scratch.dispose();
  });

  test("that are cut off are listed without a size", async () => {
    const scratch = new Scratch();
    const { chat } = await importSource(memorySource({ "1.png": png.subarray(0, 20) }), settingsOf({}), scratch);
    expect(chat.exports[0]?.media).toMatchObject([{ path: "1.png", width: null }]);
    chat.close();
    scratch.dispose();
  });
});

describe("a claim of what remains", () => {
  const claiming = (id: string, entry: string, strength: ClaimStrength): Importer => ({
    id,
    title: { zh: "测试", en: id },
    about: { zh: "测试", en: id },
    detect: () => [{ importer: id, entry, strength, basis: { zh: "测试", en: "made by the test" } }],
    read: () => [],
  });
  const source = memorySource({ "a.json": "{}", "b.png": "x" });

  test("gives way to any other claim in the source, also to another file", async () => {
    const claims = await detect(
      source,
      [claiming("a", "a.json", "structure"), claiming("b", "b.png", "remainder")],
      null,
    );
    expect(claims.map(({ importer }) => importer)).toEqual(["a"]);
  });

  test("stands where nobody claims anything", async () => {
    expect(await detect(source, [claiming("b", "b.png", "remainder")], null)).toHaveLength(1);
  });

  test("does not hide that only a name speaks for a chat", async () => {
    const asking = detect(source, [claiming("a", "a.json", "name"), claiming("b", "b.png", "remainder")], null);
    await expect(asking).rejects.toMatchObject({ code: "SOURCE_NAME_ONLY" });
  });

  test("of two importers for one file is a tie like any other", async () => {
    const both = [claiming("a", "b.png", "remainder"), claiming("b", "b.png", "remainder")];
    await expect(detect(source, both, null)).rejects.toMatchObject({ code: "SOURCE_AMBIGUOUS" });
    expect(await detect(source, both, "a")).toHaveLength(1);
  });
});
