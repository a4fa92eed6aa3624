import { textOf, type Value } from "../../base/sqlite/tables.ts";
import type { Yielded } from "../importer.ts";
import type { OpenDatabase } from "../wechat/database/copies.ts";
import type { Side } from "../wechat/database/phone-sender.ts";
import type { People } from "./people.ts";
import { roomsIn, type Room } from "./rooms.ts";

/** Conversations, each told of when it is first spoken of. Their key is the talker. */
export class Conversations {
  private readonly people: People;
  private readonly rooms: ReadonlyMap<string, Room>;
  private readonly opened = new Map<string, Side>();

  constructor(main: OpenDatabase, people: People) {
    this.people = people;
    this.rooms = roomsIn(main);
  }

  /** @returns the key of the talker's conversation */
  *open(value: Value | undefined): Generator<Yielded, string> {
    const talker = textOf(value) ?? "";
    if (this.opened.has(talker)) return talker;
    this.opened.set(talker, { talker: talker || null, owner: this.people.owner, isGroup: isGroup(talker) });
    const room = this.rooms.get(talker);
    yield* this.people.meet(talker);
    for (const { participant } of room?.members ?? []) yield* this.people.meet(participant);
    yield {
      type: "conversation",
      facts: {
        key: talker,
        type: talker === "" ? "unknown" : isGroup(talker) ? "group" : this.people.isOfficial(talker) ? "official" : "private", // prettier-ignore
        talker: talker || null,
        title: this.people.title(talker) ?? room?.title ?? talker,
        statedMessageCount: null,
        statedLastMessageAt: null,
        members: room?.members ?? [],
        ...(room === undefined ? {} : { group: room.group }),
      },
    };
    return talker;
  }

  /** Who is who in a conversation already opened. */
  side(key: string): Side {
    return this.opened.get(key) ?? { talker: key || null, owner: this.people.owner, isGroup: isGroup(key) };
  }
}

function isGroup(talker: string): boolean {
  return talker.endsWith("@chatroom") || talker.endsWith("@im.chatroom");
}
