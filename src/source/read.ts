import { realpathSync, statSync, type BigIntStats } from "node:fs";
import { basename, resolve } from "node:path";
import type { Scratch } from "../base/scratch.ts";
import type { Watch } from "../model/progress.ts";
import type { Source } from "../model/source.ts";
import { withArchiveMembers } from "./archive.ts";
import { refusalToOpen } from "./descriptors.ts";
import { empty, notAFile, notFound, nothingTaken, systemCode, unreadable } from "./faults.ts";
import { type Listed, type Listing, listFolder, locateIn, specialKind } from "./folder.ts";
import { receive } from "./received.ts";

export { withArchiveMembers } from "./archive.ts";

/**
 * What was received at `path`, a folder, a file or a zip: every regular file with size and SHA-256, and the members of
 * every zip among them. A link given as `path` itself is followed, links below it are not. The caller closes the
 * source, and disposes of `scratch` only after that.
 *
 * @throws {UsageError} SOURCE_NOT_FOUND
 * @throws {SourceError} SOURCE_NOT_A_FILE, SOURCE_EMPTY, SOURCE_NOTHING_TAKEN, SOURCE_UNREADABLE, SOURCE_CHANGED,
 *   SOURCE_DAMAGED, SOURCE_ENCRYPTED, SOURCE_TOO_LARGE
 * @throws {OutputError} SCRATCH_NOT_WRITABLE
 */
export async function readSource(path: string, scratch: Scratch, watch: Watch = {}): Promise<Source> {
  const stats = statOf(path);
  const full = resolve(path);
  const name = basename(full);
  const { locate, listing } = stats.isDirectory() ? folder(path, full) : singleFile(path, full, stats);
  if (listing.files.length === 0) {
    throw listing.notTaken.length > 0 ? nothingTaken(name, listing.notTaken) : empty(name);
  }
  const received = await receive(locate, listing, name, watch);
  try {
    return await withArchiveMembers(received, scratch, watch);
  } catch (error) {
    received.close();
    throw error;
  }
}

/** What lies at a path, and the way from a listed file to its bytes on disk. */
interface Found {
  readonly listing: Listing;
  readonly locate: (listed: Listed) => Buffer;
}

function statOf(path: string): BigIntStats {
  // The system would read the empty path as the current folder and stop at a NUL.
  if (path === "" || path.includes("\0")) throw notFound(path, "ENOENT");
  try {
    return statSync(path, { bigint: true });
  } catch (error) {
    const code = systemCode(error);
    if (code === "EACCES" || code === "EPERM" || code === "EIO") throw unreadable([{ path, code }]);
    throw notFound(path, code);
  }
}

function folder(path: string, full: string): Found {
  const root = Buffer.from(full);
  const listing = listFolder(root);
  const locate = (listed: Listed) => locateIn(root, listed);
  // Tried before hours of hashing, and all of them, so that the operator mends permissions once.
  const refused = [...listing.unreadable];
  for (const listed of listing.files) {
    const code = refusalToOpen(locate(listed));
    if (code !== null) refused.push({ path: listed.path, code });
  }
  if (refused.length > 0) {
    throw unreadable(refused.map((fault) => (fault.path === "." ? { ...fault, path } : fault)));
  }
  return { listing, locate };
}

/** A file named by itself is a source of one file, at the top. */
function singleFile(path: string, full: string, stats: BigIntStats): Found {
  if (!stats.isFile()) throw notAFile(path, specialKind(stats));
  const name = basename(full);
  const disk = Buffer.from(realpathSync(full));
  const code = refusalToOpen(disk);
  if (code !== null) throw unreadable([{ path, code }]);
  if (stats.size === 0n) throw empty(name);
  const file = { path: name, nameHex: null, sizeBytes: Number(stats.size), modifiedNs: stats.mtimeNs };
  return { listing: { files: [file], notTaken: [] }, locate: () => disk };
}
