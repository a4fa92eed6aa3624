import { createHash } from "node:crypto";
import type { Conversation } from "../../model/chat.ts";

/** Names by the hash that message tables bear. */
export class Talkers {
  private readonly byHash = new Map<string, string>();

  add(name: string): void {
    if (name !== "") this.byHash.set(talkerHash(name), name);
  }

  nameOf(hash: string): string | null {
    return this.byHash.get(hash) ?? null;
  }

  has(name: string): boolean {
    return this.byHash.has(talkerHash(name));
  }
}

/** MD5 of an account, as it stands in names of tables and folders. */
export function talkerHash(talker: string): string {
  return createHash("md5").update(talker).digest("hex");
}

/** Entries of the list that are not persons: system accounts and folders of accounts. */
const SERVICES = new Set([
  "weixin", "notifymessage", "notification_messages", "brandsessionholder", "brandservicesessionholder", "officialaccounts",
  "mphelper", "newsapp", "qqmail", "qqsync", "floatbottle", "medianote", "fmessage", "tmessage", "qmessage", "masssendapp",
  "helper_entry", "opencustomerservicemsg", "userexperience_alarm", "blogapp", "feedsapp", "lbsapp", "shakeapp",
]); // prettier-ignore

/** What kind of conversation an account id stands for. @source documented: wechat-databases.md §0.3 */
export function conversationType(talker: string | null, isOfficial: boolean): Conversation["type"] {
  if (talker === null) return isOfficial ? "official" : "unknown";
  if (/@(im\.)?chatroom$/.test(talker)) return "group";
  if (isOfficial || talker.startsWith("gh_") || SERVICES.has(talker)) return "official";
  return "private";
}
