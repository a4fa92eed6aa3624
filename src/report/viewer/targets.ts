import type { Chat } from "../../model/chat.ts";

type Column = "quote_target" | "recall_target";

/**
 * Numbers of the messages that others of the conversation quote or recall: asked in ascending order, in one walk over
 * both lists. Of several messages with that server id the first is meant, as in print.
 */
export class Targets {
  private readonly rows: IterableIterator<{ seq: number; target: number | null }>;
  private next: IteratorResult<{ seq: number; target: number | null }>;

  constructor(chat: Chat, conversation: string, column: Column) {
    this.rows = chat.query(
      `SELECT m.seq, (SELECT t.seq FROM message AS t WHERE t.conversation = m.conversation AND t.server_id = m.${column}
         ORDER BY t.seq LIMIT 1) AS target
       FROM message AS m WHERE m.conversation = ? AND m.${column} IS NOT NULL ORDER BY m.seq`,
      conversation,
    );
    this.next = this.rows.next();
  }

  /** Number of the message that `seq` names; null where it names none that was read. */
  of(seq: number): number | null {
    while (!this.next.done && this.next.value.seq < seq) this.next = this.rows.next();
    return !this.next.done && this.next.value.seq === seq ? this.next.value.target : null;
  }

  close(): void {
    this.rows.return?.();
  }
}
