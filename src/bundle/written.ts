import { dirname } from "node:path";
import { putNewFiles, type NewFile, type NotWritten } from "../base/new-files.ts";
import type { Disk } from "./disk.ts";
import { asOutputError, folderMissing, systemCodeOf, targetExists } from "./faults.ts";
import { TAG_MANIFEST } from "./layout.ts";

/** A folder that cannot be removed changes neither a bundle that is finished nor the fault that is being told. */
export function clearAway(disk: Disk, folder: string): void {
  try {
    disk.removeFolder(folder);
  } catch {
    // Its name begins with a dot and says whose it is.
  }
}

/** Writes a small file and waits until it is on the medium. Returns its path. */
export function writeText(disk: Disk, path: string, text: string): string {
  const descriptor = disk.create(path);
  try {
    disk.write(descriptor, Buffer.from(text));
    disk.sync(descriptor);
  } finally {
    disk.close(descriptor);
  }
  return path;
}

/** The form that `sha256sum -c` reads. */
export function digestText(zipName: string, sha256: string): string {
  return `${sha256}  ${zipName}\n`;
}

/** Readable, and still a list for `sha256sum -c` beside the unpacked folder: it passes over lines that begin with `#`. */
export function fingerprintText(stem: string, fingerprint: string): string {
  return (
    `# 证据包指纹：${TAG_MANIFEST} 的 SHA-256，请与证据包分开保存。` +
    ` / Fingerprint of the bundle: SHA-256 of ${TAG_MANIFEST}; keep it apart from the bundle.\n` +
    `${fingerprint}  ${stem}/${TAG_MANIFEST}\n`
  );
}

/** Gives all files their names, or takes back those that were given. */
export function publishAll(disk: Disk, folder: string, files: readonly (readonly [from: string, to: string])[]): void {
  const published: string[] = [];
  try {
    for (const [from, to] of files) {
      publish(disk, from, to);
      published.push(to);
    }
    disk.syncFolder(folder);
  } catch (error) {
    for (const path of published) disk.unpublish(path);
    throw error;
  }
}

function publish(disk: Disk, from: string, to: string): void {
  try {
    disk.publish(from, to);
  } catch (error) {
    throw systemCodeOf(error) === "EEXIST" ? targetExists(to) : error;
  }
}

/**
 * Writes files that must not be there yet: all of them, or none. Modes are those of the system call.
 *
 * @throws {OutputError} TARGET_EXISTS, OUTPUT_FOLDER_MISSING, DISK_FULL, CANNOT_WRITE
 */
export function writeNewFiles(files: readonly [NewFile, ...NewFile[]]): void {
  try {
    putNewFiles(files);
  } catch (error) {
    const { path, cause } = error as NotWritten;
    if (systemCodeOf(cause) === "EEXIST") throw targetExists(path);
    throw systemCodeOf(cause) === "ENOENT" ? folderMissing(dirname(path)) : asOutputError(cause, path);
  }
}
