import { describe, expect, test } from "vitest";
import { foreignWriter } from "../../../src/checks/source/foreign-writer.ts";
import type { DatabaseFile } from "../../../src/model/database.ts";
import { databaseFile, numbering } from "../../support/database-case.ts";
import { checkTester, outcomesOf } from "../../support/check-tester.ts";
import type { ChatCase } from "../../support/chat.ts";

const of = (...files: Partial<DatabaseFile>[]): ChatCase => ({ export: { databases: files.map(databaseFile) } });
const trigger = { type: "trigger", name: "t_keep", table: "Msg_a", tool: null } as const;
const index = { type: "index", name: "idx_MSG_StrTalker", table: "MSG", tool: "PyWxDump" } as const;
const unknownIndex = { type: "index", name: "Msg_a_NEWER", table: "Msg_a", tool: null } as const;
const tails = (zero: number, inMessageTables: number, owners: { name: string; pages: number }[]) => ({
  zeroTails: { pages: 90, zero, inMessageTables, owners },
});

checkTester(foreignWriter, {
  quiet: [
    { name: "a database as the client leaves it", chat: of({}) },
    { name: "pages without a reserve", chat: of({ zeroTails: null, reservedBytes: 0 }) },
    {
      name: "a counter whose missing table has a conversation, which its own check tells",
      chat: { ...of({}), yields: [numbering({ rows: 0, isTableGone: true })] },
    },
    { name: "no databases", chat: {}, outcome: "not-applicable" },
  ],
  finds: [
    {
      name: "a trigger",
      chat: of({ foreign: [trigger] }),
      finds: [{ word: "triggers", level: "warning", facts: { count: 1, names: "t_keep (Msg_a)" } }],
    },
    {
      name: "objects of known and unknown making apart",
      chat: of({ foreign: [index, unknownIndex] }),
      finds: [{ word: "known-objects", facts: { tool: "PyWxDump" } }, { word: "unknown-objects" }],
    },
    {
      name: "empty page tails in message tables, among free pages and in an index",
      chat: of(tails(6, 3, [{ name: "", pages: 2 }, { name: "Msg_a", pages: 3 }, { name: "idx", pages: 1 }])), // prettier-ignore
      finds: [
        { word: "message-pages", level: "warning", facts: { count: 3, pages: 90 } },
        { word: "free-pages", facts: { count: 2 } },
        { word: "other-pages", level: "note", facts: { count: 1 } },
      ],
    },
    {
      name: "a file written anew as a whole, as a note",
      chat: of(tails(90, 40, [{ name: "Msg_a", pages: 90 }])),
      finds: [{ word: "all-pages", level: "note" }],
    },
    {
      name: "a counter of a table that is not there",
      chat: { ...of({}), yields: [numbering({ table: "Msg_b", rows: 0, sequence: "12", isTableGone: true }, null)] },
      finds: [{ word: "counter-without-table", facts: { table: "Msg_b", sequence: "12" } }],
    },
  ],
});

describe("how much a foreign object weighs", () => {
  test("a trigger is nothing a client leaves; an unknown index may be a newer client's", async () => {
    const [outcome] = await outcomesOf(foreignWriter, of({ foreign: [trigger, unknownIndex] }));
    expect(outcome?.findings.map(({ strength }) => strength)).toEqual(["A", "C"]);
  });
});
