import { closeSync, lstatSync, openSync, readdirSync, readSync, statSync, type Dirent } from "node:fs";
import { join } from "node:path";
import { nameText } from "../base/zip.ts";
import { bundleError, systemCodeOf } from "./faults.ts";
import type { OpenedBundle } from "./open.ts";

/** Files of a BagIt bag, in a zip or in a folder. Paths are in the escaped form of `nameText`; none leads out of the bag. */
export interface BagView {
  readonly paths: readonly string[];
  /** Links, devices and the like: never followed, never opened. */
  readonly special: readonly string[];
  /** Whether there is a folder `data`, perhaps an empty one. */
  readonly hasDataFolder: boolean;
  sizeOf(path: string): number | undefined;
  /** SHA-256 where it is known already. */
  sha256(path: string): string | undefined;
  /** @throws {BundleError} BUNDLE_FILE_UNREADABLE; system errors of reading */
  chunks(path: string): Iterable<Buffer>;
}

export function viewOfZip(opened: OpenedBundle): BagView {
  return {
    paths: opened.paths,
    special: [],
    hasDataFolder: opened.paths.some((path) => path.startsWith("data/")),
    sizeOf: (path) => opened.sizeOf(path),
    sha256: (path) => opened.digest(path),
    chunks: (path) => opened.chunks(path),
  };
}

/**
 * A folder with a `bagit.txt` that is a plain file; null for any other. Nothing is followed out of it.
 *
 * @throws {BundleError} BUNDLE_UNREADABLE
 */
export function viewOfFolder(folder: string): BagView | null {
  try {
    return readFolder(folder);
  } catch (error) {
    const code = systemCodeOf(error);
    if (code === "ENOTDIR") return null;
    if (code === "") throw error;
    const says = { zh: `读取“${folder}”失败（${code}）。`, en: `"${folder}" could not be read (${code}).` };
    throw bundleError("BUNDLE_UNREADABLE", says, { path: folder, cause: code }, error);
  }
}

function readFolder(folder: string): BagView | null {
  // Whoever opens the bundle says what is wrong with a path that leads nowhere.
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return null;
  const stats = lstatSync(join(folder, "bagit.txt"), { throwIfNoEntry: false });
  if (!stats?.isFile()) return null;
  const files = new Map<string, { readonly path: Buffer; readonly sizeBytes: number }>();
  const special: string[] = [];
  const root = Buffer.from(`${folder}/`);
  const into = (inside: Buffer): void => {
    for (const entry of readdirSync(Buffer.concat([root, inside]), { withFileTypes: true, encoding: "buffer" })) {
      const path = Buffer.concat([inside, entry.name]);
      if (entry.isDirectory()) into(Buffer.concat([path, Buffer.from("/")]));
      else if (entry.isFile()) files.set(nameText(path), fileAt(Buffer.concat([root, path])));
      else special.push(nameText(path));
    }
  };
  into(Buffer.alloc(0));
  return {
    paths: [...files.keys()],
    special,
    hasDataFolder: readdirSync(folder, { withFileTypes: true }).some(isDataFolder),
    sizeOf: (path) => files.get(path)?.sizeBytes,
    sha256: () => undefined,
    chunks: (path) => chunksOf(files.get(path)?.path ?? Buffer.from(folder)),
  };
}

function isDataFolder(entry: Dirent): boolean {
  return entry.name === "data" && entry.isDirectory();
}

function fileAt(path: Buffer) {
  return { path, sizeBytes: lstatSync(path).size };
}

function* chunksOf(path: Buffer): Generator<Buffer> {
  const descriptor = openSync(path, "r");
  try {
    const buffer = Buffer.allocUnsafe(1 << 20);
    for (let length; (length = readSync(descriptor, buffer, 0, buffer.length, null)) > 0;)
      yield buffer.subarray(0, length);
  } finally {
    closeSync(descriptor);
  }
}
