import { closeSync, fsyncSync, openSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { BESIDE, clearStale, makePrivateFolder } from "./private-folder.ts";
import { publish } from "./publish.ts";

/** A file that must not be there yet. */
export interface NewFile {
  readonly path: string;
  readonly content: string | Buffer;
  /** As of the system call. */
  readonly mode: number;
}

/** Which file could not be written, and the system error why. */
export class NotWritten extends Error {
  override readonly name = "NotWritten";
  readonly path: string;
  override readonly cause: unknown;

  constructor(path: string, cause: unknown) {
    super(`${path} was not written`);
    this.path = path;
    this.cause = cause;
  }
}

/**
 * Writes files of one folder whole: beside their names first, then all of them get their names, or none does.
 *
 * @throws {NotWritten} with EEXIST as its cause where a name is taken
 */
export function putNewFiles(files: readonly [NewFile, ...NewFile[]]): void {
  const place = dirname(files[0].path);
  const published: string[] = [];
  let at = files[0].path;
  let folder: string | null = null;
  try {
    clearStale(place, BESIDE);
    folder = makePrivateFolder(place, BESIDE);
    const staged = files.map((file, index) => stage(file, join(folder ?? "", `${index}-new`)));
    for (const [index, { path }] of files.entries()) {
      at = path;
      publish(staged[index] ?? "", path);
      published.push(path);
    }
  } catch (error) {
    for (const path of published) rmSync(path, { force: true });
    throw new NotWritten(at, error);
  } finally {
    if (folder !== null) rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes one file and waits until it is on the medium. Returns its path. */
function stage({ content, mode }: NewFile, path: string): string {
  const descriptor = openSync(path, "wx", mode);
  try {
    writeFileSync(descriptor, content);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  return path;
}
