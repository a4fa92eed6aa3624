import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";

const require = createRequire(import.meta.url);

/** Samples a second the decoder is asked for. */
export const SILK_SAMPLE_RATE = 24_000;

/** The decoder and its version, as the table of viewing copies names it. */
export const SILK_DECODER = `silk-wasm ${(require("silk-wasm/package.json") as { version: string }).version}`;

/** Samples, or why there are none; `time-limit` and `decoder-unavailable` speak of this machine, not of the recording. */
export type SilkAnswer =
  { readonly pcm: Uint8Array } | { readonly refused: "decoder-error" | "decoder-unavailable" | "time-limit" };

/** What the thread sends back. */
type Sent = { readonly pcm: Uint8Array } | { readonly failed: "load" | "decode" };

// Text, because a thread needs a file of its own and that file has another name in the source and in what is installed.
// The decoder prints its own faults; they are answered, not printed.
const THREAD = `
const { parentPort, workerData } = require("node:worker_threads");
console.error = console.log = () => {};
let decode;
parentPort.on("message", async (recording) => {
  try {
    decode ??= require(workerData.decoder).decode;
  } catch {
    return parentPort.postMessage({ failed: "load" });
  }
  try {
    const { data } = await decode(recording, workerData.sampleRate);
    parentPort.postMessage({ pcm: data });
  } catch {
    parentPort.postMessage({ failed: "decode" });
  }
});
`;

/**
 * The SILK decoder in a thread of its own: it may read and write out of bounds of its memory on damaged input, so it gets
 * a time limit, and after any failure the thread with everything in it is dropped. One recording at a time.
 */
export class SilkThread {
  private readonly limitMs: number;
  private thread: Worker | null = null;

  constructor(limitMs: number) {
    this.limitMs = limitMs;
  }

  /** Samples of a recording that begins with the byte 02, as the decoder wants it. */
  async decode(recording: Uint8Array): Promise<SilkAnswer> {
    const thread = this.running();
    const sent = await this.answerOf(thread, recording);
    if (sent !== null && "pcm" in sent) return sent;
    await this.close();
    if (sent === null) return { refused: "time-limit" };
    return { refused: sent.failed === "load" ? "decoder-unavailable" : "decoder-error" };
  }

  async close(): Promise<void> {
    const { thread } = this;
    this.thread = null;
    await thread?.terminate();
  }

  private running(): Worker {
    if (this.thread) return this.thread;
    const decoder = require.resolve("silk-wasm");
    const workerData = { decoder, sampleRate: SILK_SAMPLE_RATE };
    const thread = new Worker(THREAD, { eval: true, execArgv: [], workerData });
    // A fault that comes when nobody waits for an answer must not end the program, nor leave a dead thread in use.
    thread.on("error", () => undefined);
    thread.on("exit", () => {
      if (this.thread === thread) this.thread = null;
    });
    this.thread = thread;
    return thread;
  }

  /** What the thread says; null when it says nothing in time. */
  private answerOf(thread: Worker, recording: Uint8Array): Promise<Sent | null> {
    return new Promise((resolve) => {
      const settle = (sent: Sent | null): void => {
        clearTimeout(timer);
        thread.off("message", settle).off("error", ended).off("exit", ended);
        resolve(sent);
      };
      const ended = (): void => settle({ failed: "decode" });
      const timer = setTimeout(() => settle(null), this.limitMs);
      thread.on("message", settle).on("error", ended).on("exit", ended);
      thread.postMessage(recording);
    });
  }
}
