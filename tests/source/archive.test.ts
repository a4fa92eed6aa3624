import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { OutputError, SourceError } from "../../src/base/errors.ts";
import type { Source } from "../../src/model/source.ts";
import { withArchiveMembers } from "../../src/source/archive.ts";
import { readSource } from "../../src/source/read.ts";
import { bytesOf, faultOf, folderOf, paths, read, refusals, scratch } from "./bench.ts";
import { type MemberSpec, unicodePathExtra, zipOf, type ZipSpec } from "./zip-bytes.ts";
import { scratchFiles } from "../support/scratch-files.ts";
import { missing } from "../support/witness.ts";

const GBK_CHAT = Buffer.from("c1c4ccec2e747874", "hex");

/** A source of this zip (`甲.zip`) and, unless told otherwise, one other file. */
function readZip(members: readonly MemberSpec[], spec: ZipSpec = {}, others: Record<string, string> = { z: "1" }) {
  return read(folderOf({ "甲.zip": zipOf(members, spec), ...others }));
}

const details = (source: Source) => source.notTaken.map(({ detail }) => detail);

describe("a received zip", () => {
  test("stays one received file, and its members are files beside it, stored and deflated", async () => {
    const long = "很长的聊天记录".repeat(1000);
    const zip = zipOf([
      { name: "聊天/a.json", bytes: "[]" },
      { name: "b.txt", bytes: long, deflate: true },
      { name: "空", bytes: "" },
      { name: "聊天/", bytes: "" },
    ]);
    const source = await read(join(folderOf({ "导出.zip": zip }), "导出.zip"));
    expect(paths(source)).toEqual(["导出.zip", "导出.zip!/b.txt", "导出.zip!/空", "导出.zip!/聊天/a.json"]);
    expect(source.file("导出.zip")).toMatchObject({ container: null, sizeBytes: zip.length, modifiedText: null });
    expect(source.file("导出.zip!/b.txt")).toEqual({
      path: "导出.zip!/b.txt",
      nameHex: null,
      sizeBytes: Buffer.byteLength(long),
      sha256: createHash("sha256").update(long).digest("hex"),
      modifiedText: "2026-03-02 09:30:14",
      container: "导出.zip",
    });
    expect(bytesOf(source, "导出.zip!/b.txt").toString()).toBe(long);
    expect(source.read("导出.zip!/聊天/a.json", 1, 99).toString()).toBe("]");
    expect(source.read("导出.zip!/b.txt", 1e9, 1)).toHaveLength(0);
    expect(bytesOf(source, "导出.zip")).toEqual(zip);
    expect([source.notTaken, source.name]).toEqual([[], "导出.zip"]);
  });

  test("is known by its first bytes, not its name", async () => {
    const source = await read(
      folderOf({ "备份.dat": zipOf([{ name: "a", bytes: "1" }]), "不是.zip": "PK but not a zip" }),
    );
    expect(paths(source)).toEqual(["不是.zip", "备份.dat", "备份.dat!/a"]);
  });

  test("within a zip stays one file", async () => {
    const inner = zipOf([{ name: "a", bytes: "1" }]);
    expect(paths(await readZip([{ name: "inner.zip", bytes: inner, deflate: true }]))).toEqual([
      "z",
      "甲.zip",
      "甲.zip!/inner.zip",
    ]);
  });

  test.each(["账单.xlsx", "说明.DOCX", "图.pptx", "微信.apk", "x.jar"])("named %s is one document", async (name) => {
    expect(paths(await read(folderOf({ [name]: zipOf([{ name: "a", bytes: "1" }]) })))).toEqual([name]);
  });

  test("with the parts of an office document is one document whatever its name", async () => {
    const parts = ["[Content_Types].xml", "_rels/.rels", "xl/workbook.xml"].map((name) => ({ name, bytes: "<x/>" }));
    expect(paths(await read(folderOf({ 账单: zipOf(parts) })))).toEqual(["账单"]);
  });

  test.skipIf(missing("zip"))("made by zip and by Python is read alike, byte for byte", async () => {
    const tree = folderOf({ "聊天/消息.json": "x".repeat(5000), "a.jpg": Buffer.from([0xff, 0xd8, 0xff]) });
    const root = folderOf();
    execFileSync("zip", ["-q", "-r", join(root, "a.zip"), "."], { cwd: tree });
    const script = [
      "import sys, zipfile",
      "z = zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED)",
      "z.write('聊天/消息.json'); z.write('a.jpg'); z.close()",
    ].join("\n");
    execFileSync("python3", ["-c", script, join(root, "b.zip")], { cwd: tree });
    const source = await read(root);
    const digests = (zip: string) => source.files.filter((f) => f.container === zip).map((f) => f.sha256);
    expect(digests("a.zip")).toHaveLength(2);
    expect(digests("a.zip")).toEqual(digests("b.zip"));
    expect(bytesOf(source, "b.zip!/聊天/消息.json").toString()).toBe("x".repeat(5000));
  });

  test.skipIf(missing("zip"))(
    "with data descriptors and unknown sizes in the local headers, as streaming writers make it, is read",
    async () => {
      const root = folderOf({ "a.txt": "流".repeat(9000) });
      execFileSync("sh", ["-c", "cat a.txt | zip -q piped.zip - && zip -q - a.txt | cat > streamed.zip"], {
        cwd: root,
      });
      const source = await read(root);
      expect(bytesOf(source, "piped.zip!/-").toString()).toBe("流".repeat(9000));
      expect(bytesOf(source, "streamed.zip!/a.txt").toString()).toBe("流".repeat(9000));
    },
  );

  test("with a member larger than memory is allowed at once is inflated as a stream", async () => {
    const bytes = Buffer.alloc(9_000_000, "0123456789");
    const source = await readZip([
      { name: "before", bytes: "b", deflate: true },
      { name: "big", bytes, deflate: true },
      { name: "after", bytes: "a", deflate: true },
    ]);
    expect(bytesOf(source, "甲.zip!/big").equals(bytes)).toBe(true);
    expect(source.read("甲.zip!/big", 8_999_995, 99).toString()).toBe("56789");
    expect(source.read("甲.zip!/after", 0, 9).toString()).toBe("a");
  });

  test("of any members gives back exactly their bytes", async () => {
    const members = fc.uniqueArray(
      fc.record({
        name: fc.stringMatching(/^[a-z\u4e00-\u4eff]{1,5}(\/[a-z.]{1,3}x){0,2}$/),
        bytes: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
        deflate: fc.boolean(),
      }),
      { selector: ({ name }) => name, maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(members, async (specs) => {
        const source = await readZip(specs);
        expect(source.notTaken).toEqual([]);
        expect(source.files).toHaveLength(specs.length + 2);
        for (const { name, bytes } of specs) expect(bytesOf(source, `甲.zip!/${name}`)).toEqual(bytes);
      }),
      { numRuns: 30 },
    );
  });

  test("gives the same members over any source that can be read, also one that is not on disk", async () => {
    const zip = zipOf([{ name: "a", bytes: "1".repeat(99), deflate: true }]);
    const file = {
      path: "d/x.zip",
      nameHex: null,
      sizeBytes: zip.length,
      sha256: "",
      modifiedText: null,
      container: null,
    };
    let closed = 0;
    const base: Source = {
      name: "bundle",
      files: [file],
      notTaken: [],
      file: (path) => (path === file.path ? file : undefined),
      read: (_, position, length) => Buffer.from(zip.subarray(position, position + length)),
      chunks: () => [zip],
      close: () => {
        closed += 1;
      },
    };
    const source = await withArchiveMembers(base, scratch());
    expect(paths(source)).toEqual(["d/x.zip", "d/x.zip!/a"]);
    expect(bytesOf(source, "d/x.zip!/a").toString()).toBe("1".repeat(99));
    source.close();
    expect(closed).toBe(1);
    expect(() => source.read("d/x.zip!/a", 0, 1)).toThrow("closed");
  });
});

describe("names in a zip", () => {
  const only = async (member: MemberSpec) => {
    const source = await readZip([{ bytes: "1", ...member }]);
    return source.files.find(({ container }) => container !== null);
  };
  const hexIn = (raw: Buffer) => Buffer.concat([Buffer.from("甲.zip!/"), raw]).toString("hex");

  test("are UTF-8 with the flag and also without it, where the bytes are", async () => {
    expect(await only({ name: "聊天.txt" })).toMatchObject({ path: "甲.zip!/聊天.txt", nameHex: null });
    expect(await only({ name: Buffer.from("聊天.txt") })).toMatchObject({ path: "甲.zip!/聊天.txt", nameHex: null });
  });

  test("of Chinese Windows are read as GB18030 and keep their bytes", async () => {
    expect(await only({ name: GBK_CHAT })).toMatchObject({ path: "甲.zip!/聊天.txt", nameHex: hexIn(GBK_CHAT) });
  });

  test("whose second byte looks like a backslash are not taken for paths", async () => {
    const raw = Buffer.from("815c2e747874", "hex");
    expect((await only({ name: raw }))?.path).toBe(`甲.zip!/${new TextDecoder("gb18030").decode(raw)}`);
  });

  test("come from the Unicode field only where it belongs to the name", async () => {
    const raw = Buffer.from("____.txt");
    expect(await only({ name: raw, extra: unicodePathExtra(raw, "聊天.txt") })).toMatchObject({
      path: "甲.zip!/聊天.txt",
      nameHex: hexIn(raw),
    });
    expect((await only({ name: raw, extra: unicodePathExtra(raw, "聊天.txt", 7) }))?.path).toBe("甲.zip!/____.txt");
  });

  test("that are no text at all get stand-ins of their own", async () => {
    const source = await readZip([
      { name: Buffer.from("ff.jpg", "latin1"), bytes: "0" },
      { name: Buffer.from("ff2e6a7067", "hex"), bytes: "1" },
      { name: Buffer.from("fe2e6a7067", "hex"), bytes: "2" },
      { name: Buffer.from("fd2e6a7067", "hex"), flags: 0x800, bytes: "3" },
    ]);
    const named = source.files.filter(({ container }) => container !== null);
    expect(named.map(({ path }) => path)).toEqual([
      "甲.zip!/ff.jpg",
      "甲.zip!/\ufffd.jpg",
      "甲.zip!/\ufffd~2.jpg",
      "甲.zip!/\ufffd~3.jpg",
    ]);
    expect(new Set(named.map(({ nameHex }) => nameHex)).size).toBe(4);
  });

  test("that begin with ./ lose that and keep their bytes", async () => {
    expect(await only({ name: "./a/./b.txt" })).toMatchObject({
      path: "甲.zip!/a/b.txt",
      nameHex: hexIn(Buffer.from("./a/./b.txt")),
    });
  });

  test.each([
    ["../逃.txt", "leads out"],
    ["a/../../b", "leads out"],
    ["./../b", "leads out"],
    ["/etc/passwd", "absolute"],
    ["C:/a.txt", "drive"],
    ["c:a.txt", "drive"],
    ["a\\b.txt", "backslash"],
    ["..\\b.txt", "backslash"],
    ["a//b", "empty path segment"],
    ["a\0b", "NUL"],
    ["", "empty path segment"],
    ["folder/", "folder with content"],
    ["长".repeat(2000), "6000 bytes"],
  ])("that are not safe everywhere are reported, not taken: %j", async (name, detail) => {
    const source = await readZip([
      { name, bytes: "1" },
      { name: "ok", bytes: "2" },
    ]);
    expect(paths(source)).toEqual(["z", "甲.zip", "甲.zip!/ok"]);
    expect(source.notTaken).toHaveLength(1);
    expect(source.notTaken[0]).toMatchObject({ reason: "unsafe-name" });
    expect(details(source)[0]).toContain(detail);
  });

  test("that occur twice with equal bytes are taken once and reported", async () => {
    const source = await readZip([
      { name: "a", bytes: "同" },
      { name: "a", bytes: "同", deflate: true },
      { name: "A", bytes: "another" },
    ]);
    expect(paths(source)).toEqual(["z", "甲.zip", "甲.zip!/A", "甲.zip!/a"]);
    expect(refusals(source)).toEqual({ "甲.zip!/a": "name-collision" });
  });

  test("that occur twice with other bytes, or one of them damaged, are not chosen between", async () => {
    const source = await readZip([
      { name: "a", bytes: "甲" },
      { name: "./a", bytes: "乙" },
      { name: "b", bytes: "1" },
      { name: "b", bytes: "1", crc: 5 },
    ]);
    expect(paths(source)).toEqual(["z", "甲.zip"]);
    expect(source.notTaken.map(({ path, reason }) => `${path} ${reason}`)).toEqual([
      "甲.zip!/a name-collision",
      "甲.zip!/a name-collision",
      "甲.zip!/b name-collision",
      "甲.zip!/b member-damaged",
    ]);
  });

  test("that meet the path of a received file give way to it", async () => {
    const source = await readZip([{ name: "b", bytes: "member" }], {}, { "甲.zip!/b": "received" });
    expect(bytesOf(source, "甲.zip!/b").toString()).toBe("received");
    expect(refusals(source)).toEqual({ "甲.zip!/b": "name-collision" });
  });

  test("never become files on disk", async () => {
    const root = folderOf({
      "甲.zip": zipOf([
        { name: "../../逃.txt", bytes: "1" },
        { name: "a/b", bytes: "2", deflate: true },
      ]),
    });
    const work = scratch();
    const source = await readSource(root, work);
    expect(readdirSync(root)).toEqual(["甲.zip"]);
    expect(scratchFiles(work)).toEqual(["1-members"]);
    expect(statSync(join(work.folder, "1-members")).mode & 0o777).toBe(0o600);
    source.close();
  });
});

describe("members that are not plain files", () => {
  test("are links and devices only where the zip comes from Unix", async () => {
    const source = await readZip([
      { name: "link", bytes: "/etc/passwd", unixMode: 0o120777 },
      { name: "pipe", bytes: "", unixMode: 0o010644 },
      { name: "folder", bytes: "", unixMode: 0o040755 },
      { name: "dos", bytes: "1", unixMode: 0o120777, host: 0 },
      { name: "no mode", bytes: "1", unixMode: 0 },
    ]);
    expect(paths(source)).toEqual(["z", "甲.zip", "甲.zip!/dos", "甲.zip!/no mode"]);
    expect(refusals(source)).toEqual({ "甲.zip!/link": "symlink", "甲.zip!/pipe": "special-file" });
  });

  test("keep no time where the stated one is no date", async () => {
    const source = await readZip([
      { name: "a", bytes: "1", dosDate: 0, dosTime: 0 },
      { name: "b", bytes: "1", dosDate: 0x21, dosTime: 0 },
    ]);
    expect(source.files.map(({ modifiedText }) => modifiedText)).toEqual([null, null, null, "1980-01-01 00:00:00"]);
  });
});

describe("damage in a zip", () => {
  const text = "转账记录".repeat(50);

  test.each<[string, Partial<MemberSpec>, RegExp]>([
    ["a wrong CRC-32 of a stored member", { crc: 1 }, /^CRC-32 stated 00000001, found [0-9a-f]{8}$/],
    ["a wrong CRC-32 of a deflated member", { crc: 1, deflate: true }, /^CRC-32 stated/],
    ["deflated data that are none", { method: 8, raw: Buffer.alloc(40, 0xff) }, /^cannot be inflated/],
    ["deflated data cut short", { method: 8, raw: deflateRawSync(text).subarray(0, -3) }, /^cannot be inflated/],
    ["more bytes than stated", { deflate: true, statedSize: 10 }, /^inflates to more than stated$/],
    ["fewer bytes than stated", { deflate: true, statedSize: 5000 }, /^size stated 5000 B, found 600 B$/],
    [
      "bytes hidden behind the deflated data",
      { method: 8, raw: Buffer.concat([deflateRawSync(text), Buffer.from("x")]) },
      /^deflated data end after/,
    ],
    ["another name in the local header", { localName: "b" }, /another name/],
    ["another method in the local header", { localMethod: 8 }, /another method/],
    ["a stored size that differs from the size", { statedSize: 3 }, /^stored in 600 B, stated as 3 B$/],
    ["data that run into the directory", { deflate: true, statedCompressed: 700 }, /shares bytes/],
  ])("is reported for the member alone: %s", async (_, lie, detail) => {
    const source = await readZip([
      { name: "ok", bytes: "1", deflate: true },
      { name: "a", bytes: text, ...lie },
    ]);
    expect(paths(source)).toEqual(["z", "甲.zip", "甲.zip!/ok"]);
    expect(source.notTaken).toHaveLength(1);
    expect(source.notTaken[0]).toMatchObject({ path: "甲.zip!/a", reason: "member-damaged" });
    expect(details(source)[0]).toMatch(detail);
    expect(bytesOf(source, "甲.zip!/ok").toString()).toBe("1");
  });

  test("in a large deflated member is found in the stream too", async () => {
    const bytes = Buffer.alloc(6_000_000, "x");
    const source = await readZip([
      { name: "crc", bytes, deflate: true, crc: 3 },
      { name: "more", bytes, deflate: true, statedSize: 5_000_000 },
      { name: "junk", bytes, method: 8, raw: Buffer.concat([deflateRawSync(bytes), Buffer.from("hidden")]) },
      { name: "cut", bytes, method: 8, raw: deflateRawSync(bytes).subarray(0, -100) },
      { name: "ok", bytes, deflate: true },
    ]);
    expect(Object.values(refusals(source))).toEqual(Array(4).fill("member-damaged"));
    expect(bytesOf(source, "甲.zip!/ok").equals(bytes)).toBe(true);
  });

  test("by members sharing bytes is reported for all that share", async () => {
    const source = await readZip([
      { name: "a", bytes: "1" },
      { name: "a", bytes: "1", shareWith: 0 },
      { name: "c", bytes: "2" },
    ]);
    expect(paths(source)).toEqual(["z", "甲.zip", "甲.zip!/c"]);
    expect(details(source)).toEqual(Array(2).fill("shares bytes with another member or with the directory"));
  });

  test.each([
    ["more members than stated", { statedCount: 1 }, /lists more/],
    ["fewer members than stated", { statedCount: 3 }, /./],
    ["more members than fit", { statedCount: 60_000 }, /more than fit/],
  ])("of the directory leaves the zip one file with a remark: %s", async (_, spec, detail) => {
    const source = await readZip(
      [
        { name: "a", bytes: "1" },
        { name: "b", bytes: "2" },
      ],
      spec,
    );
    expect(paths(source)).toEqual(["z", "甲.zip"]);
    expect(refusals(source)).toEqual({ "甲.zip!/": "member-damaged" });
    expect(details(source)[0]).toMatch(detail);
  });

  test("is an error where nothing else was received, and says what to do", async () => {
    const whole = zipOf([{ name: "a", bytes: text }]);
    const root = folderOf({ "断.zip": whole.subarray(0, whole.length - 30) });
    for (const path of [root, join(root, "断.zip")]) {
      const fault = await faultOf(read(path));
      expect(fault).toBeInstanceOf(SourceError);
      expect([fault.code, fault.facts["path"]]).toEqual(["SOURCE_DAMAGED", "断.zip!/"]);
      expect(fault.says.zh).toContain("断.zip");
      expect(fault.hint.zh).toContain("重新发送");
    }
  });

  test("of any kind ends in a source, or in an error we know, never in another", async () => {
    const good = zipOf([
      { name: "a.json", bytes: text, deflate: true },
      { name: "聊天.txt", bytes: "1" },
      { name: GBK_CHAT, bytes: "2", extra: unicodePathExtra(GBK_CHAT, "聊.txt") },
    ]);
    const root = folderOf({ z: "1" });
    const cut = fc.nat(good.length).map((length) => good.subarray(0, length));
    const change = fc.record({ at: fc.nat(good.length - 1), to: fc.nat(255) });
    const changed = fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => {
      const bytes = Buffer.from(good);
      for (const { at, to } of changes) bytes[at] = to;
      return bytes;
    });
    await fc.assert(
      fc.asyncProperty(fc.oneof(cut, changed), async (bytes) => {
        writeFileSync(join(root, "x.zip"), bytes);
        const result = await read(root).catch((error: unknown) => error);
        if (result instanceof Error) {
          expect(result).toMatchObject({ code: "SOURCE_TOO_LARGE" });
          return;
        }
        const source = result as Source;
        expect(bytesOf(source, "x.zip")).toEqual(bytes);
        for (const { path, sha256 } of source.files) {
          expect(createHash("sha256").update(bytesOf(source, path)).digest("hex")).toBe(sha256);
        }
        source.close();
      }),
      { numRuns: 300 },
    );
  });
});

describe("faults beneath an unpacking", () => {
  const zip = zipOf([{ name: "a", bytes: randomBytes(5_000_000), deflate: true }]);

  test("of the source come through as they are", async () => {
    const root = folderOf({ "x.zip": zip });
    const source = await read(root);
    for (const failing of [zip.length - 22, 0, 3_000_000]) {
      const thrown = new SourceError("SOURCE_CHANGED", { zh: "变", en: "changed" }, { hint: { zh: "", en: "" } });
      const base: Source = {
        ...source,
        files: source.files.filter(({ container }) => container === null),
        file: (path) => source.file(path),
        read: (path, position, length) => {
          if (position <= failing && failing < position + length && length > 4) throw thrown;
          return source.read(path, position, length);
        },
      };
      expect(await faultOf(withArchiveMembers(base, scratch()))).toBe(thrown);
    }
  });

  test("of the temporary folder are errors of output with a hint", async () => {
    const work = scratch();
    work.dispose();
    const fault = await faultOf(readSource(folderOf({ "x.zip": zip }), work));
    expect(fault).toBeInstanceOf(OutputError);
    expect(fault.code).toBe("SCRATCH_NOT_WRITABLE");
    expect(fault.hint.zh).toContain("TMPDIR");
  });
});

describe("a zip with a password", () => {
  const locked = { name: "账单.csv", bytes: "秘密的十二字节以上的内容", flags: 0x801 };

  test("is an error where nothing else was received, and says what to ask for", async () => {
    const fault = await faultOf(readZip([locked], {}, {}));
    expect(fault).toBeInstanceOf(SourceError);
    expect([fault.code, fault.facts["path"]]).toEqual(["SOURCE_ENCRYPTED", "甲.zip"]);
    expect(fault.hint.zh).toContain("解压");
  });

  test.skipIf(missing("zip"))("made by zip itself is recognised", async () => {
    const root = folderOf({ "a.txt": "1" });
    execFileSync("zip", ["-q", "-m", "-P", "1234", "锁.zip", "a.txt"], { cwd: root });
    expect((await faultOf(read(root))).code).toBe("SOURCE_ENCRYPTED");
  });

  test("beside other files leaves its members listed as not taken", async () => {
    expect(refusals(await readZip([locked]))).toEqual({ "甲.zip!/账单.csv": "member-encrypted" });
  });

  test("for some members only gives the others", async () => {
    const source = await readZip([locked, { name: "说明.txt", bytes: "1" }], {}, {});
    expect(paths(source)).toEqual(["甲.zip", "甲.zip!/说明.txt"]);
    expect(refusals(source)).toEqual({ "甲.zip!/账单.csv": "member-encrypted" });
  });

  test("by AES or by strong encryption is recognised", async () => {
    const aes = { ...locked, name: "aes", method: 99, flags: 0x801 };
    const strong = { ...locked, name: "strong", flags: 0x841 };
    expect(refusals(await readZip([aes]))).toEqual({ "甲.zip!/aes": "member-encrypted" });
    expect(refusals(await readZip([strong]))).toEqual({ "甲.zip!/": "member-encrypted" });
    expect((await faultOf(readZip([strong], {}, {}))).code).toBe("SOURCE_ENCRYPTED");
  });
});

describe("a zip that holds nothing for us", () => {
  test("is an error where nothing else was received", async () => {
    expect((await faultOf(readZip([], {}, {}))).code).toBe("SOURCE_EMPTY");
    expect((await faultOf(readZip([{ name: "a/", bytes: "" }], {}, {}))).code).toBe("SOURCE_EMPTY");
    const fault = await faultOf(readZip([{ name: "../a", bytes: "1" }], {}, {}));
    expect(fault.code).toBe("SOURCE_NOTHING_TAKEN");
    expect(fault.says.en).toContain("../a");
  });

  test("because of an unknown compression says so", async () => {
    const source = await readZip([{ name: "a", bytes: "1", method: 9 }]);
    expect(source.notTaken[0]).toMatchObject({ reason: "member-unsupported", detail: "compression method 9" });
  });
});

describe("a zip made to exhaust the computer", () => {
  test("is refused by what it states, before anything is unpacked", async () => {
    const work = scratch();
    const bomb = zipOf([{ name: "bomb", deflate: true, bytes: Buffer.alloc(1 << 20), statedSize: 4_000_000_000 }]);
    const fault = await faultOf(readSource(folderOf({ "弹.zip": bomb, z: "1" }), work));
    expect(fault).toBeInstanceOf(SourceError);
    expect(fault.code).toBe("SOURCE_TOO_LARGE");
    expect(fault.facts).toEqual({
      path: "弹.zip",
      stated: 4_000_000_000,
      limit: bomb.length * 200 + 512 * 1024 * 1024,
    });
    expect(scratchFiles(work)).toEqual([]);
  });

  test("is refused also where many zips do together what one may not", async () => {
    const half = zipOf([{ name: "a", deflate: true, bytes: "x", statedSize: 300 * 1024 * 1024 }]);
    expect(refusals(await read(folderOf({ "1.zip": half, z: "1" })))).toEqual({ "1.zip!/a": "member-damaged" });
    expect((await faultOf(read(folderOf({ "1.zip": half, "2.zip": half })))).code).toBe("SOURCE_TOO_LARGE");
  });

  test("writes no more than it stated", async () => {
    const bomb = { name: "a", bytes: Buffer.alloc(50_000_000), deflate: true, statedSize: 5_000_000 };
    const work = scratch();
    const source = await readSource(folderOf({ "弹.zip": zipOf([bomb]), z: "1" }), work);
    expect(refusals(source)).toEqual({ "弹.zip!/a": "member-damaged" });
    expect(statSync(join(work.folder, "1-members")).size).toBeLessThanOrEqual(5_000_000);
    source.close();
  });

  test("by its number of members is refused", async () => {
    const members = 300_001;
    const record = zipOf([{ name: "" }]).subarray(30, 76);
    const end = Buffer.from(zipOf([]));
    const zip64 = Buffer.alloc(76);
    zip64.writeUInt32LE(0x06064b50, 0);
    zip64.writeBigUInt64LE(44n, 4);
    zip64.writeBigUInt64LE(BigInt(members), 24);
    zip64.writeBigUInt64LE(BigInt(members), 32);
    zip64.writeBigUInt64LE(4n, 48);
    zip64.writeUInt32LE(0x07064b50, 56);
    zip64.writeBigUInt64LE(BigInt(4 + members * 46), 64);
    const zip = Buffer.concat([Buffer.from("PK\x03\x04"), Buffer.alloc(members * 46, record), zip64, end]);
    const fault = await faultOf(read(folderOf({ "多.zip": zip, z: "1" })));
    expect([fault.code, fault.facts["stated"], fault.facts["limit"]]).toEqual(["SOURCE_TOO_LARGE", members, 300_000]);
  });
});
