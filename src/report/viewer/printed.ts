import type { ReportContext } from "../context.ts";
import { isWithin } from "../record/lines.ts";

/** Which messages are in the record, and so in the viewer: all of the selected conversations, or those of a period. */
export class Printed {
  private readonly context: ReportContext;
  private readonly counts: ReadonlyMap<string, number>;
  private readonly isWhole: boolean;
  /** Conversation -> numbers left out, ascending. */
  private readonly leftOut = new Map<string, Int32Array>();

  constructor(context: ReportContext) {
    const { conversations, settings } = context.dossier;
    this.context = context;
    this.isWhole = settings.from === null && settings.until === null;
    const selected = conversations.filter((conversation) => conversation.selected);
    this.counts = new Map(selected.map(({ id, messageCount }) => [id, messageCount]));
  }

  has(conversation: string, seq: number): boolean {
    if (seq < 1 || seq > (this.counts.get(conversation) ?? 0)) return false;
    return this.isWhole || !includes(this.leftOutOf(conversation), seq);
  }

  private leftOutOf(conversation: string): Int32Array {
    const known = this.leftOut.get(conversation);
    if (known) return known;
    const { chat, dossier } = this.context;
    const sql = "SELECT seq, sent_at AS at FROM message WHERE conversation = ? ORDER BY seq";
    const leftOut: number[] = [];
    for (const { seq, at } of chat.query<{ seq: number; at: number | null }>(sql, conversation))
      if (!isWithin(at, dossier.settings)) leftOut.push(seq);
    const numbers = Int32Array.from(leftOut);
    this.leftOut.set(conversation, numbers);
    return numbers;
  }
}

/** Whether an ascending list has a number. */
function includes(numbers: Int32Array, wanted: number): boolean {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] ?? wanted) < wanted) low = middle + 1;
    else high = middle;
  }
  return numbers[low] === wanted;
}
