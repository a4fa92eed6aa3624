import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { temporaryFolder } from "./bundle/sealed.ts";
import { buildZip, deflated } from "./bundle/zip-builder.ts";
import { EditedBundle } from "./bundle/edited-bundle.ts";
import { sealedBytes } from "./bundle/sealed.ts";
import { run } from "../src/cli/run.ts";
import { verify, type Verified } from "../src/verify.ts";

const folder = temporaryFolder();
let path = "";
let count = 0;
beforeEach(() => {
  count += 1;
  path = join(folder.path, `bag-${count}`);
});
afterAll(() => {
  folder.dispose();
});

type Files = Record<string, string | Buffer>;

const digest = (algorithm: string, content: string | Buffer) => createHash(algorithm).update(content).digest("hex");
const DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/** A small bag as another program would make it. */
function bag(
  payload: Files = { "data/hello.txt": "hello\n", "data/子夜/第一章.txt": "吴荪甫" },
  algorithms = ["sha256"],
): Files {
  const files: Files = { "bagit.txt": DECLARATION, ...payload };
  const bytes = Object.values(payload).reduce((sum, content) => sum + Buffer.byteLength(content), 0);
  files["bag-info.txt"] = `Source-Organization: 虚构图书馆\nPayload-Oxum: ${bytes}.${Object.keys(payload).length}\n`;
  for (const algorithm of algorithms) files[`manifest-${algorithm}.txt`] = list(algorithm, payload);
  const { "bagit.txt": declaration = "", "bag-info.txt": info = "" } = files;
  const [first = ""] = algorithms;
  const manifests = Object.fromEntries(
    algorithms.map((name) => [`manifest-${name}.txt`, files[`manifest-${name}.txt`] ?? ""]),
  );
  files[`tagmanifest-${first}.txt`] = list(first, { "bagit.txt": declaration, "bag-info.txt": info, ...manifests });
  return files;
}

function list(algorithm: string, files: Files): string {
  return Object.entries(files).map(([name, content]) => `${digest(algorithm, content)}  ${name}\n`).join("");
} // prettier-ignore

async function asFolder(files: Files): Promise<Verified> {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return verify(path, { rederive: true, expectFingerprint: null });
}

async function asZip(files: Files): Promise<Verified> {
  const pieces = Object.entries(files).map(([name, content]) => deflated({ name: `library/${name}`, content: Buffer.from(content) })); // prettier-ignore
  writeFileSync(`${path}.zip`, buildZip({ pieces }));
  return verify(`${path}.zip`, { rederive: true, expectFingerprint: null });
}

const outcomes = ({ levels }: Verified) => levels.slice(1, 3).map(({ outcome }) => outcome);
const codes = ({ levels }: Verified) => [...new Set(levels.flatMap(({ faults }) => faults.map(({ code }) => code)))];

describe("a bag of another program that holds what BagIt asks for", () => {
  test.each([["folder", asFolder], ["zip", asZip]] as const)("in a %s passes lists and digests, and is never called intact", async (_form, judged) => {
    const answer = await judged(bag());
    expect(answer).toMatchObject({ kind: "foreign-bag", word: "cannot-tell" });
    expect(codes(answer)).toEqual([]);
    expect(answer.levels.map(({ outcome, reason }) => `${outcome} ${reason ?? ""}`.trim())).toEqual([
      _form === "zip" ? "undetermined foreign-bag" : "absent folder", "pass", "pass",
      ...Array.from({ length: 4 }, () => "undetermined foreign-bag"),
    ]);
  }); // prettier-ignore

  test.each<[string, (files: Files) => Files]>([
    ["by several algorithms", () => bag(undefined, ["md5", "sha1", "sha512", "sm3"])],
    ["with CR LF", (f) => ({ ...without(f, "tagmanifest-sha256.txt"), "manifest-sha256.txt": String(f["manifest-sha256.txt"]).replaceAll("\n", "\r\n") })],
    ["with upper-case digests and tabs", (f) => ({ ...without(f, "tagmanifest-sha256.txt"), "manifest-sha256.txt": String(f["manifest-sha256.txt"]).replace(/^\w+ {2}/gm, (m) => `${m.trim().toUpperCase()}\t`) })],
    ["with the marks of sha256sum", (f) => ({ ...without(f, "tagmanifest-sha256.txt"), "manifest-sha256.txt": String(f["manifest-sha256.txt"]).replaceAll("  data", " *./data") })],
    ["with names in the other normal form", (f) => ({ ...without(bag({ "data/cafe\u0301": "x" }), "tagmanifest-sha256.txt"), "manifest-sha256.txt": list("sha256", { "data/caf\u00e9": "x" }), "bagit.txt": f["bagit.txt"] ?? "" })],
    ["with a line end in a name", () => ({ ...without(bag({ "data/a\nb%": "x" }), "tagmanifest-sha256.txt"), "manifest-sha256.txt": `${digest("sha256", "x")}  data/a%0Ab%25\n` })],
    ["without bag-info.txt and tag manifest", (f) => without(without(f, "bag-info.txt"), "tagmanifest-sha256.txt")],
    ["with other tag files", (f) => ({ ...f, "notes/readme.md": "x" })],
    ["with a bag inside", () => bag({ "data/inner/bagit.txt": DECLARATION, "data/inner/data/x": "x" })],
    ["with its files fetched already", (f) => ({ ...f, "fetch.txt": "https://example.org/hello 6 data/hello.txt\n" })],
  ])("also %s", async (_what, change) => {
    const answer = await asFolder(change(bag()));
    expect(codes(answer)).toEqual([]);
    expect(outcomes(answer)).toEqual(["pass", "pass"]);
  }); // prettier-ignore
});

function without(files: Files, name: string): Files {
  return Object.fromEntries(Object.entries(files).filter(([key]) => key !== name));
}

const edit = (name: string, change: (text: string) => string) => (files: Files): Files => ({
  ...without(files, "tagmanifest-sha256.txt"),
  [name]: change(String(files[name])),
}); // prettier-ignore
const M = "manifest-sha256.txt";
const listed = (name: string) => edit(M, (text) => `${text}${digest("sha256", "x")}  ${name}\n`);

describe("a bag of another program that does not", () => {
  test.each<[string, (files: Files) => Files, string[]]>([
    ["a payload byte differs", (f) => ({ ...f, "data/hello.txt": "hallo\n" }), ["DIGEST_DIFFERS"]],
    ["a tag file differs", (f) => ({ ...f, "bag-info.txt": `${String(f["bag-info.txt"])}Contact-Name: x\n` }), ["DIGEST_DIFFERS"]],
    ["a payload file is missing", (f) => without(f, "data/hello.txt"), ["PAYLOAD_OXUM", "LISTED_FILE_MISSING"]],
    ["a listed file is yet to be fetched", (f) => ({ ...without(without(f, "data/hello.txt"), "bag-info.txt"), "fetch.txt": "https://example.org/hello 6 data/hello.txt\n" }), ["LISTED_FILE_MISSING"]],
    ["a payload file is not listed", (f) => ({ ...without(f, "bag-info.txt"), "data/more.txt": "x", "tagmanifest-sha256.txt": list("sha256", { [M]: f[M] ?? "" }) }), ["UNLISTED_FILE"]],
    ["two lists do not list the same", (f) => ({ ...f, "manifest-md5.txt": list("md5", { "data/hello.txt": "hello\n" }) }), ["UNLISTED_FILE"]],
    ["no list of the payload", (f) => without(without(f, M), "tagmanifest-sha256.txt"), ["BAG_MANIFEST_MISSING"]],
    ["no data", (f) => ({ "bagit.txt": DECLARATION, [M]: "", "bag-info.txt": "Payload-Oxum: 0.0\n", ...(f[""] === undefined ? {} : f) }), ["PAYLOAD_MISSING"]],
    ["a line twice", edit(M, (t) => t + (t.split("\n")[0] ?? "") + "\n"), ["MANIFEST_DUPLICATE"]],
    ["two digests of one file", edit(M, (t) => `${t}${"0".repeat(64)}  data/hello.txt\n`), ["MANIFEST_CONTRADICTION"]],
    ["a line that is none", edit(M, (t) => `${t}hello\n`), ["MANIFEST_LINE"]],
    ["a list with a byte order mark", edit(M, (t) => `\ufeff${t}`), ["MANIFEST_BOM"]],
    ["a tag file in the payload list", edit(M, (t) => `${t}${digest("sha256", DECLARATION)}  bagit.txt\n`), ["MANIFEST_OUTSIDE_DATA"]],
    ["a byte order mark in bagit.txt", edit("bagit.txt", (t) => `\ufeff${t}`), ["BAGIT_TXT"]],
    ["a third line in bagit.txt", edit("bagit.txt", (t) => `${t}More: x\n`), ["BAGIT_TXT"]],
    ["a blank before a colon in bagit.txt", edit("bagit.txt", (t) => t.replace("Version:", "Version :")), ["BAGIT_TXT"]],
    ["an encoding nobody knows", edit("bagit.txt", (t) => t.replace("UTF-8", "UTF-99")), ["BAG_ENCODING"]],
    ["text in another encoding", (f) => ({ ...without(f, "tagmanifest-sha256.txt"), "bag-info.txt": Buffer.from([0x41, 0x3a, 0x20, 0xba, 0xcf, 0xff]) }), ["BAG_ENCODING"]],
    ["a wrong Payload-Oxum", edit("bag-info.txt", (t) => t.replace(/Oxum: \d+/, "Oxum: 1")), ["PAYLOAD_OXUM"]],
    ["a second Payload-Oxum", edit("bag-info.txt", (t) => t + (/Payload.*\n/.exec(t)?.[0] ?? "").toLowerCase()), ["PAYLOAD_OXUM"]],
    ["a line of bag-info.txt without a label", edit("bag-info.txt", (t) => `hello\n${t}`), ["BAG_INFO_LINE"]],
    ["a blank before a colon in bag-info.txt", edit("bag-info.txt", (t) => t.replace("Oxum:", "Oxum :")), ["BAG_INFO_LINE"]],
    ["a tag list that lists itself", (f) => ({ ...f, "tagmanifest-sha256.txt": `${String(f["tagmanifest-sha256.txt"])}${"0".repeat(64)}  tagmanifest-sha256.txt\n` }), ["TAG_MANIFEST_LISTS", "DIGEST_DIFFERS"]],
    ["a line of fetch.txt that is none", (f) => ({ ...f, "fetch.txt": "hello\n" }), ["BAG_FETCH"]],
    ["a tag file to be fetched", (f) => ({ ...f, "fetch.txt": "https://example.org/x 1 bag-info.txt\n" }), ["BAG_FETCH"]],
  ])("%s", async (_what, change, expected) => {
    const answer = await asFolder(change(bag()));
    expect(codes(answer)).toEqual(expected);
    expect(outcomes(answer)).toContain("fail");
    expect(answer).toMatchObject({ kind: "foreign-bag", word: "not-intact" });
  }); // prettier-ignore

  test.each(["../secret", "data/../../secret", "/etc/passwd", "~root/x", "C:\\x", "\\\\?\\C:\\x", "..\\x", "data\\..\\..\\x"])(
    "lists a path that leads out of it: %s is refused and never looked at", async (name) => {
      for (const change of [listed(name), (f: Files) => ({ ...f, "fetch.txt": `https://example.org/x 1 ${name}\n` })]) {
        const answer = await asZip(change(bag()));
        expect(codes(answer)).toEqual(["BAG_PATH_ESCAPES"]);
        expect(answer.word).toBe("not-intact");
      }
    },
  ); // prettier-ignore

  test("holds a link: it is not followed, and what is behind it is not the file", async () => {
    writeFileSync(join(folder.path, "outside.txt"), "secret");
    mkdirSync(join(path, "data"), { recursive: true });
    symlinkSync(join(folder.path, "outside.txt"), join(path, "data/link.txt"));
    symlinkSync(folder.path, join(path, "data/folder"));
    const files = bag();
    files[M] = `${String(files[M])}${digest("sha256", "secret")}  data/link.txt\n`;
    const answer = await asFolder(without(files, "tagmanifest-sha256.txt"));
    expect(codes(answer)).toEqual(["BAG_LINK", "LISTED_FILE_MISSING"]);
  });
});

describe("what cannot be judged", () => {
  test.each(["0.93", "0.97", "1.1", "2.0"])("version %s of BagIt is said to be unsupported", async (version) => {
    const answer = await asZip(edit("bagit.txt", (text) => text.replace("1.0", version))(bag()));
    expect(answer.levels.slice(1, 3).map(({ outcome, reason }) => `${outcome} ${reason ?? ""}`)).toEqual([
      "undetermined bagit-version-unsupported", "undetermined bagit-version-unsupported",
    ]); // prettier-ignore
    expect(answer.word).toBe("cannot-tell");
  });

  test("a list by an algorithm that is not known leaves the digests open", async () => {
    const answer = await asFolder({ ...without(bag(), "tagmanifest-sha256.txt"), "manifest-whirlpool.txt": list("sha512", { "data/hello.txt": "hello\n", "data/子夜/第一章.txt": "吴荪甫" }) }); // prettier-ignore
    expect(outcomes(answer)).toEqual(["pass", "undetermined"]);
    expect(codes(answer)).toEqual(["BAG_ALGORITHM"]);
  });
});

test("a folder that holds an unpacked bundle of ours is not taken for a foreign bag", async () => {
  const files = Object.fromEntries(new EditedBundle((await sealedBytes()).bytes).files);
  await expect(asFolder(files)).rejects.toMatchObject({ code: "BUNDLE_IS_FOLDER" });
});

test("a folder without bagit.txt stays refused, and nothing is ever written into a bag", async () => {
  await expect(asFolder({ "data/x": "x" })).rejects.toMatchObject({ code: "BUNDLE_IS_FOLDER" });
  expect(readdirSync(path)).toEqual(["data"]);
});

test("the screen says in both languages that it is no bundle of this program, and the exit code is 1", async () => {
  await asFolder(bag());
  for (const [lang, words] of [
    ["zh", "不是本程序的证据包"],
    ["en", "not a bundle of this program"],
  ] as const) {
    let out = "";
    const world = { environment: {}, folder: folder.path, now: 0, outIsTerminal: false, errIsTerminal: false, signal: new AbortController().signal }; // prettier-ignore
    const exit = await run({ ...world, argv: ["verify", path, "--lang", lang], out: (text) => (out += text), err: () => undefined }); // prettier-ignore
    expect(exit).toBe(1);
    expect(out).toContain(words);
  }
});
