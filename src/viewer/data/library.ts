import type { ViewerConversation } from "../../model/viewer.ts";
import { ConversationData } from "./conversation.ts";
import { loadData } from "./script.ts";

/** Conversations kept at hand with their columns. */
const MOST = 3;

/** The conversations of the bundle, each read when it is opened. */
export class Library {
  private readonly open = new Map<string, Promise<ConversationData>>();

  /** A conversation to read in; the one opened longest ago is let go. @throws {DataMissing} */
  conversation(id: string): Promise<ConversationData> {
    const data = this.open.get(id) ?? this.fresh(id);
    this.open.delete(id);
    this.open.set(id, data);
    data.catch(() => this.open.delete(id));
    for (const oldest of this.open.keys()) {
      if (this.open.size <= MOST) break;
      this.open.delete(oldest);
    }
    return data;
  }

  /** Some conversations one after the other, not kept. @throws {DataMissing} */
  async *through(ids: readonly string[]): AsyncGenerator<ConversationData> {
    for (const id of ids) yield await this.fresh(id);
  }

  private async fresh(id: string): Promise<ConversationData> {
    return new ConversationData((await loadData(id)) as ViewerConversation, loadData);
  }
}
