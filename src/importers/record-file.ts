import { closeSync, openSync, readSync, rmSync, writeSync } from "node:fs";

const BUFFER_BYTES = 1 << 20;
/** Read at once where texts are asked for one after another. */
const AHEAD_BYTES = 1 << 16;
/** A UTF-16 unit has at most this many bytes in UTF-8. */
const MOST_UNIT_BYTES = 3;

/**
 * Texts one after another in a scratch file, found again by where they begin: half the time of a table, which would
 * copy each text into a tree of pages. Texts must be well formed.
 */
export class RecordFile {
  private readonly path: string;
  private readonly file: number;
  private readonly pending = Buffer.allocUnsafe(BUFFER_BYTES);
  private pendingBytes = 0;
  private writtenBytes = 0;
  private readonly window = Buffer.allocUnsafe(AHEAD_BYTES);
  private windowAt = 0;
  private windowBytes = 0;
  /** Where the text read last ends. */
  private readTo = -1;

  constructor(path: string) {
    this.path = path;
    this.file = openSync(path, "wx+", 0o600);
  }

  /** Bytes so far: where the next text will begin. */
  get end(): number {
    return this.writtenBytes + this.pendingBytes;
  }

  /** @returns bytes the text takes */
  append(text: string): number {
    const most = text.length * MOST_UNIT_BYTES;
    if (most > BUFFER_BYTES - this.pendingBytes) this.flush();
    if (most > BUFFER_BYTES) return this.write(Buffer.from(text));
    const bytes = this.pending.write(text, this.pendingBytes);
    this.pendingBytes += bytes;
    return bytes;
  }

  /** Call once after the last text, before the first is read. */
  flush(): void {
    this.write(this.pending.subarray(0, this.pendingBytes));
    this.pendingBytes = 0;
  }

  read(at: number, bytes: number): string {
    if (at < this.windowAt || at + bytes > this.windowAt + this.windowBytes) this.load(at, bytes);
    this.readTo = at + bytes;
    if (bytes > AHEAD_BYTES) return this.direct(at, bytes);
    return this.window.toString("utf8", at - this.windowAt, at - this.windowAt + bytes);
  }

  close(): void {
    closeSync(this.file);
    rmSync(this.path, { force: true });
  }

  /** Reads ahead only where the text follows on the one before, or lies near it. */
  private load(at: number, bytes: number): void {
    if (bytes > AHEAD_BYTES) return;
    const isNext = at >= this.readTo && at < this.readTo + AHEAD_BYTES;
    this.windowBytes = readSync(this.file, this.window, 0, isNext ? AHEAD_BYTES : bytes, at);
    this.windowAt = at;
  }

  private direct(at: number, bytes: number): string {
    const long = Buffer.allocUnsafe(bytes);
    const got = readSync(this.file, long, 0, bytes, at);
    return long.toString("utf8", 0, got);
  }

  private write(bytes: Buffer): number {
    for (let at = 0; at < bytes.length;) at += writeSync(this.file, bytes, at);
    this.writtenBytes += bytes.length;
    return bytes.length;
  }
}
