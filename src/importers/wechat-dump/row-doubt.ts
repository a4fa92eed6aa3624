import type { ConversationFacts, MessageFacts } from "../importer.ts";

/** Warnings a row gets for where it stands and for what the exporter does to rows of its sort. */
export class RowDoubt {
  private readonly type: ConversationFacts["type"];
  private latest = -Infinity;

  constructor(type: ConversationFacts["type"]) {
    this.type = type;
  }

  /**
   * Own texts of groups lose their first line, senders in groups are taken from the text. The exporter sorts by time: a
   * row that goes back may have been pasted.
   */
  of({ sentAt, direction, kind }: Pick<MessageFacts, "sentAt" | "direction" | "kind">): string[] {
    const found: string[] = [];
    const isGroup = this.type !== "private";
    if (isGroup && direction === "sent" && kind === "text") found.push("TEXT_FIRST_LINE_LOST");
    if (this.type === "group" && direction === "received") found.push("SENDER_FROM_TEXT");
    if (sentAt !== null && sentAt < this.latest) found.push("BOUNDARY_FORGEABLE");
    if (sentAt !== null) this.latest = Math.max(this.latest, sentAt);
    return found;
  }
}
