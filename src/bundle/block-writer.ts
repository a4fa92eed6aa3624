const BLOCK_BYTES = 1 << 20;

/** Writes bytes at the end of a file; they are taken when it returns. */
export type WriteBytes = (bytes: Buffer) => void;

/** Joins the many small pieces of a zip into blocks, in one buffer that is used again. */
export class BlockWriter {
  /** Bytes handed to this writer. */
  takenBytes = 0;
  private readonly write: WriteBytes;
  private block: Buffer = Buffer.allocUnsafe(BLOCK_BYTES);
  private filled = 0;

  constructor(write: WriteBytes) {
    this.write = write;
  }

  /** Takes a piece. A large one is written as it is: copying it would cost as much as writing. */
  take(piece: Buffer): void {
    if (piece.length < BLOCK_BYTES >> 2) piece.copy(this.room(piece.length));
    else {
      this.flush();
      this.write(piece);
      this.takenBytes += piece.length;
    }
  }

  /** Takes a piece that the caller fills in before the next call. */
  room(length: number): Buffer {
    if (this.filled + length > this.block.length) this.flush();
    if (length > this.block.length) this.block = Buffer.allocUnsafe(length);
    const piece = this.block.subarray(this.filled, this.filled + length);
    this.filled += length;
    this.takenBytes += length;
    return piece;
  }

  /** Writes what has gathered. */
  flush(): void {
    if (this.filled > 0) this.write(this.block.subarray(0, this.filled));
    this.filled = 0;
  }
}
