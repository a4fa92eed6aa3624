import { statSync, type Stats } from "node:fs";
import { basename } from "node:path";
import { digestOf, fileChunks } from "../base/digest.ts";
import { DigestThreads, THREADS_FROM_BYTES } from "../base/digest-threads.ts";
import {
  looksLikeZip,
  namesInSight,
  openZip,
  openZipBytes,
  type OpenedZip,
  type ZipBytes,
  type ZipEntry,
  type ZipFault,
  type ZipForm,
} from "../base/zip.ts";
import type { Watch } from "../model/progress.ts";
import { bundleError, systemCodeOf } from "./faults.ts";
import { BAG_INFO, DECLARATION, MANIFEST, REQUIRED_TAG_FILES, TAG_MANIFEST } from "./layout.ts";

export { enclosedSource, payloadSource } from "./payload-source.ts";

/**
 * A bundle that was read once from front to back. Paths are those inside the bag's folder; bytes outside printable ASCII
 * are shown as `\xNN`. Nothing of it is written to a disk.
 */
export interface OpenedBundle {
  /** Name of the one folder in the zip. */
  readonly stem: string;
  /** Size of the zip. */
  readonly sizeBytes: number;
  /** SHA-256 of the zip as a file. */
  readonly zipSha256: string;
  /** SHA-256 of `tagmanifest-sha256.txt`; null where it is missing or unreadable. */
  readonly fingerprint: string | null;
  /** Whether the zip is the one that was written, was packed again, or is damaged. */
  readonly form: ZipForm;
  readonly containerFaults: readonly ZipFault[];
  /** All faults of the container, those not kept included. */
  readonly containerFaultCount: number;
  /** Every file of the bag in the order of the zip. */
  readonly paths: readonly string[];
  /** Names in the zip that do not lie in the bag's folder. */
  readonly outside: readonly string[];
  has(path: string): boolean;
  /** Size in bytes; undefined where there is no such file. */
  sizeOf(path: string): number | undefined;
  /** SHA-256 as found; undefined where there is no such file or its bytes could not be had. */
  digest(path: string): string | undefined;
  /**
   * The whole file, at most 256 MiB.
   * @throws {BundleError} BUNDLE_FILE_UNREADABLE when it is missing, too large or cannot be unpacked
   */
  bytes(path: string): Buffer;
  /** Up to `length` bytes from `position`. @throws {BundleError} BUNDLE_FILE_UNREADABLE */
  read(path: string, position: number, length: number): Buffer;
  /** The whole file in order, whatever its size. @throws {BundleError} BUNDLE_FILE_UNREADABLE */
  chunks(path: string): Iterable<Buffer>;
  close(): void;
}

/**
 * Opens a bundle as hostile input: reads all of it, keeps what deviates as faults, and refuses only what is no bundle.
 *
 * @throws {BundleError} BUNDLE_NOT_FOUND, BUNDLE_IS_FOLDER, BUNDLE_EMPTY, BUNDLE_NOT_A_ZIP, BUNDLE_NOT_A_BUNDLE,
 *   BUNDLE_UNREADABLE
 * @throws AbortError when the run is interrupted
 */
export async function openBundle(path: string, watch: Watch = {}): Promise<OpenedBundle> {
  const stats = statOf(path);
  refuseNoFile(path, stats);
  const threads = new DigestThreads(watch.signal);
  let bytes: ZipBytes | undefined;
  let isTaken = false;
  try {
    bytes = openZipBytes(path);
    if (!looksLikeZip(bytes)) throw notAZip(path);
    const digest = digestAside(path, bytes, threads);
    const zip = await openZip(bytes, {
      threads,
      signal: watch.signal,
      onProgress: (doneBytes, totalBytes) => watch.onProgress?.({ step: "verify", doneBytes, totalBytes }),
    });
    const listed = zip.entries.map(({ name }) => name);
    const stem = stemOf(listed.length > 0 ? listed : namesInSight(bytes));
    if (stem === null) throw notABundle(path);
    const bundle = new ZipBundle(zip, stem, await digest);
    isTaken = true;
    return bundle;
  } catch (error) {
    throw readError(path, error);
  } finally {
    await threads.close();
    if (!isTaken) bytes?.close();
  }
}

/** SHA-256 of the whole file, made by another thread while this one looks into it. */
function digestAside(path: string, { descriptor, sizeBytes }: ZipBytes, threads: DigestThreads): Promise<string> {
  if (descriptor === undefined || sizeBytes < THREADS_FROM_BYTES) return Promise.resolve(digestOf(fileChunks(path)).sha256); // prettier-ignore
  const aside = threads.offer({ descriptor, position: 0, length: sizeBytes, withCrc: false });
  return aside?.then(({ sha256 }) => sha256) ?? Promise.resolve(digestOf(fileChunks(path)).sha256);
}

function statOf(path: string): Stats {
  try {
    return statSync(path);
  } catch (error) {
    const code = systemCodeOf(error);
    if (code === "EACCES" || code === "EPERM" || code === "EIO") throw readError(path, error);
    const says = { zh: `找不到证据包“${path}”（${code}）。`, en: `There is no bundle at "${path}" (${code}).` };
    throw bundleError("BUNDLE_NOT_FOUND", says, { path }, error);
  }
}

function refuseNoFile(path: string, stats: Stats): void {
  if (stats.isDirectory()) {
    const says = {
      zh: `“${path}”是文件夹，应为证据包的 .zip 文件。`,
      en: `"${path}" is a folder; expected the .zip of a bundle.`,
    };
    throw bundleError("BUNDLE_IS_FOLDER", says, { path });
  }
  if (!stats.isFile()) throw notAZip(path);
  if (stats.size === 0) {
    const says = {
      zh: `“${path}”是空文件（0 字节），应为证据包的 .zip 文件。`,
      en: `"${path}" is empty (0 bytes); expected the .zip of a bundle.`,
    };
    throw bundleError("BUNDLE_EMPTY", says, { path });
  }
}

function notAZip(path: string): Error {
  const says = { zh: `“${path}”不是 zip 文件，不是证据包。`, en: `"${path}" is not a zip, and so no bundle.` };
  return bundleError("BUNDLE_NOT_A_ZIP", says, { path });
}

function notABundle(path: string): Error {
  const names = `${DECLARATION}, ${MANIFEST}, ${TAG_MANIFEST}`;
  const says = {
    zh: `“${path}”是 zip 文件，但不是证据包：其中应有一个文件夹，内含 ${names} 等文件，实际没有这样的文件夹。`,
    en: `"${path}" is a zip but no bundle: expected a folder with ${names} and others, found no such folder.`,
  };
  return bundleError("BUNDLE_NOT_A_BUNDLE", says, { path });
}

function readError(path: string, error: unknown): unknown {
  const code = systemCodeOf(error);
  if (!(error instanceof RangeError) && !/^E[A-Z0-9]+$/.test(code)) return error;
  const detail = code || (error as Error).message;
  const says = { zh: `读取“${path}”失败（${detail}）。`, en: `"${path}" could not be read (${detail}).` };
  return bundleError("BUNDLE_UNREADABLE", says, { path, cause: detail }, error);
}

/** Files that other zips hardly have two of in one folder. */
const MARKS: ReadonlySet<string> = new Set([BAG_INFO, MANIFEST, TAG_MANIFEST, ...REQUIRED_TAG_FILES]);

/** The folder by which a bundle is known: it has a `bagit.txt` or two required files. Null where no folder does. */
function stemOf(names: Iterable<string>): string | null {
  const marked = new Map<string, Set<string>>();
  for (const name of names) {
    const slash = name.indexOf("/");
    const [folder, path] = [name.slice(0, Math.max(0, slash)), name.slice(slash + 1)];
    if (slash < 0 || (path !== DECLARATION && !MARKS.has(path))) continue;
    marked.set(folder, (marked.get(folder) ?? new Set()).add(path));
  }
  // Of several the one that has most of a bundle; what lies in the others is reported as outside of it.
  const [first] = [...marked].sort(([, a], [, b]) => b.size - a.size).filter(([, paths]) => isKnownBy(paths));
  return first?.[0] ?? null;
}

function isKnownBy(paths: ReadonlySet<string>): boolean {
  return paths.has(DECLARATION) || paths.size >= 2;
}

const WHOLE_MAX_BYTES = 256 << 20;
const CHUNK_BYTES = 1 << 20;

class ZipBundle implements OpenedBundle {
  readonly stem: string;
  readonly zipSha256: string;
  readonly paths: readonly string[];
  readonly outside: readonly string[];
  private readonly zip: OpenedZip;
  private readonly entries = new Map<string, ZipEntry>();

  constructor(zip: OpenedZip, stem: string, zipSha256: string) {
    this.zip = zip;
    this.stem = stem;
    this.zipSha256 = zipSha256;
    const inside = `${stem}/`;
    for (const entry of zip.entries) {
      const path = entry.name.slice(inside.length);
      // Of two entries with one name the first is looked at; the second is a fault of the container already.
      if (entry.name.startsWith(inside) && !this.entries.has(path)) this.entries.set(path, entry);
    }
    this.paths = [...this.entries.keys()];
    this.outside = zip.entries.map(({ name }) => name).filter((name) => !name.startsWith(inside));
  }

  get sizeBytes(): number {
    return this.zip.sizeBytes;
  }

  get form(): ZipForm {
    return this.zip.form;
  }

  get containerFaults(): readonly ZipFault[] {
    return this.zip.faults;
  }

  get containerFaultCount(): number {
    return this.zip.faultCount;
  }

  get fingerprint(): string | null {
    return this.digest(TAG_MANIFEST) ?? null;
  }

  has(path: string): boolean {
    return this.entries.has(path);
  }

  sizeOf(path: string): number | undefined {
    return this.entries.get(path)?.sizeBytes;
  }

  digest(path: string): string | undefined {
    return this.entries.get(path)?.sha256 ?? undefined;
  }

  bytes(path: string): Buffer {
    const size = this.sizeOf(path) ?? 0;
    if (size > WHOLE_MAX_BYTES) throw fileUnreadable(path, `${size} B`);
    return this.read(path, 0, size);
  }

  read(path: string, position: number, length: number): Buffer {
    const entry = this.entries.get(path);
    if (!entry) throw fileUnreadable(path, "missing");
    try {
      return this.zip.read(entry, position, length);
    } catch (error) {
      throw fileUnreadable(path, error instanceof Error ? error.message : String(error), error);
    }
  }

  *chunks(path: string): Generator<Buffer> {
    const size = this.sizeOf(path) ?? 0;
    if (size === 0) this.read(path, 0, 0);
    for (let position = 0; position < size; position += CHUNK_BYTES) yield this.read(path, position, CHUNK_BYTES);
  }

  close(): void {
    this.zip.close();
  }
}

function fileUnreadable(path: string, detail: string, cause?: unknown): Error {
  const says = {
    zh: `证据包内的文件“${basename(path)}”（${path}）无法读出：${detail}。`,
    en: `The file ${path} of the bundle could not be read: ${detail}.`,
  };
  return bundleError("BUNDLE_FILE_UNREADABLE", says, { path, detail }, cause);
}
