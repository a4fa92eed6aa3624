import * as z from "zod";
import { count, epochMs } from "./fields.ts";

const provenance = z.strictObject({
  class: z
    .enum(["client-original", "partial-set", "processed-copy", "rebuilt-copy"])
    .describe("How near the databases are to what the client wrote; numbering is judged for the first two only"),
  signs: z.array(
    z.strictObject({
      code: z.string(),
      path: z.string(),
      detail: z.string().describe("Object or value seen, as it stands in the file"),
      tool: z.string().nullable().describe("Software known to leave it"),
    }),
  ),
});

const role = z.enum([
  "message",
  "official-message",
  "contact",
  "session",
  "media",
  "resource",
  "index",
  "hardlink",
  "head-image",
  "general",
  "favorite",
  "moments",
  "files",
  "edits",
  "other",
]);

const databaseFile = z.strictObject({
  path: z.string(),
  role,
  shard: count.nullable().describe("n of message_n.db, MSGn.db"),
  startsAt: epochMs.nullable().describe("From when the shard takes messages, as it states itself"),
  pageSize: count.describe("Bytes"),
  pageCount: count,
  reservedBytes: count.describe("Bytes at the end of each page that SQLite leaves alone"),
  journal: z.enum(["wal", "rollback", "unknown"]),
  changeCounter: count,
  versionValidFor: count,
  schemaCookie: count,
  userVersion: count,
  applicationNumber: count,
  freelistPages: count,
  sqliteVersion: count.describe("Number of the SQLite version that wrote last"),
  wal: z
    .strictObject({ path: z.string(), frames: count, committedFrames: count })
    .nullable()
    .describe("The write-ahead log given with it"),
  rows: z
    .strictObject({ withWal: count, withoutWal: count.nullable() })
    .nullable()
    .describe("Rows of message tables, with the log applied and of the main file alone"),
  integrity: z.array(z.string()).nullable().describe("First lines of the integrity check"),
  zeroTails: z
    .strictObject({
      pages: count,
      zero: count,
      inMessageTables: count,
      owners: z.array(z.strictObject({ name: z.string(), pages: count })),
    })
    .nullable()
    .describe("Pages whose reserve is empty, and what they belong to"),
  foreign: z.array(
    z.strictObject({
      type: z.enum(["table", "index", "trigger", "view"]),
      name: z.string(),
      table: z.string(),
      tool: z.string().nullable(),
    }),
  ),
});

const coverage = z.strictObject({
  item: z.string(),
  name: z.string().describe("File as it would be called"),
  state: z.enum(["given", "absent", "unreadable"]),
  reason: z.string().nullable().describe("What is wrong with an unreadable file"),
  path: z.string().nullable(),
  weakens: z.array(z.string()).describe("Checks that say less without it"),
});

const senderMap = z.strictObject({
  path: z.string(),
  tested: count.describe("Rows whose sender is also stated elsewhere"),
  contradicted: count.describe("Of these, rows where both disagree"),
  isShifted: z.boolean().describe("True where the whole map is off: then no sender of the shard is named"),
});

/** What stands in a source that consists of the client's databases. */
export const databaseFacts = {
  provenance: provenance.exactOptional().describe("Only of databases"),
  databases: z.array(databaseFile).exactOptional().describe("Only of databases: facts of each file"),
  coverage: z.array(coverage).exactOptional().describe("Only of databases: what belongs to the set, given or not"),
  senderMaps: z.array(senderMap).exactOptional().describe("Only of databases"),
};
