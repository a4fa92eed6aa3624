import type { Yielded } from "../importer.ts";
import type { Side } from "../wechat/database/phone-sender.ts";
import type { People } from "./people.ts";

/** Conversations, each told of when it is first spoken of. Their key is the MD5 of the talker. */
export class Conversations {
  private readonly people: People;
  private readonly owner: string | null;
  private readonly opened = new Set<string>();

  constructor(people: People, owner: string | null) {
    this.people = people;
    this.owner = owner;
  }

  /** @returns the key of the conversation */
  *open(digest: string): Generator<Yielded, string> {
    const key = digest.toLowerCase();
    if (this.opened.has(key)) return key;
    this.opened.add(key);
    const talker = this.people.account(key);
    const room = talker === null ? null : this.people.room(talker);
    yield* this.people.meet(talker);
    for (const { participant } of room?.members ?? []) yield* this.people.meet(participant);
    yield {
      type: "conversation",
      facts: {
        key,
        type: this.typeOf(talker),
        talker,
        title: (talker === null ? null : this.people.title(talker)) ?? talker ?? key,
        statedMessageCount: null,
        statedLastMessageAt: null,
        members: room?.members ?? [],
        ...(room === null ? {} : { group: room.group }),
      },
    };
    return key;
  }

  side(key: string): Side {
    const talker = this.people.account(key);
    return { talker, owner: this.owner, isGroup: isGroup(talker) };
  }

  private typeOf(talker: string | null): "private" | "group" | "official" | "unknown" {
    if (talker === null) return "unknown";
    if (isGroup(talker)) return "group";
    return this.people.isOfficial(talker) ? "official" : "private";
  }
}

function isGroup(talker: string | null): boolean {
  return talker !== null && (talker.endsWith("@chatroom") || talker.endsWith("@im.chatroom"));
}
