import { VIEWER_PAGE, type ViewerConversation, type ViewerIndex, type ViewerMessage } from "../../model/viewer.ts";
import { Recent } from "./recent.ts";
import { Rows } from "./rows.ts";

type Load = (key: string) => Promise<unknown>;

/** Pages kept at hand: some five thousand messages. */
const MOST_PAGES = 24;
/** While the bar is dragged nothing is read; what is in sight when it rests is. */
const REST_MS = 40;

/** One conversation: its columns, and the pages of messages around the eye. */
export class ConversationData {
  readonly about: ViewerConversation;
  private columns: Rows | null = null;
  private readonly load: Load;
  private readonly indexes = new Map<number, Promise<ViewerIndex>>();
  private readonly pages: Recent<readonly ViewerMessage[]>;
  private readonly wanted = new Set<number>();
  private readonly listeners = new Set<(error: unknown) => void>();
  private timer: ReturnType<typeof setTimeout> | null = null;

  constructor(about: ViewerConversation, load: Load) {
    this.about = about;
    this.load = load;
    this.pages = new Recent(MOST_PAGES, (page) => this.page(page));
  }

  /** Made when first asked for: a search reads pages alone. */
  get rows(): Rows {
    return (this.columns ??= new Rows(this.about.shown));
  }

  /** Messages of one page, not kept. */
  async page(page: number): Promise<readonly ViewerMessage[]> {
    return (await this.load(`${this.about.id}-${page}`)) as readonly ViewerMessage[];
  }

  /** Calls back when something wanted has come, with the error if it has not; returns how to stop that. */
  listen(listener: (error: unknown) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** The message of a row, if it is at hand. */
  peek(row: number): ViewerMessage | undefined {
    const page = this.rows.pages[row] ?? 0;
    return page === 0 ? undefined : this.pages.peek(page)?.[row - this.rows.beginOf(page)];
  }

  /** Asks for the message of a row that is in sight; returns how to say that it no longer is. */
  want(row: number): () => void {
    this.wanted.add(row);
    this.again();
    return () => this.wanted.delete(row);
  }

  /** Tries once more for what is wanted and has not come. */
  again(): void {
    this.timer ??= setTimeout(() => void this.bringWanted(), REST_MS);
  }

  private async bringWanted(): Promise<void> {
    this.timer = null;
    let failure: unknown = null;
    try {
      for (const row of this.wanted) {
        await this.bring(row);
        this.wanted.delete(row);
      }
    } catch (error) {
      failure = error;
    }
    for (const listener of this.listeners) listener(failure);
  }

  /** Makes the message of a row at hand. @throws {DataMissing} */
  async bring(row: number): Promise<ViewerMessage | undefined> {
    await this.indexOf(row);
    const page = this.rows.pages[row] ?? 0;
    if (page > 0) await this.pages.get(page);
    return this.peek(row);
  }

  /** Row of a message by its number; null where it is not shown. @throws {DataMissing} */
  async rowOf(seq: number): Promise<number | null> {
    const { indexes } = this.about;
    // Numbers rise at least as fast as rows, so the message is not behind the index its number would have.
    let number = Math.min(indexes, Math.max(1, Math.ceil(seq / VIEWER_PAGE.rows)));
    for (; number >= 1; number -= 1) {
      const index = await this.index(number);
      if ((this.rows.seqs[index.row] ?? 0) <= seq) break;
    }
    return this.rowAmong(seq, Math.max(1, number));
  }

  private async rowAmong(seq: number, number: number): Promise<number | null> {
    for (let at = number; at <= this.about.indexes; at += 1) {
      const { row, rows } = await this.index(at);
      if ((this.rows.seqs[row] ?? 0) > seq) return null;
      if ((this.rows.seqs[row + rows - 1] ?? 0) < seq) continue;
      for (let one = row; one < row + rows; one += 1) if (this.rows.seqs[one] === seq) return one;
      return null;
    }
    return null;
  }

  /** Reads every index, in order; false where it was stopped. @throws {DataMissing} */
  async all(signal: AbortSignal, progress: (done: number, of: number) => void = () => {}): Promise<boolean> {
    for (let number = 1; number <= this.about.indexes; number += 1) {
      await this.index(number);
      if (signal.aborted) return false;
      progress(number, this.about.indexes);
    }
    return true;
  }

  private async indexOf(row: number): Promise<void> {
    if (this.rows.isKnown(row) || this.about.indexes === 0) return;
    let number = Math.min(this.about.indexes, Math.floor(row / VIEWER_PAGE.rows) + 1);
    let index = await this.index(number);
    while (row >= index.row + index.rows && number < this.about.indexes) index = await this.index((number += 1));
    while (row < index.row && number > 1) index = await this.index((number -= 1));
  }

  private index(number: number): Promise<ViewerIndex> {
    const known = this.indexes.get(number);
    if (known) return known;
    const coming = this.bringIndex(number);
    this.indexes.set(number, coming);
    coming.catch(() => this.indexes.delete(number));
    return coming;
  }

  /** The columns go into the table; of the index itself only its place is kept. */
  private async bringIndex(number: number): Promise<ViewerIndex> {
    const index = (await this.load(`${this.about.id}-index-${number}`)) as ViewerIndex;
    this.rows.take(index);
    return { ...index, times: [], kinds: [], senders: [], flags: [], stretches: [], days: [], pageRows: [] };
  }
}
