import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hasEnded, identityIn, ownIdentity } from "./process-identity.ts";

/** Beginning of the names of folders made beside a result until it is whole. */
export const BESIDE = ".evidence-";

/** The file in a private folder that says which process made it. */
export const OWNER = "owner";
const OWNER_BYTES_MAX = 4096;
/** Between making a folder and saying whose it is lie microseconds. */
const EMPTY_MAX_MS = 60_000;

/**
 * Makes a folder for this process alone, which says whose it is: where the process is killed, the next one finds and
 * removes it.
 *
 * @throws system errors; nothing is left then
 */
export function makePrivateFolder(place: string, prefix: string): string {
  const folder = mkdtempSync(join(place, prefix));
  try {
    writeFileSync(join(folder, OWNER), JSON.stringify(ownIdentity()), { flag: "wx", mode: 0o600 });
    return folder;
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Removes private folders whose process was killed. Only real folders of the same user that state an owner who is known
 * to have ended; links are never followed, and what cannot be removed stays: it is not what the operator came for.
 *
 * @param before called with the path of each folder that is about to go
 */
export function clearStale(place: string, prefix: string, before: (folder: string) => void = () => undefined): void {
  const own = ownIdentity();
  for (const name of namesIn(place)) {
    if (!name.startsWith(prefix)) continue;
    const folder = join(place, name);
    try {
      if (!isOurs(folder, "folder")) continue;
      if (isBarelyMade(folder, name.slice(prefix.length))) rmdirSync(folder);
      const owner = ownerOf(folder);
      if (owner === null || !hasEnded(owner, own)) continue;
      before(folder);
      rmSync(folder, { recursive: true, force: true });
    } catch {
      continue;
    }
  }
}

function namesIn(place: string): readonly string[] {
  try {
    return readdirSync(place);
  } catch {
    return [];
  }
}

/** Made long ago and still empty: whoever made it was killed before it could say so. Removing it loses nothing. */
function isBarelyMade(folder: string, random: string): boolean {
  const isOld = Date.now() - lstatSync(folder).mtimeMs > EMPTY_MAX_MS;
  return isOld && /^[A-Za-z0-9]{6}$/.test(random) && readdirSync(folder).length === 0;
}

function ownerOf(folder: string) {
  const path = join(folder, OWNER);
  return isOurs(path, "file") ? identityIn(readFileSync(path, "utf8")) : null;
}

/** Whether it is what it should be, no link to it, and the same user's; Windows keeps a temporary folder for each user. */
function isOurs(path: string, kind: "folder" | "file"): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined || (process.getuid !== undefined && stats.uid !== process.getuid())) return false;
  return kind === "folder" ? stats.isDirectory() : stats.isFile() && stats.size <= OWNER_BYTES_MAX;
}
