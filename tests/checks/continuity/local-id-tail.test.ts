import { describe, expect, test } from "vitest";
import { localIdTail } from "../../../src/checks/continuity/local-id-tail.ts";
import type { Numbering, Provenance } from "../../../src/model/database.ts";
import type { Yielded } from "../../../src/importers/importer.ts";
import { databaseFile, numbering } from "../../support/database-case.ts";
import { checkTester, outcomesOf } from "../../support/check-tester.ts";
import type { ChatCase } from "../../support/chat.ts";

const scope = "message_0.db#Msg_a";
const rows = (from: number, to: number, of = scope) =>
  Array.from({ length: to - from + 1 }, (_, i) => ({ localId: String(from + i), localIdScope: of }));
const of = (stated: Partial<Numbering>, more: Partial<ChatCase> = {}): ChatCase => ({
  messages: rows(1, 5),
  yields: [numbering(stated)],
  ...more,
  export: { localIdOrigin: "native", ...more.export },
});
const SHARED = { scope: "MSG0.db#MSG", path: "MSG0.db", table: "MSG", isShared: true } as const;
const neighbour: Yielded[] = [
  { type: "conversation", facts: { key: "o", type: "private", talker: "wxid_li", title: "李经理", statedMessageCount: null, statedLastMessageAt: null, members: [] } },
  { type: "message", conversation: "o", facts: { locator: { path: "MSG0.db", table: "MSG", rowid: "6" }, sentAt: 1, sentAtText: null, timePrecision: "s", timeBasis: "epoch", direction: "sent", kind: "text", kindBasis: "code", localId: "6", localIdScope: SHARED.scope } },
]; // prettier-ignore

checkTester(localIdTail, {
  quiet: [
    { name: "a counter that equals the highest number", chat: of({}) },
    { name: "a table without a counter", chat: of({ sequence: null, isAutoincrement: false }) },
    { name: "an empty table, which its own check tells", chat: of({ rows: 0, lowest: null, highest: null }, { messages: [] }) },
    {
      name: "numbers that a copy may have given anew",
      chat: of({ sequence: "9" }, { export: { localIdOrigin: "renumbered" } }),
      outcome: "not-applicable",
    },
    { name: "a source whose tables are not described", chat: of({}, { yields: [] }), outcome: "not-applicable" },
    { name: "a format without counters", chat: of({ sequence: "9" }, { without: ["sequence"] }), outcome: "not-applicable" },
  ],
  finds: [
    {
      name: "numbers handed out after the last row, beside that row",
      chat: of({ sequence: "8" }),
      finds: [{ word: "tail", level: "warning", facts: { sequence: "8", highest: "5", missing: 3, seq: 5 }, messages: [5] }],
    },
    {
      name: "a tail in a table of its own shard only",
      chat: of({}, {
        messages: [...rows(1, 5), ...rows(1, 2, "message_1.db#Msg_a")],
        yields: [numbering({}), numbering({ scope: "message_1.db#Msg_a", path: "message_1.db", sequence: "4", rows: 2, highest: "2" })],
      }),
      finds: [{ word: "tail", facts: { scope: "message_1.db#Msg_a", missing: 2, seq: 7 } }],
    },
    {
      name: "the tail of a shared numbering, as a warning only where its last row is",
      chat: of({}, {
        messages: rows(1, 5, SHARED.scope),
        yields: [numbering({ ...SHARED, sequence: "8", rows: 6, highest: "6" }, null), ...neighbour],
      }),
      finds: [
        { word: "shared-tail", level: "note", facts: { missing: 2, seq: 5 } },
        { word: "shared-tail", level: "warning", facts: { missing: 2 } },
      ],
    },
  ],
}); // prettier-ignore

describe("what a tail rests on", () => {
  test("it weighs less where the log of the database was not given", async () => {
    const strength = async (chat: ChatCase) => (await outcomesOf(localIdTail, chat))[0]?.strength;
    expect(await strength(of({ sequence: "8" }, { export: { databases: [databaseFile()] } }))).toBe("B");
    expect(await strength(of({ sequence: "8" }, { export: { databases: [databaseFile({ wal: null })] } }))).toBe("C");
  });

  test.each(["processed-copy", "rebuilt-copy"] as const)("in a %s the reason names the copy", async (made) => {
    const provenance: Provenance = { class: made, signs: [] };
    const [outcome] = await outcomesOf(localIdTail, of({ sequence: "8" }, { export: { localIdOrigin: "renumbered", provenance } })); // prettier-ignore
    expect(outcome).toMatchObject({ outcome: "not-applicable", reason: `provenance:${made}` });
  });
});
