import type { Chat } from "../model/chat.ts";
import { onlyRow } from "./row.ts";

const NOT_FETCHED = "SELECT count(*) AS traces FROM trace WHERE conversation = ? AND relation = 'not-fetched'";

/**
 * Places that say the device never fetched some messages of a conversation: an innocent explanation of what is absent.
 * @source wechat-databases.md §8.1 S-C08
 */
export function notFetched(chat: Chat, conversation: string): number {
  return onlyRow(chat.query<{ traces: number }>(NOT_FETCHED, conversation)).traces;
}
