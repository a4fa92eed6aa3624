import fc from "fast-check";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { layOut, refuseTakenTarget, targetOf } from "../../src/bundle/layout.ts";
import { isSafePath, PathSet } from "../../src/bundle/safe-path.ts";
import type { Source } from "../../src/model/source.ts";
import { memorySource } from "../support/memory-source.ts";
import { temporaryFolder } from "./sealed.ts";

/** Bundle paths of received files of those names. */
function laidOut(...paths: string[]): Record<string, string> {
  const source = memorySource(Object.fromEntries(paths.map((path) => [path, ""])));
  return Object.fromEntries(layOut(source).map(({ path, bundlePath }) => [path, bundlePath]));
}

describe("where received files lie in the bundle", () => {
  test("a path that is safe everywhere is kept", () => {
    expect(laidOut("a/b-1.c_d/E.json", "db_storage/message/message_0.db")).toEqual({
      "a/b-1.c_d/E.json": "data/source/a/b-1.c_d/E.json",
      "db_storage/message/message_0.db": "data/source/db_storage/message/message_0.db",
    });
  });

  test.each([
    ["Chinese", "聊天记录/张三.html", "000001.html"],
    ["a blank", "a b.txt", "000001.txt"],
    ["a leading dot", ".hidden/a.txt", "000001.txt"],
    ["a leading dash", "-rf.txt", "000001.txt"],
    ["a device name of Windows", "a/con.txt", "000001.txt"],
    ["a device name with more behind it", "AUX.tar.gz", "000001.gz"],
    ["a trailing dot", "a./b.txt", "000001.txt"],
    ["a percent sign", "100%.txt", "000001.txt"],
    ["an extension that is not plain", "a.图片", "000001"],
    ["an extension longer than ten", "中.abcdefghijk", "000001"],
    ["no extension", "聊天", "000001"],
    ["a segment of 65", `${"a".repeat(65)}.txt`, "000001.txt"],
    ["a path of more than 180", `${"abcdefghi/".repeat(17)}b.txt`, "000001.txt"],
    ["a way upwards", "../../etc/passwd", "000001"],
  ])("a path with %s gets a number and its extension", (_what, path, expected) => {
    expect(laidOut(path)).toEqual({ [path]: `data/source/${expected}` });
  });

  test("numbers follow the code points of the paths, not the order of arrival", () => {
    expect(laidOut("𠀀.txt", "乙.txt", "甲.txt")).toEqual({
      "乙.txt": "data/source/000001.txt",
      "甲.txt": "data/source/000002.txt",
      "𠀀.txt": "data/source/000003.txt",
    });
  });

  test("a number that a kept file or folder already has is passed over", () => {
    expect(laidOut("000001.JPG", "000002.jpg/x", "图一.jpg")).toMatchObject({ "图一.jpg": "data/source/000003.jpg" });
  });

  test("of names that differ only in case the first is kept", () => {
    expect(laidOut("A.txt", "a.txt")).toEqual({ "A.txt": "data/source/A.txt", "a.txt": "data/source/000001.txt" });
  });

  test("a file is never another file's folder, also without regard to case", () => {
    expect(laidOut("A", "a/b.txt")).toEqual({ A: "data/source/A", "a/b.txt": "data/source/000001.txt" });
  });

  test("members of received zips are not laid out: they are in their zip", () => {
    const base = memorySource({ "a.zip": "PK" });
    const member = {
      path: "a.zip!/b.txt",
      nameHex: null,
      sizeBytes: 1,
      sha256: "",
      modifiedText: null,
      container: "a.zip",
    };
    const source: Source = { ...base, files: [...base.files, member] };
    expect(layOut(source).map(({ path }) => path)).toEqual(["a.zip"]);
  });

  test("whatever the names, all bundle paths are safe and can lie in one folder", () => {
    const segment = fc.oneof(
      fc.string({ unit: "grapheme", minLength: 1 }),
      fc.constantFrom("a", "A", "000001", "con", "b.jpg", "000002.jpg"),
    );
    const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join("/"));
    fc.assert(
      fc.property(fc.uniqueArray(path, { maxLength: 20 }), (paths) => {
        const files = layOut(memorySource(Object.fromEntries(paths.map((one) => [one, ""]))));
        const set = new PathSet();
        expect(files.length).toBe(new Set(paths).size);
        for (const { bundlePath } of files) {
          expect(isSafePath(bundlePath)).toBe(true);
          expect(set.add(bundlePath)).toBeNull();
        }
      }),
    );
  });
});

describe("the target of a bundle", () => {
  const folder = { current: temporaryFolder() };
  beforeEach(() => {
    folder.current = temporaryFolder();
  });
  afterEach(() => {
    folder.current.dispose();
  });

  test("stands for three files and the folder inside", () => {
    expect(targetOf("/tmp/out/case-1.zip")).toEqual({
      stem: "case-1",
      folder: "/tmp/out",
      zip: "/tmp/out/case-1.zip",
      digestFile: "/tmp/out/case-1.zip.sha256",
      fingerprintFile: "/tmp/out/case-1.fingerprint.txt",
    });
  });

  test.each([
    ["张三案.zip", "bundle.zip"],
    ["case 1.zip", "case-1.zip"],
    ["case", "case.zip"],
    ["case.ZIP", "case.zip"],
    [".zip", "bundle.zip"],
    ["-x.zip", "x.zip"],
    ["con.zip", "bundle.zip"],
    [`${"a".repeat(70)}.zip`, `${"a".repeat(60)}.zip`],
  ])("a name that is not safe is refused with one that is: %s", (name, suggestion) => {
    expect(() => targetOf(join("/tmp", name))).toThrow(
      expect.objectContaining({ code: "TARGET_NAME_UNSAFE", facts: { name, suggestion } }),
    );
    expect(targetOf(suggestion).zip.endsWith(suggestion)).toBe(true);
  });

  test.each(["case.zip", "case.zip.sha256", "case.fingerprint.txt"])(
    "is refused before any work when %s is there",
    (name) => {
      writeFileSync(join(folder.current.path, name), "");
      expect(() => {
        refuseTakenTarget(join(folder.current.path, "case.zip"));
      }).toThrow(expect.objectContaining({ code: "TARGET_EXISTS" }));
    },
  );

  test("is refused when its folder is missing or a file", () => {
    writeFileSync(join(folder.current.path, "file"), "");
    for (const missing of ["nowhere", "file"]) {
      expect(() => {
        refuseTakenTarget(join(folder.current.path, missing, "case.zip"));
      }).toThrow(expect.objectContaining({ code: "OUTPUT_FOLDER_MISSING" }));
    }
  });

  test("is accepted in a folder that is there and free", () => {
    mkdirSync(join(folder.current.path, "案卷"));
    refuseTakenTarget(join(folder.current.path, "案卷", "case.zip"));
  });
});
