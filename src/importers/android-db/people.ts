import { textOf, type Row } from "../../base/sqlite/tables.ts";
import { md5 } from "../../base/digest.ts";
import type { Source, SourceFile } from "../../model/source.ts";
import type { Yielded } from "../importer.ts";
import type { OpenDatabase } from "../wechat/database/copies.ts";
import { named } from "../wechat/database/row-values.ts";
import { baseNameOf } from "../wechat/database/schemas.ts";
import { TableRows } from "../wechat/database/table-rows.ts";

interface Contact {
  readonly alias: string | null;
  readonly nickname: string | null;
  readonly remark: string | null;
  readonly isOfficial: boolean;
  readonly extra: Readonly<Record<string, string>>;
}

const KEPT = [
  ...["type", "verifyFlag", "deleteFlag", "createTime", "encryptUsername", "contactLabelIds", "domainList"],
  ...["chatroomFlag", "usernameFlag", "descWordingId", "openImAppid", "sourceExtInfo"],
];
/** Bit of `verifyFlag` that accounts of publishers have. */
const PUBLISHER = 8;

/** Contacts of the account, told of as they come up in conversations. @source wechat-databases.md §5.1.3, §1.1 */
export class People {
  readonly owner: string | null;
  private readonly contacts = new Map<string, Contact>();
  private readonly avatars = new Map<string, SourceFile>();
  private readonly pictures = new Map<string, Record<string, string>>();
  private readonly met = new Set<string>();

  constructor(opened: OpenDatabase, source: Source) {
    for (const row of new TableRows(opened, "rcontact")) this.add(row);
    for (const row of new TableRows(opened, "img_flag")) {
      const account = textOf(row["username"]);
      if (account !== null) this.pictures.set(account, named(row, ["reserved1", "reserved2"]));
    }
    for (const file of source.files) {
      const name = /^user_(?:hd_)?([0-9a-f]{32})\.(?:png|jpg)$/i.exec(baseNameOf(file.path));
      if (name?.[1] !== undefined) this.avatars.set(name[1].toLowerCase(), file);
    }
    this.owner = this.ownerIn(opened);
  }

  /** Whether the contact list has this account. */
  has(account: string): boolean {
    return this.contacts.has(account);
  }

  /** Name to show for a conversation; null where the contact list has none. */
  title(account: string): string | null {
    const contact = this.contacts.get(account);
    return contact?.remark ?? contact?.nickname ?? null;
  }

  isOfficial(account: string): boolean {
    return account.startsWith("gh_") || this.contacts.get(account)?.isOfficial === true;
  }

  /** What is known of an account, the first time it is met. */
  *meet(account: string | null | undefined): Generator<Yielded> {
    if (account === null || account === undefined || account === "" || this.met.has(account)) return;
    this.met.add(account);
    const contact = this.contacts.get(account);
    if (contact === undefined) return;
    const names = [["alias", contact.alias], ["nickname", contact.nickname], ["remark", contact.remark]] as const; // prettier-ignore
    for (const [kind, text] of names) {
      if (text !== null) yield { type: "name", seen: { account, name: { kind, text }, seenAt: null } };
    }
    const avatar = this.avatars.get(md5(account));
    if (avatar !== undefined) yield { type: "used", path: avatar.path };
    const pictures = Object.entries(this.pictures.get(account) ?? {}).map(([name, text]) => [`img_flag.${name}`, text]);
    const extra = { ...contact.extra, ...(Object.fromEntries(pictures) as Record<string, string>) };
    yield { type: "account", seen: { account, avatarSha256: avatar?.sha256 ?? null, extra } };
  }

  private add(row: Row): void {
    const account = textOf(row["username"]);
    if (account === null || account === "") return;
    const text = (column: string) => textOf(row[column]) || null;
    this.contacts.set(account, {
      alias: text("alias"),
      nickname: text("nickname"),
      remark: text("conremark"),
      isOfficial: (Number(row["verifyflag"] ?? 0) & PUBLISHER) !== 0,
      extra: named(row, KEPT),
    });
  }

  /** The account's own id; where only its nickname is stored, the one contact that bears it. */
  private ownerIn(opened: OpenDatabase): string | null {
    const settings = new Map<string, string>();
    for (const row of new TableRows(opened, "userinfo")) settings.set(String(row["id"]), textOf(row["value"]) ?? "");
    const stated = settings.get("2") ?? "";
    if (stated !== "") return stated;
    const nickname = settings.get("4") ?? "";
    const bearers = [...this.contacts].filter(([, contact]) => nickname !== "" && contact.nickname === nickname);
    return bearers.length === 1 ? (bearers[0]?.[0] ?? null) : null;
  }
}
