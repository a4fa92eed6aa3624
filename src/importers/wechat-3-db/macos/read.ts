import { integerOf, textOf } from "../../../base/sqlite/tables.ts";
import type { CoverageItem, Numbering } from "../../../model/database.ts";
import type { Source } from "../../../model/source.ts";
import type { Claim, ExportFacts, Yielded } from "../../importer.ts";
import { DatabaseCopies, type OpenDatabase } from "../../wechat/database/copies.ts";
import type { ClientSchema } from "../../wechat/database/file-facts.ts";
import { countRows, damageRepair } from "../../wechat/database/numbering.ts";
import { databaseRefused } from "../../wechat/database/refusal.ts";
import { TableRows } from "../../wechat/database/table-rows.ts";
import { typeOfTalker } from "../../wechat/memotrace-place.ts";
import { absentItem, companionItems, logItems, missingShards, SHARD_WEAKENS, statedItem, type Companion } from "../coverage-items.ts"; // prettier-ignore
import { numberingsOf, scopeOf } from "../numbering.ts";
import { OpenSet } from "../open-set.ts";
import { MESSAGE_NAME, type DatabaseSet, type SetFile } from "../sets.ts";
import { traceOf } from "../trace.ts";
import { MediaLinks } from "./media-links.ts";
import { messageOf } from "./message.ts";
import { mostNamed, ownerVotes } from "./owner.ts";
import { CHAT_TABLE } from "./parts.ts";
import { People } from "./people.ts";

/** Reads one account's databases of macOS 3.x. Every database is a private copy; message shards are open one at a time. */
export function* readMacos(source: Source, set: DatabaseSet, claim: Claim): Generator<Yielded> {
  const copies = new DatabaseCopies(source);
  try {
    yield* new MacosReading(new OpenSet(source, set, copies, SCHEMA), claim).read();
  } finally {
    copies.close();
  }
}

/** Names of the client's indexes are not known for 3.x, so none is foreign by its name alone. */
const SCHEMA: ClientSchema = { messageTable: CHAT_TABLE, messageIndex: /^/ };

const COMPANIONS: readonly Companion[] = [
  { item: "contact", part: "contact", name: "wccontact_new2.db", weakens: ["identity/name-collision"] },
  { item: "contact", part: "group", name: "group_new.db", weakens: ["identity/name-collision"] },
  { item: "session", part: "session", name: "session_new.db", weakens: ["consistency/session-summary"] },
  { item: "hardlink", part: "hardlink-file", name: "hldata.db", weakens: ["completeness/attachment-missing"] },
];

interface Shard {
  readonly file: SetFile;
  readonly tables: readonly string[];
  readonly numberings: readonly Numbering[];
}

class MacosReading {
  private readonly open: OpenSet;
  private readonly claim: Claim;
  private readonly named = new Set<string>();
  private readonly accounts = new Set<string>();
  private readonly votes = new Map<string, number>();

  constructor(open: OpenSet, claim: Claim) {
    this.open = open;
    this.claim = claim;
  }

  *read(): Generator<Yielded> {
    const { open } = this;
    const shards = open.filesOf("message").flatMap((file) => this.survey(file) ?? []);
    if (shards.length === 0) throw databaseRefused(this.claim.entry, "damaged");
    const companions = open.companions(["contact", "group", "session", "hardlink-file"], shardOf);
    const people = new People(companions.map(([, opened]) => opened));
    const links = new MediaLinks(
      companions.map(([, opened]) => opened),
      open.set.root,
    );
    const owner = mostNamed(this.votes);
    if (owner !== null) this.accounts.add(owner);
    yield { type: "export", facts: this.facts(shards, owner) };
    yield* open.used();
    for (const shard of shards) yield* this.messages(shard, owner, people, links);
    for (const [, opened] of companions) yield* this.sessions(opened, people);
    yield* people.seen(this.accounts);
  }

  private survey(file: SetFile): Shard | null {
    const opened = this.open.open(file);
    if (opened === null) return null;
    const tables = opened.tables
      .names()
      .filter((name) => CHAT_TABLE.test(name))
      .sort();
    const rows = countRows(this.open.copies, opened, tables);
    this.open.describe(file, opened, { shard: shardOf(file.path), startsAt: null, rows });
    for (const [account, count] of ownerVotes(opened, tables)) this.votes.set(account, (this.votes.get(account) ?? 0) + count); // prettier-ignore
    const numberings = numberingsOf(opened, tables, "mesLocalID", false);
    opened.close();
    return { file, tables, numberings };
  }

  private facts(shards: readonly Shard[], owner: string | null): ExportFacts {
    const hasSequence = shards.some(({ numberings }) => numberings.some(({ sequence }) => sequence !== null));
    return {
      ...this.open.exportFacts(this.coverage()),
      variant: "macOS 3.x",
      owner,
      ownerBasis: owner === null ? null : "sent-rows",
      provides: [
        ...(["sent-second", "server-id", "local-id", "quote-target", "type-code", "sender-id", "direction"] as const),
        ...(["media-path", "system-notices", "client-table", "server-sequence"] as const),
        ...(hasSequence ? (["sequence"] as const) : []),
        ...(this.open.filesOf("session").length > 0 ? (["traces"] as const) : []),
      ],
      senderMaps: [],
    };
  }

  private coverage(): CoverageItem[] {
    const { files } = this.open.set;
    const shards = files.filter(({ path, parts }) => parts.has("message") || MESSAGE_NAME.test(path));
    const missing = missingShards(shards.flatMap(({ path }) => shardOf(path) ?? []));
    return [
      ...shards.map((file) => statedItem("message-shard", file, SHARD_WEAKENS)),
      ...missing.map((number) => absentItem("message-shard", `msg_${number}.db`, SHARD_WEAKENS)),
      ...companionItems(files, COMPANIONS),
      ...logItems(this.open.source, this.open.walMode()),
    ];
  }

  private *messages(shard: Shard, owner: string | null, people: People, links: MediaLinks): Generator<Yielded> {
    const opened = this.open.open(shard.file);
    if (opened === null) return;
    const numbered = new Map(shard.numberings.map((facts) => [facts.table, facts]));
    for (const name of new Set([...shard.tables, ...numbered.keys()])) {
      const hash = CHAT_TABLE.exec(name)?.[1]?.toLowerCase();
      if (hash === undefined) continue;
      const talker = people.talkerOf(hash);
      const key = talker ?? hash;
      yield* this.conversation(key, talker, people);
      const facts = numbered.get(name);
      if (facts !== undefined) yield { type: "numbering", conversation: key, facts };
      const rows = new TableRows(opened, name, ["msgCreateTime", "mesLocalID"]);
      if (rows.table === null) continue;
      const isKnown = (account: string) => people.isKnown(account);
      const scope = scopeOf(opened.path, name);
      const context = { path: opened.path, table: rows.table, scope, owner, talker, isKnown, links };
      for (const row of rows) {
        const message = messageOf(row, context);
        if (message.sender != null) this.accounts.add(message.sender);
        yield { type: "message", conversation: key, facts: message };
      }
      if (rows.damage !== null) yield damageRepair(opened.path, name, rows.damage);
    }
    opened.close();
  }

  /** Names a conversation before its first record. A hash that no list resolves is its own key. */
  private *conversation(key: string, talker: string | null, people: People): Generator<Yielded> {
    if (this.named.has(key)) return;
    this.named.add(key);
    const members = talker === null ? [] : people.membersOf(talker);
    for (const account of [talker, ...members.map(({ participant }) => participant)]) {
      if (account !== null) this.accounts.add(account);
    }
    yield {
      type: "conversation",
      facts: {
        key,
        type: talker === null ? "unknown" : typeOfTalker(talker),
        talker,
        title: (talker === null ? null : people.titleOf(talker)) ?? key,
        statedMessageCount: null,
        statedLastMessageAt: null,
        members,
      },
    };
  }

  private *sessions(opened: OpenDatabase, people: People): Generator<Yielded> {
    const table = opened.tables.table("SessionAbstract")?.name ?? "SessionAbstract";
    for (const row of new TableRows(opened, "SessionAbstract")) {
      const talker = textOf(row["m_nsusername"]);
      const seconds = integerOf(row["m_ulasttime"]);
      if (talker === null || talker === "" || seconds === null || seconds <= 0) continue;
      yield* this.conversation(talker, talker, people);
      const unread = textOf(row["m_uunreadcount"]) ?? "0";
      const detail = unread === "0" ? {} : { unread };
      yield traceOf(opened.path, table, String(row["rowid"]), { kind: "session", relation: "last", at: seconds * 1000, detail }, talker); // prettier-ignore
    }
  }
}

/** n of `msg_n.db`. */
function shardOf(path: string): number | null {
  const digits = /msg_(\d{1,3})(?:_dec)?\.db$/i.exec(path)?.[1];
  return digits === undefined ? null : Number(digits);
}
