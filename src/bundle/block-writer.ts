import { Writable } from "node:stream";

const BLOCK_BYTES = 1 << 18;

/** Writes bytes at the end of a file; resolves when the system has taken them. */
export type WriteBytes = (bytes: Buffer) => Promise<void>;

/** The end of the archive stream: joins the many small pieces of headers into blocks and counts what was taken. */
export class BlockWriter extends Writable {
  /** Bytes handed to this writer and taken by it. */
  takenBytes = 0;
  private readonly write_: WriteBytes;
  private readonly onTaken: () => void;
  private block: Buffer[] = [];
  private blockBytes = 0;
  private inFlight: Promise<void> = Promise.resolve();

  constructor(write: WriteBytes, onTaken: () => void) {
    super({ highWaterMark: BLOCK_BYTES, decodeStrings: false });
    this.write_ = write;
    this.onTaken = onTaken;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.takenBytes += chunk.length;
    this.block.push(chunk);
    this.blockBytes += chunk.length;
    if (this.blockBytes >= BLOCK_BYTES) this.flush(done);
    else done();
    this.onTaken();
  }

  override _final(done: (error?: Error | null) => void): void {
    this.flush(done);
  }

  /** Resolves when no write is under way, so that the file may be closed. */
  async idle(): Promise<void> {
    await this.inFlight;
  }

  private flush(done: (error?: Error | null) => void): void {
    const pieces = this.block;
    this.block = [];
    this.blockBytes = 0;
    const written = this.writeAll(pieces);
    this.inFlight = written.catch(() => undefined);
    written.then(
      () => {
        done();
      },
      (error: unknown) => {
        done(error as Error);
      },
    );
  }

  /** Large pieces are written as they are, small ones joined. */
  private async writeAll(pieces: readonly Buffer[]): Promise<void> {
    let small: Buffer[] = [];
    for (const piece of pieces) {
      if (piece.length < BLOCK_BYTES) small.push(piece);
      else {
        if (small.length > 0) await this.write_(Buffer.concat(small));
        small = [];
        await this.write_(piece);
      }
    }
    if (small.length > 0) await this.write_(Buffer.concat(small));
  }
}
