import { md5 } from "../../base/digest.ts";
import { textOf, type Row } from "../../base/sqlite/tables.ts";
import type { Source, SourceFile } from "../../model/source.ts";
import { Acquaintances, namesOf, shownName, type Contact } from "../wechat/database/acquaintances.ts";
import type { OpenDatabase } from "../wechat/database/copies.ts";
import { named } from "../wechat/database/row-values.ts";
import { baseNameOf } from "../wechat/database/schemas.ts";
import { TableRows } from "../wechat/database/table-rows.ts";

const KEPT = [
  ...["type", "verifyFlag", "deleteFlag", "createTime", "encryptUsername", "contactLabelIds", "domainList"],
  ...["chatroomFlag", "usernameFlag", "descWordingId", "openImAppid", "sourceExtInfo"],
];
/** Bit of `verifyFlag` that accounts of publishers have. */
const PUBLISHER = 8;

/** Contacts of the account. @source wechat-databases.md §5.1.3, §1.1 */
export class People extends Acquaintances {
  readonly owner: string | null;
  private readonly contacts: ReadonlyMap<string, Contact>;

  constructor(opened: OpenDatabase, source: Source) {
    const contacts = contactsIn(opened, avatarsIn(source));
    super((account) => contacts.get(account) ?? null);
    this.contacts = contacts;
    this.owner = ownerIn(opened, contacts);
  }

  /** Whether the contact list has this account. */
  has(account: string): boolean {
    return this.contacts.has(account);
  }

  /** Name to show for a conversation; null where the contact list has none. */
  title(account: string): string | null {
    return shownName(this.contacts.get(account) ?? null);
  }

  isOfficial(account: string): boolean {
    const flags = Number(this.contacts.get(account)?.extra["verifyFlag"] ?? 0);
    return account.startsWith("gh_") || (flags & PUBLISHER) !== 0;
  }
}

function contactsIn(opened: OpenDatabase, avatars: ReadonlyMap<string, SourceFile>): Map<string, Contact> {
  const pictures = new Map<string, Record<string, string>>();
  for (const row of new TableRows(opened, "img_flag")) {
    const told = Object.entries(named(row, ["reserved1", "reserved2"])).map(([name, text]) => [
      `img_flag.${name}`,
      text,
    ]);
    pictures.set(textOf(row["username"]) ?? "", Object.fromEntries(told) as Record<string, string>);
  }
  const contacts = new Map<string, Contact>();
  for (const row of new TableRows(opened, "rcontact")) {
    const account = textOf(row["username"]) ?? "";
    if (account === "") continue;
    const extra = { ...named(row, KEPT), ...pictures.get(account) };
    contacts.set(account, { names: namesIn(row), extra, avatar: avatars.get(md5(account)) ?? null });
  }
  return contacts;
}

function namesIn(row: Row): Contact["names"] {
  const text = (column: string) => textOf(row[column]);
  return namesOf({ alias: text("alias"), nickname: text("nickname"), remark: text("conremark") });
}

/** `avatar/ab/cd/user_<md5 of the account>.png`. */
function avatarsIn(source: Source): Map<string, SourceFile> {
  const avatars = new Map<string, SourceFile>();
  for (const file of source.files) {
    const digest = /^user_(?:hd_)?([0-9a-f]{32})\.(?:png|jpg)$/i.exec(baseNameOf(file.path))?.[1];
    if (digest !== undefined) avatars.set(digest.toLowerCase(), file);
  }
  return avatars;
}

/** The account's own id; where only its nickname is stored, the one contact that bears it. */
function ownerIn(opened: OpenDatabase, contacts: ReadonlyMap<string, Contact>): string | null {
  const settings = new Map<string, string>();
  for (const row of new TableRows(opened, "userinfo")) settings.set(String(row["id"]), textOf(row["value"]) ?? "");
  const stated = settings.get("2") ?? "";
  if (stated !== "") return stated;
  const nickname = settings.get("4") ?? "";
  const bears = ({ names }: Contact) => names.some(({ kind, text }) => kind === "nickname" && text === nickname);
  const bearers = [...contacts].filter(([, contact]) => nickname !== "" && bears(contact));
  return bearers.length === 1 ? (bearers[0]?.[0] ?? null) : null;
}
