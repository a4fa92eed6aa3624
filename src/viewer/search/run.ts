import type { ViewerMessage } from "../../model/viewer.ts";
import type { ConversationData } from "../data/conversation.ts";
import { comparable, excerpt } from "../text/found.ts";
import { matchIn } from "./matching.ts";

const AROUND = 30;
/** More than this nobody reads; the count goes on. */
const MOST_HITS = 2000;

/** A message in which the words were found. */
export interface Hit {
  readonly conversation: string;
  readonly seq: number;
  readonly time: string | null;
  readonly who: string;
  readonly excerpt: string;
}

/** How far a search has come. */
export interface SearchState {
  readonly asked: string;
  /** Conversation looked through; empty for all. */
  readonly scope: string;
  readonly hits: readonly Hit[];
  readonly found: number;
  readonly read: number;
  readonly all: number;
  readonly at: "running" | "stopped" | "end" | "failed";
  readonly error: unknown;
}

/** One search through every page of some conversations, page by page, told as it goes. */
export class SearchRun {
  private readonly stopper = new AbortController();
  private readonly hits: Hit[] = [];
  private readonly tell: (state: SearchState) => void;
  private state: SearchState;

  constructor(asked: string, scope: string, all: number, tell: (state: SearchState) => void) {
    this.tell = tell;
    this.state = { asked, scope, hits: [], found: 0, read: 0, all, at: "running", error: null };
  }

  stop(): void {
    this.stopper.abort();
  }

  async through(conversations: AsyncIterable<ConversationData>): Promise<void> {
    try {
      for await (const data of conversations) {
        if (!(await this.pages(data))) break;
      }
      this.set({ at: this.stopper.signal.aborted ? "stopped" : "end" });
    } catch (error) {
      this.set({ at: "failed", error });
    }
  }

  private async pages(data: ConversationData): Promise<boolean> {
    const asked = comparable(this.state.asked);
    for (let page = 1; page <= data.about.pages; page += 1) {
      const messages = await data.page(page);
      if (this.stopper.signal.aborted) return false;
      let found = 0;
      for (const message of messages) if (this.look(data.about.id, message, asked)) found += 1;
      this.set({
        read: this.state.read + messages.length,
        found: this.state.found + found,
        ...(found > 0 ? { hits: this.hits.slice() } : {}),
      });
    }
    return !this.stopper.signal.aborted;
  }

  private look(conversation: string, message: ViewerMessage, asked: string): boolean {
    const match = matchIn(message, asked);
    if (match === null) return false;
    const { seq, time = null, who } = message;
    if (this.hits.length < MOST_HITS)
      this.hits.push({ conversation, seq, time, who, excerpt: excerpt(match, asked, AROUND) });
    return true;
  }

  private set(change: Partial<SearchState>): void {
    this.state = { ...this.state, ...change };
    this.tell(this.state);
  }
}
