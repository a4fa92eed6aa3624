import type { DatabaseFile, Numbering, Trace } from "../../src/model/database.ts";
import type { Locator } from "../../src/model/locator.ts";
import type { Yielded } from "../../src/importers/importer.ts";

/** A numbering of a table of its own, without a hole and with a fitting counter, unless stated. */
export function numbering(of: Partial<Numbering>, conversation: string | null = "k"): Yielded {
  const facts: Numbering = {
    scope: "message_0.db#Msg_a", path: "message_0.db", table: "Msg_a", isShared: false, isAutoincrement: true,
    sequence: "5", rows: 5, lowest: "1", highest: "5", ...of,
  }; // prettier-ignore
  return { type: "numbering", conversation, facts };
}

export function trace(
  of: Partial<Trace>,
  conversation: string | null = "k",
  at: Locator = { path: "other.db" },
): Yielded {
  const facts: Trace = {
    kind: "fts", relation: "holds", localId: null, localIdScope: null, serverId: null, sortSeq: null, at: null,
    text: null, typeCode: null, sender: null, detail: {}, ...of,
  }; // prettier-ignore
  return { type: "trace", conversation, at, facts };
}

/** A message shard as the client leaves it, its log given, unless stated. */
export function databaseFile(of: Partial<DatabaseFile> = {}): DatabaseFile {
  return {
    path: "message_0.db", role: "message", shard: 0, startsAt: null, pageSize: 4096, pageCount: 90, reservedBytes: 80,
    journal: "wal", changeCounter: 3, versionValidFor: 3, schemaCookie: 5, userVersion: 0, applicationNumber: 0,
    freelistPages: 0, sqliteVersion: 3_040_001, wal: { path: "message_0.db-wal", frames: 4, committedFrames: 4 },
    rows: { withWal: 100, withoutWal: 100 }, integrity: ["ok"],
    zeroTails: { pages: 90, zero: 0, inMessageTables: 0, owners: [] }, foreign: [], ...of,
  }; // prettier-ignore
}
