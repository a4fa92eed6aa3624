import type { Signal } from "../../../model/chat.ts";
import type { Source } from "../../../model/source.ts";
import type { Claim, ExportFacts, Yielded } from "../../importer.ts";
import { DatabaseCopies } from "../../wechat/database/copies.ts";
import { damageRepair } from "../../wechat/database/numbering.ts";
import { databaseRefused } from "../../wechat/database/refusal.ts";
import { TableRows } from "../../wechat/database/table-rows.ts";
import { scopeOf } from "../numbering.ts";
import { OpenSet } from "../open-set.ts";
import type { Part } from "../part.ts";
import type { DatabaseSet } from "../sets.ts";
import { Contacts } from "./contacts.ts";
import { Conversations } from "./conversations.ts";
import { windowsCoverage } from "./coverage.ts";
import { HardLinks } from "./hardlinks.ts";
import type { MediaPlaces } from "./media-places.ts";
import { mergedSources } from "./merge-journal.ts";
import { messageOf } from "./message.ts";
import { ownerOf } from "./owner.ts";
import { searchTraces } from "./search-index.ts";
import { sessionTraces } from "./sessions.ts";
import { shardOf } from "./shard-name.ts";
import { surveyOf, WINDOWS_SCHEMA, type ShardSurvey } from "./survey.ts";
import { Voices } from "./voices.ts";

/** Reads one account's databases of Windows 3.x. Every database is a private copy; message shards are open one at a time. */
export function* readWindows(source: Source, set: DatabaseSet, claim: Claim): Generator<Yielded> {
  const copies = new DatabaseCopies(source);
  try {
    yield* new WindowsReading(new OpenSet(source, set, copies, WINDOWS_SCHEMA), claim).read();
  } finally {
    copies.close();
  }
}

const KEPT_OPEN: readonly Part[] = [
  ...(["contact", "group", "session", "last-read", "media", "head-image"] as const),
  ...(["hardlink-image", "hardlink-video", "hardlink-file", "user-data", "merge-journal"] as const),
];

class WindowsReading {
  private readonly open: OpenSet;
  private readonly claim: Claim;

  constructor(open: OpenSet, claim: Claim) {
    this.open = open;
    this.claim = claim;
  }

  *read(): Generator<Yielded> {
    const { open } = this;
    const surveys = this.surveys();
    if (!surveys.some(({ file }) => file.role === "message")) throw this.refused();
    const companions = open.companions(KEPT_OPEN, shardOf);
    const holding = (...parts: readonly Part[]) =>
      companions.filter(([file]) => parts.some((part) => file.parts.has(part))).map(([, opened]) => opened);
    const owner = ownerOf(surveys, open.set.root, this.claim.sourceName);
    const contacts = new Contacts(holding("contact", "group", "head-image"));
    const voices = new Voices(holding("media"));
    const links = new HardLinks(holding("hardlink-image", "hardlink-video", "hardlink-file"));
    const chats = new Conversations(contacts, owner);
    this.indexFacts();
    yield { type: "export", facts: this.facts(surveys, owner, mergedSources(holding("merge-journal"))) };
    yield* open.used();
    for (const { numberings } of surveys) {
      for (const facts of numberings) yield { type: "numbering", conversation: null, facts };
    }
    const places = { root: open.set.root, hardLinks: links, voices };
    for (const survey of surveys) yield* this.messages(survey, owner, places, chats);
    yield* chats.resolved(sessionTraces(holding("session", "last-read")));
    yield* voices.traces();
    yield* this.indexTraces(surveys, chats);
    yield* contacts.seen(chats.accounts);
  }

  /** Looks through each message database and closes it; in the order in which the shards began. */
  private surveys(): ShardSurvey[] {
    const surveys: ShardSurvey[] = [];
    for (const file of this.open.filesOf("message", "official-message")) {
      const opened = this.open.open(file);
      if (opened === null) continue;
      const survey = surveyOf(file, opened, this.open);
      opened.close();
      if (survey.tables.length > 0) surveys.push(survey);
    }
    const start = ({ file }: ShardSurvey) => file.startsAt ?? 0;
    const rank = ({ file }: ShardSurvey) => (file.role === "message" ? 0 : 1);
    return surveys.sort(
      (a, b) => rank(a) - rank(b) || start(a) - start(b) || (a.file.shard ?? 0) - (b.file.shard ?? 0),
    );
  }

  /** Index databases are large and needed only at the end: open for their facts, and again for their rows. */
  private indexFacts(): void {
    for (const file of this.open.filesOf("index")) {
      const opened = this.open.open(file);
      if (opened === null) continue;
      this.open.describe(file, opened, { shard: shardOf(file.path), startsAt: null, rows: null });
      opened.close();
    }
  }

  private facts(
    surveys: readonly ShardSurvey[],
    owner: string | null,
    merged: ReturnType<typeof mergedSources>,
  ): ExportFacts {
    const { open } = this;
    const coverage = [...windowsCoverage(open.source, open.set, open.walMode()), ...merged.coverage];
    return {
      ...open.exportFacts(coverage),
      variant: "Windows 3.x",
      owner,
      ownerBasis: owner === null ? null : "stated",
      provides: this.provides(surveys),
      senderMaps: surveys.flatMap(({ maps }) => [...maps.values()].map(({ tested }) => tested)),
      ...(Object.keys(merged.extra).length === 0 ? {} : { extra: merged.extra }),
    };
  }

  private provides(surveys: readonly ShardSurvey[]): Signal[] {
    const hasSequence = surveys.some(({ numberings }) => numberings.some(({ sequence }) => sequence !== null));
    const hasTraces = this.open.filesOf("index", "media", "session", "last-read").length > 0;
    return [
      ...(["sent-second", "server-id", "local-id", "sort-seq", "quote-target", "type-code", "sender-id"] as const),
      ...(["direction", "media-path", "system-notices", "client-table", "server-sequence"] as const),
      ...(hasSequence ? (["sequence"] as const) : []),
      ...(hasTraces ? (["traces"] as const) : []),
    ];
  }

  private *messages(
    survey: ShardSurvey,
    owner: string | null,
    places: MediaPlaces,
    chats: Conversations,
  ): Generator<Yielded> {
    const opened = this.open.open(survey);
    if (opened === null) return;
    for (const name of survey.tables) {
      const rows = new TableRows(opened, name, ["Sequence", "localId"]);
      const map = survey.maps.get(name);
      if (rows.table === null || map === undefined) continue;
      const context = { path: survey.path, table: rows.table, scope: scopeOf(survey.path, name), owner, map, places };
      for (const row of rows) {
        const talker = map.talkerOf(row);
        yield* chats.named(talker);
        const facts = messageOf(row, talker, context);
        chats.saw(facts.sender ?? null);
        yield { type: "message", conversation: talker ?? "", facts };
      }
      if (rows.damage !== null) yield damageRepair(survey.path, name, rows.damage);
    }
    opened.close();
  }

  private *indexTraces(surveys: readonly ShardSurvey[], chats: Conversations): Generator<Yielded> {
    for (const file of this.open.filesOf("index")) {
      const index = this.open.open(file);
      if (index === null) continue;
      const number = shardOf(file.path);
      const beside = surveys.find(
        ({ path, file: { role, shard } }) => path === file.path || (role === "message" && shard === number),
      );
      const shard = beside === undefined ? null : this.open.open(beside);
      yield* searchTraces(index, shard, (talker) => chats.keyOf(talker));
      index.close();
      shard?.close();
    }
  }

  private refused() {
    const entry = this.open.set.files.find(({ path }) => path === this.claim.entry);
    return databaseRefused(this.claim.entry, entry?.unreadable ?? "damaged");
  }
}
