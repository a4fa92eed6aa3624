import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { bundleFolder, compareFolder, listed } from "../../../src/viewer/digest/folder.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const lines = (files: Readonly<Record<string, string>>) =>
  Object.entries(files)
    .map(([path, text]) => `${sha256(text)}  ${path}\n`)
    .join("");

function bundle(): Record<string, string> {
  const payload = { "data/source/a.json": "{}", "data/source/b.txt": "乙" };
  const manifest = lines(payload);
  const tags = { "bagit.txt": "BagIt", "index.html": "<html>", "manifest-sha256.txt": manifest };
  return { ...payload, ...tags, "tagmanifest-sha256.txt": lines(tags), "seal/tagmanifest-sha256.txt.tsr": "later" };
}

function chosen(files: Readonly<Record<string, string>>, base = "parent/case-1/") {
  return Object.entries(files).map(([path, text]) => ({ path: base + path, file: new Blob([text]) }));
}

async function compare(files: Readonly<Record<string, string>>) {
  const folder = bundleFolder(chosen(files));
  if (folder === null) throw new Error("no folder");
  return compareFolder(folder, new AbortController().signal, () => {});
}

describe("a folder handed to the page", () => {
  test("is the bundle's, also when the folder around it was chosen", () => {
    const around = [{ path: "parent/case-1.zip", file: new Blob(["zip"]) }, ...chosen(bundle())];
    expect([...(bundleFolder(around)?.keys() ?? [])]).toEqual(Object.keys(bundle()));
    expect(bundleFolder(chosen({ "a.txt": "" }))).toBeNull();
  });

  test("agrees file by file with its lists", async () => {
    const files = bundle();
    expect(await compare(files)).toEqual({
      agree: 5,
      differ: [],
      missing: [],
      extra: [],
      unreadable: [],
      manifestSha256: sha256(files["manifest-sha256.txt"] ?? ""),
      fingerprint: sha256(files["tagmanifest-sha256.txt"] ?? ""),
    });
  });

  test("tells a changed, a missing and an added file apart", async () => {
    const { "data/source/b.txt": _gone, ...files } = bundle();
    const answer = await compare({
      ...files,
      "data/source/a.json": "{ }",
      "data/source/new.txt": "",
      "seal/note.txt": "",
    });
    expect(answer).toMatchObject({
      agree: 3,
      differ: ["data/source/a.json"],
      missing: ["data/source/b.txt"],
      extra: ["data/source/new.txt", "seal/note.txt"],
    });
  });

  test("says when a list cannot be read", async () => {
    const answer = await compare({ ...bundle(), "manifest-sha256.txt": "not a list" });
    expect(answer?.unreadable).toEqual(["manifest-sha256.txt"]);
    expect(answer?.differ).toEqual(["manifest-sha256.txt"]);
  });

  test("is left when it is stopped", async () => {
    const stop = new AbortController();
    stop.abort();
    expect(await compareFolder(bundleFolder(chosen(bundle())) ?? new Map(), stop.signal, () => {})).toBeNull();
  });
});

test("a list is lines of digest and path, and nothing else", () => {
  expect(listed(lines({ "data/a": "x" }))).toEqual(new Map([["data/a", sha256("x")]]));
  expect(listed("abc  data/a\n")).toBeNull();
});
