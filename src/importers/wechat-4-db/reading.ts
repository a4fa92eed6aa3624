import type { Zstd } from "../../base/zstd.ts";
import type { Tables } from "../../base/sqlite/tables.ts";
import type { MessageFacts, Yielded } from "../importer.ts";
import { isDamage, isOpen, type OpenDatabase } from "../wechat/database/copies.ts";
import { damageRepair } from "../wechat/database/numbering.ts";
import { Conversations } from "./conversations.ts";
import { HardLinks } from "./hard-links.ts";
import type { MediaPlaces } from "./media.ts";
import { MediaTree } from "./media-tree.ts";
import { messageOf } from "./message.ts";
import { MessageRows } from "./message-row.ts";
import type { TableContext } from "./table-context.ts";
import { scopeOf } from "./client-schema.ts";
import { PackedInfos } from "./packed-info.ts";
import type { MessageTable, Shard } from "./survey.ts";
import { conversationType } from "./talkers.ts";
import { Voices } from "./voices.ts";
import { historyIds, shardTraces } from "./traces-shard.ts";
import type { AccountSet } from "./account-set.ts";
import { attempt, messageOfError } from "./damage.ts";
import { exportFacts } from "./export-facts.ts";
import { people } from "./people.ts";
import { witnesses } from "./witnesses.ts";
import { placed } from "./placing.ts";

type Stream = Generator<Yielded, void, void>;

/** The messages of one table, as far as it can be read. */
class ReadableMessages implements Iterable<MessageFacts> {
  /** What SQLite said where it could not read on. */
  damage: string | null = null;
  private readonly tables: Tables;
  private readonly context: TableContext;

  constructor(tables: Tables, context: TableContext) {
    this.tables = tables;
    this.context = context;
  }

  *[Symbol.iterator](): IterableIterator<MessageFacts> {
    try {
      const rows = new MessageRows(this.tables, this.context.table);
      for (const cells of rows.cells()) yield messageOf(rows.named(cells), this.context);
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.damage = messageOfError(error);
    }
  }
}

/** Reads one set: what there is, whose it is, every row, and every other place that speaks of rows. */
export class Reading {
  private readonly account: AccountSet;
  private readonly zstd: Zstd;
  private readonly packed = new PackedInfos();
  private places_: MediaPlaces | null = null;

  constructor(account: AccountSet, zstd: Zstd) {
    this.account = account;
    this.zstd = zstd;
  }

  *all(): Stream {
    const wanted = this.account.accounts();
    const conversations = new Conversations(
      this.account.tablesOf("contact"),
      this.account.talkers,
      this.account.titles(wanted),
    );
    const facts = exportFacts(this.account);
    yield { type: "export", facts };
    for (const path of this.account.usedPaths()) yield { type: "used", path };
    for (const shard of this.account.shards) yield* this.announce(shard, conversations);
    yield* people(this.account, wanted);
    for (const shard of this.account.shards) yield* this.rowsOf(shard, conversations);
    for (const traces of witnesses(this.account, this.places))
      yield* placed(traces, conversations, this.account.set.entry);
    yield { type: "export", facts };
  }

  private *announce(shard: Shard, conversations: Conversations): Stream {
    const isOfficial = shard.file.role === "official-message";
    for (const { hash, numbering } of [...shard.tables, ...shard.orphans]) {
      yield* conversations.open(hash, isOfficial);
      yield { type: "numbering", conversation: hash, facts: numbering };
    }
    for (const { table, detail } of shard.damaged) yield damageRepair(shard.file.path, table, detail);
  }

  private *rowsOf(shard: Shard, conversations: Conversations): Stream {
    const opened = this.account.copies.open(shard.file.path);
    if (!isOpen(opened)) return;
    try {
      const companion = { path: opened.path, tables: opened.tables };
      const history = new Map(attempt(() => historyIds(companion, shard.names)) ?? []);
      for (const table of shard.tables) yield* this.rowsOfTable(opened, shard, table, history);
      yield* placed(shardTraces(companion, shard.names), conversations, this.account.set.entry);
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
    const talker = this.account.talkers.nameOf(hash);
    const own = history.get(talker ?? "");
    const context: TableContext = {
      path,
      table: name,
      scope: scopeOf(path, name),
      hash,
      talker,
      type: conversationType(talker, shard.file.role === "official-message"),
      owner: this.account.owner.account,
      names: shard.names,
      isShifted: this.account.maps.get(path)?.isShifted ?? false,
      isAccount: (account) => this.account.talkers.has(account),
      isHistory: (serverId) => own?.has(serverId) ?? false,
      places: this.places,
      zstd: this.zstd,
      packed: this.packed,
    };
    const rows = new ReadableMessages(tables, context);
    yield { type: "messages", conversation: hash, rows };
    if (rows.damage !== null) yield damageRepair(path, name, rows.damage);
  }

  private get places(): MediaPlaces {
    this.places_ ??= {
      tree: new MediaTree(this.account.source, this.account.set.account),
      links: new HardLinks(this.account.ofRole("hardlink").map(({ tables }) => tables)),
      voices: new Voices(this.account.ofRole("media")),
    };
    return this.places_;
  }
}
