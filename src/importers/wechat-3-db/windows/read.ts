import type { Signal } from "../../../model/chat.ts";
import type { DatabaseFile, DatabaseRole, ProvenanceSign } from "../../../model/database.ts";
import type { Source } from "../../../model/source.ts";
import type { Claim, ExportFacts, Yielded } from "../../importer.ts";
import { DatabaseCopies, isOpen, type OpenDatabase } from "../../wechat/database/copies.ts";
import { databaseFile } from "../../wechat/database/file-facts.ts";
import { provenanceOf, signsOf } from "../../wechat/database/provenance.ts";
import { databaseRefused } from "../../wechat/database/refusal.ts";
import { TableRows } from "../../wechat/database/table-rows.ts";
import type { Part } from "../part.ts";
import type { DatabaseSet, SetFile } from "../sets.ts";
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
    yield* new WindowsReading(source, set, claim, copies).read();
  } finally {
    copies.close();
  }
}

const KEPT_OPEN: readonly Part[] = [
  ...(["contact", "group", "session", "last-read", "media", "head-image"] as const),
  ...(["hardlink-image", "hardlink-video", "hardlink-file", "user-data", "merge-journal"] as const),
];

/** What a file is for, by the first of these that it holds. */
const ROLES: readonly (readonly [Part, DatabaseRole])[] = [
  ["message", "message"],
  ["official-message", "official-message"],
  ["contact", "contact"],
  ["session", "session"],
  ["media", "media"],
  ["index", "index"],
  ["hardlink-image", "hardlink"],
  ["hardlink-video", "hardlink"],
  ["hardlink-file", "hardlink"],
  ["head-image", "head-image"],
];

class WindowsReading {
  private readonly source: Source;
  private readonly claim: Claim;
  private readonly copies: DatabaseCopies;
  private set: DatabaseSet;
  private readonly files: DatabaseFile[] = [];
  private readonly signs: ProvenanceSign[] = [];

  constructor(source: Source, set: DatabaseSet, claim: Claim, copies: DatabaseCopies) {
    this.source = source;
    this.claim = claim;
    this.copies = copies;
    this.set = set;
  }

  *read(): Generator<Yielded> {
    const surveys = this.surveys();
    if (!surveys.some(({ file }) => file.role === "message")) throw this.refused();
    const companions = this.companions();
    const holding = (...parts: readonly Part[]) =>
      companions.filter(([file]) => parts.some((part) => file.parts.has(part))).map(([, opened]) => opened);
    const owner = ownerOf(surveys, this.set.root, this.claim.sourceName);
    const contacts = new Contacts(holding("contact", "group", "head-image"));
    const voices = new Voices(holding("media"));
    const links = new HardLinks(holding("hardlink-image", "hardlink-video", "hardlink-file"));
    const places: MediaPlaces = { root: this.set.root, hardLinks: links, voices };
    const chats = new Conversations(contacts, owner);
    this.indexFacts();
    const merged = mergedSources(holding("merge-journal"));
    yield { type: "export", facts: this.facts(surveys, owner, merged) };
    yield* this.used();
    for (const survey of surveys)
      for (const facts of survey.numberings) yield { type: "numbering", conversation: null, facts };
    for (const survey of surveys) yield* this.messages(survey, owner, places, chats);
    yield* chats.resolved(sessionTraces(holding("session", "last-read")));
    yield* voices.traces();
    yield* this.indexTraces(surveys, chats);
    yield* contacts.seen(chats.accounts);
  }

  /** Looks through each message database and closes it; in the order in which the shards began. */
  private surveys(): ShardSurvey[] {
    const surveys: ShardSurvey[] = [];
    for (const file of this.filesOf("message", "official-message")) {
      const opened = this.open(file);
      if (opened === null) continue;
      const survey = surveyOf(opened, this.copies, file.parts.has("message") ? "message" : "official-message");
      opened.close();
      this.files.push(survey.file);
      this.signs.push(...survey.signs);
      if (survey.tables.length > 0) surveys.push(survey);
    }
    const start = ({ file }: ShardSurvey) => file.startsAt ?? 0;
    const rank = ({ file }: ShardSurvey) => (file.role === "message" ? 0 : 1);
    return surveys.sort(
      (a, b) => rank(a) - rank(b) || start(a) - start(b) || (a.file.shard ?? 0) - (b.file.shard ?? 0),
    );
  }

  private filesOf(...parts: readonly Part[]): SetFile[] {
    return this.set.files.filter((file) => parts.some((part) => file.parts.has(part)));
  }

  /** Opens a file of the set; one that cannot be opened is noted as such. */
  private open(file: SetFile): OpenDatabase | null {
    const opened = this.copies.open(file.path);
    if (isOpen(opened)) return opened;
    const closed: SetFile = { path: file.path, parts: new Set(), unreadable: opened };
    this.set = { ...this.set, files: this.set.files.map((one) => (one.path === file.path ? closed : one)) };
    return null;
  }

  private companions(): [SetFile, OpenDatabase][] {
    return this.filesOf(...KEPT_OPEN).flatMap((file): [SetFile, OpenDatabase][] => {
      const opened = this.open(file);
      if (opened === null) return [];
      this.describe(file, opened);
      return [[file, opened]];
    });
  }

  /** Index databases are large and needed only at the end: open for their facts, and again for their rows. */
  private indexFacts(): void {
    for (const file of this.filesOf("index")) {
      const opened = this.open(file);
      if (opened === null) continue;
      this.describe(file, opened);
      opened.close();
    }
  }

  private describe(file: SetFile, opened: OpenDatabase): void {
    if (this.files.some(({ path }) => path === file.path)) return;
    const role = ROLES.find(([part]) => file.parts.has(part))?.[1] ?? "other";
    const facts = databaseFile(opened, WINDOWS_SCHEMA, { role, shard: shardOf(file.path), startsAt: null, rows: null });
    this.files.push(facts);
    this.signs.push(...signsOf(opened, facts, { messageTable: WINDOWS_SCHEMA.messageTable, autoincrement: true }));
  }

  private facts(
    surveys: readonly ShardSurvey[],
    owner: string | null,
    merged: ReturnType<typeof mergedSources>,
  ): ExportFacts {
    const walMode = new Set(this.files.filter(({ journal }) => journal === "wal").map(({ path }) => path));
    const coverage = [...windowsCoverage(this.source, this.set, walMode), ...merged.coverage];
    const provenance = provenanceOf(this.signs, coverage);
    const isOwnNumbering = provenance.class === "client-original" || provenance.class === "partial-set";
    return {
      variant: "Windows 3.x",
      claimedTool: this.signs.find(({ tool }) => tool !== null)?.tool ?? null,
      claimedVersion: null,
      exportedAt: null,
      exportedAtText: null,
      owner,
      ownerBasis: owner === null ? null : "stated",
      statedRange: null,
      localIdOrigin: isOwnNumbering ? "native" : "renumbered",
      serverIdOrigin: "exact",
      provides: this.provides(surveys),
      encoding: "utf-8",
      provenance,
      databases: this.files.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
      coverage,
      senderMaps: surveys.flatMap(({ maps }) => [...maps.values()].map(({ tested }) => tested)),
      ...(Object.keys(merged.extra).length === 0 ? {} : { extra: merged.extra }),
    };
  }

  private provides(surveys: readonly ShardSurvey[]): Signal[] {
    const hasSequence = surveys.some(({ numberings }) => numberings.some(({ sequence }) => sequence !== null));
    const hasTraces = this.filesOf("index", "media", "session", "last-read").length > 0;
    return [
      ...(["sent-second", "server-id", "local-id", "sort-seq", "quote-target", "type-code", "sender-id"] as const),
      ...(["direction", "media-path", "system-notices", "client-table", "server-sequence"] as const),
      ...(hasSequence ? (["sequence"] as const) : []),
      ...(hasTraces ? (["traces"] as const) : []),
    ];
  }

  private *used(): Generator<Yielded> {
    for (const { path } of this.set.files) {
      yield { type: "used", path };
      for (const suffix of ["-wal", "-shm"]) if (this.source.file(`${path}${suffix}`)) yield { type: "used", path: `${path}${suffix}` }; // prettier-ignore
    }
  }

  private *messages(
    survey: ShardSurvey,
    owner: string | null,
    places: MediaPlaces,
    chats: Conversations,
  ): Generator<Yielded> {
    const opened = this.copies.open(survey.path);
    if (!isOpen(opened)) return;
    for (const name of survey.tables) {
      const rows = new TableRows(opened, name, ["Sequence", "localId"]);
      const map = survey.maps.get(name);
      if (rows.table === null || map === undefined) continue;
      const context = { path: survey.path, table: rows.table, scope: `${survey.path}#${name}`, owner, map, places };
      for (const row of rows) {
        const talker = map.talkerOf(row);
        yield* chats.named(talker);
        const facts = messageOf(row, talker, context);
        chats.saw(facts.sender ?? null);
        yield { type: "message", conversation: talker ?? "", facts };
      }
      if (rows.damage === null) continue;
      yield { type: "repair", at: { path: survey.path, table: name }, code: "database-malformed", detail: rows.damage };
    }
    opened.close();
  }

  private *indexTraces(surveys: readonly ShardSurvey[], chats: Conversations): Generator<Yielded> {
    for (const file of this.filesOf("index")) {
      const index = this.open(file);
      if (index === null) continue;
      const number = shardOf(file.path);
      const beside = surveys.find(({ path, file: { role, shard } }) => path === file.path || (role === "message" && shard === number)); // prettier-ignore
      const shard = beside === undefined ? "empty" : this.copies.open(beside.path);
      yield* searchTraces(index, isOpen(shard) ? shard : null, (talker) => chats.keyOf(talker));
      index.close();
      if (isOpen(shard)) shard.close();
    }
  }

  private refused() {
    const entry = this.set.files.find(({ path }) => path === this.claim.entry);
    return databaseRefused(this.claim.entry, entry?.unreadable ?? "damaged");
  }
}
