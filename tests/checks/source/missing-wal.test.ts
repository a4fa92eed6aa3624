import { missingWal } from "../../../src/checks/source/missing-wal.ts";
import type { DatabaseFile } from "../../../src/model/database.ts";
import { databaseFile } from "../../support/database-case.ts";
import { checkTester } from "../../support/check-tester.ts";
import type { ChatCase } from "../../support/chat.ts";

const of = (...files: Partial<DatabaseFile>[]): ChatCase => ({ export: { databases: files.map(databaseFile) } });

checkTester(missingWal, {
  quiet: [
    { name: "a log that was given and adds nothing", chat: of({}) },
    { name: "a database that keeps no log", chat: of({ journal: "rollback", wal: null }) },
    { name: "rows that cannot be counted without the log", chat: of({ rows: { withWal: 9, withoutWal: null } }) },
    { name: "no databases", chat: {}, outcome: "not-applicable" },
  ],
  finds: [
    {
      name: "a message database without its log",
      chat: of({ wal: null, rows: { withWal: 40, withoutWal: 40 } }),
      finds: [{ word: "message-log-absent", level: "warning", facts: { wal: "message_0.db-wal", rows: 40 } }],
    },
    {
      name: "a companion without its log, as a note",
      chat: of({ path: "contact.db", role: "contact", wal: null }),
      finds: [{ word: "log-absent", level: "note" }],
    },
    {
      name: "how many rows the log adds, and what of it was never committed",
      chat: of({
        rows: { withWal: 120, withoutWal: 100 },
        wal: { path: "message_0.db-wal", frames: 9, committedFrames: 6 },
      }),
      finds: [
        { word: "log-applied", level: "note", facts: { withoutWal: 100, withWal: 120, frames: 9 } },
        { word: "log-part-unused", level: "note", facts: { frames: 9, committed: 6 } },
      ],
    },
  ],
});
