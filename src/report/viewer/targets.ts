import type { Chat } from "../../model/chat.ts";
import type { Message } from "../../model/message.ts";

/** Of several messages with the server id the first is meant, as in print. */
const BY_SERVER_ID = "SELECT seq FROM message WHERE conversation = ? AND server_id = ? ORDER BY +seq LIMIT 1";
/** The sign keeps the lookup on the index of server ids: by number it would run over the whole conversation each time. */
const QUOTED = `SELECT m.seq, (SELECT min(+t.seq) FROM message AS t
    WHERE t.conversation = m.conversation AND t.server_id = m.quote_target) AS target
  FROM message AS m WHERE m.conversation = ? AND m.quote_target IS NOT NULL`;

/** Numbers of the messages that others of one conversation quote or recall; null where they name none that was read. */
export class Targets {
  private readonly chat: Chat;
  private readonly conversation: string;
  private readonly quotes = new Map<number, number>();

  constructor(chat: Chat, conversation: string) {
    this.chat = chat;
    this.conversation = conversation;
    for (const { seq, target } of chat.query<{ seq: number; target: number | null }>(QUOTED, conversation))
      if (target !== null) this.quotes.set(seq, target);
  }

  quotedBy({ seq }: Pick<Message, "seq">): number | null {
    return this.quotes.get(seq) ?? null;
  }

  /** Recalls are few: each is asked for by itself. */
  recalledBy({ recall }: Pick<Message, "recall">): number | null {
    const serverId = recall?.targetServerId ?? null;
    if (serverId === null) return null;
    for (const { seq } of this.chat.query<{ seq: number }>(BY_SERVER_ID, this.conversation, serverId)) return seq;
    return null;
  }
}
