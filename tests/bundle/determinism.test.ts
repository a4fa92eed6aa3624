import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { sealedBytes, temporaryFolder } from "./sealed.ts";

const CHILD = fileURLToPath(new URL("seal-child.ts", import.meta.url));

const SURROUNDINGS = [
  { TZ: "UTC", LANG: "C", LC_ALL: "C", umask: "022" },
  { TZ: "Asia/Shanghai", LANG: "zh_CN.UTF-8", LC_ALL: "zh_CN.UTF-8", umask: "077" },
  { TZ: "America/New_York", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8", umask: "000" },
] as const;

test("the same input gives the same bytes in every folder, time zone, locale and umask", async () => {
  const { sealed } = await sealedBytes();
  const folder = temporaryFolder();
  try {
    for (const { umask, ...env } of SURROUNDINGS) {
      const place = join(folder.path, `${umask} 案卷`);
      mkdirSync(place);
      const parameters = ["--import", "tsx", CHILD, join(place, "case-0001.zip"), umask];
      const sha256 = execFileSync(process.execPath, parameters, { env: { ...process.env, ...env }, encoding: "utf8" });
      expect([env.TZ, sha256]).toEqual([env.TZ, sealed.sha256]);
    }
  } finally {
    folder.dispose();
  }
});
