import { basename, join } from "node:path";
import { digestOf } from "../base/digest.ts";
import type { DigestBehind } from "../base/file-digest.ts";
import { layOutZip } from "../base/zip-format.ts";
import { openZip } from "../base/zip.ts";
import type { Document } from "../model/document.ts";
import type { Payload } from "../model/payload.ts";
import type { Watch } from "../model/progress.ts";
import type { RunSettings } from "../model/settings.ts";
import type { Source } from "../model/source.ts";
import { planBag, receivedChunks, type Bag, type BagMember } from "./bag.ts";
import { DISK, type Disk } from "./disk.ts";
import { asOutputError, outputDiffers, sourceChanged, tooLittleSpace } from "./faults.ts";
import { refuseTakenTarget, targetOf, type Target } from "./layout.ts";
import { STAGED_DIGEST, STAGED_FINGERPRINT } from "./unfinished.ts";
import { clearAway, digestText, fingerprintText, publishAll, writeText } from "./written.ts";
import { writeZip } from "./zip-writer.ts";

export interface SealRequest extends Watch {
  /** The bundle to write, ending in `.zip`. */
  readonly target: string;
  readonly source: Source;
  /** The case file and what it names; null where there is none. */
  readonly enclosed?: Source | null;
  readonly payload: Payload;
  /** Everything under `record/` and `report/`, and of `meta/` what the bundle stage does not write itself. */
  readonly documents: readonly Document[];
  readonly settings: Pick<RunSettings, "date">;
  readonly disk?: Disk;
}

/** What a lawyer writes down. */
export interface Sealed {
  /** The bundle, as the target was given. */
  readonly path: string;
  readonly sizeBytes: number;
  /** SHA-256 of the zip. */
  readonly sha256: string;
  /** SHA-256 of `tagmanifest-sha256.txt`. */
  readonly fingerprint: string;
  /** SHA-256 of `manifest-sha256.txt`. */
  readonly manifestSha256: string;
  readonly entryCount: number;
}

/**
 * Writes a bundle: beside the target first, then opened and compared with what was received, then given its name. Three
 * files appear, the zip last, or none.
 *
 * @throws {UsageError} TARGET_NAME_UNSAFE
 * @throws {SourceError} SOURCE_CHANGED when a file is not what it was at first reading; SOURCE_UNREADABLE
 * @throws {OutputError} TARGET_EXISTS, OUTPUT_FOLDER_MISSING, DISK_FULL, FILE_TOO_LARGE, CANNOT_WRITE, OUTPUT_DIFFERS
 * @throws AbortError when the run is interrupted
 */
export async function seal(request: SealRequest): Promise<Sealed> {
  const { source, enclosed, payload, documents, settings } = request;
  const disk = request.disk ?? DISK;
  refuseTakenTarget(request.target);
  const target = targetOf(request.target);
  const bag = planBag({
    stem: target.stem,
    date: settings.date,
    source,
    enclosed: enclosed ?? null,
    payload,
    documents,
  });
  let folder: string | null = null;
  try {
    refuseFullDisk(disk, target, bag);
    folder = disk.makeFolder(target.folder);
    const staged = join(folder, basename(target.zip));
    const { sizeBytes, sha256 } = await writeStaged(disk, staged, bag, request);
    const digestFile = writeText(disk, join(folder, STAGED_DIGEST), digestText(basename(target.zip), sha256));
    const fingerprintFile = writeText(
      disk,
      join(folder, STAGED_FINGERPRINT),
      fingerprintText(target.stem, bag.fingerprint),
    );
    request.signal?.throwIfAborted();
    publishAll(disk, target.folder, [
      [digestFile, target.digestFile],
      [fingerprintFile, target.fingerprintFile],
      [staged, target.zip],
    ]);
    const { fingerprint, members } = bag;
    const { manifestSha256 } = payload;
    return { path: request.target, sizeBytes, sha256, fingerprint, manifestSha256, entryCount: members.length };
  } catch (error) {
    throw asOutputError(error, request.target);
  } finally {
    if (folder !== null) clearAway(disk, folder);
  }
}

function refuseFullDisk(disk: Disk, target: Target, bag: Bag): void {
  const needed = layOutZip(bag.members).totalBytes;
  const free = disk.freeBytes(target.folder);
  if (free !== null && free < needed) throw tooLittleSpace(target.folder, needed, free);
}

/** Writes the zip and reads it back, while the system brings it to the medium and another thread digests it. */
async function writeStaged(
  disk: Disk,
  path: string,
  bag: Bag,
  request: SealRequest,
): Promise<Pick<Sealed, "sizeBytes" | "sha256">> {
  const descriptor = disk.create(path);
  const { totalBytes } = layOutZip(bag.members);
  let digest: DigestBehind | undefined;
  let synced: Promise<void> | undefined;
  try {
    digest = disk.digestBehind(path, totalBytes);
    const { reached } = digest;
    let sizeBytes = 0;
    const write = (bytes: Buffer): void => {
      disk.write(descriptor, bytes);
      reached((sizeBytes += bytes.length));
    };
    await writeZip(bag.members, write, { signal: request.signal, onProgress: progress(request, 0) });
    synced = disk.syncAside(descriptor);
    // Heard below, also when the check ends first.
    synced.catch(() => undefined);
    const sha256 = digest.finish();
    sha256.catch(() => undefined);
    await checkZip(disk, path, bag, request);
    await synced;
    return { sizeBytes, sha256: await sha256 };
  } finally {
    digest?.cancel();
    await Promise.allSettled([synced]);
    disk.close(descriptor);
  }
}

/** Reads back what was written: canonical, the same files, and the same digests as at first reading. */
async function checkZip(disk: Disk, path: string, bag: Bag, request: SealRequest): Promise<void> {
  const bytes = disk.openForReading(path);
  try {
    const zip = await openZip(bytes, { signal: request.signal, onProgress: progress(request, 1) });
    const [fault] = zip.faults;
    if (fault) throw outputDiffers(request.target, `${fault.code} ${fault.entry ?? ""}`, fault.expected, fault.found);
    const count = `${bag.members.length} files`;
    if (zip.entries.length !== bag.members.length) {
      throw outputDiffers(request.target, "zip", count, `${zip.entries.length} files`);
    }
    for (const [index, entry] of zip.entries.entries()) {
      const member = bag.members[index];
      if (member?.name !== entry.name) throw outputDiffers(request.target, "zip", member?.name ?? "end", entry.name);
      if (member.sha256 !== entry.sha256) throw contentDiffers(member, entry.sha256 ?? "none", request);
    }
  } finally {
    bytes.close();
  }
}

/** Whose fault it is that sealed bytes differ: the source's where it now reads otherwise too, else the disk's. */
function contentDiffers(member: BagMember, found: string, { target }: SealRequest): Error {
  const { path, sourcePath, from, sha256 } = member;
  if (sourcePath !== null && from !== null && digestOf(receivedChunks(from, sourcePath)).sha256 !== sha256) {
    return sourceChanged(sourcePath, `SHA-256 ${sha256}`, `SHA-256 ${found}`);
  }
  return outputDiffers(target, path, `SHA-256 ${sha256}`, `SHA-256 ${found}`);
}

/** Writing is the first half of sealing, checking the second. */
function progress({ onProgress }: Watch, half: 0 | 1): (doneBytes: number, totalBytes: number) => void {
  return (done, total) => {
    onProgress?.({ step: "seal", doneBytes: half * total + done, totalBytes: 2 * total });
  };
}
