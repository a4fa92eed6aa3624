import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ZipArchive } from "archiver";
import { breathe } from "../base/breath.ts";
import { hasDescriptor, layOutZip, needsZip64End } from "../base/zip-format.ts";
import { BlockWriter, type WriteBytes } from "./block-writer.ts";
import { useFastCrc32 } from "./fast-crc.ts";

/** One file to be written. */
export interface ArchiveMember {
  /** Whole name in the zip. */
  readonly name: string;
  readonly sizeBytes: number;
  /** The bytes in order, `sizeBytes` of them; each chunk is valid until the next is asked for. */
  chunks(): Iterable<Buffer>;
  /** The fault to be thrown when there are more or fewer bytes than stated. */
  wrongSize(foundBytes: number): Error;
}

export interface ArchiveWatch {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((doneBytes: number, totalBytes: number) => void) | undefined;
}

/** 1980-01-01 00:00 UTC, the first instant a zip can state; archiver writes UTC whatever the zone. */
const ENTRY_DATE = new Date(Date.UTC(1980, 0, 1));
const ENTRY_MODE = 0o644;
/** Bytes on their way from archiver to the disk before the next file is read. */
const IN_FLIGHT_BYTES = 16 << 20;
const BREATH_ENTRIES = 200;

/**
 * Writes members, in the order given, as the canonical zip of docs/bundle-format.md.
 *
 * @throws whatever a member's chunks, `write` or archiver throw; AbortError
 */
export async function writeArchive(
  members: readonly ArchiveMember[],
  write: WriteBytes,
  watch: ArchiveWatch = {},
): Promise<void> {
  useFastCrc32();
  const { ZipArchive } = await import("archiver");
  const layout = layOutZip(members);
  const archive = new ZipArchive({ store: true, forceZip64: needsZip64End(layout), highWaterMark: IN_FLIGHT_BYTES });
  const run = new ArchiveRun(archive, write, {
    signal: watch.signal,
    onProgress: (doneBytes) => watch.onProgress?.(doneBytes, layout.totalBytes),
  });
  let handedBytes = 0;
  try {
    for (const [index, member] of members.entries()) {
      watch.signal?.throwIfAborted();
      await run.append(member);
      handedBytes += member.sizeBytes;
      await run.caughtUp(handedBytes - IN_FLIGHT_BYTES);
      if (index % BREATH_ENTRIES === 0) await breathe(watch.signal);
    }
    await run.finish();
    if (run.takenBytes !== layout.totalBytes) {
      throw new RangeError(`archiver wrote ${run.takenBytes} bytes where ${layout.totalBytes} were laid out`);
    }
  } finally {
    run.dispose();
  }
}

interface RunWatch {
  readonly signal: AbortSignal | undefined;
  readonly onProgress: (doneBytes: number) => void;
}

/** One use of archiver, with everything that can go wrong in it brought to the one who waits. */
class ArchiveRun {
  private readonly archive: ZipArchive;
  private readonly output: BlockWriter;
  private readonly piped: Promise<void>;
  private readonly signal: AbortSignal | undefined;
  private failure: { readonly cause: unknown } | null = null;
  private waiter: { isDone: () => boolean; resolve: () => void; reject: (cause: unknown) => void } | null = null;
  private entries = 0;

  constructor(archive: ZipArchive, write: WriteBytes, { signal, onProgress }: RunWatch) {
    this.archive = archive;
    this.signal = signal;
    this.output = new BlockWriter(write, () => {
      onProgress(this.takenBytes);
      this.wake();
    });
    archive.on("entry", () => {
      this.entries += 1;
      this.wake();
    });
    // archiver only warns of a file it left out and finishes happily.
    archive.on("warning", (cause) => {
      this.fail(cause);
    });
    this.piped = pipeline(archive, this.output);
    this.piped.catch((cause: unknown) => {
      this.fail(cause);
    });
  }

  get takenBytes(): number {
    return this.output.takenBytes;
  }

  /** Appends one member and waits until archiver has processed it. */
  async append(member: ArchiveMember): Promise<void> {
    const content = hasDescriptor(member.sizeBytes) ? this.stream(member) : whole(member);
    const wanted = this.entries + 1;
    this.archive.append(content, { name: member.name, date: ENTRY_DATE, mode: ENTRY_MODE, store: true });
    await this.until(() => this.entries >= wanted);
  }

  /** Waits until the output has taken so many bytes. */
  async caughtUp(bytes: number): Promise<void> {
    await this.until(() => this.takenBytes >= bytes);
  }

  async finish(): Promise<void> {
    // Its promise never settles when the stream behind it fails; the pipeline's always does.
    this.archive.finalize().catch((cause: unknown) => {
      this.fail(cause);
    });
    await this.piped;
    if (this.failure) throw this.failure.cause;
  }

  dispose(): void {
    this.archive.destroy();
    this.output.destroy();
  }

  private stream(member: ArchiveMember): Readable {
    const stream = Readable.from(exactly(member, this.signal), { objectMode: false, highWaterMark: IN_FLIGHT_BYTES });
    // archiver does not pass on the error of a source stream: it would wait for ever.
    stream.on("error", (cause) => {
      this.fail(cause);
    });
    return stream;
  }

  private async until(isDone: () => boolean): Promise<void> {
    if (this.failure) throw this.failure.cause;
    if (isDone()) return;
    await new Promise<void>((resolve, reject) => {
      this.waiter = { isDone, resolve, reject };
    });
  }

  private wake(): void {
    const { waiter } = this;
    if (!waiter?.isDone()) return;
    this.waiter = null;
    waiter.resolve();
  }

  private fail(cause: unknown): void {
    this.failure ??= { cause };
    this.waiter?.reject(this.failure.cause);
    this.waiter = null;
  }
}

/** All bytes of a member in one buffer of its own. */
function whole(member: ArchiveMember): Buffer {
  const content = Buffer.allocUnsafe(member.sizeBytes);
  let length = 0;
  for (const chunk of member.chunks()) {
    if (length + chunk.length <= content.length) chunk.copy(content, length);
    length += chunk.length;
  }
  if (length !== member.sizeBytes) throw member.wrongSize(length);
  return content;
}

/** Copies of a member's chunks: a stream keeps several of them while the source uses its buffer again. */
function* exactly(member: ArchiveMember, signal: AbortSignal | undefined): Generator<Buffer> {
  let length = 0;
  for (const chunk of member.chunks()) {
    signal?.throwIfAborted();
    length += chunk.length;
    if (length > member.sizeBytes) throw member.wrongSize(length);
    yield Buffer.from(chunk);
  }
  if (length !== member.sizeBytes) throw member.wrongSize(length);
}
