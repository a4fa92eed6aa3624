import type { DatabaseFile, DatabaseRole, SenderMap } from "../../model/database.ts";
import type { Source } from "../../model/source.ts";
import {
  isDamage,
  isOpen,
  type DatabaseCopies,
  type OpenDatabase,
  type Unreadable,
} from "../wechat/database/copies.ts";
import { databaseRefused } from "../wechat/database/refusal.ts";
import { databaseFile } from "../wechat/database/file-facts.ts";
import { CLIENT_SCHEMA } from "./client-schema.ts";
import { Contacts, titlesOf } from "./contacts.ts";
import { inOrder } from "./coverage.ts";
import { ownerOf, senderMap, type Owner } from "./senders.ts";
import { isMessageRole, type DatabaseSet, type SetFile } from "./set.ts";
import { surveyShard, type Shard } from "./survey.ts";
import { Talkers } from "./talkers.ts";
import { quietly } from "./damage.ts";

/** What a set of databases holds, opened and counted, before any message is read. */
export class AccountSet {
  readonly source: Source;
  readonly set: DatabaseSet;
  readonly copies: DatabaseCopies;
  readonly talkers = new Talkers();
  readonly unread = new Map<string, Unreadable>();
  readonly companions: (OpenDatabase & { role: DatabaseRole })[] = [];
  readonly files: DatabaseFile[] = [];
  shards: readonly Shard[] = [];
  maps: ReadonlyMap<string, SenderMap> = new Map();
  owner: Owner = { account: null, basis: null, folderSays: null };

  /** @throws {SourceError} where no database of messages can be read */
  constructor(source: Source, set: DatabaseSet, copies: DatabaseCopies) {
    this.source = source;
    this.set = set;
    this.copies = copies;
    this.survey();
  }

  private survey(): void {
    const shards: Shard[] = [];
    for (const file of this.set.files.filter(({ role, unreadable }) => isMessageRole(role) && unreadable === null)) {
      const shard = surveyShard(this.copies, file);
      if (typeof shard === "string") this.unread.set(file.path, shard);
      else shards.push(shard);
    }
    if (shards.length === 0) throw this.refusal();
    this.shards = inOrder(shards);
    this.files.push(...this.shards.map(({ facts }) => facts));
    for (const { names } of this.shards) for (const name of names.values()) this.talkers.add(name);
    for (const file of this.set.files) if (!isMessageRole(file.role) && file.unreadable === null) this.open(file);
    this.files.sort((a, b) => (a.path < b.path ? -1 : 1));
    for (const name of this.listedNames()) this.talkers.add(name);
    this.owner = ownerOf(this.folderName(), this.shards, this.talkers);
    this.maps = new Map(this.shards.map((shard) => [shard.file.path, senderMap(shard, this.owner.account, this.talkers)])); // prettier-ignore
  }

  private refusal() {
    const entry = this.set.files.find(({ path }) => path === this.set.entry);
    return databaseRefused(this.set.entry, entry?.unreadable ?? this.unread.get(this.set.entry) ?? "damaged");
  }

  private open(file: SetFile): void {
    try {
      const opened = this.copies.open(file.path);
      if (!isOpen(opened)) {
        this.unread.set(file.path, opened);
        return;
      }
      const role = { role: file.role, shard: file.shard, startsAt: null, rows: null };
      this.files.push(databaseFile(opened, CLIENT_SCHEMA, role));
      this.companions.push({ ...opened, role: file.role });
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.unread.set(file.path, "damaged");
    }
  }

  ofRole(role: DatabaseRole): OpenDatabase[] {
    return this.companions.filter((each) => each.role === role);
  }

  tablesOf(role: DatabaseRole): Contacts[] {
    return this.ofRole(role).map(({ tables, path }) => new Contacts(tables, path));
  }

  private *listedNames(): Generator<string> {
    for (const contacts of this.tablesOf("contact")) yield* quietly(contacts.usernames());
    for (const { tables } of this.ofRole("session")) {
      for (const { username } of quietly(tables.rows("SessionTable", ["username"]))) {
        if (typeof username === "string") yield username;
      }
    }
  }

  /** Last folder above the databases; the source itself where they lie at its top. */
  private folderName(): string {
    const { account } = this.set;
    return account === "" ? this.source.name : (account.split("/").at(-2) ?? "");
  }

  /** Accounts that have a part in the messages; the rest of the address book stays out of the record. */
  accounts(): Set<string> {
    const wanted = new Set<string>();
    if (this.owner.account !== null) wanted.add(this.owner.account);
    for (const shard of this.shards) {
      for (const name of shard.names.values()) wanted.add(name);
      for (const { hash } of shard.tables) {
        const talker = this.talkers.nameOf(hash);
        if (talker === null) continue;
        wanted.add(talker);
        for (const contacts of this.tablesOf("contact")) {
          for (const { participant, inviter } of contacts.room(talker)?.members ?? []) {
            wanted.add(participant);
            if (inviter !== undefined) wanted.add(inviter);
          }
        }
      }
    }
    return wanted;
  }

  titles(wanted: ReadonlySet<string>): Map<string, string> {
    const titles = new Map<string, string>();
    for (const { tables } of this.ofRole("contact")) {
      try {
        for (const [account, title] of titlesOf(tables, wanted)) titles.set(account, title);
      } catch (error) {
        if (!isDamage(error)) throw error;
      }
    }
    return titles;
  }

  usedPaths(): string[] {
    const paths = [...this.shards.map(({ file }) => file.path), ...this.companions.map(({ path }) => path)];
    return paths.flatMap((path) => [path, `${path}-wal`, `${path}-shm`]).filter((path) => this.source.file(path) !== undefined); // prettier-ignore
  }
}
