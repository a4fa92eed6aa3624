import { bytesField, protobufFields } from "../../base/protobuf.ts";
import { sha256 } from "../../base/digest.ts";
import { textOf, type Row, type Tables } from "../../base/sqlite/tables.ts";
import type { GroupFacts, MemberView } from "../../model/chat.ts";
import type { AccountSeen, NameSeen } from "../importer.ts";
import { readRoomData } from "../wechat/database/room-data.ts";
import { epochSeconds } from "./survey.ts";

/** A group as the contact database has it. */
export interface Room {
  readonly members: readonly MemberView[];
  readonly group: GroupFacts;
}

const NAME_COLUMNS = [
  ["alias", "alias"],
  ["nick_name", "nickname"],
  ["remark", "remark"],
] as const;

/** Columns of a contact that are facts about it beside its names. @source documented: wechat-databases.md §3.4 */
const KEPT = [
  "id", "local_type", "flag", "delete_flag", "verify_flag", "is_in_chat_room", "chat_room_type", "description",
  "encrypt_username", "head_img_md5",
] as const; // prettier-ignore

/** The contact database; everything it says of an account outside the set asked for stays unread. */
export class Contacts {
  private readonly tables: Tables;
  private readonly path: string;

  constructor(tables: Tables, path: string) {
    this.tables = tables;
    this.path = path;
  }

  *usernames(): Generator<string> {
    for (const table of ["contact", "stranger", "chat_room"]) {
      for (const { username } of this.tables.rows(table, ["username"])) {
        const name = textOf(username);
        if (name !== null && name !== "") yield name;
      }
    }
  }

  /** Every name form of the wanted accounts, with the columns that say more. */
  *accounts(wanted: ReadonlySet<string>): Generator<{ names: NameSeen[]; account: Omit<AccountSeen, "avatarSha256"> }> {
    for (const table of ["contact", "stranger"]) {
      const columns = ["username", ...NAME_COLUMNS.map(([column]) => column), ...KEPT, "extra_buffer"];
      for (const row of this.tables.rows(table, columns)) {
        const account = textOf(row["username"]) ?? "";
        if (account !== "" && wanted.has(account)) yield { names: namesIn(account, row), account: { account, extra: extraOf(row, table) } }; // prettier-ignore
      }
    }
  }

  /** Members as they are now, with the roles, nicknames and inviters that are stored. */
  room(talker: string): Room | null {
    const [row] = [...this.tables.rows("chat_room", ["id", "owner", "ext_buffer"], "WHERE username = ?", talker)];
    if (row === undefined) return null;
    const owner = textOf(row["owner"]);
    const buffer = row["ext_buffer"];
    const data = Buffer.isBuffer(buffer) ? readRoomData(buffer) : null;
    const listed: MemberView[] = (data?.members ?? []).map(({ account, groupNickname, inviter }) => ({
      participant: account,
      role: account === owner ? "owner" : "member",
      groupNickname: groupNickname === "" ? null : groupNickname,
      ...(inviter === null ? {} : { inviter }),
    }));
    const known = new Set(listed.map(({ participant }) => participant));
    const others = this.membersOf(row).filter((account) => !known.has(account));
    const members = [...listed, ...others.map((participant) => ({ participant, role: participant === owner ? "owner" : "member", groupNickname: null }) as const)]; // prettier-ignore
    return { members, group: { ...this.announcement(talker), statedMemberCount: null, capacity: data?.capacity ?? null } }; // prettier-ignore
  }

  get file(): string {
    return this.path;
  }

  /** `chatroom_member` names contacts by their number. */
  private membersOf({ id }: Row): string[] {
    if (id === undefined || id === null || !this.tables.has("chatroom_member", "room_id", "member_id")) return [];
    const inTable = (table: string) =>
      this.tables.has(table, "id", "username")
        ? [...this.tables.rows(table, ["username"], "WHERE id IN (SELECT member_id FROM chatroom_member WHERE room_id = ?) ORDER BY id", id)] // prettier-ignore
        : [];
    return [...inTable("contact"), ...inTable("stranger")].flatMap(({ username }) => textOf(username) ?? []);
  }

  private announcement(talker: string): Pick<GroupFacts, "announcement" | "announcementEditor" | "announcementAt"> {
    const columns = ["announcement_", "announcement_editor_", "announcement_publish_time_"];
    const [row] = this.tables.has("chat_room_info_detail", "username_")
      ? [...this.tables.rows("chat_room_info_detail", columns, "WHERE username_ = ?", talker)]
      : [];
    return {
      announcement: textOf(row?.["announcement_"]) || null,
      announcementEditor: textOf(row?.["announcement_editor_"]) || null,
      announcementAt: epochSeconds(row?.["announcement_publish_time_"]),
    };
  }
}

function namesIn(account: string, row: Row): NameSeen[] {
  return NAME_COLUMNS.flatMap(([column, kind]) => {
    const text = textOf(row[column]);
    return text === null || text === "" ? [] : [{ account, name: { kind, text }, seenAt: null }];
  });
}

function extraOf(row: Row, table: string): Record<string, string> {
  const extra: Record<string, string> = { table };
  for (const column of KEPT) {
    const text = textOf(row[column]);
    if (text !== null && text !== "") extra[column] = text;
  }
  const buffer = row["extra_buffer"];
  const fields = Buffer.isBuffer(buffer) ? protobufFields(buffer) : null;
  const signature = fields === null ? null : bytesField(fields, 4)?.toString("utf8");
  if (signature) extra["extra_buffer.4"] = signature;
  return extra;
}

/** What people call a conversation: remark, else nickname, else alias. */
export function titlesOf(tables: Tables, wanted: ReadonlySet<string>): Map<string, string> {
  const titles = new Map<string, string>();
  for (const table of ["stranger", "contact"]) {
    for (const row of tables.rows(table, ["username", "remark", "nick_name", "alias"])) {
      const account = textOf(row["username"]) ?? "";
      const title = [row["remark"], row["nick_name"], row["alias"]].map(textOf).find((text) => text);
      if (wanted.has(account) && title) titles.set(account, title);
    }
  }
  return titles;
}

/** Digests of the avatars of the wanted accounts. */
export function avatarsIn(tables: Tables, wanted: ReadonlySet<string>): Map<string, string> {
  const avatars = new Map<string, string>();
  for (const { username, image_buffer: image } of tables.rows("head_image", ["username", "image_buffer"])) {
    const account = textOf(username) ?? "";
    if (wanted.has(account) && Buffer.isBuffer(image) && image.length > 0) avatars.set(account, sha256(image));
  }
  return avatars;
}
