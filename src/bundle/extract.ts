import { createHash } from "node:crypto";
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmdirSync, rmSync, statSync, writeSync } from "node:fs"; // prettier-ignore
import { basename, dirname, join, resolve, sep } from "node:path";
import { setImmediate } from "node:timers/promises";
import { printCsvRecord } from "../base/csv-print.ts";
import { BESIDE, clearStale, makePrivateFolder } from "../base/private-folder.ts";
import { FILES_MARK } from "../model/files-table.ts";
import type { Watch } from "../model/progress.ts";
import { DISK } from "./disk.ts";
import { asOutputError, bundleError, folderMissing, systemCodeOf, targetNotEmpty, tooLittleSpace } from "./faults.ts";
import { nameRules, type NameProblem, type NameRulesId } from "./name-rules.ts";
import type { OpenedBundle } from "./open.ts";
import { receivedFiles, type Received } from "./payload-source.ts";
import { restoredNames, type RestoredName } from "./restored-names.ts";

export { bundleNotIntact } from "./faults.ts";
export { NAME_RULES, type NameRulesId } from "./name-rules.ts";

/** A file that could not bear the name it was received under. */
export interface Renamed {
  readonly bundlePath: string;
  readonly originalPath: string;
  readonly nameHex: string | null;
  /** Path below the folder it was taken out to. */
  readonly path: string;
  readonly reason: NameProblem;
}

/** What was taken out. */
export interface Extracted {
  readonly folder: string;
  readonly names: NameRulesId;
  readonly sourceFiles: number;
  readonly enclosedFiles: number;
  readonly sizeBytes: number;
  readonly renamed: readonly Renamed[];
  /** Name of the list of those; null where every file bears its own name. */
  readonly list: string | null;
}

export const RENAMED_LIST = "renamed.csv";
const RENAMED_COLUMNS = ["path", "original_path", "name_hex", "bundle_path", "reason"];

/**
 * Takes the received files out of a bundle into `source/` and `enclosed/` below a folder that is new or empty, under the
 * names they were received with. Each is hashed while it is written. They appear in the folder only when all are there.
 *
 * @throws {OutputError} TARGET_NOT_EMPTY, OUTPUT_FOLDER_MISSING, DISK_FULL, CANNOT_WRITE; nothing is left behind
 * @throws {BundleError} BUNDLE_FILES_TABLE, BUNDLE_CHANGED where bytes are not those the table states
 */
export async function extractReceived(
  opened: OpenedBundle,
  target: string,
  names: NameRulesId,
  watch: Watch = {},
): Promise<Extracted> {
  const folder = resolve(target);
  const received = receivedFiles(opened);
  const isNew = refuseTakenFolder(folder);
  const kinds = (["source", "enclosed"] as const).map((kind) => ({
    kind,
    files: restoredNames(received[kind], nameRules(names), folder.length + 1 + kind.length),
  }));
  const sizeBytes = [...received.source, ...received.enclosed].reduce((sum, file) => sum + file.sizeBytes, 0);
  const making = new Making(folder, isNew);
  try {
    making.begin(sizeBytes);
    const renamed: Renamed[] = [];
    const progress = { doneBytes: 0, totalBytes: sizeBytes };
    for (const { kind, files } of kinds) {
      if (files.length > 0) mkdirSync(join(making.folder, kind));
      for (const one of files) {
        const written = await writeReceived(opened, one, join(making.folder, kind), progress, watch);
        if (written.problem !== null) renamed.push(renamedOf(kind, written, written.problem));
      }
    }
    if (renamed.length > 0) writeList(making.folder, renamed);
    making.publish();
    const [sourceFiles, enclosedFiles] = [received.source.length, received.enclosed.length];
    return { folder, names, sourceFiles, enclosedFiles, sizeBytes, renamed, list: renamed.length > 0 ? RENAMED_LIST : null }; // prettier-ignore
  } catch (error) {
    making.undo();
    // What is wrong with the bundle, and an interrupt, are told as they are.
    throw systemCodeOf(error) === "" ? error : asOutputError(error, folder);
  }
}

/**
 * Stops before any work is done for a folder that cannot be used. Says whether it is new.
 *
 * @throws {OutputError} TARGET_NOT_EMPTY, OUTPUT_FOLDER_MISSING
 */
export function refuseTakenFolder(target: string): boolean {
  const folder = resolve(target);
  const stats = statSync(folder, { throwIfNoEntry: false });
  clearStale(stats ? folder : dirname(folder), BESIDE);
  if (!stats) {
    const parent = dirname(folder);
    if (!statSync(parent, { throwIfNoEntry: false })?.isDirectory()) throw folderMissing(parent);
    return true;
  }
  if (!stats.isDirectory()) throw targetNotEmpty(folder, basename(folder));
  const [found] = readdirSync(folder);
  if (found !== undefined) throw targetNotEmpty(folder, found);
  return false;
}

/** The private folder in which everything is made before it gets its place. */
class Making {
  folder = "";
  private own = "";
  private readonly target: string;
  private readonly isNew: boolean;
  private readonly published: string[] = [];
  private hasMadeTarget = false;

  constructor(target: string, isNew: boolean) {
    this.target = target;
    this.isNew = isNew;
  }

  begin(neededBytes: number): void {
    const place = this.isNew ? dirname(this.target) : this.target;
    const free = DISK.freeBytes(place);
    if (free !== null && free < neededBytes) throw tooLittleSpace(place, neededBytes, free);
    this.own = makePrivateFolder(place, BESIDE);
    this.folder = join(this.own, "received");
    mkdirSync(this.folder);
  }

  /** A new folder appears whole. One that was there, perhaps the root of a disk, is filled name by name. */
  publish(): void {
    if (this.isNew) {
      // Fails where somebody has made it meanwhile; over an empty folder, renaming would be silent.
      mkdirSync(this.target);
      this.hasMadeTarget = true;
      if (process.platform === "win32") rmdirSync(this.target);
      renameSync(this.folder, this.target);
      this.published.push(this.target);
    } else {
      for (const name of readdirSync(this.folder)) {
        const to = join(this.target, name);
        renameSync(join(this.folder, name), to);
        this.published.push(to);
      }
    }
    rmSync(this.own, { recursive: true, force: true });
  }

  undo(): void {
    for (const path of this.published) rmSync(path, { recursive: true, force: true });
    if (this.own !== "") rmSync(this.own, { recursive: true, force: true });
    // A folder that somebody else filled meanwhile is not ours to remove.
    if (this.hasMadeTarget) removeIfEmpty(this.target);
  }
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (!["ENOENT", "ENOTEMPTY", "EEXIST"].includes(systemCodeOf(error))) throw error;
  }
}

/** Refusals of one name, not of the disk. */
const NAME_REFUSED = new Set(["EEXIST", "EISDIR", "ENOTDIR", "EILSEQ", "EINVAL", "ENAMETOOLONG", "ENOENT"]);

/** Writes one file. A disk that knows fewer names than its system gives it the bundle's own. */
async function writeReceived(
  opened: OpenedBundle,
  one: RestoredName<Received>,
  folder: string,
  progress: { doneBytes: number; readonly totalBytes: number },
  watch: Watch,
): Promise<RestoredName<Received>> {
  const { file } = one;
  const { descriptor, path, problem } = created(one, folder);
  const hash = createHash("sha256");
  try {
    for (const chunk of opened.chunks(file.bundlePath)) {
      hash.update(chunk);
      for (let done = 0; done < chunk.length;) done += writeSync(descriptor, chunk, done);
      progress.doneBytes += chunk.length;
      watch.onProgress?.({ step: "extract", ...progress });
      await setImmediate();
      watch.signal?.throwIfAborted();
    }
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  const found = hash.digest("hex");
  if (found !== file.sha256) throw bundleChanged(file, found);
  return { file, path, problem };
}

function created(one: RestoredName<Received>, folder: string) {
  try {
    return { descriptor: create(folder, one.path), path: one.path, problem: one.problem };
  } catch (error) {
    if (one.problem !== null || !NAME_REFUSED.has(systemCodeOf(error))) throw error;
    const path = Buffer.from(basename(one.file.bundlePath));
    return { descriptor: create(folder, path), path, problem: "refused-by-disk" as const };
  }
}

/** Names go to the system as bytes, so that those which are no text arrive as they were. */
function create(folder: string, path: Buffer): number {
  const root = Buffer.from(`${folder}${sep}`);
  const slash = path.lastIndexOf(0x2f);
  if (slash > 0) mkdirSync(Buffer.concat([root, path.subarray(0, slash)]), { recursive: true });
  return openSync(Buffer.concat([root, path]), "wx", 0o666);
}

function bundleChanged({ path, bundlePath, sha256 }: Received, found: string): Error {
  const says = {
    zh: `取出文件“${path}”（${bundlePath}）时校验值不符：应为 ${sha256}，实际为 ${found}。`,
    en: `While "${path}" (${bundlePath}) was taken out its digest did not agree: expected ${sha256}, found ${found}.`,
  };
  return bundleError("BUNDLE_CHANGED", says, { path: bundlePath, original: path, expected: sha256, found });
}

function renamedOf(kind: string, { file, path }: RestoredName<Received>, reason: NameProblem): Renamed {
  const { bundlePath, path: originalPath, nameHex } = file;
  return { bundlePath, originalPath, nameHex, path: `${kind}/${path.toString("utf8")}`, reason };
}

function writeList(folder: string, renamed: readonly Renamed[]): void {
  const rows = renamed.map((one) => [one.path, one.originalPath, one.nameHex ?? "", one.bundlePath, one.reason]);
  const text = FILES_MARK + [RENAMED_COLUMNS, ...rows].map(printCsvRecord).join("");
  const descriptor = openSync(join(folder, RENAMED_LIST), "wx", 0o666);
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
