import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { DISK } from "../../src/bundle/disk.ts";
import { seal } from "../../src/bundle/seal.ts";
import { memorySource } from "../support/memory-source.ts";
import { requestFor, temporaryFolder } from "./sealed.ts";

const folder = temporaryFolder();
const mounted = join(folder.path, "small");
mkdirSync(mounted);
const isMounted =
  process.platform === "linux" && spawnSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", mounted]).status === 0;

afterAll(() => {
  if (isMounted) execFileSync("umount", [mounted]);
  folder.dispose();
});

describe.skipIf(!isMounted)("a disk that is really full", () => {
  const request = () => requestFor(memorySource({ "a.jpg": Buffer.alloc(1 << 20) }), join(mounted, "case-0001.zip"));

  test("is told before anything is written", async () => {
    await expect(seal(request())).rejects.toMatchObject({
      name: "OutputError",
      code: "DISK_FULL",
      facts: { neededBytes: expect.any(Number) as number },
    });
    expect(readdirSync(mounted)).toEqual([]);
  });

  test("is told when it fills up while writing, and nothing is left", async () => {
    const disk = { ...DISK, freeBytes: () => null };
    await expect(seal({ ...request(), disk })).rejects.toMatchObject({
      name: "OutputError",
      code: "DISK_FULL",
      facts: { cause: "ENOSPC" },
    });
    expect(readdirSync(mounted)).toEqual([]);
  });
});
