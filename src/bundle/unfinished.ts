import { existsSync, readdirSync, statSync, unlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { BESIDE, clearStale } from "../base/private-folder.ts";

/** Names in the private folder of the two small files that go with a bundle. */
export const STAGED_DIGEST = "digest";
export const STAGED_FINGERPRINT = "fingerprint";

/** Removes what runs that were killed left in a folder: what they had staged, and small files without their bundle. */
export function clearUnfinished(folder: string): void {
  clearStale(folder, BESIDE, takeBack);
}

/**
 * The small files get their names before the bundle does. Where the bundle never got its own, they are taken back: they
 * are still the very files that lie in the private folder.
 */
function takeBack(staging: string): void {
  const zip = readdirSync(staging).find((name) => name.endsWith(".zip"));
  const place = dirname(staging);
  if (zip === undefined || existsSync(join(place, zip))) return;
  const beside = [
    [STAGED_DIGEST, `${zip}.sha256`],
    [STAGED_FINGERPRINT, `${zip.slice(0, -".zip".length)}.fingerprint.txt`],
  ] as const;
  for (const [staged, published] of beside) {
    const [one, other] = [join(staging, staged), join(place, published)];
    if (isSameFile(one, other)) unlinkSync(other);
  }
}

function isSameFile(one: string, other: string): boolean {
  const [a, b] = [one, other].map((path) => statSync(path, { throwIfNoEntry: false, bigint: true }));
  return a !== undefined && b !== undefined && a.isFile() && a.dev === b.dev && a.ino === b.ino;
}
