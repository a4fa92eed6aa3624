import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";

/** What the bytes of a stretch of a file are. */
export interface StretchDigest {
  /** Bytes that were there; fewer than asked for where the file ends before. */
  readonly sizeBytes: number;
  readonly crc32: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** A stretch of less costs more to hand over than to read here. */
export const ASIDE_FROM_BYTES = 1 << 17;

/** Where all stretches together have less, starting threads costs more than it saves. */
export const THREADS_FROM_BYTES = 16 << 20;

/** Besides the caller's own. */
const THREADS_MAX = 3;
/** Handed over together: a message costs as much as reading some tens of kilobytes. */
const TOGETHER_BYTES = 1 << 21;
/** What a thread has before it while the caller works on something else. */
const AHEAD_BYTES = 2 * TOGETHER_BYTES;

// Text, because a thread needs a file of its own and that file has another name in the source and in what is installed.
// Descriptors belong to the whole process, so a thread reads what the caller has opened and checked.
const THREAD = `
const { createHash } = require("node:crypto");
const { readSync } = require("node:fs");
const { parentPort } = require("node:worker_threads");
const { crc32 } = require("node:zlib");
const TOLD_BYTES = 1 << 25;
const buffer = Buffer.allocUnsafeSlow(1 << 18);
function digest({ id, descriptor, position, length, withCrc }) {
  try {
    const hash = createHash("sha256");
    let crc = 0, done = 0, told = 0;
    while (done < length) {
      const count = readSync(descriptor, buffer, 0, Math.min(buffer.length, length - done), position + done);
      if (count === 0) break;
      const bytes = buffer.subarray(0, count);
      hash.update(bytes);
      if (withCrc) crc = crc32(bytes, crc);
      done += count;
      if (done - told >= TOLD_BYTES) parentPort.postMessage([{ id, readBytes: (told = done) }]);
    }
    return { id, readBytes: done, digest: { sizeBytes: done, crc32: crc, sha256: hash.digest("hex") } };
  } catch ({ code, message }) {
    return { id, readBytes: 0, error: { code, message } };
  }
}
parentPort.on("message", (stretches) => parentPort.postMessage(stretches.map(digest)));
`;

/** A piece of an open file. */
export interface Stretch {
  readonly descriptor: number;
  readonly position: number;
  readonly length: number;
  /** Whether CRC-32 is asked for; else it is 0. */
  readonly withCrc: boolean;
}

/** How far a stretch is, or what became of it. */
interface Told {
  readonly id: number;
  readonly readBytes: number;
  readonly digest?: StretchDigest;
  readonly error?: { readonly code?: string; readonly message: string };
}

interface Waiting {
  readonly length: number;
  readonly onRead: (bytes: number) => void;
  readBytes: number;
  readonly resolve: (digest: StretchDigest) => void;
  readonly reject: (cause: unknown) => void;
}

interface Thread {
  readonly worker: Worker;
  /** Bytes handed to it and not answered. */
  aheadBytes: number;
}

/**
 * Threads that read and digest stretches of open files beside the caller, who does the same with what they do not take. They
 * begin with the first stretch.
 */
export class DigestThreads {
  private readonly signal: AbortSignal | undefined;
  private readonly threads: Thread[] = [];
  private readonly waiting = new Map<number, Waiting>();
  private together: (Stretch & { readonly id: number })[] = [];
  private togetherBytes = 0;
  private last = 0;
  private failure: { readonly cause: unknown } | null = null;

  constructor(signal?: AbortSignal) {
    this.signal = signal;
    signal?.addEventListener("abort", this.onAbort);
  }

  /**
   * Digest of a stretch, or of what there is of it; null where every thread has enough to do. The descriptor stays open until
   * then. Its rejections are system errors of reading and the reason of an abort.
   *
   * @param onRead told of bytes as they are read, those of a long stretch in parts
   */
  offer(stretch: Stretch, onRead: (bytes: number) => void = () => undefined): Promise<StretchDigest> | null {
    const { length } = stretch;
    if (!this.hasRoom) return null;
    const id = (this.last += 1);
    const digest = new Promise<StretchDigest>((resolve, reject) => {
      this.waiting.set(id, { length, onRead, readBytes: 0, resolve, reject });
    });
    // Whoever awaits it hears of a failure; that it is awaited later is no fault of the process.
    digest.catch(() => undefined);
    if (this.failure) this.fail(this.failure.cause);
    // Whatever is gathered goes when the caller rests, full or not.
    if (this.together.length === 0) setImmediate(this.handOver);
    this.together.push({ ...stretch, id });
    this.togetherBytes += length;
    if (this.togetherBytes >= TOGETHER_BYTES) this.handOver();
    return digest;
  }

  /** Ends the threads; what they have not finished is given up. */
  async close(): Promise<void> {
    this.signal?.removeEventListener("abort", this.onAbort);
    this.together = [];
    await Promise.all(this.threads.map(({ worker }) => worker.terminate()));
  }

  /** Whether a stretch would be taken now. */
  get hasRoom(): boolean {
    if (this.together.length > 0) return true;
    return this.threads.length < mostThreads() || this.threads.some(({ aheadBytes }) => aheadBytes < AHEAD_BYTES);
  }

  private readonly handOver = (): void => {
    if (this.together.length === 0) return;
    const thread = this.idlest();
    thread.aheadBytes += this.togetherBytes;
    thread.worker.postMessage(this.together);
    this.together = [];
    this.togetherBytes = 0;
  };

  private idlest(): Thread {
    const [first] = [...this.threads].sort((a, b) => a.aheadBytes - b.aheadBytes);
    if (first && (first.aheadBytes === 0 || this.threads.length >= mostThreads())) return first;
    const thread: Thread = { worker: new Worker(THREAD, { eval: true }), aheadBytes: 0 };
    thread.worker.on("message", (told: readonly Told[]) => {
      this.take(thread, told);
    });
    thread.worker.on("error", this.fail);
    this.threads.push(thread);
    return thread;
  }

  private take(thread: Thread, told: readonly Told[]): void {
    for (const { id, readBytes, digest, error } of told) {
      const waiting = this.waiting.get(id);
      if (!waiting) continue;
      waiting.onRead(readBytes - waiting.readBytes);
      waiting.readBytes = readBytes;
      if (!digest && !error) continue;
      this.waiting.delete(id);
      thread.aheadBytes -= waiting.length;
      if (digest) waiting.resolve(digest);
      else waiting.reject(Object.assign(new Error(error?.message), { code: error?.code }));
    }
  }

  private readonly onAbort = (): void => {
    this.fail(this.signal?.reason);
  };

  private readonly fail = (cause: unknown): void => {
    this.failure ??= { cause };
    for (const { reject } of this.waiting.values()) reject(this.failure.cause);
    this.waiting.clear();
  };
}

function mostThreads(): number {
  return Math.max(1, Math.min(THREADS_MAX, availableParallelism() - 1));
}
