import { realpathSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { sha256 } from "../base/digest.ts";
import { compareCodePoints } from "../base/order.ts";
import { layOutZip } from "../base/zip-format.ts";
import type { SealAnswers } from "../model/seals.ts";
import type { Watch } from "../model/progress.ts";
import { DISK, type Disk } from "./disk.ts";
import { asOutputError, outputDiffers, tooLittleSpace } from "./faults.ts";
import { checkIntegrity } from "./integrity.ts";
import { refuseTakenTarget, targetOf } from "./layout.ts";
import { openBundle, type OpenedBundle } from "./open.ts";
import type { SealFile } from "./seals/attach.ts";
import { bundleNotIntact, sealDoesNotFit, sealExists } from "./seals/faults.ts";
import { judgeSeals, NO_EXPECTATIONS } from "./seals/judge.ts";
import { clearUnfinished, STAGED_DIGEST, STAGED_FINGERPRINT } from "./unfinished.ts";
import { clearAway, digestText, fingerprintText, publishAll, writeText } from "./written.ts";
import { writeZip, type ZipMember } from "./zip-writer.ts";

export interface ResealRequest extends Watch {
  /** The bundle to which seals are added. */
  readonly bundle: string;
  /** Where the sealed one goes; null for the place of the bundle itself. */
  readonly target: string | null;
  readonly files: readonly SealFile[];
  readonly disk?: Disk;
}

/** The bundle with its seals, as read back. */
export interface Resealed extends SealAnswers {
  /** Path of the sealed bundle. */
  readonly path: string;
  readonly sizeBytes: number;
  /** SHA-256 of the zip as it now is. */
  readonly sha256: string;
  /** SHA-256 of `tagmanifest-sha256.txt`: the same as before. */
  readonly fingerprint: string;
}

/**
 * Writes a bundle with more files under `seal/`: beside the target first, opened, compared with the bundle as it was and
 * judged, then put in its place. What there was under `seal/` stays; the fingerprint does not change.
 *
 * @throws {BundleError} what `openBundle` throws; BUNDLE_NOT_INTACT
 * @throws {SourceError} SEAL_DOES_NOT_FIT when an added file is not over this bundle
 * @throws {OutputError} SEAL_EXISTS, TARGET_EXISTS, OUTPUT_FOLDER_MISSING, DISK_FULL, CANNOT_WRITE, OUTPUT_DIFFERS
 * @throws AbortError when the run is interrupted
 */
export async function reseal(request: ResealRequest): Promise<Resealed> {
  if (request.target !== null) refuseTakenTarget(request.target);
  const opened = await openIntact(request.bundle, request);
  try {
    const taken = request.files.find(({ path }) => opened.has(path));
    if (taken) throw sealExists(taken.path);
    return await writeBeside(opened, request, request.disk ?? DISK);
  } catch (error) {
    throw asOutputError(error, request.target ?? request.bundle);
  } finally {
    opened.close();
  }
}

/**
 * Opens a bundle that agrees with its own lists.
 *
 * @throws {BundleError} BUNDLE_NOT_INTACT and what `openBundle` throws
 */
export async function openIntact(path: string, watch: Watch): Promise<OpenedBundle> {
  const opened = await openBundle(path, watch);
  const faults = checkIntegrity(opened).levels.reduce((sum, level) => sum + level.faults.length, 0);
  if (faults === 0 && opened.form === "canonical") return opened;
  opened.close();
  throw bundleNotIntact(basename(path), faults);
}

async function writeBeside(opened: OpenedBundle, request: ResealRequest, disk: Disk): Promise<Resealed> {
  const path = request.target ?? realpathSync(request.bundle);
  const members = membersOf(opened, request);
  const place = dirname(resolve(path));
  clearUnfinished(place);
  const needed = layOutZip(members).totalBytes;
  const free = disk.freeBytes(place);
  if (free !== null && free < needed) throw tooLittleSpace(place, needed, free);
  const folder = disk.makeFolder(place);
  try {
    const staged = join(folder, basename(path));
    await writeStaged(disk, staged, members, request);
    const answer = await checkStaged(opened, staged, request);
    request.signal?.throwIfAborted();
    finish(disk, { folder, staged, path, isNew: request.target !== null, ...answer, stem: opened.stem });
    return { path: request.target ?? request.bundle, ...answer };
  } finally {
    clearAway(disk, folder);
  }
}

function membersOf(opened: OpenedBundle, { files, bundle }: ResealRequest): ZipMember[] {
  const kept = opened.paths.map((path) => ({
    path,
    sizeBytes: opened.sizeOf(path) ?? 0,
    chunks: () => opened.chunks(path),
  }));
  const added = files.map(({ path, content }) => ({ path, sizeBytes: content.length, chunks: () => [content] }));
  return [...kept, ...added]
    .sort((a, b) => compareCodePoints(a.path, b.path))
    .map(({ path, sizeBytes, chunks }) => ({
      name: `${opened.stem}/${path}`,
      sizeBytes,
      chunks,
      wrongSize: (found) => outputDiffers(bundle, path, `${sizeBytes} B`, `${found} B`),
    }));
}

async function writeStaged(disk: Disk, path: string, members: readonly ZipMember[], watch: Watch): Promise<void> {
  const descriptor = disk.create(path);
  const onProgress = (doneBytes: number, totalBytes: number): void => {
    watch.onProgress?.({ step: "seal", doneBytes, totalBytes: 2 * totalBytes });
  };
  try {
    const write = (bytes: Buffer): void => {
      disk.write(descriptor, bytes);
    };
    await writeZip(members, write, { signal: watch.signal, onProgress });
    disk.sync(descriptor);
  } finally {
    disk.close(descriptor);
  }
}

type Checked = Omit<Resealed, "path">;

/** Reads back what was written: it agrees with itself, holds all that was there with the same digests, and no seal fails. */
async function checkStaged(before: OpenedBundle, staged: string, request: ResealRequest): Promise<Checked> {
  const after = await openIntact(staged, request.signal ? { signal: request.signal } : {});
  try {
    const expected = new Map<string, string | undefined>(before.paths.map((path) => [path, before.digest(path)]));
    for (const { path, content } of request.files) expected.set(path, sha256(content));
    const differs = [...expected].find(([path, digest]) => digest === undefined || after.digest(path) !== digest)?.[0];
    const { sizeBytes, zipSha256, fingerprint } = after;
    const isSame = differs === undefined && after.paths.length === expected.size;
    if (!isSame || fingerprint === null || fingerprint !== before.fingerprint) {
      throw outputDiffers(request.bundle, differs ?? "zip", `${expected.size} files`, `${after.paths.length} files`);
    }
    const { signatures, timeStamps } = await judgeSeals(after, NO_EXPECTATIONS);
    const mine = new Set(request.files.map(({ path }) => path));
    const unfit = [...signatures, ...timeStamps].find(({ outcome, reason }) => outcome === "fail" || reason === "bare-token"); // prettier-ignore
    if (unfit && mine.size > 0) throw sealDoesNotFit(unfit.path, unfit.reason ?? "");
    return { sizeBytes, sha256: zipSha256, fingerprint, signatures, timeStamps };
  } finally {
    after.close();
  }
}

interface Finished {
  readonly folder: string;
  readonly staged: string;
  readonly path: string;
  readonly isNew: boolean;
  readonly stem: string;
  readonly sha256: string;
  readonly fingerprint: string;
}

/** A new bundle gets its name and its two small files; one sealed in place is replaced, with the digest beside it. */
function finish(disk: Disk, { folder, staged, path, isNew, stem, sha256: digest, fingerprint }: Finished): void {
  const digestFile = writeText(disk, join(folder, STAGED_DIGEST), digestText(basename(path), digest));
  if (isNew) {
    const target = targetOf(path);
    const fingerprintFile = writeText(disk, join(folder, STAGED_FINGERPRINT), fingerprintText(stem, fingerprint));
    publishAll(disk, target.folder, [
      [digestFile, target.digestFile],
      [fingerprintFile, target.fingerprintFile],
      [staged, target.zip],
    ]);
    return;
  }
  disk.replace(staged, path);
  disk.replace(digestFile, `${path}.sha256`);
  disk.syncFolder(dirname(path));
}
