import { createHash } from "node:crypto";
import { closeSync } from "node:fs";
import { ASIDE_FROM_BYTES, DigestThreads, THREADS_FROM_BYTES } from "../base/digest-threads.ts";
import type { Watch } from "../model/progress.ts";
import { CHUNK_BYTES } from "./bounds.ts";
import type { Descriptors } from "./descriptors.ts";
import { changed, systemCode, unreadable } from "./faults.ts";
import type { Listed, Listing } from "./folder.ts";
import type { Heads } from "./heads.ts";
import { ReadCount } from "./progress.ts";

const HEAD_BYTES = 1 << 13;

/** The first reading of everything received: digests, and the heads by which formats are told. */
export class FirstReading {
  private readonly descriptors: Descriptors;
  private readonly heads: Heads;
  private readonly files: readonly Listed[];
  private readonly count: ReadCount;
  private readonly threads: DigestThreads;
  private readonly isWorthThreads: boolean;
  private readonly buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  private readonly aside: Promise<void>[] = [];
  private readonly open = new Set<number>();
  private readonly digests: string[] = [];
  /** The first that went wrong elsewhere: nothing more is begun. */
  private failure: { readonly cause: unknown } | null = null;

  constructor(descriptors: Descriptors, heads: Heads, { files }: Listing, watch: Watch) {
    this.descriptors = descriptors;
    this.heads = heads;
    this.files = files;
    const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    this.isWorthThreads = totalBytes >= THREADS_FROM_BYTES;
    this.count = new ReadCount(totalBytes, watch);
    this.threads = new DigestThreads(watch.signal);
  }

  /**
   * SHA-256 of every file, in the order of the listing.
   *
   * @throws {SourceError} SOURCE_UNREADABLE, SOURCE_CHANGED
   */
  async read(): Promise<readonly string[]> {
    for (const [index, listed] of this.files.entries()) {
      if (this.failure) throw this.failure.cause;
      if (!this.readAside(listed, index)) this.digests[index] = await this.readHere(listed);
      this.count.file();
      await this.count.breathe();
    }
    await Promise.all(this.aside);
    return this.digests;
  }

  async close(): Promise<void> {
    await this.threads.close();
    for (const descriptor of this.open) closeSync(descriptor);
    this.open.clear();
  }

  private async readHere(listed: Listed): Promise<string> {
    const { path, sizeBytes } = listed;
    const hash = createHash("sha256");
    let position = 0;
    for (;;) {
      const length = this.descriptors.read(listed, position, this.buffer);
      if (length === 0) break;
      hash.update(this.buffer.subarray(0, length));
      if (position === 0) this.heads.keep(path, this.buffer.subarray(0, length));
      position += length;
      this.count.bytes(length);
      await this.count.breathe();
      if (position > sizeBytes) break;
    }
    if (position !== sizeBytes) throw changed(path, `${sizeBytes} B`, `${position} B`);
    this.descriptors.assertUnchanged(listed);
    return hash.digest("hex");
  }

  /**
   * By another thread, through a descriptor of its own that nobody else closes. False where the file is small or all threads
   * are busy.
   */
  private readAside(listed: Listed, index: number): boolean {
    const { path, sizeBytes } = listed;
    if (!this.isWorthThreads || sizeBytes < ASIDE_FROM_BYTES || !this.threads.hasRoom) return false;
    const descriptor = this.descriptors.openApart(listed);
    // One byte more than there should be shows a file that has grown.
    const digest = this.threads.offer({ descriptor, position: 0, length: sizeBytes + 1, withCrc: false }, (bytes) => {
      this.count.bytes(bytes);
    });
    if (digest === null) {
      closeSync(descriptor);
      return false;
    }
    this.open.add(descriptor);
    this.heads.keep(path, this.descriptors.readApart(listed, descriptor, this.buffer.subarray(0, HEAD_BYTES)));
    const done = digest.then(
      (found) => {
        if (found.sizeBytes !== sizeBytes) throw changed(path, `${sizeBytes} B`, `${found.sizeBytes} B`);
        this.descriptors.assertSameApart(listed, descriptor);
        this.open.delete(descriptor);
        closeSync(descriptor);
        this.digests[index] = found.sha256;
      },
      (error: unknown) => {
        throw isSystemError(error) ? unreadable([{ path, code: systemCode(error) }]) : error;
      },
    );
    done.catch((cause: unknown) => (this.failure ??= { cause }));
    this.aside.push(done);
    return true;
  }
}

function isSystemError(error: unknown): boolean {
  return /^E[A-Z0-9]+$/.test(systemCode(error));
}
