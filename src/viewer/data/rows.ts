import type { ViewerIndex } from "../../model/viewer.ts";

/** Columns over every row of a conversation, filled as its indexes arrive. Some twenty bytes a row. */
export class Rows {
  readonly count: number;
  /** Epoch ms; NaN for none. */
  readonly times: Float64Array;
  readonly kinds: Uint8Array;
  readonly senders: Int32Array;
  readonly flags: Uint8Array;
  /** 0 where the index has not come yet. */
  readonly seqs: Uint32Array;
  readonly pages: Uint32Array;
  private readonly pageBegins = new Map<number, number>();
  private dayBegins: (readonly [row: number, day: string])[] = [];

  constructor(count: number) {
    this.count = count;
    this.times = new Float64Array(count).fill(NaN);
    this.kinds = new Uint8Array(count);
    this.senders = new Int32Array(count).fill(-1);
    this.flags = new Uint8Array(count);
    this.seqs = new Uint32Array(count);
    this.pages = new Uint32Array(count);
  }

  take(index: ViewerIndex): void {
    const { row, rows } = index;
    let time = 0;
    for (let at = 0; at < rows; at += 1) {
      const step = index.times[at] ?? null;
      if (step !== null) this.times[row + at] = time += step;
      this.kinds[row + at] = index.kinds[at] ?? 0;
      this.senders[row + at] = index.senders[at] ?? -1;
      this.flags[row + at] = index.flags[at] ?? 0;
    }
    this.takeNumbers(index);
    this.dayBegins = [...this.dayBegins, ...index.days].sort(([a], [b]) => a - b);
  }

  private takeNumbers({ row, rows, stretches, firstPage, pageRows }: ViewerIndex): void {
    for (const [place, [begin, seq]] of stretches.entries()) {
      const end = stretches[place + 1]?.[0] ?? row + rows;
      for (let at = begin; at < end; at += 1) this.seqs[at] = seq + at - begin;
    }
    for (const [place, begin] of pageRows.entries()) {
      this.pageBegins.set(firstPage + place, begin);
      this.pages.fill(firstPage + place, begin, pageRows[place + 1] ?? row + rows);
    }
  }

  isKnown(row: number): boolean {
    return (this.seqs[row] ?? 0) > 0;
  }

  /** First row of a page whose index has come. */
  beginOf(page: number): number {
    return this.pageBegins.get(page) ?? 0;
  }

  /** Day under which a row stands; null before the first day, and where the index has not come. */
  dayOf(row: number): string | null {
    let [low, high] = [0, this.dayBegins.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.dayBegins[middle]?.[0] ?? 0) <= row) low = middle + 1;
      else high = middle;
    }
    return this.dayBegins[low - 1]?.[1] ?? null;
  }

  /** Stretches of rows of one day each. */
  *days(): Generator<{ readonly day: string | null; readonly from: number; readonly end: number }> {
    const first = this.dayBegins[0]?.[0] ?? this.count;
    if (first > 0) yield { day: null, from: 0, end: first };
    for (const [place, [from, day]] of this.dayBegins.entries()) {
      yield { day, from, end: this.dayBegins[place + 1]?.[0] ?? this.count };
    }
  }
}
