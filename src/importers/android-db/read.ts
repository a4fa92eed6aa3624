import type { Signal } from "../../model/chat.ts";
import type { DatabaseFile } from "../../model/database.ts";
import type { Source } from "../../model/source.ts";
import type { Claim, MessageFacts, Yielded } from "../importer.ts";
import { DatabaseCopies, isOpen, type OpenDatabase } from "../wechat/database/copies.ts";
import { databaseFile, type FileRole } from "../wechat/database/file-facts.ts";
import { countRows, damageRepair, numberingOf } from "../wechat/database/numbering.ts";
import { databaseRefused } from "../wechat/database/refusal.ts";
import { folderOf, type FoundDatabase } from "../wechat/database/schemas.ts";
import { TableRows } from "../wechat/database/table-rows.ts";
import { traceOf, type TraceTable } from "../wechat/database/trace-rows.ts";
import { RowTally } from "../wechat/row-tally.ts";
import { Conversations } from "./conversations.ts";
import { coverageOf } from "./coverage.ts";
import { companionsOf, isMessageTable } from "./detect.ts";
import { exportFacts, SCHEMA } from "./export.ts";
import { MediaFolders } from "./media.ts";
import { messageOf } from "./message.ts";
import { People } from "./people.ts";
import { SideTables } from "./side-tables.ts";
import { FILE_INDEX_TRACES, MAIN_TRACES } from "./trace-tables.ts";

/** @throws {SourceError} DATABASE_DAMAGED and its like when the database cannot be opened after all */
export function* read(source: Source, claim: Claim): Generator<Yielded> {
  const copies = new DatabaseCopies(source);
  try {
    const main = copies.open(claim.entry);
    if (!isOpen(main)) throw databaseRefused(claim.entry, main);
    yield* new Reading(source, copies, main, companionsOf(source, claim.entry)).all();
  } finally {
    copies.close();
  }
}

/** One database and what stands beside it. */
class Reading {
  private readonly source: Source;
  private readonly copies: DatabaseCopies;
  private readonly main: OpenDatabase;
  private readonly companions: readonly FoundDatabase[];
  private readonly people: People;
  private readonly conversations: Conversations;
  private readonly side: SideTables;
  private readonly media: MediaFolders;
  private readonly tally = new RowTally();

  constructor(source: Source, copies: DatabaseCopies, main: OpenDatabase, companions: readonly FoundDatabase[]) {
    this.source = source;
    this.copies = copies;
    this.main = main;
    this.companions = companions;
    this.people = new People(main, source);
    this.conversations = new Conversations(main, this.people);
    this.side = new SideTables(main);
    this.media = new MediaFolders(source, folderOf(main.path), this.side);
  }

  *all(): Generator<Yielded> {
    const tables = this.messageTables();
    const index = this.companions.filter(({ tables: own }) => own.some(({ name }) => /^WxFileIndex\d*$/i.test(name)));
    const coverage = coverageOf(this.source, this.copies, this.main, this.companions);
    const files = [this.fileOf(this.main, tables, "message"), ...index.flatMap(({ path }) => this.companionFile(path))];
    const facts = exportFacts(this.main, files, coverage, this.people.owner);
    yield { type: "export", facts: { ...facts, provides: [] } };
    if (this.main.walPath !== null) yield { type: "used", path: this.main.walPath };
    yield* this.people.meet(this.people.owner);
    for (const table of tables) yield* this.messages(table);
    for (const table of tables) yield* this.numbering(table);
    for (const place of MAIN_TRACES) yield* this.traces(this.main, place);
    for (const { path } of index) yield* this.fileIndex(path);
    yield { type: "export", facts: { ...facts, provides: this.tally.provides(...SIGNALS, ...this.serverSequence(tables)) } }; // prettier-ignore
  }

  /** `message` first, then its siblings. */
  private messageTables(): string[] {
    const found = this.main.tables.names().filter((name) => {
      const table = this.main.tables.table(name);
      return table !== null && isMessageTable({ type: "table", name, table: name, rootPage: 0, sql: table.sql });
    });
    return found.sort((a, b) => Number(b.toLowerCase() === "message") - Number(a.toLowerCase() === "message"));
  }

  private *messages(table: string): Generator<Yielded> {
    const { path } = this.main;
    const rows = new TableRows(this.main, table, ["createTime", "msgId"]);
    const isAccount = (account: string) => account.startsWith("wxid_") || this.people.has(account);
    for (const row of rows) {
      if (rows.table === null) return;
      const talker = yield* this.conversations.open(row["talker"]);
      const people = this.conversations.side(talker);
      const place = { path, table: rows.table, side: this.side, media: this.media, people, isAccount };
      yield* this.message(talker, messageOf(row, place));
    }
    if (rows.damage !== null) yield damageRepair(path, table, rows.damage);
  }

  private *message(conversation: string, facts: MessageFacts): Generator<Yielded> {
    yield* this.people.meet(facts.sender);
    this.tally.count(facts);
    yield { type: "message", conversation, facts };
  }

  private *numbering(table: string): Generator<Yielded> {
    const facts = numberingOf(this.main, table, "msgId", true);
    if (facts !== null) yield { type: "numbering", conversation: null, facts };
  }

  private *traces(opened: OpenDatabase, place: TraceTable): Generator<Yielded> {
    const rows = new TableRows(opened, place.table);
    for (const row of rows) {
      const facts = traceOf(row, place, `${this.main.path}#message`);
      if (facts === null || rows.table === null) continue;
      const talker = place.talker === undefined ? null : (row[place.talker.toLowerCase()] ?? null);
      const conversation = talker === null || talker === "" ? null : yield* this.conversations.open(talker);
      const at = { path: opened.path, table: rows.table.name, rowid: String(row["rowid"]) };
      yield { type: "trace", conversation, at, facts };
    }
    if (rows.damage !== null) yield damageRepair(opened.path, place.table, rows.damage);
  }

  private *fileIndex(path: string): Generator<Yielded> {
    const opened = this.copies.open(path);
    if (!isOpen(opened)) return;
    yield { type: "used", path };
    if (opened.walPath !== null) yield { type: "used", path: opened.walPath };
    for (const place of FILE_INDEX_TRACES) yield* this.traces(opened, place);
    opened.close();
  }

  private fileOf(opened: OpenDatabase, tables: readonly string[], role: FileRole["role"]): DatabaseFile {
    const rows = tables.length === 0 ? null : countRows(this.copies, opened, tables);
    return databaseFile(opened, SCHEMA, { role, shard: null, startsAt: null, rows });
  }

  private companionFile(path: string): DatabaseFile[] {
    const opened = this.copies.open(path);
    if (!isOpen(opened)) return [];
    const file = this.fileOf(opened, [], "files");
    opened.close();
    return [file];
  }

  private serverSequence(tables: readonly string[]): Signal[] {
    return tables.some((table) => this.main.tables.has(table, "msgSeq")) ? ["server-sequence"] : [];
  }
}

const SIGNALS: readonly Signal[] = ["client-table", "traces"];
