import { Worker } from "node:worker_threads";
import { digestOf, fileChunks } from "./digest.ts";

/** Below this, starting a thread costs more than it saves. */
const THREAD_FROM_BYTES = 16 << 20;

/** A digest that follows a file as it is written. */
export interface DigestBehind {
  /** That the first `bytes` bytes of the file stand. */
  readonly reached: (bytes: number) => void;
  /** SHA-256 of what was reached, lower-case hex; once, when nothing more is written. @throws system errors of reading */
  readonly finish: () => Promise<string>;
  /** Stops it. */
  readonly cancel: () => void;
}

// Text, because a thread needs a file of its own and that file has another name in the source and in what is installed.
const FOLLOWER = `
const { createHash } = require("node:crypto");
const { closeSync, openSync, readSync } = require("node:fs");
const { parentPort, workerData: { path, cells } } = require("node:worker_threads");
const state = new BigInt64Array(cells);
const descriptor = openSync(path, "r");
const buffer = Buffer.allocUnsafeSlow(1 << 18);
const hash = createHash("sha256");
for (let done = 0; ; ) {
  const told = Atomics.load(state, 2);
  const isLast = Atomics.load(state, 1) === 1n;
  const reached = Number(Atomics.load(state, 0));
  if (done < reached) {
    const count = readSync(descriptor, buffer, 0, Math.min(buffer.length, reached - done), done);
    if (count === 0) throw new RangeError("file ends at byte " + done);
    hash.update(buffer.subarray(0, count));
    done += count;
  } else if (isLast) break;
  else Atomics.wait(state, 2, told);
}
closeSync(descriptor);
parentPort.postMessage(hash.digest("hex"));
`;

/** SHA-256 of a file, made by another thread while this one writes it: it is ready a moment after the last byte. */
export function fileDigestBehind(path: string, totalBytes: number): DigestBehind {
  if (totalBytes < THREAD_FROM_BYTES) {
    const finish = (): Promise<string> => Promise.resolve(digestOf(fileChunks(path)).sha256);
    return { reached: () => undefined, finish, cancel: () => undefined };
  }
  // Bytes that stand; whether no more follow; how often something was told, on which the thread waits.
  const cells = new SharedArrayBuffer(24);
  const state = new BigInt64Array(cells);
  const tell = (cell: 0 | 1, value: bigint): void => {
    Atomics.store(state, cell, value);
    Atomics.add(state, 2, 1n);
    Atomics.notify(state, 2);
  };
  const thread = new Worker(FOLLOWER, { eval: true, workerData: { path, cells } });
  const sha256 = new Promise<string>((resolve, reject) => {
    thread.once("message", resolve);
    thread.once("error", reject);
  });
  // Whoever cancels does not listen any more.
  sha256.catch(() => undefined);
  const finish = (): Promise<string> => {
    tell(1, 1n);
    return sha256;
  };
  return { reached: (bytes) => tell(0, BigInt(bytes)), finish, cancel: () => void thread.terminate() };
}
