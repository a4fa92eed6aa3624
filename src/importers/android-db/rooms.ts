import { integerOf, textOf, type Row } from "../../base/sqlite/tables.ts";
import type { GroupFacts, MemberView } from "../../model/chat.ts";
import type { OpenDatabase } from "../wechat/database/copies.ts";
import { readRoomData, type RoomData } from "../wechat/database/room-data.ts";
import { msOfEither } from "../wechat/database/row-values.ts";
import { TableRows } from "../wechat/database/table-rows.ts";

/** A group as `chatroom` has it. */
export interface Room {
  readonly title: string | null;
  readonly members: readonly MemberView[];
  readonly group: GroupFacts;
}

/** Groups by their id. @source wechat-databases.md §5.1.3 */
export function roomsIn(opened: OpenDatabase): ReadonlyMap<string, Room> {
  const rooms = new Map<string, Room>();
  for (const row of new TableRows(opened, "chatroom")) {
    const name = textOf(row["chatroomname"]);
    if (name !== null && name !== "") rooms.set(name, roomOf(row));
  }
  return rooms;
}

function roomOf(row: Row): Room {
  const accounts = (textOf(row["memberlist"]) ?? "").split(";").filter((account) => account !== "");
  const data = Buffer.isBuffer(row["roomdata"]) ? readRoomData(row["roomdata"]) : null;
  const owner = textOf(row["roomowner"]);
  const count = integerOf(row["membercount"]);
  const text = (column: string) => textOf(row[column]) || null;
  return {
    title: text("chatroomnick") ?? text("displayname"),
    members: membersOf(accounts, owner, data),
    group: {
      announcement: text("chatroomnotice"),
      announcementEditor: text("chatroomnoticeeditor"),
      announcementAt: msOfEither(row["chatroomnoticepublishtime"]),
      statedMemberCount: count === null || count < 0 ? null : count,
      capacity: data?.capacity ?? null,
    },
  };
}

/** The list names the members; the data behind it, where they speak of the same people, nicknames and who invited. */
function membersOf(accounts: readonly string[], owner: string | null, data: RoomData | null): MemberView[] {
  const listed = new Set(accounts);
  const known = new Map(data?.members.map((member) => [member.account, member]));
  const fits = data !== null && data.members.length > 0 && data.members.every(({ account }) => listed.has(account));
  return [...listed].map((account) => {
    const member = fits ? known.get(account) : undefined;
    return {
      participant: account,
      role: account === owner ? "owner" : owner === null || owner === "" ? "unknown" : "member",
      groupNickname: member?.groupNickname || null,
      ...(member?.inviter == null ? {} : { inviter: member.inviter }),
    };
  });
}
