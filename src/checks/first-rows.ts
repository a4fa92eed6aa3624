import type { Chat } from "../model/chat.ts";
import type { Message } from "../model/message.ts";

/** Rows among which the notice of the beginning is looked for: a greeting may come before it. */
export const FIRST_ROWS = 10;

const OWN_NAMES: readonly string[] = ["你", "您", "我", "you", "me"];

/** Sentences of the beginning that are no notices, or notices without an event of their own. @source wechat-databases.md §7.9 */
const BEGINNING_TEXT =
  /以上是打招呼的(内容|消息)|我通过了你的朋友验证请求|现在可以开始聊天了|I've accepted your friend request|Start chatting!/u;

/**
 * The message among the first rows that begins a conversation: a contact was added, or before any ordinary message a
 * group was made or the account joined it; null when none does. Others joining a group do not begin it.
 */
export function beginningOf(chat: Chat, conversation: string, owner: string | null): Message | null {
  const sql = "SELECT seq FROM message WHERE conversation = ? ORDER BY seq LIMIT ?";
  let isFirst = true;
  for (const { seq } of chat.query<{ seq: number }>(sql, conversation, FIRST_ROWS)) {
    const message = chat.message(conversation, seq);
    if (beginsContact(message) || (isFirst && beginsGroup(message, owner))) return message;
    isFirst &&= message.kind === "system";
  }
  return null;
}

function beginsContact({ system, text }: Message): boolean {
  // A greeting comes before the notice that it was accepted.
  return system?.event === "friend-added" || BEGINNING_TEXT.test((text ?? "").slice(0, 200));
}

function beginsGroup({ system }: Message, owner: string | null): boolean {
  if (system?.event === "group-created") return true;
  if (system?.event !== "member-joined") return false;
  return [system.actor, ...system.subjects].some((name) => name !== null && isOwn(name, owner));
}

function isOwn(name: string, owner: string | null): boolean {
  return name === owner || OWN_NAMES.includes(name.trim().toLowerCase());
}
