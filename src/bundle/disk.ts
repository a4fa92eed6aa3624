import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  statfsSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { fileDigestAside, type DigestAside } from "../base/file-digest.ts";
import { openZipBytes, type ZipBytes } from "../base/zip.ts";

/** Every touch of the disk while a bundle is written, so that a test can let the n-th of them fail. */
export interface Disk {
  /** Bytes that may still be written there; null where the system does not say. */
  freeBytes(folder: string): number | null;
  /** Makes a private folder inside `folder`. */
  makeFolder(folder: string): string;
  /** Creates a file that did not exist. */
  create(path: string): number;
  /** Synchronous on purpose: handing each block to the thread pool takes two to three times as long. */
  write(descriptor: number, bytes: Buffer): void;
  /** Waits until everything written is on the medium. */
  sync(descriptor: number): void;
  close(descriptor: number): void;
  openForReading(path: string): ZipBytes;
  digestAside(path: string, sizeBytes: number): DigestAside;
  /** Gives a file its final name. @throws EEXIST when that name is taken */
  publish(from: string, to: string): void;
  /** Puts a file in the place of another; whoever looks sees the old one or the new one. */
  replace(from: string, to: string): void;
  /** Makes the names in a folder last. */
  syncFolder(folder: string): void;
  unpublish(path: string): void;
  removeFolder(folder: string): void;
}

/** The disk of this computer. */
export const DISK: Disk = {
  freeBytes(folder) {
    const { bavail, bsize, blocks } = statfsSync(folder);
    return blocks > 0 ? bavail * bsize : null;
  },
  makeFolder: (folder) => mkdtempSync(join(folder, ".evidence-")),
  create: (path) => openSync(path, "wx", 0o666),
  write: writeWhole,
  sync: fsyncSync,
  close: closeSync,
  openForReading: openZipBytes,
  digestAside: fileDigestAside,
  publish,
  replace: renameSync,
  syncFolder,
  unpublish: unlinkSync,
  removeFolder: (folder) => {
    rmSync(folder, { recursive: true, force: true });
  },
};

/** The system may take less than it was given. */
function writeWhole(descriptor: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done, bytes.length - done, null);
}

const NO_LINKS = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EINVAL", "EACCES"]);

/** A hard link never replaces a file, where renaming silently does. */
function publish(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (!NO_LINKS.has((error as NodeJS.ErrnoException).code ?? "")) throw error;
    publishWithoutLinks(from, to);
  }
}

/** FAT and some network drives know no hard links: the name is taken by an empty file of ours, then replaced. */
export function publishWithoutLinks(from: string, to: string): void {
  closeSync(openSync(to, "wx", 0o666));
  try {
    renameSync(from, to);
  } catch (error) {
    unlinkSync(to);
    throw error;
  }
}

function syncFolder(folder: string): void {
  let descriptor: number;
  try {
    descriptor = openSync(folder, "r");
  } catch {
    // Windows opens no folders; its names last without being asked.
    return;
  }
  try {
    fsyncSync(descriptor);
  } catch (error) {
    if (!["EINVAL", "EPERM", "ENOTSUP", "EISDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  } finally {
    closeSync(descriptor);
  }
}
