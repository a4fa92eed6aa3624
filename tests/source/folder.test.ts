import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, mkdirSync, readdirSync, renameSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SourceError, UsageError } from "../../src/base/errors.ts";
import { bytesOf, faultOf, folderOf, paths, read, refusals } from "./bench.ts";

const sha256 = (bytes: string | Buffer) => createHash("sha256").update(bytes).digest("hex");

describe("a folder", () => {
  test("gives every file below it with size and SHA-256, in code-point order of its path", async () => {
    const root = folderOf({
      "聊天/消息.json": "[]",
      "a.txt": "甲",
      "B/c.txt": "",
      "\uffee.txt": "1",
      "\u{1f600}.txt": "2",
    });
    const source = await read(root);
    expect(paths(source)).toEqual(["B/c.txt", "a.txt", "聊天/消息.json", "\uffee.txt", "\u{1f600}.txt"]);
    expect(source.file("a.txt")).toEqual({
      path: "a.txt",
      nameHex: null,
      sizeBytes: 3,
      sha256: sha256("甲"),
      modifiedText: null,
      container: null,
    });
    expect(source.notTaken).toEqual([]);
    expect(source.name).toBe(root.split("/").at(-1));
  });

  test("gives the same list whatever the order its files were made in, and whenever", async () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-z0-9.!~\u4e00-\u4e10]{1,6}$/), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(names, async (made) => {
        const usable = made.filter((name) => name !== "." && name !== "..");
        fc.pre(usable.length > 0);
        const [one, other] = [folderOf(), folderOf()];
        for (const name of usable) writeFileSync(join(one, name), name);
        for (const name of [...usable].reverse()) {
          writeFileSync(join(other, name), name);
          utimesSync(join(other, name), 1, 1);
        }
        expect((await read(other)).files).toEqual((await read(one)).files);
      }),
      { numRuns: 25 },
    );
  });

  test("keeps the junk of operating systems like every other file", async () => {
    const junk = { ".DS_Store": "1", "Thumbs.db": "2", "desktop.ini": "3", "__MACOSX/._a": "4" };
    expect(paths(await read(folderOf(junk)))).toEqual([".DS_Store", "Thumbs.db", "__MACOSX/._a", "desktop.ini"]);
  });

  test("keeps names with control, bidi and backslash characters, and names equal but for case or Unicode form", async () => {
    const names = [
      "a\nb",
      "\u202egnp.exe",
      "c\\d",
      "\u0007",
      "É",
      "E\u0301",
      "x.TXT",
      "x.txt",
      "  ",
      "C:",
      "-rf",
      "a.zip!",
    ];
    const source = await read(folderOf(Object.fromEntries(names.map((name) => [name, name]))));
    expect(new Set(paths(source))).toEqual(new Set(names));
    for (const name of names) expect(bytesOf(source, name).toString()).toBe(name);
    expect(source.files.every(({ nameHex }) => nameHex === null)).toBe(true);
  });

  test("follows no link and opens no pipe or socket, but names them", async () => {
    const root = folderOf({ "a.txt": "1", "sub/b.txt": "2" });
    symlinkSync("a.txt", join(root, "to-file"));
    symlinkSync("sub", join(root, "to-folder"));
    symlinkSync("nowhere", join(root, "dangling"));
    symlinkSync("..", join(root, "sub/loop"));
    execFileSync("mkfifo", [join(root, "pipe")]);
    const server = createServer();
    await new Promise<void>((done) => server.listen(join(root, "socket"), done));
    try {
      const source = await read(root);
      expect(paths(source)).toEqual(["a.txt", "sub/b.txt"]);
      expect(refusals(source)).toEqual({
        dangling: "symlink",
        pipe: "special-file",
        socket: "special-file",
        "sub/loop": "symlink",
        "to-file": "symlink",
        "to-folder": "symlink",
      });
      expect(source.notTaken.map(({ detail }) => detail)).toContain("-> nowhere");
    } finally {
      await new Promise((done) => server.close(done));
    }
  });

  test("shows a name that is not UTF-8 readably and uniquely, and keeps its bytes", async () => {
    const root = folderOf({ "聊天.txt": "utf-8", "聊天~2.txt": "in the way" });
    const gbk = Buffer.from("c1c4ccec", "hex");
    mkdirSync(Buffer.concat([Buffer.from(`${root}/`), gbk]));
    writeFileSync(Buffer.concat([Buffer.from(`${root}/`), gbk, Buffer.from("/"), gbk, Buffer.from(".txt")]), "inside");
    writeFileSync(Buffer.concat([Buffer.from(`${root}/`), gbk, Buffer.from(".txt")]), "gbk");
    writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from("ff2e6a7067", "hex")]), "neither");
    const source = await read(root);
    const names = Object.fromEntries(source.files.map(({ path, nameHex }) => [path, nameHex]));
    expect(names).toEqual({
      "聊天.txt": null,
      "聊天~2.txt": null,
      "聊天~3.txt": "c1c4ccec2e747874",
      "聊天/聊天.txt": "c1c4ccec2fc1c4ccec2e747874",
      "\ufffd.jpg": "ff2e6a7067",
    });
    expect(bytesOf(source, "聊天~3.txt").toString()).toBe("gbk");
    expect(bytesOf(source, "聊天/聊天.txt").toString()).toBe("inside");
    expect(source.read("\ufffd.jpg", 0, 99).toString()).toBe("neither");
  });

  test("is read through more files than the system lets one process open at once", async () => {
    const files = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`${index}`, `${index}`]));
    const source = await read(folderOf(files));
    for (let round = 0; round < 2; round += 1) {
      for (const path of paths(source)) expect(source.read(path, 0, 9).toString()).toBe(path);
    }
    expect(readdirSync("/proc/self/fd").length).toBeLessThan(150);
  });

  test("is an error when it is empty, also with empty folders in it", async () => {
    const root = folderOf();
    mkdirSync(join(root, "a/b"), { recursive: true });
    const fault = await faultOf(read(root));
    expect(fault).toBeInstanceOf(SourceError);
    expect(fault.code).toBe("SOURCE_EMPTY");
  });

  test("is an error that names what lies there when none of it can be taken", async () => {
    const root = folderOf();
    symlinkSync("/etc/hostname", join(root, "快捷方式"));
    const fault = await faultOf(read(root));
    expect(fault.code).toBe("SOURCE_NOTHING_TAKEN");
    expect(fault.says.zh).toContain("快捷方式");
  });
});

describe("a path", () => {
  test("of one file is a source of one file", async () => {
    const source = await read(join(folderOf({ "微信支付账单.csv": "交易时间" }), "微信支付账单.csv"));
    expect(paths(source)).toEqual(["微信支付账单.csv"]);
    expect(source.name).toBe("微信支付账单.csv");
    expect(bytesOf(source, "微信支付账单.csv").toString()).toBe("交易时间");
  });

  test("that is itself a link leads to the file or folder, under the name that was given", async () => {
    const root = folderOf({ "export/a.json": "{}", "b.json": "[]" });
    symlinkSync("export", join(root, "link"));
    symlinkSync("b.json", join(root, "c.json"));
    expect(paths(await read(join(root, "link")))).toEqual(["a.json"]);
    expect((await read(join(root, "link"))).name).toBe("link");
    const file = await read(join(root, "c.json"));
    expect([paths(file), bytesOf(file, "c.json").toString()]).toEqual([["c.json"], "[]"]);
  });

  test("where nothing lies, or that cannot be one, is an error of usage with a hint", async () => {
    const root = folderOf({ a: "1" });
    for (const path of [join(root, "nothing"), join(root, "a/b"), "", "a\0b", join(root, "x".repeat(9000))]) {
      const fault = await faultOf(read(path));
      expect(fault).toBeInstanceOf(UsageError);
      expect(fault.code).toBe("SOURCE_NOT_FOUND");
      expect(fault.hint.zh).not.toBe("");
    }
  });

  test("of a pipe or device is refused without opening it", async () => {
    const root = folderOf();
    execFileSync("mkfifo", [join(root, "pipe")]);
    expect((await faultOf(read(join(root, "pipe")))).code).toBe("SOURCE_NOT_A_FILE");
    expect((await faultOf(read("/dev/zero"))).code).toBe("SOURCE_NOT_A_FILE");
  });

  test("of a file of no bytes is an error", async () => {
    expect((await faultOf(read(join(folderOf({ "空.json": "" }), "空.json")))).code).toBe("SOURCE_EMPTY");
  });
});

describe("what the system does not let us read", () => {
  /** Runs an action without the rights of the superuser, whom no permission stops. */
  async function unprivileged<T>(action: () => Promise<T>): Promise<T> {
    const root = process.geteuid?.() === 0;
    if (root) process.seteuid?.(65534);
    try {
      return await action();
    } finally {
      if (root) process.seteuid?.(0);
    }
  }

  test("is one error that lists every such file and folder", async () => {
    const root = folderOf({ "ok.txt": "1", "秘密.txt": "2", "锁/a.txt": "3" });
    execFileSync("chmod", ["755", root]);
    execFileSync("chmod", ["000", join(root, "秘密.txt"), join(root, "锁")]);
    const fault = await unprivileged(() => faultOf(read(root)));
    const alone = await unprivileged(() => faultOf(read(join(root, "秘密.txt"))));
    execFileSync("chmod", ["755", join(root, "锁")]);
    expect([fault.code, fault.facts["count"]]).toEqual(["SOURCE_UNREADABLE", 2]);
    expect(fault.says.en).toContain("锁/ (EACCES), 秘密.txt (EACCES)");
    expect([alone.code, alone.facts["count"]]).toEqual(["SOURCE_UNREADABLE", 1]);
  });

  test("is an error for the root itself, named as it was given", async () => {
    const root = folderOf({ "a.txt": "1" });
    execFileSync("chmod", ["000", root]);
    const fault = await unprivileged(() => faultOf(read(root)));
    execFileSync("chmod", ["755", root]);
    expect([fault.code, fault.facts["path"]]).toEqual(["SOURCE_UNREADABLE", root]);
  });
});

describe("a file that changes", () => {
  const size = 3 << 20;

  test.each([
    ["grows", (path: string) => appendFileSync(path, "x")],
    ["is written over in place", (path: string) => writeFileSync(path, Buffer.alloc(size, 2))],
    ["is cut", (path: string) => writeFileSync(path, "short")],
  ])("because it %s while it is hashed stops the reading", async (_, change) => {
    const root = folderOf({ "chat.db": Buffer.alloc(size, 1) });
    utimesSync(join(root, "chat.db"), 1_700_000_000, 1_700_000_000);
    let done = false;
    const onProgress = () => {
      if (!done) change(join(root, "chat.db"));
      done = true;
    };
    const fault = await faultOf(read(root, { onProgress }));
    expect([fault.code, fault.facts["path"]]).toEqual(["SOURCE_CHANGED", "chat.db"]);
  });

  test("after it was hashed is noticed when it is next opened", async () => {
    const files = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [String(index).padStart(2, "0"), "x"]));
    const root = folderOf(files);
    const source = await read(root);
    appendFileSync(join(root, "00"), "y");
    expect(() => source.read("00", 0, 1)).toThrow(expect.objectContaining({ code: "SOURCE_CHANGED" }));
    renameSync(join(root, "01"), join(root, "moved"));
    expect(() => bytesOf(source, "01")).toThrow(expect.objectContaining({ code: "SOURCE_CHANGED" }));
    renameSync(join(root, "02"), join(root, "moved"));
    symlinkSync("moved", join(root, "02"));
    expect(() => source.read("02", 0, 1)).toThrow(expect.objectContaining({ code: "SOURCE_CHANGED" }));
  });
});

describe("reading", () => {
  test("gives the bytes asked for, fewer at the end, none beyond it", async () => {
    const bytes = Buffer.from(Array.from({ length: 1000 }, (_, index) => index % 251));
    const source = await read(folderOf({ a: bytes, empty: "" }));
    fc.assert(
      fc.property(fc.nat(1200), fc.nat(1200), (position, length) => {
        expect(source.read("a", position, length)).toEqual(bytes.subarray(position, position + length));
      }),
    );
    expect(source.read("empty", 0, 5)).toHaveLength(0);
    expect(bytesOf(source, "empty")).toHaveLength(0);
  });

  test("two files in turns does not mix them up", async () => {
    const [a, b] = [Buffer.alloc(2_500_000, "a"), Buffer.alloc(2_500_000, "b")];
    const source = await read(folderOf({ a, b }));
    const [left, right] = [source.chunks("a")[Symbol.iterator](), source.chunks("b")[Symbol.iterator]()];
    for (let turn = 0; turn < 3; turn += 1) {
      const [one, other] = [left.next().value as Buffer, right.next().value as Buffer];
      expect([one[0], other[0], one.includes("b"), other.includes("a")]).toEqual([97, 98, false, false]);
    }
  });

  test("a path that is not there, or at a place that cannot be, is a RangeError", async () => {
    const source = await read(folderOf({ a: "1" }));
    expect(source.file("b")).toBeUndefined();
    expect(() => source.read("b", 0, 1)).toThrow(RangeError);
    expect(() => bytesOf(source, "b")).toThrow(RangeError);
    expect(() => source.read("a", -1, 1)).toThrow(RangeError);
    expect(() => source.read("a", 0, 0.5)).toThrow(RangeError);
  });

  test("ends with closing, which may be done twice", async () => {
    const source = await read(folderOf({ a: "1" }));
    source.close();
    source.close();
    expect(() => source.read("a", 0, 1)).toThrow("closed");
  });

  test("tells how far it is, and stops when it is told to", async () => {
    const root = folderOf(Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`${index}`, "123"])));
    const seen: (number | undefined)[] = [];
    await read(root, { onProgress: ({ doneBytes, totalBytes }) => seen.push(doneBytes, totalBytes) });
    expect(seen.slice(0, 2)).toEqual([3, 1800]);
    expect(seen.slice(-2)).toEqual([1800, 1800]);
    const abort = new AbortController();
    abort.abort();
    await expect(read(root, { signal: abort.signal })).rejects.toThrow(expect.objectContaining({ name: "AbortError" }));
  });

  test("leaves nothing open after an error", async () => {
    const root = folderOf({ "a.db": Buffer.alloc(10), "b.db": Buffer.alloc(3 << 20) });
    const open = () => readdirSync("/proc/self/fd").length;
    const before = open();
    let calls = 0;
    const onProgress = () => {
      calls += 1;
      if (calls === 2) appendFileSync(join(root, "b.db"), "x");
    };
    await faultOf(read(root, { onProgress }));
    expect(open()).toBe(before);
  });
});
