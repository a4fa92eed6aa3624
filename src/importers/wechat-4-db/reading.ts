import type { Tables } from "../../base/sqlite/tables.ts";
import type { Zstd } from "../../base/zstd.ts";
import type { CoverageItem, DatabaseFile, DatabaseRole, SenderMap } from "../../model/database.ts";
import type { Source } from "../../model/source.ts";
import type { ExportFacts, Yielded } from "../importer.ts";
import {
  isDamage,
  isOpen,
  type DatabaseCopies,
  type OpenDatabase,
  type Unreadable,
} from "../wechat/database/copies.ts";
import { damageRepair } from "../wechat/database/numbering.ts";
import { databaseRefused } from "../wechat/database/refusal.ts";
import { databaseFile } from "../wechat/database/file-facts.ts";
import { provenanceOf } from "../wechat/database/provenance.ts";
import { CLIENT_SCHEMA } from "./client-schema.ts";
import { avatarsIn, Contacts, titlesOf } from "./contacts.ts";
import { Conversations } from "./conversations.ts";
import { coverageOf, inOrder } from "./coverage.ts";
import { HardLinks } from "./hard-links.ts";
import type { MediaPlaces } from "./media.ts";
import { MediaTree } from "./media-tree.ts";
import { fileNameTraces } from "./file-names.ts";
import { messageOf } from "./message.ts";
import { MessageRows } from "./message-row.ts";
import type { TableContext } from "./table-context.ts";
import { scopeOf } from "./client-schema.ts";
import { PackedInfos } from "./packed-info.ts";
import { ownerOf, senderMap, type Owner } from "./senders.ts";
import { isMessageRole, type DatabaseSet, type SetFile } from "./set.ts";
import { surveyShard, type MessageTable, type Shard } from "./survey.ts";
import { conversationType, Talkers } from "./talkers.ts";
import { Voices } from "./voices.ts";
import type { Companion, TalkerTrace } from "./trace.ts";
import { generalTraces } from "./traces-general.ts";
import { sessionTraces } from "./traces-session.ts";
import { favoriteTraces, historyIds, shardTraces } from "./traces-shard.ts";
import { editTraces, indexTraces, resourceTraces, voiceTraces } from "./traces-witness.ts";

type Stream = Generator<Yielded, void, void>;

/** Reads one set: what there is, whose it is, every row, and every other place that speaks of rows. */
export class Reading {
  private readonly source: Source;
  private readonly set: DatabaseSet;
  private readonly copies: DatabaseCopies;
  private readonly zstd: Zstd;
  private readonly talkers = new Talkers();
  private readonly unread = new Map<string, Unreadable>();
  private readonly companions: (OpenDatabase & { role: DatabaseRole })[] = [];
  private readonly files: DatabaseFile[] = [];
  private readonly packed = new PackedInfos();
  private shards: readonly Shard[] = [];
  private maps: ReadonlyMap<string, SenderMap> = new Map();
  private owner: Owner = { account: null, basis: null, folderSays: null };

  constructor(source: Source, set: DatabaseSet, copies: DatabaseCopies, zstd: Zstd) {
    this.source = source;
    this.set = set;
    this.copies = copies;
    this.zstd = zstd;
  }

  *all(): Stream {
    this.survey();
    const wanted = this.accounts();
    const conversations = new Conversations(this.tablesOf("contact"), this.talkers, this.titles(wanted));
    const facts = this.exportFacts();
    yield { type: "export", facts };
    for (const path of this.usedPaths()) yield { type: "used", path };
    for (const shard of this.shards) yield* this.announce(shard, conversations);
    yield* this.people(wanted);
    for (const shard of this.shards) yield* this.rowsOf(shard, conversations);
    for (const traces of this.witnesses()) yield* this.placed(traces, conversations);
    yield { type: "export", facts };
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

  private ofRole(role: DatabaseRole): OpenDatabase[] {
    return this.companions.filter((each) => each.role === role);
  }

  private tablesOf(role: DatabaseRole): Contacts[] {
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
  private accounts(): Set<string> {
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

  private titles(wanted: ReadonlySet<string>): Map<string, string> {
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

  private usedPaths(): string[] {
    const paths = [...this.shards.map(({ file }) => file.path), ...this.companions.map(({ path }) => path)];
    return paths.flatMap((path) => [path, `${path}-wal`, `${path}-shm`]).filter((path) => this.source.file(path) !== undefined); // prettier-ignore
  }

  private exportFacts(): ExportFacts {
    const coverage: CoverageItem[] = coverageOf(this.set, this.shards, this.unread, this.source);
    const signs = this.shards.flatMap((shard) => shard.signs);
    const foreign = this.companions.flatMap(({ path }) => this.signsOfCompanion(path));
    const provenance = provenanceOf([...signs, ...foreign], coverage);
    const isClients = provenance.class === "client-original" || provenance.class === "partial-set";
    return {
      variant: /(^|\/)db_storage\/$/i.test(this.set.root) ? "db_storage" : "databases",
      claimedTool: null,
      claimedVersion: null,
      exportedAt: null,
      exportedAtText: null,
      owner: this.owner.account,
      ownerBasis: this.owner.basis,
      statedRange: null,
      localIdOrigin: isClients ? "native" : "renumbered",
      serverIdOrigin: "exact",
      provides: ["sent-second", "server-id", "local-id", "sort-seq", "quote-target", "type-code", "sender-id", "direction", "media-path", "system-notices", "client-table", "sequence", "server-sequence", "traces"], // prettier-ignore
      encoding: "sqlite",
      provenance,
      databases: this.files,
      coverage,
      senderMaps: [...this.maps.values()],
      ...this.extra(),
    };
  }

  private signsOfCompanion(path: string) {
    const file = this.files.find((each) => each.path === path);
    return (file?.foreign ?? []).map(({ type, name, tool }) => ({ code: `foreign-${type}`, path, detail: name, tool }));
  }

  private extra(): Pick<ExportFacts, "extra"> {
    const extra: Record<string, string> = {};
    if (this.owner.folderSays !== null) extra["folderAccount"] = this.owner.folderSays;
    for (const { file, deletedMediaBooked } of this.shards) {
      if (deletedMediaBooked !== null) extra[`${file.path}#DeleteResInfo.bookedAndGone`] = deletedMediaBooked;
    }
    return Object.keys(extra).length === 0 ? {} : { extra };
  }

  private *announce(shard: Shard, conversations: Conversations): Stream {
    const isOfficial = shard.file.role === "official-message";
    for (const { hash, numbering } of [...shard.tables, ...shard.orphans]) {
      yield* conversations.open(hash, isOfficial);
      yield { type: "numbering", conversation: hash, facts: numbering };
    }
    for (const { table, detail } of shard.damaged) yield damageRepair(shard.file.path, table, detail);
  }

  private *people(wanted: ReadonlySet<string>): Stream {
    const avatars = new Map<string, string>();
    const listed = new Set<string>();
    for (const { tables, path } of this.ofRole("head-image")) {
      try {
        for (const [account, digest] of avatarsIn(tables, wanted)) avatars.set(account, digest);
      } catch (error) {
        if (!isDamage(error)) throw error;
        yield damageRepair(path, "head_image", messageOfError(error));
      }
    }
    for (const contacts of this.tablesOf("contact")) {
      try {
        for (const { names, account } of contacts.accounts(wanted)) {
          for (const seen of names) yield { type: "name", seen };
          listed.add(account.account);
          yield { type: "account", seen: { ...account, avatarSha256: avatars.get(account.account) ?? null } };
        }
      } catch (error) {
        if (!isDamage(error)) throw error;
        yield damageRepair(contacts.file, "contact", messageOfError(error));
      }
    }
    for (const [account, avatarSha256] of avatars) if (!listed.has(account)) yield { type: "account", seen: { account, avatarSha256, extra: {} } }; // prettier-ignore
  }

  private *rowsOf(shard: Shard, conversations: Conversations): Stream {
    const opened = this.copies.open(shard.file.path);
    if (!isOpen(opened)) return;
    try {
      const companion = { path: opened.path, tables: opened.tables };
      const history = new Map(attempt(() => historyIds(companion, shard.names)) ?? []);
      for (const table of shard.tables) yield* this.rowsOfTable(opened, shard, table, history);
      yield* this.placed(shardTraces(companion, shard.names), conversations);
    } finally {
      opened.close();
    }
  }

  private *rowsOfTable(
    { tables, path }: OpenDatabase,
    shard: Shard,
    { name, hash }: MessageTable,
    history: ReadonlyMap<string, ReadonlySet<string>>,
  ): Stream {
    const talker = this.talkers.nameOf(hash);
    const own = history.get(talker ?? "");
    const context: TableContext = {
      path,
      table: name,
      scope: scopeOf(path, name),
      hash,
      talker,
      type: conversationType(talker, shard.file.role === "official-message"),
      owner: this.owner.account,
      names: shard.names,
      isShifted: this.maps.get(path)?.isShifted ?? false,
      isAccount: (account) => this.talkers.has(account),
      isHistory: (serverId) => own?.has(serverId) ?? false,
      places: this.places,
      zstd: this.zstd,
      packed: this.packed,
    };
    try {
      for (const row of new MessageRows(tables, name)) {
        yield { type: "message", conversation: hash, facts: messageOf(row, context) };
      }
    } catch (error) {
      if (!isDamage(error)) throw error;
      yield damageRepair(path, name, messageOfError(error));
    }
  }

  private places_: MediaPlaces | null = null;

  private get places(): MediaPlaces {
    this.places_ ??= {
      tree: new MediaTree(this.source, this.set.account),
      links: new HardLinks(this.ofRole("hardlink").map(({ tables }): Tables => tables)),
      voices: new Voices(this.ofRole("media")),
    };
    return this.places_;
  }

  private *witnesses(): Generator<Iterable<TalkerTrace>> {
    const read = (role: DatabaseRole, traces: (companion: Companion) => Iterable<TalkerTrace>) =>
      this.ofRole(role).map(({ path, tables }) => traces({ path, tables }));
    yield* read("session", sessionTraces);
    yield* read("resource", (companion) => resourceTraces(companion, this.shards));
    yield* read("index", (companion) => indexTraces(companion, this.shards));
    yield* read("media", voiceTraces);
    yield* read("general", generalTraces);
    yield* read("favorite", favoriteTraces);
    yield* read("edits", (companion) => editTraces(companion, this.shards));
    yield fileNameTraces(this.source, this.places.tree);
  }

  /** A place that says a message was there opens its conversation; one that only lists conversations does not. */
  private *placed(traces: Iterable<TalkerTrace>, conversations: Conversations): Stream {
    let at: TalkerTrace["at"] | null = null;
    try {
      for (const trace of traces) {
        at = trace.at;
        const key = trace.hash ?? (trace.talker === null ? null : conversations.keyOf(trace.talker));
        const isKnown = key !== null && conversations.isOpen(key);
        const opens = key !== null && !isKnown && OPENING.has(trace.facts.kind);
        if (opens) yield* conversations.open(key, false);
        const facts = isKnown || opens || trace.talker === null ? trace.facts : { ...trace.facts, detail: { ...trace.facts.detail, talker: trace.talker } }; // prettier-ignore
        yield { type: "trace", conversation: isKnown || opens ? key : null, at: trace.at, facts };
      }
    } catch (error) {
      if (!isDamage(error)) throw error;
      yield damageRepair(at?.path ?? this.set.entry, at?.table ?? "", messageOfError(error));
    }
  }
}

/** Places that name a message, or its deletion, by number. */
const OPENING: ReadonlySet<string> = new Set([
  "fts", "fts-aux", "fts-range", "fts-deleted", "resource", "voice", "delete-info", "delete-resource", "session-deleted",
  "transfer-table", "red-envelope-table", "revoke-table", "message-edit", "media-file",
]); // prettier-ignore

function messageOfError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Rows up to the first that damage keeps from being read. */
function* quietly<Item>(items: Iterable<Item>): Generator<Item> {
  try {
    yield* items;
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
}

function attempt<Answer>(ask: () => Answer): Answer | null {
  try {
    return ask();
  } catch (error) {
    if (isDamage(error)) return null;
    throw error;
  }
}
