import { existsSync, linkSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sha256 } from "../../src/base/digest.ts";
import { publishWithoutLinks } from "../../src/base/publish.ts";
import { DISK, type Disk } from "../../src/bundle/disk.ts";
import { openBundle } from "../../src/bundle/open.ts";
import { seal } from "../../src/bundle/seal.ts";
import { DESCRIPTOR_ABOVE_BYTES } from "../../src/base/zip-format.ts";
import type { Progress } from "../../src/model/progress.ts";
import type { Source } from "../../src/model/source.ts";
import { memorySource } from "../support/memory-source.ts";
import { flakyDisk, flakySource, Trap } from "./flaky-disk.ts";
import { documentOf, requestFor, sealedBytes, SMALL_EXPORT, temporaryFolder } from "./sealed.ts";
import { buildZip, piecesOf } from "./zip-builder.ts";

let folder = temporaryFolder();
let target = "";
beforeEach(() => {
  folder = temporaryFolder();
  target = join(folder.path, "case-0001.zip");
});
afterEach(() => {
  folder.dispose();
});

const left = (): string[] => readdirSync(folder.path);
const request = () => requestFor(memorySource(SMALL_EXPORT), target);
const code = (expected: string) => expect.objectContaining({ code: expected }) as Error;

describe("sealing", () => {
  test("leaves the zip and two small files beside it, and nothing else", async () => {
    const sealed = await seal(request());
    expect(left().sort()).toEqual(["case-0001.fingerprint.txt", "case-0001.zip", "case-0001.zip.sha256"]);
    const zip = readFileSync(target);
    expect(sealed).toMatchObject({ path: target, sizeBytes: zip.length, sha256: sha256(zip), entryCount: 22 });
    expect(readFileSync(`${target}.sha256`, "utf8")).toBe(`${sealed.sha256}  case-0001.zip\n`);
    const fingerprint = readFileSync(join(folder.path, "case-0001.fingerprint.txt"), "utf8");
    expect(fingerprint).toContain(`\n${sealed.fingerprint}  case-0001/tagmanifest-sha256.txt\n`);
    const files = new Map(piecesOf(zip).map(({ name, content }) => [name.toString(), content]));
    expect(sha256(files.get("case-0001/tagmanifest-sha256.txt") ?? "")).toBe(sealed.fingerprint);
    expect(sha256(files.get("case-0001/manifest-sha256.txt") ?? "")).toBe(sealed.manifestSha256);
  });

  test("writes the bytes that an independent builder makes of the same files", async () => {
    const { bytes } = await sealedBytes();
    expect(bytes.equals(buildZip({ pieces: piecesOf(bytes) }))).toBe(true);
  });

  test("writes the same bytes for the same input in another folder", async () => {
    mkdirSync(join(folder.path, "另一处"));
    const elsewhere = join(folder.path, "另一处", "case-0001.zip");
    const [one, two] = [await seal(request()), await seal({ ...request(), target: elsewhere })];
    expect(one.sha256).toBe(two.sha256);
    expect(readFileSync(target).equals(readFileSync(elsewhere))).toBe(true);
  });

  test("the bytes of format 1 are pinned", async () => {
    const { bytes } = await sealedBytes({ "a.txt": "第一条\n", "图.jpg": "jpg" });
    const known = piecesOf(bytes).filter(({ name }) => !/VERIFY|bag-info|tagmanifest/.test(name.toString()));
    // The tool version stands in bag-info.txt, and so in the tag manifest: they change with every version.
    expect(sha256(buildZip({ pieces: known }))).toBe(
      "70e12b5fa0cc8b725c9167644d4b20c905ad0984f711229e88ab27bec1b2cdb0",
    );
  });

  test("reports its progress from nothing to the whole", async () => {
    const seen: Progress[] = [];
    await seal({ ...request(), onProgress: (progress) => seen.push(progress) });
    expect(seen.length).toBeGreaterThan(0);
    for (const { step, doneBytes = -1, totalBytes = -1 } of seen) {
      expect(step).toBe("seal");
      expect(doneBytes).toBeGreaterThanOrEqual(0);
      expect(doneBytes).toBeLessThanOrEqual(totalBytes);
    }
  });

  test("carries files on both sides of the size from which they are streamed", async () => {
    const sizes = [DESCRIPTOR_ABOVE_BYTES, DESCRIPTOR_ABOVE_BYTES + 1];
    const contents = Object.fromEntries(sizes.map((size) => [`${size}.mp4`, Buffer.alloc(size, `${size}`)]));
    const sealed = await seal(requestFor(memorySource(contents), target));
    const opened = await openBundle(sealed.path);
    expect(opened.form).toBe("canonical");
    for (const size of sizes) {
      expect(opened.digest(`data/source/${size}.mp4`)).toBe(sha256(contents[`${size}.mp4`] ?? ""));
    }
    opened.close();
    const zip = readFileSync(target);
    const flags = sizes.map((size) => zip.readUInt16LE(zip.indexOf(`case-0001/data/source/${size}.mp4`) - 24));
    expect(flags).toEqual([0, 8]);
  });

  test("reads documents from scratch files", async () => {
    const file = join(folder.path, "scratch.jsonl");
    const line = '{"seq":1}\n';
    writeFileSync(file, line);
    const given = request();
    const documents = given.documents.map((document) =>
      document.path === "record/messages.jsonl" ? { ...documentOf(document.path, line), content: { file } } : document,
    );
    await seal({ ...given, documents });
    const opened = await openBundle(target);
    expect(opened.bytes("record/messages.jsonl").toString()).toBe(line);
    opened.close();
  });
});

describe("sealing never overwrites", () => {
  test.each(["case-0001.zip", "case-0001.zip.sha256", "case-0001.fingerprint.txt"])(
    "%s that is there",
    async (name) => {
      writeFileSync(join(folder.path, name), "mine");
      await expect(seal(request())).rejects.toThrow(code("TARGET_EXISTS"));
      expect(left()).toEqual([name]);
      expect(readFileSync(join(folder.path, name), "utf8")).toBe("mine");
    },
  );

  test.each(["case-0001.zip", "case-0001.zip.sha256", "case-0001.fingerprint.txt"])(
    "%s that appears meanwhile",
    async (name) => {
      const disk: Disk = {
        ...DISK,
        publish(from, to) {
          if (to.endsWith(name)) writeFileSync(to, "theirs", { flag: "wx" });
          DISK.publish(from, to);
        },
      };
      await expect(seal({ ...request(), disk })).rejects.toThrow(code("TARGET_EXISTS"));
      expect(left()).toEqual([name]);
      expect(readFileSync(join(folder.path, name), "utf8")).toBe("theirs");
    },
  );

  test("on a disk without hard links either", async () => {
    const disk: Disk = { ...DISK, publish: publishWithoutLinks };
    await seal({ ...request(), disk });
    const before = readFileSync(target);
    await expect(seal({ ...request(), disk })).rejects.toThrow(code("TARGET_EXISTS"));
    expect(() => {
      publishWithoutLinks(`${target}.sha256`, target);
    }).toThrow(code("EEXIST"));
    expect(readFileSync(target).equals(before)).toBe(true);
  });
});

/** Runs with the n-th call failing, for every n, until a run needs fewer calls. */
async function failEverywhere(
  run: (trap: Trap) => Promise<unknown>,
  errno: string,
  judge: (error: unknown, at: number) => void,
) {
  let failures = 0;
  for (let at = 1; at < 500; at += 1) {
    const trap = new Trap(at, errno);
    const outcome = await run(trap).then(
      () => null,
      (error: unknown) => error,
    );
    if (trap.calls < at) {
      expect(outcome).toBeNull();
      return failures;
    }
    expect([at, outcome]).not.toEqual([at, null]);
    judge(outcome, at);
    expect([at, left()]).toEqual([at, []]);
    failures += 1;
  }
  throw new Error("never ended");
}

describe("a run that fails leaves nothing behind", () => {
  test.each([
    ["ENOSPC", "DISK_FULL"],
    ["EDQUOT", "DISK_FULL"],
    ["EFBIG", "FILE_TOO_LARGE"],
    ["EIO", "CANNOT_WRITE"],
    ["EROFS", "CANNOT_WRITE"],
  ])("%s at any call of the disk is told as %s", async (errno, expected) => {
    const failures = await failEverywhere(
      (trap) => seal({ ...request(), disk: flakyDisk(trap) }),
      errno,
      (error) => {
        expect(error).toMatchObject({ name: "OutputError", code: expected, facts: { cause: errno } });
      },
    );
    expect(failures).toBeGreaterThan(15);
  });

  test("a source that fails at any call is told with the file", async () => {
    const failures = await failEverywhere(
      (trap) => seal({ ...request(), source: flakySource(memorySource(SMALL_EXPORT), trap) }),
      "EIO",
      (error) => {
        expect(error).toMatchObject({ name: "SourceError", code: "SOURCE_UNREADABLE" });
        expect(Object.keys(SMALL_EXPORT)).toContain((error as { facts: { path: string } }).facts.path);
      },
    );
    expect(failures).toBe(8);
  });

  test("a large file that fails in the middle of its stream ends the run", async () => {
    const base = memorySource({ "big.mp4": Buffer.alloc(DESCRIPTOR_ABOVE_BYTES + 5) });
    const source: Source = {
      ...base,
      *chunks() {
        yield Buffer.alloc(1 << 20);
        throw Object.assign(new Error("gone"), { code: "ENODEV" });
      },
    };
    await expect(seal({ ...requestFor(base, target), source })).rejects.toThrow(code("SOURCE_UNREADABLE"));
    expect(left()).toEqual([]);
  });

  test("an interrupt at any moment ends the run as an interrupt", async () => {
    for (let at = 1; at <= 12; at += 1) {
      const controller = new AbortController();
      let calls = 0;
      const disk: Disk = {
        ...DISK,
        write: (descriptor, bytes) => {
          calls += 1;
          if (calls === at) controller.abort();
          DISK.write(descriptor, bytes);
        },
        sync: (descriptor) => {
          calls += 1;
          if (calls === at) controller.abort();
          DISK.sync(descriptor);
        },
      };
      const run = seal({ ...request(), disk, signal: controller.signal });
      const error = await run.then(
        () => null,
        (thrown: unknown) => thrown,
      );
      if (calls < at) return;
      expect(error).toMatchObject({ name: "AbortError" });
      expect(left()).toEqual([]);
    }
  });

  test("a large file is interrupted in the middle", async () => {
    const controller = new AbortController();
    const base = memorySource({ "big.mp4": Buffer.alloc(DESCRIPTOR_ABOVE_BYTES * 2) });
    let chunks = 0;
    const source: Source = {
      ...base,
      *chunks(path) {
        const size = base.file(path)?.sizeBytes ?? 0;
        for (let at = 0; at < size; at += 1 << 20) {
          chunks += 1;
          if (chunks === 3) controller.abort();
          yield base.read(path, at, 1 << 20);
        }
      },
    };
    await expect(seal({ ...requestFor(base, target), source, signal: controller.signal })).rejects.toThrow(
      expect.objectContaining({ name: "AbortError" }) as Error,
    );
    expect(chunks).toBeLessThan(10);
    expect(left()).toEqual([]);
  });

  test("too little space is told before anything is written", async () => {
    const disk: Disk = { ...DISK, freeBytes: () => 100, makeFolder: () => expect.unreachable() };
    await expect(seal({ ...request(), disk })).rejects.toThrow(code("DISK_FULL"));
  });

  test("a disk that hands back other bytes than it was given is noticed", async () => {
    for (const at of [40, 500, 5000]) {
      const disk: Disk = {
        ...DISK,
        write: (descriptor, bytes) => {
          const faulty = Buffer.from(bytes);
          if (bytes.length > at) faulty[at] = (faulty[at] ?? 0) ^ 1;
          DISK.write(descriptor, faulty);
        },
      };
      await expect(seal({ ...request(), disk })).rejects.toThrow(code("OUTPUT_DIFFERS"));
      expect(left()).toEqual([]);
    }
  });
});

describe("a source that changed since it was first read", () => {
  test.each([
    ["other bytes of the same length", "messages.JSON"],
    ["fewer bytes", "short"],
    ["more bytes", "longer than before, by far and then some"],
    ["none at all", ""],
  ])("stops the run: %s", async (_what, now) => {
    const base = memorySource({ "a.txt": "messages.json" });
    const source: Source = { ...base, chunks: () => [Buffer.from(now)] };
    await expect(seal({ ...requestFor(base, target), source })).rejects.toMatchObject({
      name: "SourceError",
      code: "SOURCE_CHANGED",
      facts: { path: "a.txt" },
    });
    expect(left()).toEqual([]);
  });

  test("stops the run for a streamed file too", async () => {
    const size = DESCRIPTOR_ABOVE_BYTES + 10;
    const base = memorySource({ "a.mp4": Buffer.alloc(size) });
    for (const now of [size - 1, size + 1, size]) {
      const source: Source = { ...base, chunks: () => [Buffer.alloc(now, 1)] };
      await expect(seal({ ...requestFor(base, target), source })).rejects.toThrow(code("SOURCE_CHANGED"));
      expect(left()).toEqual([]);
    }
  });
});

describe("a request that is wrong in itself is a fault of the program", () => {
  test("a required document is missing", async () => {
    const given = request();
    const documents = given.documents.filter(({ path }) => path !== "record/checks.json");
    await expect(seal({ ...given, documents })).rejects.toThrow(/record\/checks\.json/);
  });

  test.each([
    "data/source/x.txt",
    "other/x.txt",
    "seal/signer.pub.pem",
    "record/图.json",
    "bagit.txt",
    "RECORD/checks.json",
  ])("a document at %s", async (path) => {
    const given = request();
    await expect(seal({ ...given, documents: [...given.documents, documentOf(path, "x")] })).rejects.toThrow();
    expect(left()).toEqual([]);
  });

  test("a payload that is not the one laid out", async () => {
    const given = request();
    await expect(seal({ ...given, payload: { ...given.payload, manifestSha256: sha256("other") } })).rejects.toThrow();
  });
});

test("the target's folder is asked for hard links first", async () => {
  const one = join(folder.path, "one");
  writeFileSync(one, "1");
  DISK.publish(one, join(folder.path, "two"));
  expect(existsSync(join(folder.path, "two"))).toBe(true);
  expect(() => {
    linkSync(one, join(folder.path, "two"));
  }).toThrow(code("EEXIST"));
  await Promise.resolve();
});
