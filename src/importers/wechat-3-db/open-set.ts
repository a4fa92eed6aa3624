import type { CoverageItem, DatabaseFile, DatabaseRole, ProvenanceSign } from "../../model/database.ts";
import type { Source } from "../../model/source.ts";
import type { Yielded } from "../importer.ts";
import { isOpen, type DatabaseCopies, type OpenDatabase } from "../wechat/database/copies.ts";
import { databaseFile, type ClientSchema, type FileRole } from "../wechat/database/file-facts.ts";
import { signsOf } from "../wechat/database/provenance.ts";
import { setFacts } from "../wechat/database/set-facts.ts";
import type { Part } from "./part.ts";
import type { DatabaseSet, SetFile } from "./sets.ts";

/** What a file is for, by the first of these that it holds. */
const ROLES: readonly (readonly [Part, DatabaseRole])[] = [
  ["message", "message"],
  ["official-message", "official-message"],
  ["contact", "contact"],
  ["group", "contact"],
  ["session", "session"],
  ["media", "media"],
  ["index", "index"],
  ["hardlink-image", "hardlink"],
  ["hardlink-video", "hardlink"],
  ["hardlink-file", "hardlink"],
  ["head-image", "head-image"],
];

/** The files of a set as they are opened one after another, and what was learnt of each. */
export class OpenSet {
  readonly source: Source;
  readonly copies: DatabaseCopies;
  readonly schema: ClientSchema;
  readonly signs: ProvenanceSign[] = [];
  private readonly described = new Map<string, DatabaseFile>();
  private current: DatabaseSet;

  constructor(source: Source, set: DatabaseSet, copies: DatabaseCopies, schema: ClientSchema) {
    this.source = source;
    this.copies = copies;
    this.schema = schema;
    this.current = set;
  }

  /** The set, with files that turned out to be unreadable noted as such. */
  get set(): DatabaseSet {
    return this.current;
  }

  filesOf(...parts: readonly Part[]): SetFile[] {
    return this.current.files.filter((file) => parts.some((part) => file.parts.has(part)));
  }

  /** Opens a file of the set; one that cannot be opened is noted as such. */
  open(file: Pick<SetFile, "path">): OpenDatabase | null {
    const opened = this.copies.open(file.path);
    if (isOpen(opened)) return opened;
    const closed: SetFile = { path: file.path, parts: new Set(), unreadable: opened };
    const files = this.current.files.map((one) => (one.path === file.path ? closed : one));
    this.current = { ...this.current, files };
    return null;
  }

  /** Files with any of these parts, opened, described and left open. @param shardOf number in a file's name */
  companions(parts: readonly Part[], shardOf: (path: string) => number | null): [SetFile, OpenDatabase][] {
    return this.filesOf(...parts).flatMap((file): [SetFile, OpenDatabase][] => {
      const opened = this.open(file);
      if (opened === null) return [];
      this.describe(file, opened, { shard: shardOf(file.path), startsAt: null, rows: null });
      return [[file, opened]];
    });
  }

  /** Notes the facts of an open file and what they say of how it came to be; a file in several parts is noted once. */
  describe(file: SetFile, opened: OpenDatabase, more: Omit<FileRole, "role">): DatabaseFile {
    const known = this.described.get(file.path);
    if (known !== undefined) return known;
    const role = ROLES.find(([part]) => file.parts.has(part))?.[1] ?? "other";
    const facts = databaseFile(opened, this.schema, { role, ...more });
    this.described.set(file.path, facts);
    this.signs.push(...signsOf(opened, facts, { messageTable: this.schema.messageTable, autoincrement: true }));
    return facts;
  }

  /** Paths of the files that were written with a log. */
  walMode(): Set<string> {
    return new Set([...this.described.values()].filter(({ journal }) => journal === "wal").map(({ path }) => path));
  }

  /** What the set states of itself, whatever the platform. */
  exportFacts(coverage: readonly CoverageItem[]) {
    const databases = [...this.described.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
    return { ...setFacts(databases, this.signs, coverage), encoding: "utf-8" };
  }

  *used(): Generator<Yielded> {
    for (const { path } of this.current.files) {
      yield { type: "used", path };
      for (const beside of [`${path}-wal`, `${path}-shm`]) {
        if (this.source.file(beside) !== undefined) yield { type: "used", path: beside };
      }
    }
  }
}
