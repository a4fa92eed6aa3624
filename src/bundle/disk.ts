import { closeSync, fsync, fsyncSync, openSync, renameSync, rmSync, statfsSync, unlinkSync, writeSync } from "node:fs";
import { promisify } from "node:util";
import { fileDigestBehind, type DigestBehind } from "../base/file-digest.ts";
import { BESIDE, makePrivateFolder } from "../base/private-folder.ts";
import { publish } from "../base/publish.ts";
import { openZipBytes, type ZipBytes } from "../base/zip.ts";

/** Every touch of the disk while a bundle is written, so that a test can let the n-th of them fail. */
export interface Disk {
  /** Bytes that may still be written there; null where the system does not say. */
  freeBytes(folder: string): number | null;
  /** Makes a private folder inside `folder`, which says whose it is. */
  makeFolder(folder: string): string;
  /** Creates a file that did not exist. */
  create(path: string): number;
  /** Synchronous on purpose: handing each block to the thread pool takes two to three times as long. */
  write(descriptor: number, bytes: Buffer): void;
  /** Waits until everything written is on the medium. */
  sync(descriptor: number): void;
  /** The same while this thread goes on; the descriptor stays open until then. */
  syncAside(descriptor: number): Promise<void>;
  close(descriptor: number): void;
  openForReading(path: string): ZipBytes;
  /** Digest of a file that is about to be written. */
  digestBehind(path: string, totalBytes: number): DigestBehind;
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
  makeFolder: (folder) => makePrivateFolder(folder, BESIDE),
  create: (path) => openSync(path, "wx", 0o666),
  write: writeWhole,
  sync: fsyncSync,
  syncAside: promisify(fsync),
  close: closeSync,
  openForReading: openZipBytes,
  digestBehind: fileDigestBehind,
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
