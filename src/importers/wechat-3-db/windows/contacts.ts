import { createHash } from "node:crypto";
import { integerOf, textOf, type Row } from "../../../base/sqlite/tables.ts";
import type { GroupFacts, MemberView } from "../../../model/chat.ts";
import type { Yielded } from "../../importer.ts";
import type { OpenDatabase } from "../../wechat/database/copies.ts";
import { readRoomData } from "../../wechat/database/room-data.ts";
import { TableRows } from "../../wechat/database/table-rows.ts";
import { askedOf } from "../damage.ts";
import { readExtraBuf } from "./extra-buf.ts";

/** A group as `MicroMsg.db` has it. */
export interface Room {
  readonly members: readonly MemberView[];
  readonly group: GroupFacts;
}

const NAME_COLUMNS = ["UserName", "Alias", "Remark", "NickName", "VerifyFlag"] as const;

/** Columns told of an account beside its names. */
const FACT_COLUMNS = [
  ...["EncryptUserName", "DelFlag", "Type", "VerifyFlag", "Reserved1", "Reserved6", "LabelIDList", "ChatRoomType"],
  ...["DomainList", "BigHeadImgUrl", "SmallHeadImgUrl", "HeadImgMd5"],
] as const;

/** Contacts and groups of an account. @source wechat-databases.md §2.3 */
export class Contacts {
  private readonly databases: readonly OpenDatabase[];
  private readonly titles = new Map<string, string>();
  private readonly officials = new Set<string>();

  constructor(databases: readonly OpenDatabase[]) {
    this.databases = databases;
    for (const { tables } of databases) {
      askedOf(() => {
        for (const row of tables.rows("Contact", NAME_COLUMNS)) this.note(row);
      }, undefined);
    }
  }

  /** Remark, else nickname. */
  titleOf(account: string): string | null {
    return this.titles.get(account) ?? null;
  }

  isOfficial(account: string): boolean {
    return account.startsWith("gh_") || this.officials.has(account);
  }

  /** Null where the account list does not know the group. */
  room(name: string): Room | null {
    for (const database of this.databases) {
      const room = askedOf(() => roomIn(database, name), null);
      if (room !== null) return room;
    }
    return null;
  }

  /** Names, further columns and avatars of some accounts, in the order of the tables. */
  *seen(accounts: ReadonlySet<string>): Generator<Yielded> {
    const avatars = this.avatars(accounts);
    for (const database of this.databases) {
      const labels = askedOf(() => labelsOf(database.tables), new Map<string, string>());
      for (const row of new TableRows(database, "Contact")) {
        const account = textOf(row["username"]);
        if (account === null || !accounts.has(account)) continue;
        yield* namesOf(account, row);
        const avatarSha256 = avatars.get(account) ?? null;
        avatars.delete(account);
        yield { type: "account", seen: { account, avatarSha256, extra: factsOf(row, labels) } };
      }
    }
    for (const [account, avatarSha256] of avatars)
      yield { type: "account", seen: { account, avatarSha256, extra: {} } };
  }

  private note(row: Row): void {
    const account = textOf(row["UserName"]);
    if (account === null || account === "") return;
    const title = textOf(row["Remark"]) || textOf(row["NickName"]);
    if (title) this.titles.set(account, title);
    if ((integerOf(row["VerifyFlag"]) ?? 0) !== 0 && !account.endsWith("@chatroom")) this.officials.add(account);
  }

  private avatars(accounts: ReadonlySet<string>): Map<string, string> {
    const found = new Map<string, string>();
    for (const { tables } of this.databases) {
      askedOf(() => {
        for (const row of tables.rows("ContactHeadImg1", ["usrName", "smallHeadBuf"])) {
          const account = textOf(row["usrName"]);
          const bytes = row["smallHeadBuf"];
          if (account === null || !accounts.has(account) || !Buffer.isBuffer(bytes)) continue;
          found.set(account, createHash("sha256").update(bytes).digest("hex"));
        }
      }, undefined);
    }
    return found;
  }
}

function* namesOf(account: string, row: Row): Generator<Yielded> {
  for (const kind of ["nickname", "remark", "alias"] as const) {
    const text = textOf(row[kind]);
    if (text) yield { type: "name", seen: { account, name: { kind, text }, seenAt: null } };
  }
}

function labelsOf(tables: OpenDatabase["tables"]): Map<string, string> {
  const labels = new Map<string, string>();
  for (const row of tables.rows("ContactLabel", ["LabelId", "LabelName"])) {
    labels.set(textOf(row["LabelId"]) ?? "", textOf(row["LabelName"]) ?? "");
  }
  return labels;
}

function factsOf(row: Row, labels: ReadonlyMap<string, string>): Record<string, string> {
  const facts: Record<string, string> = {};
  for (const column of FACT_COLUMNS) {
    const value = textOf(row[column.toLowerCase()]);
    if (value !== null && value !== "" && value !== "0") facts[column] = value;
  }
  const ids = (facts["LabelIDList"] ?? "").split(",");
  const named = ids.map((id) => labels.get(id) ?? "").filter((label) => label !== "");
  if (named.length > 0) facts["labels"] = named.join(", ");
  const extra = row["extrabuf"];
  return Buffer.isBuffer(extra) ? { ...facts, ...readExtraBuf(extra) } : facts;
}

const ROOM_COLUMNS = ["UserNameList", "DisplayNameList", "Reserved2", "RoomData"];
const NOTICE_COLUMNS = ["Announcement", "AnnouncementEditor", "AnnouncementPublishTime"];

function roomIn({ tables }: OpenDatabase, name: string): Room | null {
  if (!tables.has("ChatRoom", "ChatRoomName")) return null;
  const [row] = [...tables.rows("ChatRoom", ROOM_COLUMNS, 'WHERE "ChatRoomName" = ?', name)];
  if (row === undefined) return null;
  const noticed = tables.has("ChatRoomInfo", "ChatRoomName")
    ? [...tables.rows("ChatRoomInfo", NOTICE_COLUMNS, 'WHERE "ChatRoomName" = ?', name)][0]
    : undefined;
  const bytes = row["RoomData"];
  const data = Buffer.isBuffer(bytes) ? readRoomData(bytes) : null;
  const publishedAt = integerOf(noticed?.["AnnouncementPublishTime"]);
  return {
    members: membersOf(row, data),
    group: {
      announcement: textOf(noticed?.["Announcement"]) || null,
      announcementEditor: textOf(noticed?.["AnnouncementEditor"]) || null,
      announcementAt: publishedAt === null || publishedAt <= 0 ? null : publishedAt * 1000,
      statedMemberCount: null,
      capacity: data?.capacity ?? null,
    },
  };
}

/** Two lists of the same length, joined by the characters `^G`, and the room's own data, which knows who invited whom. */
function membersOf(row: Row, data: ReturnType<typeof readRoomData>): MemberView[] {
  const split = (column: string) => (textOf(row[column]) ?? "").split(/\^G|\u0007/);
  const shown = split("DisplayNameList");
  const nicknames = new Map(split("UserNameList").map((account, at) => [account, shown[at] || null]));
  nicknames.delete("");
  const known = new Map((data?.members ?? []).map((member) => [member.account, member]));
  const owner = textOf(row["Reserved2"]);
  return [...new Set([...nicknames.keys(), ...known.keys()])].map((account) => {
    const inviter = known.get(account)?.inviter ?? null;
    return {
      participant: account,
      role: account === owner ? "owner" : "member",
      groupNickname: known.get(account)?.groupNickname || nicknames.get(account) || null,
      ...(inviter === null ? {} : { inviter }),
    };
  });
}
