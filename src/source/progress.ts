import { breathe } from "../base/breath.ts";
import type { Watch } from "../model/progress.ts";

const BREATH_BYTES = 4 << 20;
const BREATH_FILES = 500;

/** Counts what has been read of a known total, tells the watcher, and stops when it asks for that. */
export class ReadCount {
  private doneBytes = 0;
  private bytesSince = 0;
  private filesSince = 0;
  private readonly totalBytes: number;
  private readonly watch: Watch;

  constructor(totalBytes: number, watch: Watch) {
    this.totalBytes = totalBytes;
    this.watch = watch;
  }

  bytes(count: number): void {
    this.doneBytes += count;
    this.bytesSince += count;
    this.watch.onProgress?.({ step: "read", doneBytes: this.doneBytes, totalBytes: this.totalBytes });
  }

  file(): void {
    this.filesSince += 1;
  }

  /** Bulk reading is synchronous; without a pause now and then an interrupt would never be heard. @throws AbortError */
  async breathe(): Promise<void> {
    if (this.bytesSince < BREATH_BYTES && this.filesSince < BREATH_FILES) return;
    this.bytesSince = 0;
    this.filesSince = 0;
    await breathe(this.watch.signal);
  }
}
