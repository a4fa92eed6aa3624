import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/** Bytes of a file by position; the only way the zip readers touch a disk. */
export interface ZipBytes {
  readonly sizeBytes: number;
  /** Descriptor of the open file, for other threads; absent where the bytes are no file of this process. */
  readonly descriptor?: number;
  /** Fills `target` from `position`; returns how many bytes there were. */
  read(target: Buffer, position: number): number;
  close(): void;
}

/** Opens a file for reading by position. @throws NodeJS.ErrnoException as the system says */
export function openZipBytes(path: string): ZipBytes {
  const descriptor = openSync(path, "r");
  return {
    sizeBytes: fstatSync(descriptor).size,
    descriptor,
    read: (target, position) => readSync(descriptor, target, 0, target.length, position),
    close: () => {
      closeSync(descriptor);
    },
  };
}

/** The fault of a file that is shorter than it was. */
export function fileEnds(position: number): RangeError {
  return new RangeError(`file ends at byte ${position}; it was longer when it was opened`);
}

/** Exactly `target.length` bytes. @throws RangeError where the file ends before them */
export function readExactly(bytes: ZipBytes, target: Buffer, position: number): Buffer {
  let done = 0;
  while (done < target.length) {
    const length = bytes.read(target.subarray(done), position + done);
    if (length === 0) throw fileEnds(position + done);
    done += length;
  }
  return target;
}

const WINDOW_BYTES = 1 << 20;
/** Read at once behind bytes that were passed over: enough for the next headers. */
const FIRST_BYTES = 1 << 12;

/** Reads a range from front to back through one reused window, so that small records cost no call of their own. */
export class Cursor {
  private readonly bytes: ZipBytes;
  private readonly end: number;
  private readonly window: Buffer;
  private windowStart: number;
  private windowLength = 0;
  private fillBytes = WINDOW_BYTES;
  /** Next byte to be taken. */
  position: number;

  constructor(bytes: ZipBytes, start: number, end: number) {
    this.bytes = bytes;
    this.end = end;
    this.position = start;
    this.windowStart = start;
    this.window = Buffer.allocUnsafe(Math.min(WINDOW_BYTES, Math.max(0, end - start)));
  }

  /** Bytes left in the range. */
  get left(): number {
    return this.end - this.position;
  }

  /** The next `length` bytes (at most 1 MiB) without taking them; null where the range ends before. Valid until the next call. */
  peek(length: number): Buffer | null {
    if (length > this.left) return null;
    if (this.position + length > this.windowStart + this.windowLength) this.fill(length);
    const from = this.position - this.windowStart;
    return this.window.subarray(from, from + length);
  }

  /** As `peek`, and moves on. */
  take(length: number): Buffer | null {
    const taken = this.peek(length);
    if (taken) this.position += length;
    return taken;
  }

  /** Passes over `length` bytes without reading them; the caller has seen that they are there. */
  skip(length: number): void {
    this.position += length;
    if (this.position > this.windowStart + this.windowLength) this.fillBytes = FIRST_BYTES;
  }

  /** Up to 1 MiB of the next `length` bytes in order; the caller has seen that they are there. */
  *chunks(length: number): Generator<Buffer> {
    for (let left = length; left > 0;) {
      const inWindow = this.windowStart + this.windowLength - this.position;
      const chunk = this.take(Math.min(left, inWindow > 0 ? inWindow : this.window.length));
      if (!chunk) throw new RangeError("range ends inside an entry");
      left -= chunk.length;
      yield chunk;
    }
  }

  private fill(wanted: number): void {
    const length = Math.min(this.window.length, this.left, Math.max(wanted, this.fillBytes));
    this.fillBytes = Math.min(WINDOW_BYTES, 4 * this.fillBytes);
    readExactly(this.bytes, this.window.subarray(0, length), this.position);
    this.windowStart = this.position;
    this.windowLength = length;
  }
}
