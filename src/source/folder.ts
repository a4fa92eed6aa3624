import { lstatSync, readdirSync, readlinkSync, type BigIntStats } from "node:fs";
import { compareCodePoints } from "../base/order.ts";
import type { NotTaken } from "../model/source.ts";
import { systemCode } from "./faults.ts";
import { decodeName, nameHexOf, strictUtf8, uniqueName } from "./names.ts";

/** A regular file as the folder lists it, not opened yet. */
export interface Listed {
  readonly path: string;
  readonly nameHex: string | null;
  readonly sizeBytes: number;
  /** Nanoseconds since the epoch; only ever compared, never printed. */
  readonly modifiedNs: bigint;
}

/** What can be received, each list in code-point order of `path`. */
export interface Listing {
  readonly files: readonly Listed[];
  readonly notTaken: readonly NotTaken[];
}

/** What lies in a folder; `unreadable` is what the system did not let us look at. */
export interface FolderListing extends Listing {
  readonly unreadable: readonly { readonly path: string; readonly code: string }[];
}

/** A place below the root: its path as shown, and the bytes the disk knows it by. */
interface Place {
  readonly path: string;
  readonly bytes: Buffer;
}

const SLASH = Buffer.from("/");

/**
 * Lists a folder with everything below it. Opens folders only: no link is followed, no pipe or device touched.
 * Names are handled as bytes, because on Linux they need not be text.
 */
export function listFolder(root: Buffer): FolderListing {
  const listing = {
    files: [] as Listed[],
    notTaken: [] as NotTaken[],
    unreadable: [] as { path: string; code: string }[],
  };
  const folders: Place[] = [{ path: "", bytes: Buffer.alloc(0) }];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const place of placesIn(root, folder, listing.unreadable)) {
      sortIn(root, place, listing, folders);
    }
  }
  const byPath = (a: { path: string }, b: { path: string }) => compareCodePoints(a.path, b.path);
  listing.files.sort(byPath);
  listing.notTaken.sort(byPath);
  listing.unreadable.sort(byPath);
  return listing;
}

/** Bytes of the path of a listed file, for system calls. */
export function locateIn(root: Buffer, { path, nameHex }: Listed): Buffer {
  return absolute(root, nameHex === null ? Buffer.from(path) : Buffer.from(nameHex, "hex"));
}

function absolute(root: Buffer, relative: Buffer): Buffer {
  return relative.length === 0 ? root : Buffer.concat([root, SLASH, relative]);
}

/** What kind of special file this is, in the words of `stat(1)`. */
export function specialKind(stats: BigIntStats): string {
  if (stats.isFIFO()) return "fifo";
  if (stats.isSocket()) return "socket";
  if (stats.isCharacterDevice()) return "character device";
  return stats.isBlockDevice() ? "block device" : "unknown file type";
}

function placesIn(root: Buffer, folder: Place, unreadable: { path: string; code: string }[]): Place[] {
  let names: Buffer[];
  try {
    names = readdirSync(absolute(root, folder.bytes), { encoding: "buffer" });
  } catch (error) {
    unreadable.push({ path: folder.path === "" ? "." : `${folder.path}/`, code: systemCode(error) });
    return [];
  }
  // Disk order differs between copies of one folder; stand-ins must not.
  names.sort((a, b) => Buffer.compare(a, b));
  const shown = showNames(names);
  return names.map((name, index) => {
    const text = shown[index] ?? "";
    if (folder.path === "") return { path: text, bytes: name };
    return { path: `${folder.path}/${text}`, bytes: Buffer.concat([folder.bytes, SLASH, name]) };
  });
}

/** Texts for the names of one folder: UTF-8 names keep theirs, the others get stand-ins nobody else has. */
function showNames(names: readonly Buffer[]): string[] {
  const texts = names.map(strictUtf8);
  const taken = new Set(texts.filter((text) => text !== null));
  return names.map((name, index) => texts[index] ?? uniqueName(decodeName(name).text, taken));
}

function sortIn(
  root: Buffer,
  place: Place,
  into: { files: Listed[]; notTaken: NotTaken[]; unreadable: { path: string; code: string }[] },
  folders: Place[],
): void {
  const full = absolute(root, place.bytes);
  try {
    const stats = lstatSync(full, { bigint: true });
    const nameHex = nameHexOf(place.path, place.bytes);
    const { path } = place;
    if (stats.isDirectory()) folders.push(place);
    else if (stats.isFile()) {
      into.files.push({ path, nameHex, sizeBytes: Number(stats.size), modifiedNs: stats.mtimeNs });
    } else if (stats.isSymbolicLink()) {
      into.notTaken.push({ path, nameHex, reason: "symlink", detail: `-> ${linkTarget(full)}` });
    } else into.notTaken.push({ path, nameHex, reason: "special-file", detail: specialKind(stats) });
  } catch (error) {
    into.unreadable.push({ path: place.path, code: systemCode(error) });
  }
}

function linkTarget(full: Buffer): string {
  return decodeName(readlinkSync(full, { encoding: "buffer" })).text;
}
