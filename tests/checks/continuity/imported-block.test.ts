import { describe, expect, test } from "vitest";
import { importedBlock } from "../../../src/checks/continuity/imported-block.ts";
import type { MessageFacts } from "../../../src/importers/importer.ts";
import { trace } from "../../support/database-case.ts";
import { checkTester, outcomesOf } from "../../support/check-tester.ts";
import { START } from "../../support/chat.ts";

const DAY = 86_400_000;
let server = 7_301_845_512_204_467_000n;
/** Rows in the order of time, as importers of databases yield them; `days` is when, `id` what the client numbered them. */
const row = (id: number, days: number, more: Partial<MessageFacts> = {}): Partial<MessageFacts> => ({
  localId: String(id), localIdScope: "message_0.db#Msg_a", sentAt: START + days * DAY, serverId: String((server += 13n)), ...more,
}); // prettier-ignore
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
const recent = (from: number, to: number) => range(from, to).map((id) => row(id, 100 + id));
const byTime = (rows: Partial<MessageFacts>[]) => [...rows].sort((a, b) => Number(a.sentAt) - Number(b.sentAt));
const of = (rows: Partial<MessageFacts>[]) => ({
  export: { localIdOrigin: "native" as const },
  messages: byTime(rows),
});
const HISTORY = { warnings: ["FETCHED_AS_HISTORY"] };

checkTester(importedBlock, {
  quiet: [
    { name: "numbers and times that rise together", chat: of(recent(1, 30)) },
    { name: "times of one second", chat: of([row(1, 1), row(2, 1), row(3, 1)]) },
    { name: "a delay within a minute", chat: of([row(1, 1), row(3, 1 - 40_000 / DAY), row(4, 2)]) },
    { name: "a shard that numbers from the beginning", chat: of([...recent(1, 9), ...range(1, 9).map((id) => row(id, 200 + id, { localIdScope: "message_1.db#Msg_a" }))]) },
    { name: "notices that are dated otherwise", chat: of([row(1, 5), row(2, 1, { kind: "system", direction: "system" }), row(3, 6)]) },
    { name: "a copy that may have numbered anew", chat: { ...of([row(2, 1), row(1, 3)]), export: { localIdOrigin: "renumbered" } }, outcome: "not-applicable" },
    { name: "an export that is no database", chat: { without: ["client-table"] }, outcome: "not-applicable" },
  ],
  finds: [
    {
      name: "a block of old rows between recent ones",
      chat: of([...recent(1, 9), ...range(10, 29).map((id) => row(id, id - 10)), ...recent(30, 35)]),
      finds: [{ word: "block", level: "note", facts: { rows: 20, from: 10, to: 29, firstSeq: 1, lastSeq: 20, beforeSeq: 29, afterSeq: 30, history: 0 } }],
    },
    {
      name: "rows that the client fetched as history, in the block and by themselves",
      chat: of([...recent(1, 9), ...range(10, 21).map((id) => row(id, id - 10, HISTORY)), ...recent(30, 35)]),
      finds: [{ word: "block", facts: { history: 12 } }, { word: "history-rows", level: "note", facts: { count: 12, seq: 1 } }],
    },
    {
      name: "a lone old row without a server id between two that have one",
      chat: of([...recent(1, 9), row(10, 3, { serverId: null }), ...recent(11, 15)]),
      finds: [{ word: "few-rows", level: "warning", facts: { rows: 1, firstSeq: 1, from: 10, withoutServerId: 1 }, messages: [1, 10, 11] }],
    },
    {
      name: "a message of the same day that came late, as a note",
      chat: of([row(1, 1), row(2, 1.5), row(3, 1.3), row(4, 2)]),
      finds: [{ word: "few-rows", level: "note" }],
    },
    {
      name: "a row dated after those that follow it in number",
      chat: of([row(1, 1), row(2, 2), row(3, 40), row(4, 3), row(5, 4), row(6, 5)]),
      finds: [{ word: "ahead", level: "warning", facts: { seq: 6, number: 3, afterSeq: 3 } }],
    },
    {
      name: "entries that speak of a migration",
      chat: { ...of(recent(1, 9)), yields: [trace({ kind: "backup", relation: "restored", at: START })] },
      finds: [{ word: "restored", level: "note", facts: { count: 1, kind: "backup" } }],
    },
  ],
}); // prettier-ignore

describe("how much a lone old row weighs", () => {
  const strengthOf = async (more: Partial<MessageFacts>) =>
    (await outcomesOf(importedBlock, of([...recent(1, 9), row(10, 3, more), ...recent(11, 15)])))[0]?.strength;
  test("most where it was received and no server knows it", async () => {
    expect(await strengthOf({ serverId: null })).toBe("B");
    expect(await strengthOf({ serverId: null, direction: "sent" })).toBe("C");
    expect((await outcomesOf(importedBlock, of([...recent(1, 9), row(10, 3, { serverId: null })])))[0]?.strength).toBe(
      "B",
    );
    expect(await strengthOf({})).toBe("C");
    expect(await strengthOf(HISTORY)).toBe("D");
  });
});
