import { missingShard } from "../../../src/checks/source/missing-shard.ts";
import type { CoverageItem } from "../../../src/model/database.ts";
import { databaseFile } from "../../support/database-case.ts";
import { checkTester } from "../../support/check-tester.ts";

const item = (of: Partial<CoverageItem>): CoverageItem => ({
  item: "message-shard", name: "message_0.db", state: "given", reason: null, path: null, weakens: [], ...of,
}); // prettier-ignore
const shard = (n: number) => databaseFile({ path: `message/message_${n}.db`, shard: n });

checkTester(missingShard, {
  quiet: [
    { name: "a whole set", chat: { export: { coverage: [item({}), item({ item: "contact", name: "contact.db" })] } } },
    { name: "a log that was not given, which another check tells", chat: { export: { coverage: [item({ item: "wal", state: "absent" })] } } }, // prettier-ignore
    { name: "shards that begin above nought", chat: { export: { coverage: [], databases: [shard(2), shard(3)] } } },
    { name: "no databases", chat: {}, outcome: "not-applicable" },
  ],
  finds: [
    {
      name: "a shard that the importer knows to be absent, once",
      chat: {
        export: {
          coverage: [item({}), item({ name: "message_1.db", state: "absent" }), item({ name: "message_2.db" })],
          databases: [shard(0), shard(2)],
        },
      },
      finds: [{ word: "shard-absent", level: "warning", facts: { name: "message_1.db" } }],
    },
    {
      name: "a number absent from the row of shards",
      chat: { export: { coverage: [], databases: [shard(0), shard(3)] } },
      finds: [
        { word: "shard-absent", facts: { name: "message/message_1.db" } },
        { word: "shard-absent", facts: { name: "message/message_2.db" } },
      ],
    },
    {
      name: "shards that cannot be read, by reason",
      chat: {
        export: {
          coverage: ["encrypted", "empty", "damaged"].map((reason, n) =>
            item({ name: `message_${n}.db`, path: `message_${n}.db`, state: "unreadable", reason }),
          ),
        },
      },
      finds: [{ word: "shard-encrypted" }, { word: "shard-empty" }, { word: "shard-unreadable" }],
    },
    {
      name: "companions that were not given in one note, with the checks they weaken",
      chat: {
        export: {
          coverage: [
            item({}),
            item({ item: "index", name: "message_fts.db", state: "absent", weakens: ["continuity/witness-missing"] }),
            item({ item: "session", name: "session.db", state: "absent", weakens: ["consistency/session-summary"] }),
          ],
        },
      },
      finds: [
        {
          word: "companions-absent",
          level: "note",
          facts: {
            count: 2,
            names: "message_fts.db, session.db",
            weakens: "continuity/witness-missing, consistency/session-summary",
          },
        },
      ],
    },
    {
      name: "a companion that was not given and weakens no check",
      chat: { export: { coverage: [item({ item: "official-message", name: "PublicMsg.db", state: "absent" })] } },
      finds: [{ word: "companions-absent-only", level: "note", facts: { names: "PublicMsg.db" } }],
    },
    {
      name: "a companion that cannot be read",
      chat: {
        export: { coverage: [item({ item: "contact", name: "contact.db", state: "unreadable", reason: "encrypted" })] },
      },
      finds: [{ word: "companion-unreadable", level: "warning", facts: { name: "contact.db", reason: "encrypted" } }],
    },
  ],
});
