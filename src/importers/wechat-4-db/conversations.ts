import type { Yielded } from "../importer.ts";
import { isDamage } from "../wechat/database/copies.ts";
import type { Contacts } from "./contacts.ts";
import { conversationType, talkerHash, type Talkers } from "./talkers.ts";

/** Conversations of a set, by the hash their tables bear; each is described once. */
export class Conversations {
  private readonly contacts: readonly Contacts[];
  private readonly talkers: Talkers;
  private readonly titles: ReadonlyMap<string, string>;
  private readonly opened = new Set<string>();

  constructor(contacts: readonly Contacts[], talkers: Talkers, titles: ReadonlyMap<string, string>) {
    this.contacts = contacts;
    this.talkers = talkers;
    this.titles = titles;
  }

  keyOf(talker: string): string {
    this.talkers.add(talker);
    return talkerHash(talker);
  }

  isOpen(key: string): boolean {
    return this.opened.has(key);
  }

  *open(hash: string, isOfficial: boolean): Generator<Yielded, void, void> {
    if (this.opened.has(hash)) return;
    this.opened.add(hash);
    const talker = this.talkers.nameOf(hash);
    const type = conversationType(talker, isOfficial);
    const room = talker === null || type !== "group" ? null : this.roomOf(talker);
    yield {
      type: "conversation",
      facts: {
        key: hash,
        type,
        talker,
        title: talker === null ? hash : (this.titles.get(talker) ?? talker),
        statedMessageCount: null,
        statedLastMessageAt: null,
        members: room?.members ?? [],
        ...(room === null ? {} : { group: room.group }),
      },
    };
  }

  private roomOf(talker: string) {
    try {
      return this.contacts.map((contacts) => contacts.room(talker)).find((room) => room !== null) ?? null;
    } catch (error) {
      if (isDamage(error)) return null;
      throw error;
    }
  }
}
