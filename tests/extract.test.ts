import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sha256 } from "../src/base/digest.ts";
import { extractReceived } from "../src/bundle/extract.ts";
import { openBundle, type OpenedBundle } from "../src/bundle/open.ts";
import { run } from "../src/cli/run.ts";
import { extract } from "../src/extract.ts";
import { extractAnswer } from "../src/model/shapes/answers.ts";
import { pack } from "../src/pack.ts";
import { EditedBundle } from "./bundle/edited-bundle.ts";
import { sealedBytes, temporaryFolder } from "./bundle/sealed.ts";
import { buildZip, deflated, piecesOf } from "./bundle/zip-builder.ts";
import { DEMO } from "./support/bin.ts";
import { settingsOf } from "./support/settings.ts";

const folder = temporaryFolder();
const zip = join(folder.path, "case-0001.zip");
let target = "";
let count = 0;
let demo: Buffer;

beforeAll(async () => {
  const path = join(folder.path, "demo.zip");
  await pack({ source: DEMO, caseFile: join(DEMO, "../evidence.case.yaml") }, path, settingsOf({}));
  demo = readFileSync(path);
});
beforeEach(() => {
  count += 1;
  target = join(folder.path, `out-${count}`);
});
afterAll(() => {
  folder.dispose();
});

/** Digests of every file below a folder by relative path, names as bytes. */
function contents(root: string): Map<string, string> {
  const found = new Map<string, string>();
  const into = (path: Buffer): void => {
    for (const entry of readdirSync(path, { withFileTypes: true, encoding: "buffer" })) {
      const inside = Buffer.concat([path, Buffer.from("/"), entry.name]);
      if (entry.isDirectory()) into(inside);
      else found.set(inside.subarray(root.length + 1).toString("latin1"), sha256(readFileSync(inside)));
    }
  };
  into(Buffer.from(root));
  return found;
}

const code = (expected: string) => expect.objectContaining({ code: expected }) as Error;
const nothingLeft = () => readdirSync(folder.path).filter((name) => name.startsWith(".evidence-"));

describe("a bundle packed, taken out and packed again", () => {
  test("has the same files under the same names, and the same manifest", async () => {
    writeFileSync(zip, demo);
    const extracted = await extract(zip, target, "linux");
    expect(contents(join(target, "source"))).toEqual(contents(DEMO));
    expect(extracted).toMatchObject({ renamed: [], list: null, container: "canonical" });
    expect(readdirSync(target).sort()).toEqual(["enclosed", "source"]);

    const again = join(folder.path, "again", "demo.zip");
    mkdirSync(join(folder.path, "again"));
    const caseFile = join(target, "enclosed/evidence.case.yaml");
    await pack({ source: join(target, "source"), caseFile }, again, settingsOf({}));
    const manifest = (bytes: Buffer) => new EditedBundle(bytes, "demo").text("manifest-sha256.txt");
    expect(manifest(readFileSync(again))).toBe(manifest(demo));
    expect(manifest(demo)).toContain("data/enclosed/");
  });
});

describe("names", () => {
  const NAMES = { "图片/合同.jpg": "x", "CON.txt": "y", "Case.txt": "1", "case.txt": "2", "tail.": "z", "inner.zip": buildZip({ pieces: [{ name: "m.txt", content: Buffer.from("m") }] }) }; // prettier-ignore

  test("are restored as received on Linux, and zips stay zips", async () => {
    writeFileSync(zip, (await sealedBytes(NAMES)).bytes);
    await extract(zip, target, "linux");
    expect(contents(join(target, "source"))).toEqual(
      new Map(Object.entries(NAMES).map(([name, content]) => [Buffer.from(name).toString("latin1"), sha256(content)])),
    );
  });

  test("that Windows cannot bear are the bundle's own there, and stand in the list", async () => {
    writeFileSync(zip, (await sealedBytes(NAMES)).bytes);
    const { renamed, list } = await extract(zip, target, "windows");
    expect(renamed.map(({ originalPath, reason }) => [originalPath, reason])).toEqual([
      ["CON.txt", "reserved-name"], ["case.txt", "taken"], ["tail.", "trailing-dot-or-space"],
    ]); // prettier-ignore
    const table = readFileSync(join(target, list ?? ""), "utf8");
    for (const { path, originalPath, bundlePath } of renamed) {
      expect(table).toContain(`${path},${originalPath},,${bundlePath},`);
      expect(sha256(readFileSync(join(target, path)))).toBe(sha256(NAMES[originalPath as keyof typeof NAMES]));
    }
  });

  test.skipIf(process.platform !== "linux")("that are no UTF-8 come back byte for byte", async () => {
    const export_ = join(folder.path, "bytes");
    mkdirSync(export_);
    const name = Buffer.concat([Buffer.from(`${export_}/`), Buffer.from([0xba, 0xcf, 0xff]), Buffer.from(".txt")]);
    writeFileSync(name, "老系统的文件名");
    writeFileSync(join(export_, "chat.json"), readFileSync(join(DEMO, demoChat())));
    const packed = join(folder.path, "bytes.zip");
    await pack({ source: export_, caseFile: null }, packed, settingsOf({}));
    await extract(packed, target, "linux");
    expect(contents(join(target, "source"))).toEqual(contents(export_));
  });

  test("that a hostile table makes lead elsewhere stay in the folder", async () => {
    const { bytes } = await sealedBytes({ "a.txt": "x", "b.txt": "y" });
    const escape = Buffer.from("../../escaped.txt").toString("hex");
    const bundle = new EditedBundle(bytes).edit("record/files.csv", (text) =>
      text.replace(",a.txt,,", ",../../escaped.txt,,").replace(",b.txt,,", `,b.txt,${escape},`),
    );
    writeFileSync(zip, bundle.rehash().zip());
    const { renamed } = await extract(zip, target, "linux");
    expect(renamed.map(({ reason }) => reason)).toEqual(["empty-or-dots", "empty-or-dots"]);
    expect([...contents(target).keys()].sort()).toEqual(["renamed.csv", "source/a.txt", "source/b.txt"]);
    expect(existsSync(join(folder.path, "escaped.txt"))).toBe(false);
  });
});

function demoChat(): string {
  const chat = [...contents(DEMO).keys()].map((name) => Buffer.from(name, "latin1").toString()).find((name) => /私聊.*\.json$/.test(name)); // prettier-ignore
  return chat ?? "";
}

describe("nothing is taken out", () => {
  const DATA = "data/source/messages.json";
  test.each<readonly [string, (bundle: EditedBundle) => unknown, string]>([
    ["where a payload byte differs, which is named", (b) => b.edit(DATA, (t) => `${t} `), "BUNDLE_NOT_INTACT"],
    ["where a file is missing", (b) => b.remove(DATA), "BUNDLE_NOT_INTACT"],
    ["where a file is not listed", (b) => b.set("data/source/more.txt", "x"), "BUNDLE_NOT_INTACT"],
    ["where the table of names does not fit", (b) => b.edit("record/files.csv", (t) => t.replace("messages.json,", "m.json,")).rehash(), "BUNDLE_FILES_TABLE"],
  ])("%s", async (_what, change, expected) => {
    const bundle = new EditedBundle((await sealedBytes()).bytes);
    change(bundle);
    writeFileSync(zip, bundle.zip());
    const named: unknown = expected === "BUNDLE_FILES_TABLE" ? "record/files.csv" : expect.stringMatching(/^(?:data|bag-info)/); // prettier-ignore
    await expect(extract(zip, target, "linux")).rejects.toMatchObject({ code: expected, facts: { path: named } as object });
    expect(existsSync(target)).toBe(false);
    expect(nothingLeft()).toEqual([]);
  }); // prettier-ignore

  test("from a zip whose bytes are ambiguous, though its files agree", async () => {
    writeFileSync(zip, Buffer.concat([(await sealedBytes()).bytes, Buffer.from("x")]));
    await expect(extract(zip, target, "linux")).rejects.toThrow(code("BUNDLE_NOT_INTACT"));
  });

  test("where bytes change between the check and the writing; the file is named and nothing stays", async () => {
    writeFileSync(zip, (await sealedBytes()).bytes);
    const opened = await openBundle(zip);
    const changing = Object.create(opened, {
      chunks: { value: (path: string) => (path === DATA ? [Buffer.from("changed")] : opened.chunks(path)) },
    }) as OpenedBundle;
    await expect(extractReceived(changing, target, "linux")).rejects.toMatchObject({
      code: "BUNDLE_CHANGED",
      facts: { path: DATA, original: "messages.json" },
    });
    mkdirSync(target);
    await expect(extractReceived(changing, target, "linux")).rejects.toThrow(code("BUNDLE_CHANGED"));
    opened.close();
    expect(readdirSync(target)).toEqual([]);
    expect(nothingLeft()).toEqual([]);
  });

  test("when interrupted", async () => {
    writeFileSync(zip, (await sealedBytes()).bytes);
    const opened = await openBundle(zip);
    await expect(extractReceived(opened, target, "linux", { signal: AbortSignal.abort() })).rejects.toThrow("aborted");
    opened.close();
    expect(existsSync(target)).toBe(false);
    expect(nothingLeft()).toEqual([]);
  });

  test("into a folder that holds something, a file, a link to a file, or below a folder that is not there", async () => {
    writeFileSync(zip, (await sealedBytes()).bytes);
    mkdirSync(target);
    writeFileSync(join(target, "mine.txt"), "x");
    await expect(extract(zip, target, "linux")).rejects.toThrow(code("TARGET_NOT_EMPTY"));
    await expect(extract(zip, join(target, "mine.txt"), "linux")).rejects.toThrow(code("TARGET_NOT_EMPTY"));
    symlinkSync(join(target, "mine.txt"), `${target}-link`);
    await expect(extract(zip, `${target}-link`, "linux")).rejects.toThrow(code("TARGET_NOT_EMPTY"));
    await expect(extract(zip, join(target, "a/b"), "linux")).rejects.toThrow(code("OUTPUT_FOLDER_MISSING"));
    expect(readFileSync(join(target, "mine.txt"), "utf8")).toBe("x");
  });
});

describe("the command", () => {
  async function printed(...argv: string[]) {
    let [out, err] = ["", ""];
    const world = { environment: {}, folder: folder.path, now: 0, outIsTerminal: false, errIsTerminal: false, signal: new AbortController().signal }; // prettier-ignore
    const exit = await run({ ...world, argv, out: (text) => (out += text), err: (text) => (err += text) });
    return { exit, out, err };
  }

  test("prints JSON that fits its schema, into an empty folder as well", async () => {
    writeFileSync(zip, (await sealedBytes()).bytes);
    mkdirSync(target);
    const { exit, out } = await printed("extract", "case-0001.zip", "-d", relative(folder.path, target), "--names", "macos", "--json"); // prettier-ignore
    expect(exit).toBe(0);
    const answer = extractAnswer.parse(JSON.parse(out));
    expect(answer).toMatchObject({ folder: target, names: "macos", sourceFiles: 4, enclosedFiles: 0, renamed: [] });
  });

  test("says that a bundle was packed again, and what could not bear its name", async () => {
    const { bytes } = await sealedBytes({ CON: "x" });
    writeFileSync(zip, buildZip({ pieces: piecesOf(bytes).map(deflated) }));
    const { exit, out } = await printed("extract", "case-0001.zip", "-d", target, "--names", "windows");
    expect(exit).toBe(0);
    expect(out).toMatch(/不是写成时的样子[\s\S]*CON → source\/000001/);
    expect(readFileSync(join(target, "source/000001"), "utf8")).toBe("x");
  });

  test.each([
    ["no folder", ["case-0001.zip"], 2, "DIRECTORY_MISSING"],
    ["rules nobody knows", ["case-0001.zip", "-d", "new", "--names", "dos"], 2, "NAMES_UNKNOWN"],
    ["no bundle", ["nothing.zip", "-d", "new"], 3, "BUNDLE_NOT_FOUND"],
    ["a folder that is full", ["case-0001.zip", "-d", "."], 4, "TARGET_NOT_EMPTY"],
  ])("ends with its code for %s", async (_what, argv, exit, error) => {
    writeFileSync(zip, (await sealedBytes()).bytes);
    const answer = await printed("extract", ...argv);
    expect(answer.exit).toBe(exit);
    expect(answer.err).toContain(error);
    rmSync(join(folder.path, "new"), { recursive: true, force: true });
  });
});
