import { createHash } from "node:crypto";
import { textOf, type Row } from "../../../base/sqlite/tables.ts";
import type { MemberView } from "../../../model/chat.ts";
import type { Yielded } from "../../importer.ts";
import type { OpenDatabase } from "../../wechat/database/copies.ts";
import { TableRows } from "../../wechat/database/table-rows.ts";
import { askedOf } from "../damage.ts";
import { furtherColumns } from "../row.ts";

const TABLES = ["WCContact", "GroupContact", "GroupMember"] as const;
const COLUMNS = ["m_nsUsrName", "nickname", "m_nsRemark", "m_nsChatRoomMemList", "m_nsChatRoomAdminList"];

/** Names of a contact list as this platform calls them. */
const NAMES = { nickname: "nickname", m_nsremark: "remark", m_nsaliasname: "alias" } as const;

const NAMED: ReadonlySet<string> = new Set(["m_nsusrname", "m_nschatroommemlist", ...Object.keys(NAMES)]);

/** Contacts and groups of macOS 3.x, and the names behind the hashes of its tables. @source wechat-databases.md §4 */
export class People {
  private readonly databases: readonly OpenDatabase[];
  private readonly titles = new Map<string, string>();
  private readonly rooms = new Map<string, MemberView[]>();
  private readonly byHash = new Map<string, string>();

  constructor(databases: readonly OpenDatabase[]) {
    this.databases = databases;
    for (const { tables } of databases) {
      for (const table of TABLES) {
        askedOf(() => {
          for (const row of tables.rows(table, COLUMNS)) this.note(row);
        }, undefined);
      }
      askedOf(() => {
        for (const row of tables.rows("SessionAbstract", ["m_nsUserName"])) this.knows(textOf(row["m_nsUserName"]));
      }, undefined);
    }
  }

  /** Conversation whose MD5 names a table, lower-case hex; null where no list holds it. */
  talkerOf(hash: string): string | null {
    return this.byHash.get(hash) ?? null;
  }

  isKnown(account: string): boolean {
    return this.byHash.get(md5(account)) === account;
  }

  titleOf(account: string): string | null {
    return this.titles.get(account) ?? null;
  }

  membersOf(room: string): MemberView[] {
    return this.rooms.get(room) ?? [];
  }

  /** Names and further columns of some accounts. */
  *seen(accounts: ReadonlySet<string>): Generator<Yielded> {
    for (const database of this.databases) {
      for (const table of TABLES) {
        const rows = new TableRows(database, table);
        for (const row of rows) {
          const account = textOf(row["m_nsusrname"]);
          if (account === null || !accounts.has(account)) continue;
          for (const [column, kind] of Object.entries(NAMES)) {
            const text = textOf(row[column]);
            if (text) yield { type: "name", seen: { account, name: { kind, text }, seenAt: null } };
          }
          if (table === "GroupMember" || rows.table === null) continue;
          const extra = furtherColumns(row, rows.table, NAMED);
          yield { type: "account", seen: { account, avatarSha256: null, extra } };
        }
      }
    }
  }

  private note(row: Row): void {
    const account = textOf(row["m_nsUsrName"]);
    this.knows(account);
    if (account === null || account === "") return;
    const title = textOf(row["m_nsRemark"]) || textOf(row["nickname"]);
    if (title && !this.titles.has(account)) this.titles.set(account, title);
    const members = (textOf(row["m_nsChatRoomMemList"]) ?? "").split(";").filter((member) => member !== "");
    if (members.length === 0) return;
    const owner = textOf(row["m_nsChatRoomAdminList"]);
    this.rooms.set(
      account,
      members.map((participant) => ({ participant, role: participant === owner ? "owner" : "member", groupNickname: null })), // prettier-ignore
    );
  }

  private knows(account: string | null): void {
    if (account !== null && account !== "") this.byHash.set(md5(account), account);
  }
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}
