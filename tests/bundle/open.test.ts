import fc from "fast-check";
import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkIntegrity } from "../../src/bundle/integrity.ts";
import { openBundle, payloadSource } from "../../src/bundle/open.ts";
import { seal } from "../../src/bundle/seal.ts";
import type { Source } from "../../src/model/source.ts";
import { memorySource } from "../support/memory-source.ts";
import { EditedBundle } from "./edited-bundle.ts";
import { requestFor, sealedBytes, temporaryFolder } from "./sealed.ts";
import { buildZip, deflated, piecesOf } from "./zip-builder.ts";

let folder = temporaryFolder();
let path = "";
beforeEach(() => {
  folder = temporaryFolder();
  path = join(folder.path, "case-0001.zip");
});
afterEach(() => {
  folder.dispose();
});

const code = (expected: string) => expect.objectContaining({ name: "BundleError", code: expected }) as Error;

const ENCRYPTED = { flags: 1 };

describe("a file that is no bundle is refused", () => {
  test.each([
    ["an empty file", Buffer.alloc(0), "BUNDLE_EMPTY"],
    ["text", Buffer.from("聊天记录导出说明"), "BUNDLE_NOT_A_ZIP"],
    [
      "a zip of something else",
      buildZip({ pieces: [{ name: "照片/1.jpg", content: Buffer.from("x") }] }),
      "BUNDLE_NOT_A_BUNDLE",
    ],
    ["a zip without entries", buildZip({ pieces: [] }), "BUNDLE_NOT_A_BUNDLE"],
    [
      "a bag's files without a folder",
      buildZip({ pieces: [{ name: "bagit.txt", content: Buffer.from("x") }] }),
      "BUNDLE_NOT_A_BUNDLE",
    ],
    [
      "a zip of something else with a password",
      buildZip({ pieces: [{ name: "照片/1.jpg", content: Buffer.from("x"), local: ENCRYPTED, central: ENCRYPTED }] }),
      "BUNDLE_NOT_A_BUNDLE",
    ],
    [
      "a zip of something else that was cut off",
      buildZip({ pieces: ["a", "b"].map((name) => ({ name: `照片/${name}.jpg`, content: Buffer.alloc(999) })) }).subarray(0, 1900), // prettier-ignore
      "BUNDLE_NOT_A_BUNDLE",
    ],
    [
      "a zip of something else with bytes behind it",
      Buffer.concat([buildZip({ pieces: [{ name: "照片/1.jpg", content: Buffer.from("x") }] }), Buffer.from("x")]),
      "BUNDLE_NOT_A_BUNDLE",
    ],
    [
      "one file of a kind a bundle has",
      buildZip({ pieces: [{ name: "x/record/case.json", content: Buffer.from("{}") }] }),
      "BUNDLE_NOT_A_BUNDLE",
    ],
    [
      "two files of a kind a bundle has, in two folders",
      buildZip({ pieces: ["x/record/case.json", "y/bag-info.txt"].map((name) => ({ name, content: Buffer.from("{}") })) }), // prettier-ignore
      "BUNDLE_NOT_A_BUNDLE",
    ],
  ])("%s", async (_what, content, expected) => {
    writeFileSync(path, content);
    await expect(openBundle(path)).rejects.toThrow(code(expected));
  });

  test("nothing at that path, a folder, and a path through a file", async () => {
    await expect(openBundle(path)).rejects.toThrow(code("BUNDLE_NOT_FOUND"));
    await expect(openBundle(folder.path)).rejects.toThrow(code("BUNDLE_IS_FOLDER"));
    writeFileSync(path, "x");
    await expect(openBundle(join(path, "y.zip"))).rejects.toThrow(code("BUNDLE_NOT_FOUND"));
    await expect(openBundle("/dev/null")).rejects.toThrow(code("BUNDLE_NOT_A_ZIP"));
  });

  test.skipIf(process.getuid?.() === 0)("a file without permission to read", async () => {
    writeFileSync(path, "x");
    chmodSync(path, 0);
    await expect(openBundle(path)).rejects.toThrow(code("BUNDLE_UNREADABLE"));
  });

  test("with a hint in both languages", async () => {
    mkdirSync(path);
    await openBundle(path).catch((error: unknown) => {
      expect(error).toMatchObject({
        hint: {
          zh: expect.stringContaining("VERIFY.txt") as string,
          en: expect.stringContaining("VERIFY.txt") as string,
        },
      });
    });
    expect.assertions(1);
  });
});

describe("a bundle is still known as one", () => {
  test.each([
    ["without its bagit.txt", (zip: Buffer) => new EditedBundle(zip).remove("bagit.txt").zip(), "case-0001"],
    [
      "with nothing left but two required files",
      (zip: Buffer) => {
        const bundle = new EditedBundle(zip);
        for (const name of bundle.files.keys()) if (!/case\.json|custody/.test(name)) bundle.remove(name);
        return bundle.zip();
      },
      "case-0001",
    ],
    ["cut off in the middle", (zip: Buffer) => zip.subarray(0, zip.length / 2), "case-0001"],
    ["with its first half lost", (zip: Buffer) => zip.subarray(zip.length / 2), "case-0001"],
    [
      "beside a folder that pretends to be one",
      (zip: Buffer) => {
        const bundle = new EditedBundle(zip);
        bundle.outside.set("a/bagit.txt", Buffer.from("x"));
        return bundle.zip();
      },
      "case-0001",
    ],
  ])("%s", async (_what, change, stem) => {
    writeFileSync(path, change((await sealedBytes()).bytes));
    const opened = await openBundle(path);
    expect(opened.stem).toBe(stem);
    expect(checkIntegrity(opened).levels.every(({ outcome }) => outcome === "pass")).toBe(false);
    opened.close();
  });
});

describe("an opened bundle", () => {
  test("gives bytes, ranges and digests of every file by its path in the bag", async () => {
    const { bytes, sealed } = await sealedBytes({ "a.txt": "0123456789" });
    writeFileSync(path, bytes);
    const opened = await openBundle(path);
    expect([opened.stem, opened.zipSha256, opened.fingerprint]).toEqual([
      "case-0001",
      sealed.sha256,
      sealed.fingerprint,
    ]);
    expect(opened.bytes("data/source/a.txt").toString()).toBe("0123456789");
    expect(opened.read("data/source/a.txt", 8, 100).toString()).toBe("89");
    expect(opened.read("data/source/a.txt", 10, 1).length).toBe(0);
    expect([...opened.chunks("data/source/a.txt")].join("")).toBe("0123456789");
    expect(opened.digest("nowhere")).toBeUndefined();
    expect(() => opened.bytes("nowhere")).toThrow(code("BUNDLE_FILE_UNREADABLE"));
    opened.close();
  });

  test("is stopped by an interrupt", async () => {
    writeFileSync(path, (await sealedBytes()).bytes);
    const signal = AbortSignal.abort();
    await expect(openBundle(path, { signal })).rejects.toMatchObject({ name: "AbortError" });
  });

  test("of another name is the same bundle", async () => {
    const copy = join(folder.path, "案件（1）.zip");
    writeFileSync(copy, (await sealedBytes()).bytes);
    const opened = await openBundle(copy);
    expect(checkIntegrity(opened).levels.every(({ outcome }) => outcome === "pass")).toBe(true);
    opened.close();
  });
});

/** Every file of a source with its content, in order. */
function contentOf(source: Source) {
  return source.files.map((file) => ({
    ...file,
    content: Buffer.concat([...source.chunks(file.path)].map((chunk) => Buffer.from(chunk))).toString("hex"),
  }));
}

describe("the payload as a source", () => {
  test("equals the source that was sealed, whatever the names and bytes", async () => {
    const segment = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
      .map((text) => text.replaceAll("/", "-"));
    const name = fc.oneof(
      segment,
      fc.array(segment, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("/")),
      fc.constantFrom("a.txt", "A.TXT", "=1+1.csv", "'x", '"q",\r\n.txt', "con", "-rf"),
    );
    const contents = fc.dictionary(name, fc.uint8Array({ maxLength: 300 }), {
      minKeys: 1,
      maxKeys: 8,
      noNullPrototype: true,
    });
    let count = 0;
    await fc.assert(
      fc.asyncProperty(contents, async (given) => {
        const source = memorySource(given);
        count += 1;
        const target = join(folder.path, `p${count}.zip`);
        await seal(requestFor(source, target));
        const opened = await openBundle(target);
        expect(checkIntegrity(opened).levels.map(({ outcome }) => outcome)).toEqual(["pass", "pass", "pass", "pass"]);
        const again = payloadSource(opened, "export");
        expect(contentOf(again)).toEqual(contentOf(source));
        expect(again.name).toBe("export");
        opened.close();
        rmSync(target);
      }),
      { numRuns: 60 },
    );
  });

  test("keeps names that are not UTF-8, times, and what was not taken; members of zips are left to be found again", async () => {
    const base = memorySource({ "\ufffd.txt": "x", "a.zip": "PK\u0003\u0004" });
    const files = base.files.map((file) =>
      file.path === "a.zip" ? file : { ...file, nameHex: "d6d02e747874", modifiedText: "2025-01-02 03:04:05" },
    );
    const member = {
      path: "a.zip!/m.txt",
      nameHex: null,
      sizeBytes: 1,
      sha256: "0".repeat(64),
      modifiedText: null,
      container: "a.zip",
    };
    const source: Source = {
      ...base,
      files: [...files, member],
      notTaken: [
        { path: "链接", nameHex: null, reason: "symlink", detail: "-> /etc: a, b" },
        { path: "a.zip!/bad", nameHex: null, reason: "member-damaged", detail: "CRC" },
      ],
    };
    await seal(requestFor(source, path));
    const opened = await openBundle(path);
    const again = payloadSource(opened);
    expect(again.files).toEqual([...files].sort((a, b) => (a.path < b.path ? -1 : 1)));
    expect(again.notTaken).toEqual(source.notTaken.slice(0, 1));
    expect(again.file("a.zip!/m.txt")).toBeUndefined();
    expect(() => again.read("nowhere", 0, 1)).toThrow(RangeError);
    opened.close();
  });

  test("is read from a bundle that was packed again", async () => {
    const { bytes } = await sealedBytes({ "图.txt": "第一条" });
    writeFileSync(path, buildZip({ pieces: piecesOf(bytes).map(deflated) }));
    const opened = await openBundle(path);
    expect(opened.form).toBe("repacked");
    expect([...payloadSource(opened).chunks("图.txt")].join("")).toBe("第一条");
    opened.close();
  });

  test.each([
    ["is missing", (bundle: EditedBundle) => bundle.remove("record/files.csv"), "BUNDLE_FILE_UNREADABLE"],
    [
      "has no byte order mark",
      (bundle: EditedBundle) => bundle.edit("record/files.csv", (text) => text.slice(3)),
      "BUNDLE_FILES_TABLE",
    ],
    [
      "has two byte order marks",
      (bundle: EditedBundle) => bundle.edit("record/files.csv", (text) => text.slice(0, 3) + text),
      "BUNDLE_FILES_TABLE",
    ],
    [
      "has other columns",
      (bundle: EditedBundle) => bundle.edit("record/files.csv", (text) => text.replace("sha256", "sha512")),
      "BUNDLE_FILES_TABLE",
    ],
    [
      "is no CSV",
      (bundle: EditedBundle) => bundle.edit("record/files.csv", (text) => `${text}"open`),
      "BUNDLE_FILES_TABLE",
    ],
    [
      "has a short row",
      (bundle: EditedBundle) => bundle.edit("record/files.csv", (text) => `${text}a,b\n`),
      "BUNDLE_FILES_TABLE",
    ],
    [
      "states another digest",
      (bundle: EditedBundle) => bundle.edit("record/files.csv", (text) => text.replace(/[0-9a-f]{64}/, "0".repeat(64))),
      "BUNDLE_FILES_TABLE",
    ],
    [
      "states another size",
      (bundle: EditedBundle) => bundle.edit("record/files.csv", (text) => text.replace(",,,1,", ",,,2,")),
      "BUNDLE_FILES_TABLE",
    ],
    [
      "names a file twice",
      (bundle: EditedBundle) => bundle.edit("record/files.csv", (text) => text + (text.split("\n")[1] ?? "") + "\n"),
      "BUNDLE_FILES_TABLE",
    ],
    [
      "leaves a file out",
      (bundle: EditedBundle) =>
        bundle.edit("record/files.csv", (text) => `${text.split("\n").slice(0, 2).join("\n")}\n`),
      "BUNDLE_FILES_TABLE",
    ],
    [
      "names a file that is not there",
      (bundle: EditedBundle) => bundle.remove("data/source/b.txt"),
      "BUNDLE_FILES_TABLE",
    ],
    [
      "names a file of ours",
      (bundle: EditedBundle) =>
        bundle.edit("record/files.csv", (text) => text.replace("data/source/a.txt", "bagit.txt")),
      "BUNDLE_FILES_TABLE",
    ],
  ])("is refused when record/files.csv %s", async (_what, change, expected) => {
    const { bytes } = await sealedBytes({ "a.txt": "x", "b.txt": "y" });
    writeFileSync(path, change(new EditedBundle(bytes)).rehash().zip());
    const opened = await openBundle(path);
    expect(() => payloadSource(opened)).toThrow(code(expected));
    opened.close();
  });
});
