import { Worker } from "node:worker_threads";
import { digestOf, fileChunks } from "./digest.ts";

/** A digest in the making. */
export interface DigestAside {
  /** SHA-256 of the whole file, lower-case hex. @throws system errors of reading */
  readonly sha256: Promise<string>;
  /** Stops it; the promise then never settles. */
  cancel(): void;
}

/** Below this, starting a thread costs more than it saves. */
const THREAD_FROM_BYTES = 16 << 20;

// Text, because a thread needs a file of its own and that file has another name in the source and in what is installed.
const THREAD = `
const { createHash } = require("node:crypto");
const { closeSync, openSync, readSync } = require("node:fs");
const { parentPort, workerData } = require("node:worker_threads");
const descriptor = openSync(workerData, "r");
const buffer = Buffer.allocUnsafe(1 << 20);
const hash = createHash("sha256");
for (let length; (length = readSync(descriptor, buffer, 0, buffer.length, null)) > 0; ) hash.update(buffer.subarray(0, length));
closeSync(descriptor);
parentPort.postMessage(hash.digest("hex"));
`;

/** SHA-256 of a file, made by another thread while the caller reads the same file for its own purpose. */
export function fileDigestAside(path: string, sizeBytes: number): DigestAside {
  if (sizeBytes < THREAD_FROM_BYTES) {
    return { sha256: Promise.resolve(digestOf(fileChunks(path)).sha256), cancel: () => undefined };
  }
  const thread = new Worker(THREAD, { eval: true, workerData: path });
  const sha256 = new Promise<string>((resolve, reject) => {
    thread.once("message", resolve);
    thread.once("error", reject);
  });
  // Whoever cancels does not listen any more.
  sha256.catch(() => undefined);
  return { sha256, cancel: () => void thread.terminate() };
}
