import { closeSync, openSync, readSync, writeSync } from "node:fs";
import type { Scratch } from "../base/scratch.ts";
import { scratchNotWritable } from "./faults.ts";

/**
 * One private file that inflated members are written to, end to end: a hundred thousand thumbnails are then one file
 * and one descriptor, and no name from a zip ever reaches the disk.
 */
export class Spool {
  private readonly scratch: Scratch;
  private descriptor: number | null = null;
  private closed = false;
  private end = 0;
  private pending = 0;

  constructor(scratch: Scratch) {
    this.scratch = scratch;
  }

  /** Adds bytes to the member being written. @throws {OutputError} SCRATCH_NOT_WRITABLE */
  append(bytes: Buffer): void {
    try {
      this.descriptor ??= openSync(this.scratch.next("members"), "wx+", 0o600);
      for (let written = 0; written < bytes.length;) {
        const position = this.end + this.pending;
        const count = writeSync(this.descriptor, bytes, written, bytes.length - written, position);
        written += count;
        this.pending += count;
      }
    } catch (error) {
      throw scratchNotWritable(error);
    }
  }

  /** Ends the member; returns where it begins. */
  keep(): number {
    const start = this.end;
    this.end += this.pending;
    this.pending = 0;
    return start;
  }

  /** Forgets the member; the next one is written over it. */
  discard(): void {
    this.pending = 0;
  }

  /** Bytes that were kept; the range lies within one member. */
  read(position: number, length: number): Buffer {
    if (this.closed) throw new Error("the source has been closed");
    const buffer = Buffer.allocUnsafe(length);
    let filled = 0;
    while (this.descriptor !== null && filled < length) {
      const count = readSync(this.descriptor, buffer, filled, length - filled, position + filled);
      if (count === 0) break;
      filled += count;
    }
    if (filled < length) throw new Error("the temporary file of unpacked members was cut short");
    return buffer;
  }

  close(): void {
    this.closed = true;
    if (this.descriptor !== null) closeSync(this.descriptor);
    this.descriptor = null;
  }
}
