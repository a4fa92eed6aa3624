import { md5 } from "../../base/digest.ts";
import { textField } from "../../base/protobuf.ts";
import { textOf, type Row } from "../../base/sqlite/tables.ts";
import type { Zstd } from "../../base/zstd.ts";
import { Acquaintances, namesOf, shownName, type Contact } from "../wechat/database/acquaintances.ts";
import type { OpenDatabase } from "../wechat/database/copies.ts";
import { named } from "../wechat/database/row-values.ts";
import { TableRows } from "../wechat/database/table-rows.ts";
import { blobFields, roomOf, type Room } from "./contact-blobs.ts";

/** Talkers of the client itself, which no contact list names. */
const SERVICES = ["fmessage", "filehelper", "weixin", "newsapp", "qqmail", "medianote", "floatbottle", "brandsessionholder", "notifymessage"]; // prettier-ignore

/** Contacts of the account, and the names behind the digests that tables and folders bear. @source wechat-databases.md §5.2 */
export class People extends Acquaintances {
  private readonly contacts: Map<string, Contact>;
  private readonly rooms = new Map<string, Room>();
  private readonly byDigest = new Map<string, string>();

  constructor() {
    const contacts = new Map<string, Contact>();
    super((account) => contacts.get(account) ?? null);
    this.contacts = contacts;
    for (const account of SERVICES) this.learn(account);
  }

  /** Takes the contact tables of a database: those of `WCDB_Contact.sqlite`, or the old ones of `MM.sqlite`. */
  add(opened: OpenDatabase, zstd: Zstd): void {
    for (const table of ["Friend", "OpenIMContact"]) {
      if (opened.tables.has(table, "userName", "dbContactRemark")) {
        for (const row of new TableRows(opened, table)) this.addBlobs(row, zstd);
      } else if (opened.tables.has(table, "UsrName", "NickName")) {
        for (const row of new TableRows(opened, table)) this.addColumns(row);
      }
    }
    for (const row of new TableRows(opened, "Friend_Ext")) this.addExtension(row);
  }

  /** Notes an account, so that its digest can be read. */
  learn(account: string | null): void {
    if (account !== null && account !== "") this.byDigest.set(md5(account), account);
  }

  /** Account behind a digest; null where no list names it. */
  account(digest: string): string | null {
    return this.byDigest.get(digest.toLowerCase()) ?? null;
  }

  has(account: string): boolean {
    return this.contacts.has(account);
  }

  title(account: string): string | null {
    return shownName(this.contacts.get(account) ?? null);
  }

  room(account: string): Room | null {
    return this.rooms.get(account) ?? null;
  }

  isOfficial(account: string): boolean {
    const flag = this.contacts.get(account)?.extra["certificationFlag"] ?? "0";
    return account.startsWith("gh_") || flag !== "0";
  }

  private addBlobs(row: Row, zstd: Zstd): void {
    const account = textOf(row["username"]) ?? "";
    if (account === "") return;
    const fields = (column: string) => blobFields(row[column.toLowerCase()], zstd);
    const remark = fields("dbContactRemark");
    const names = namesOf({
      nickname: textField(remark, 1),
      alias: textField(remark, 2),
      remark: textField(remark, 3),
    });
    const picture = fields("dbContactHeadImage");
    const further = {
      "dbContactRemark.labels": textField(remark, 8),
      "dbContactHeadImage.small": textField(picture, 2),
      "dbContactHeadImage.hd": textField(picture, 3),
    };
    const told = Object.entries(further).filter((entry): entry is [string, string] => entry[1] !== null && entry[1] !== ""); // prettier-ignore
    const columns = named(row, ["type", "certificationFlag", "imgStatus", "encodeUserName", "extFlag", "openIMAppid"]);
    this.put(account, { names, extra: { ...columns, ...Object.fromEntries(told) }, avatar: null });
    const room = roomOf(fields("dbContactChatRoom"));
    if (room !== null) this.rooms.set(account, room);
    for (const { participant } of room?.members ?? []) this.learn(participant);
  }

  private addColumns(row: Row): void {
    const account = textOf(row["usrname"]) ?? "";
    if (account === "" || this.contacts.has(account)) return;
    const names = namesOf({ nickname: textOf(row["nickname"]) });
    this.put(account, { names, extra: named(row, ["Type", "Sex", "Mobile"]), avatar: null });
  }

  /** Remarks of old versions stand in a table beside the contacts. */
  private addExtension(row: Row): void {
    const account = textOf(row["usrname"]) ?? "";
    const contact = this.contacts.get(account);
    const remark = textOf(row["conremark"]);
    if (contact === undefined || contact.names.some(({ kind }) => kind === "remark")) return;
    this.contacts.set(account, { ...contact, names: [...contact.names, ...namesOf({ remark })] });
  }

  private put(account: string, contact: Contact): void {
    this.contacts.set(account, contact);
    this.learn(account);
  }
}
