import { Sha256 } from "./sha256.ts";

const MANIFEST = "manifest-sha256.txt";
const TAG_MANIFEST = "tagmanifest-sha256.txt";
const SLICE = 4 * 1024 * 1024;
/** Files that no list names, because they are made after it. @source docs/bundle-format.md §1 */
const SEALS = ["signer.pub.pem", ...["p7s", "sig", "sm3.tsr", "tsq", "tsr"].map((end) => `${TAG_MANIFEST}.${end}`), "tsa-chain.pem"]; // prettier-ignore
const UNLISTED: ReadonlySet<string> = new Set([TAG_MANIFEST, ...SEALS.map((name) => `seal/${name}`)]);

/** What the files of a folder came to, held against the lists in it. Paths in code-point order. */
export interface FolderAnswer {
  readonly agree: number;
  readonly differ: readonly string[];
  readonly missing: readonly string[];
  readonly extra: readonly string[];
  readonly unreadable: readonly string[];
  /** SHA-256 of `manifest-sha256.txt` and of `tagmanifest-sha256.txt` as found. */
  readonly manifestSha256: string | null;
  readonly fingerprint: string | null;
}

/** Bytes read and to be read. */
export type Progress = (done: number, of: number) => void;

/** Files of the bundle's folder by their path inside it; null where no such folder was chosen. */
export function bundleFolder(
  chosen: readonly { readonly path: string; readonly file: Blob }[],
): Map<string, Blob> | null {
  const lists = chosen.map(({ path }) => path).filter((path) => path.split("/").at(-1) === TAG_MANIFEST);
  const [nearest] = lists.sort((a, b) => a.split("/").length - b.split("/").length);
  if (nearest === undefined) return null;
  const base = nearest.slice(0, -TAG_MANIFEST.length);
  const inside = chosen.filter(({ path }) => path.startsWith(base));
  return new Map(inside.map(({ path, file }) => [path.slice(base.length), file]));
}

/** Digest and path of every line of a list; null where a line is not of its form. */
export function listed(text: string): Map<string, string> | null {
  const entries = new Map<string, string>();
  for (const line of text.split("\n").filter((one) => one !== "")) {
    const [, digest, path] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
    if (digest === undefined || path === undefined) return null;
    entries.set(path, digest);
  }
  return entries;
}

/**
 * Reads every file of the folder and compares its digest with the lists there; null where it was stopped. Nothing
 * leaves the page.
 */
export async function compareFolder(
  files: ReadonlyMap<string, Blob>,
  signal: AbortSignal,
  progress: Progress,
): Promise<FolderAnswer | null> {
  const expected = new Map<string, string>();
  const unreadable: string[] = [];
  for (const list of [MANIFEST, TAG_MANIFEST]) {
    const entries = listed((await textOf(files.get(list))) ?? "?");
    if (entries === null) unreadable.push(list);
    for (const [path, digest] of entries ?? []) expected.set(path, digest);
  }
  const found = await digests(files, signal, progress);
  if (found === null) return null;
  const paths = [...expected.keys()].sort(byCodePoint);
  const present = paths.filter((path) => files.has(path));
  const read = present.filter((path) => found.has(path));
  return {
    agree: read.filter((path) => found.get(path) === expected.get(path)).length,
    differ: read.filter((path) => found.get(path) !== expected.get(path)),
    missing: paths.filter((path) => !files.has(path)),
    extra: [...files.keys()].filter((path) => !expected.has(path) && !UNLISTED.has(path)).sort(byCodePoint),
    unreadable: [...new Set([...unreadable, ...present.filter((path) => !found.has(path))])],
    manifestSha256: found.get(MANIFEST) ?? null,
    fingerprint: found.get(TAG_MANIFEST) ?? null,
  };
}

function byCodePoint(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

async function textOf(file: Blob | undefined): Promise<string | null> {
  try {
    return file === undefined ? null : await file.text();
  } catch {
    return null;
  }
}

/** Digest of each file that can be read. */
async function digests(
  files: ReadonlyMap<string, Blob>,
  signal: AbortSignal,
  progress: Progress,
): Promise<Map<string, string> | null> {
  const all = [...files.values()].reduce((sum, { size }) => sum + size, 0);
  const found = new Map<string, string>();
  let done = 0;
  for (const [path, file] of files) {
    const hash = new Sha256();
    try {
      for (let from = 0; from < file.size; from += SLICE) {
        const slice = file.slice(from, from + SLICE);
        hash.update(new Uint8Array(await slice.arrayBuffer()));
        if (signal.aborted) return null;
        progress((done += slice.size), all);
      }
      found.set(path, hash.digest());
    } catch {
      done = Math.min(all, done);
    }
  }
  return found;
}
