/** The rest of a long list: how many entries were left out, and the sum of their sizes. */
export interface Remainder {
  readonly count: number;
  readonly size: number;
}

/** Keeps the largest entries of a stream of any length in flat memory; equal sizes keep the earlier one. */
export class Largest<Entry> {
  private readonly room: number;
  private kept: { readonly order: number; readonly size: number; readonly entry: Entry }[] = [];
  private seen = 0;
  private total = 0;

  /** @param room entries kept, at least 1 */
  constructor(room: number) {
    this.room = Math.max(1, room);
  }

  /** @param size what the entry is measured by, such as the numbers absent or milliseconds */
  add(entry: Entry, size: number): void {
    this.kept.push({ order: this.seen, size, entry });
    this.seen += 1;
    this.total += size;
    if (this.kept.length >= this.room * 4) this.prune();
  }

  /** The largest entries in the order they came. */
  entries(): Entry[] {
    this.prune();
    return this.kept.map(({ entry }) => entry);
  }

  /** What `entries` leaves out; null when it leaves out nothing. */
  remainder(): Remainder | null {
    this.prune();
    const count = this.seen - this.kept.length;
    return count === 0 ? null : { count, size: this.total - this.kept.reduce((sum, { size }) => sum + size, 0) };
  }

  private prune(): void {
    if (this.kept.length <= this.room) return;
    const largest = this.kept.sort((a, b) => b.size - a.size || a.order - b.order).slice(0, this.room);
    this.kept = largest.sort((a, b) => a.order - b.order);
  }
}
