import { loadZstd, type Zstd } from "../../base/zstd.ts";
import type { DatabaseFile, DatabaseRole, Numbering, ProvenanceSign } from "../../model/database.ts";
import type { Source } from "../../model/source.ts";
import type { Claim, MessageFacts, Yielded } from "../importer.ts";
import { DatabaseCopies, isOpen, type OpenDatabase, type Unreadable } from "../wechat/database/copies.ts";
import { databaseFile } from "../wechat/database/file-facts.ts";
import { countRows, damageRepair, numberingOf, orphanedSequences } from "../wechat/database/numbering.ts";
import { databaseRefused } from "../wechat/database/refusal.ts";
import { TableRows } from "../wechat/database/table-rows.ts";
import { RowTally } from "../wechat/row-tally.ts";
import { CompanionRows } from "./companion-rows.ts";
import { Conversations } from "./conversations.ts";
import { coverageOf } from "./coverage.ts";
import { CHAT_TABLE, setsOf, shardNumber, type AccountSet } from "./detect.ts";
import { exportFacts, SCHEMA, shardSigns } from "./export.ts";
import { MediaTree } from "./media-tree.ts";
import { messageOf } from "./message.ts";
import { SharedNames } from "./shared-names.ts";
import { ownerOf } from "./owner.ts";
import { People } from "./people.ts";
import { companionTraces, fileTraces, TRACE_TABLES, tableTraces } from "./traces.ts";

/** @throws {SourceError} DATABASE_DAMAGED and its like when no message database of the set can be opened */
export async function* read(source: Source, claim: Claim): AsyncGenerator<Yielded> {
  const set = setsOf(source).find(({ shards }) => shards.includes(claim.entry));
  if (set === undefined) throw databaseRefused(claim.entry, "not-a-database");
  const copies = new DatabaseCopies(source);
  try {
    yield* new Reading(source, copies, set, await loadZstd()).all();
  } finally {
    copies.close();
  }
}

/** What a first look at a message database finds. */
interface Surveyed {
  readonly path: string;
  readonly file: DatabaseFile;
  readonly signs: readonly ProvenanceSign[];
  readonly numberings: readonly Numbering[];
}

/** The databases of one account. */
class Reading {
  private readonly source: Source;
  private readonly copies: DatabaseCopies;
  private readonly set: AccountSet;
  private readonly zstd: Zstd;
  private readonly people = new People();
  private readonly media: MediaTree;
  private readonly tally = new RowTally();
  /** Numberings of a conversation, by the digest of its talker. */
  private readonly scopes = new Map<string, string[]>();
  private readonly sharedNames = new SharedNames();

  constructor(source: Source, copies: DatabaseCopies, set: AccountSet, zstd: Zstd) {
    this.source = source;
    this.copies = copies;
    this.set = set;
    this.zstd = zstd;
    this.media = new MediaTree(source, set.root);
  }

  *all(): Generator<Yielded> {
    const companions = [...this.companions()];
    const surveyed = this.survey();
    const owner = ownerOf(this.source, this.set.root, this.people);
    const coverage = coverageOf(this.source, this.copies, this.set, this.media);
    const databases = [...surveyed.map(({ file }) => file), ...companions.flatMap((path) => this.companionFile(path))];
    const facts = exportFacts(databases, surveyed.flatMap(({ signs }) => signs), coverage, owner); // prettier-ignore
    const conversations = new Conversations(this.people, owner);
    yield { type: "export", facts: { ...facts, provides: [] } };
    yield* this.people.meet(owner);
    for (const { path } of surveyed) yield* this.shard(path, conversations);
    for (const { path, numberings } of surveyed) yield* this.numberings(path, numberings, conversations);
    for (const path of companions) yield* this.companionTraces(path, conversations);
    yield* fileTraces(this.media, this.scopes, conversations);
    yield { type: "export", facts: { ...facts, provides: this.tally.provides("client-table", "sequence", "traces") } };
  }

  /** Contacts and conversation list: who is behind the digests must be known before the first message. */
  private *companions(): Generator<string> {
    const paths = [...this.set.companions.map(({ path }) => path), ...this.set.shards];
    for (const path of paths) {
      const opened = this.copies.open(path);
      if (!isOpen(opened)) continue;
      this.people.add(opened, this.zstd);
      for (const row of new TableRows(opened, "SessionAbstract")) this.people.learn(String(row["usrname"] ?? ""));
      const isOurs = ["Friend", "OpenIMContact", "SessionAbstract", "RevokeMsgTable"].some((table) => opened.tables.table(table) !== null); // prettier-ignore
      opened.close();
      if (isOurs && !this.set.shards.includes(path)) yield path;
    }
  }

  private survey(): Surveyed[] {
    const found: Surveyed[] = [];
    let wrong: Unreadable | null = null;
    for (const path of this.set.shards) {
      const opened = this.copies.open(path);
      if (!isOpen(opened)) {
        wrong ??= opened;
        continue;
      }
      found.push(this.surveyOf(opened));
      opened.close();
    }
    this.noteSharedNames(found);
    if (found.length === 0) throw databaseRefused(this.set.shards[0] ?? "", wrong ?? "damaged");
    return found;
  }

  private noteSharedNames(surveyed: readonly Surveyed[]): void {
    for (const { path, numberings } of surveyed) {
      const shared = numberings.filter(({ table }) => (this.scopes.get(digestOf(table) ?? "") ?? []).length > 1);
      const opened = shared.length === 0 ? null : this.copies.open(path);
      if (opened === null || !isOpen(opened)) continue;
      for (const { table } of shared) this.sharedNames.add(opened, table, digestOf(table) ?? "");
      opened.close();
    }
  }

  private surveyOf(opened: OpenDatabase): Surveyed {
    const { path } = opened;
    const tables = chatTables(opened);
    const numberings = tables.flatMap((table) => numberingOf(opened, table, "MesLocalID", false) ?? []);
    for (const { table, scope } of numberings) {
      const digest = digestOf(table);
      if (digest !== null) this.scopes.set(digest, [...(this.scopes.get(digest) ?? []), scope]);
    }
    const rows = countRows(this.copies, opened, tables);
    const file = databaseFile(opened, SCHEMA, { role: "message", shard: shardNumber(path), startsAt: null, rows });
    return { path, file, signs: shardSigns(opened, file, numberings), numberings: [...numberings, ...orphanedSequences(opened, CHAT_TABLE)] }; // prettier-ignore
  }

  private *shard(path: string, conversations: Conversations): Generator<Yielded> {
    const opened = this.copies.open(path);
    if (!isOpen(opened)) return;
    yield { type: "used", path };
    if (opened.walPath !== null) yield { type: "used", path: opened.walPath };
    for (const table of chatTables(opened)) yield* this.messages(opened, table, conversations);
    for (const name of opened.tables.names()) {
      const digest = /^ChatExt2_([0-9a-f]{32})$/i.exec(name)?.[1];
      if (digest !== undefined) yield* companionTraces(opened, digest, conversations);
    }
    for (const place of TRACE_TABLES) yield* tableTraces(opened, place, conversations);
    opened.close();
  }

  private *messages(opened: OpenDatabase, name: string, conversations: Conversations): Generator<Yielded> {
    const digest = digestOf(name) ?? "";
    const conversation = yield* conversations.open(digest);
    const rows = new TableRows(opened, name, ["CreateTime", "MesLocalID"]);
    const companions = new CompanionRows(opened, digest, this.zstd);
    const people = conversations.side(conversation);
    const isAccount = (account: string) => account.startsWith("wxid_") || this.people.has(account);
    for (const row of rows) {
      if (rows.table === null) return;
      const companion = companions.of(row["meslocalid"]);
      const place = { path: opened.path, table: rows.table, digest, people, media: this.media, zstd: this.zstd };
      const read = messageOf(row, { ...place, companion, isAccount });
      const facts = this.sharedNames.has(digest, read.typeCode, read.localId) ? doubtful(read) : read;
      yield* this.people.meet(facts.sender);
      this.tally.count(facts);
      yield { type: "message", conversation, facts };
    }
    if (rows.damage !== null) yield damageRepair(opened.path, name, rows.damage);
  }

  private *numberings(
    path: string,
    numberings: readonly Numbering[],
    conversations: Conversations,
  ): Generator<Yielded> {
    // prettier-ignore
    for (const facts of numberings) {
      const conversation = yield* conversations.open(digestOf(facts.table) ?? path);
      yield { type: "numbering", conversation, facts };
    }
  }

  private *companionTraces(path: string, conversations: Conversations): Generator<Yielded> {
    const opened = this.copies.open(path);
    if (!isOpen(opened)) return;
    yield { type: "used", path };
    if (opened.walPath !== null) yield { type: "used", path: opened.walPath };
    for (const place of TRACE_TABLES) yield* tableTraces(opened, place, conversations);
    opened.close();
  }

  private companionFile(path: string): DatabaseFile[] {
    const opened = this.copies.open(path);
    if (!isOpen(opened)) return [];
    const role: DatabaseRole = opened.tables.table("SessionAbstract") === null ? "contact" : "session";
    const file = databaseFile(opened, SCHEMA, { role, shard: null, startsAt: null, rows: null });
    opened.close();
    return [file];
  }
}

/** Another message has the same number, so that the file may be that one's. */
function doubtful(facts: MessageFacts): MessageFacts {
  const isFiled = (facts.attachments ?? []).some(({ candidates }) => candidates.length > 0);
  return isFiled ? { ...facts, warnings: [...(facts.warnings ?? []), "MEDIA_WRONG_FILE"] } : facts;
}

/** Tables of conversations in the order of their names, with the columns a message needs. */
function chatTables({ tables }: OpenDatabase): string[] {
  return tables
    .names()
    .filter((name) => CHAT_TABLE.test(name) && tables.has(name, "MesLocalID", "CreateTime", "Message", "Des"))
    .sort();
}

function digestOf(table: string): string | null {
  return CHAT_TABLE.exec(table)?.[2]?.toLowerCase() ?? null;
}
