/** The most that a reader of formats asks for at once to tell what a file is. */
const HEAD_BYTES = 4100;
/** All heads together: of very many files less is kept of each. */
const ALL_BYTES = 32 << 20;

/**
 * The first bytes of files, kept as they were hashed. Every format looks at the beginning of every file; opening each file
 * anew for it takes longer than hashing thousands of them.
 */
export class Heads {
  private readonly headBytes: number;
  private readonly byPath = new Map<string, Buffer>();

  constructor(fileCount: number) {
    this.headBytes = Math.min(HEAD_BYTES, Math.floor(ALL_BYTES / Math.max(1, fileCount)));
  }

  /** @param first bytes of the file from its beginning, copied here; a file not longer than a head is not kept */
  keep(path: string, first: Buffer): void {
    if (first.length > this.headBytes) this.byPath.set(path, Buffer.from(first.subarray(0, this.headBytes)));
  }

  /** A copy of the bytes asked for; undefined where they are not all kept. */
  read(path: string, position: number, length: number): Buffer | undefined {
    if (position + length > this.headBytes) return undefined;
    const head = this.byPath.get(path);
    return head && Buffer.from(head.subarray(position, position + length));
  }
}
