import type { Yielded } from "../../importer.ts";
import { typeOfTalker } from "../../wechat/memotrace-place.ts";
import type { Contacts } from "./contacts.ts";
import type { TalkerTrace } from "./sessions.ts";

/** Names each conversation once, before the first record of it, and remembers whose names will be asked for. */
export class Conversations {
  /** Accounts that appear: talkers, senders, members of the groups. */
  readonly accounts = new Set<string>();
  private readonly contacts: Contacts;
  private readonly known = new Set<string>();

  constructor(contacts: Contacts, owner: string | null) {
    this.contacts = contacts;
    if (owner !== null) this.accounts.add(owner);
  }

  saw(account: string | null): void {
    if (account !== null) this.accounts.add(account);
  }

  /** Key of a conversation already named; null where there is none. */
  keyOf(talker: string): string | null {
    return this.known.has(talker) ? talker : null;
  }

  /** @param talker null for rows that belong to no conversation they name */
  *named(talker: string | null): Generator<Yielded> {
    const key = talker ?? "";
    if (this.known.has(key)) return;
    this.known.add(key);
    this.saw(talker);
    const room = talker?.endsWith("@chatroom") === true ? this.contacts.room(talker) : null;
    for (const { participant } of room?.members ?? []) this.saw(participant);
    yield {
      type: "conversation",
      facts: {
        key,
        type: talker === null ? "unknown" : this.contacts.isOfficial(talker) ? "official" : typeOfTalker(talker),
        talker,
        title: (talker === null ? null : this.contacts.titleOf(talker)) ?? key,
        statedMessageCount: null,
        statedLastMessageAt: null,
        members: room?.members ?? [],
        ...(room === null ? {} : { group: room.group }),
      },
    };
  }

  /** Traces of talkers, each after its conversation. */
  *resolved(traces: Iterable<TalkerTrace>): Generator<Yielded> {
    for (const { talker, item } of traces) {
      yield* this.named(talker);
      yield item(talker);
    }
  }
}
