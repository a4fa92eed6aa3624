import { Writable } from "node:stream";

const BLOCK_BYTES = 1 << 18;

/** Writes bytes at the end of a file. */
export type WriteBytes = (bytes: Buffer) => void;

/** The end of the archive stream: joins the many small pieces of headers into blocks and counts what was taken. */
export class BlockWriter extends Writable {
  /** Bytes handed to this writer and taken by it. */
  takenBytes = 0;
  private readonly writeBytes: WriteBytes;
  private readonly onTaken: () => void;
  private pieces: Buffer[] = [];
  private pieceBytes = 0;

  constructor(writeBytes: WriteBytes, onTaken: () => void) {
    super({ highWaterMark: BLOCK_BYTES, decodeStrings: false });
    this.writeBytes = writeBytes;
    this.onTaken = onTaken;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.settle(done, () => {
      // Copying a large piece into a block would cost more than writing it by itself.
      const isLarge = chunk.length >= BLOCK_BYTES;
      if (isLarge || this.pieceBytes >= BLOCK_BYTES) this.flush();
      if (isLarge) this.writeBytes(chunk);
      else this.keep(chunk);
      this.takenBytes += chunk.length;
    });
    this.onTaken();
  }

  override _final(done: (error?: Error | null) => void): void {
    this.settle(done, () => {
      this.flush();
    });
  }

  private keep(piece: Buffer): void {
    this.pieces.push(piece);
    this.pieceBytes += piece.length;
  }

  private flush(): void {
    if (this.pieces.length > 0) this.writeBytes(Buffer.concat(this.pieces));
    this.pieces = [];
    this.pieceBytes = 0;
  }

  private settle(done: (error?: Error | null) => void, work: () => void): void {
    try {
      work();
    } catch (error) {
      done(error as Error);
      return;
    }
    done();
  }
}
