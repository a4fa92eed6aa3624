import { describe, expect, test } from "vitest";
import { localIdGap } from "../../../src/checks/continuity/local-id-gap.ts";
import type { Numbering } from "../../../src/model/database.ts";
import type { MessageFacts, Yielded } from "../../../src/importers/importer.ts";
import { type ChatCase, START } from "../../support/chat.ts";
import { checkTester, outcomesOf } from "../../support/check-tester.ts";
import { numbering } from "../../support/database-case.ts";
import { traced } from "../../support/trace.ts";

const rows = (ids: readonly (number | string)[], more: Partial<MessageFacts> = {}) =>
  ids.map((id) => ({ localId: String(id), ...more }));
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const shard = (name: string) => ({ localIdScope: name });

/** A second conversation whose rows draw from the same numbering. */
const neighbour = (ids: readonly number[], scope: string): Yielded[] => [
  {
    type: "conversation",
    facts: {
      key: "other", type: "private", talker: "wxid_li", title: "李经理", statedMessageCount: null,
      statedLastMessageAt: null, members: [],
    }, // prettier-ignore
  },
  ...ids.map((id): Yielded => ({
    type: "message",
    conversation: "other",
    facts: {
        locator: { path: "chat.json", row: 100 + id }, sentAt: START + id * 60_000, sentAtText: null,
        timePrecision: "s", timeBasis: "epoch", direction: "received", kind: "text", kindBasis: "code",
        sender: "wxid_li", senderBasis: "stated", text: "好的", localId: String(id), localIdScope: scope,
      }, // prettier-ignore
  })),
];

/** A table of several conversations, of which `count` rows are in the source. */
const sharedTable = (count: number, more: Partial<Numbering> = {}): Yielded =>
  numbering({ scope: "MSG0", path: "MSG0.db", table: "MSG", isShared: true, rows: count, ...more }, null);
const native = { export: { localIdOrigin: "native" } } as const;

checkTester(localIdGap, {
  quiet: [
    {
      name: "a shared table that is all there, without holes",
      chat: {
        ...native,
        messages: rows([1, 3, 5], shard("MSG0")),
        yields: [...neighbour([2, 4], "MSG0"), sharedTable(5)],
      },
    },
    {
      name: "a shared table of which conversations were not read",
      chat: {
        ...native,
        messages: rows([1, 3, 8], shard("MSG0")),
        yields: [...neighbour([2, 7], "MSG0"), sharedTable(8)],
      },
      outcome: "not-applicable",
    },
    {
      name: "the Android client's step from its first range of numbers to the second",
      chat: {
        ...native,
        messages: rows([999_999, 10_000_001], shard("MSG0")),
        yields: [
          ...neighbour([1_000_000, 10_000_000], "MSG0"),
          sharedTable(4, { isAutoincrement: false, sequence: null }),
        ],
      },
    },
    {
      name: "a database that other software has worked on",
      chat: {
        export: { localIdOrigin: "renumbered", provenance: { class: "processed-copy", signs: [] } },
        messages: rows([1, 2, 9]),
      },
      outcome: "not-applicable",
    },
    {
      name: "ids of an unknown scope that begin again: two tables in one",
      chat: { messages: [21, 22, 23, 41, 1, 2, 3].map((id) => ({ localId: String(id) })) },
      outcome: "not-applicable",
    },
    { name: "ids without a hole", chat: { messages: rows([1, 2, 3, 4, 5]) } },
    { name: "ids in another order than the rows", chat: { messages: rows([3, 1, 2, 5, 4]) } },
    {
      name: "two shards that each count from 1",
      chat: { messages: [...rows([1, 2, 3], shard("message_0")), ...rows([1, 2], shard("message_1"))] },
    },
    {
      name: "ids that follow the rows exactly, which an exporter may have counted itself",
      outcome: "not-applicable",
      chat: { messages: rows(range(1, 25)) },
    },
    {
      name: "a tool known to invent local ids",
      outcome: "not-applicable",
      chat: { export: { localIdOrigin: "renumbered" }, messages: rows([1, 2, 9]) },
    },
    { name: "a format without local ids", outcome: "not-applicable", chat: { without: ["local-id"], messages: [{}] } },
    {
      name: "ids that repeat in an unknown range without a hole, because they may hide each other's holes",
      outcome: "not-applicable",
      chat: { messages: rows([1, 2, 3, 1, 2]) },
    },
    {
      name: "two conversations that share a numbering without holes",
      chat: { messages: rows([1, 3, 5], shard("MSG0")), yields: neighbour([2, 4], "MSG0") },
    },
    {
      name: "a shared numbering with holes that may be either's",
      outcome: "not-applicable",
      chat: { messages: rows([1, 3, 8], shard("MSG0")), yields: neighbour([2, 7], "MSG0") },
    },
  ],
  finds: [
    {
      name: "a hole, with what the databases say was never fetched beside it as a note",
      chat: { messages: rows([1, 2, 6]), yields: [traced({ kind: "undelivered", relation: "not-fetched" })] },
      finds: [{ word: "hole" }, { word: "not-fetched", level: "note", facts: { notFetched: 1 } }],
    },
    {
      name: "holes of a shared table that is all there, in every conversation around them and by what stands beside them",
      chat: {
        ...native,
        messages: rows([1, 3, 8], shard("MSG0")),
        yields: [...neighbour([2, 7, 10], "MSG0"), sharedTable(6)],
      },
      finds: [
        { word: "shared-hole", level: "warning", facts: { from: 4, to: 6, missing: 3, sharers: 2 }, messages: [2, 3] },
        { word: "shared-outside", level: "note", facts: { before: 0, after: 1 } },
        { word: "shared-hole", facts: { from: 4, to: 6, missing: 3 } },
        { word: "shared-hole", facts: { from: 9, to: 9, missing: 1 } },
      ],
    },
    {
      name: "a hole of a shared table directly between two rows of the conversation",
      chat: {
        ...native,
        messages: rows([1, 2, 6], shard("MSG0")),
        yields: [...neighbour([7, 8], "MSG0"), sharedTable(5)],
      },
      finds: [
        { word: "shared-hole-beside", facts: { from: 3, to: 5, missing: 3, holes: 1 } },
        { word: "shared-outside", level: "note", facts: { before: 3, after: 0 } },
      ],
    },
    {
      name: "a hole on the Android client's second range",
      chat: {
        ...native,
        messages: rows([1_000_000, 10_000_000, 10_000_004], shard("MSG0")),
        yields: [sharedTable(3, { isAutoincrement: false, sequence: null })],
      },
      finds: [{ word: "shared-hole-beside", facts: { from: 10_000_001, to: 10_000_003, missing: 3 } }],
    },
    {
      name: "a hole in a range of its own beside a shared one",
      chat: {
        messages: [...rows([1, 3], shard("MSG0")), ...rows([1, 5], shard("MSG1"))],
        yields: neighbour([2, 4], "MSG0"),
      },
      finds: [{ word: "hole", facts: { scope: "MSG1", from: "2", to: "4" } }],
    },
    {
      name: "one hole with its neighbours",
      chat: { messages: rows([1, 2, 3, 7, 8]) },
      finds: [
        {
          word: "hole",
          level: "warning",
          facts: {
            from: "4", to: "6", missing: 3, beforeSeq: 3, afterSeq: 4, beforeAt: START + 120_000, afterAt: START + 180_000,
          }, // prettier-ignore
          messages: [3, 4],
        },
      ],
    },
    {
      name: "holes close together as one place",
      chat: { messages: rows([1, 2, 4, 5, 7, 9, 20, 21, 22, 23, 24, 26]) },
      finds: [
        { word: "holes-near", facts: { from: "3", to: "19", holes: 4, missing: 13 } },
        { word: "hole", facts: { from: "25", to: "25", missing: 1 } },
      ],
    },
    {
      name: "a hole within its own range only",
      chat: { messages: [...rows([1, 2, 4], shard("message_0")), ...rows([1, 2, 3], shard("message_1"))] },
      finds: [{ word: "hole", facts: { scope: "message_0", from: "3", to: "3", missing: 1 } }],
    },
    {
      name: "ids that begin above 1 as a note",
      chat: { messages: rows([41, 42, 43]) },
      finds: [{ word: "starts-above-one", level: "note", facts: { lowest: "41", missing: 40, seq: 1 } }],
    },
    {
      name: "a numbering of which most is absent in one sentence",
      chat: { messages: rows([1, 11, 21, 31, 41]) },
      finds: [{ word: "sparse", facts: { lowest: "1", highest: "41", present: 5, missing: 36, holes: 4 } }],
    },
    {
      name: "a client's own table of which most is absent, hole by hole",
      chat: { ...native, messages: rows([1, 41, 81], shard("message_0")) },
      finds: [{ word: "holes-near", facts: { from: "2", to: "80", missing: 78, holes: 2 } }],
    },
    {
      name: "a hole between ids beyond what a double carries",
      chat: { messages: rows(["900000000000000001", "900000000000000002", "900000000000000005"]) },
      finds: [
        { word: "hole", facts: { from: "900000000000000003", to: "900000000000000004", missing: 2 } },
        { word: "starts-above-one", level: "note", facts: { lowest: "900000000000000001" } },
      ],
    },
    {
      name: "a hole in an unknown range whose ids repeat",
      chat: { messages: rows([1, 2, 4, 1, 2]) },
      finds: [{ word: "hole", facts: { from: "3", to: "3" } }],
    },
  ],
});

describe("how much a hole weighs", () => {
  const strengthOf = async (chat: ChatCase) => (await outcomesOf(localIdGap, chat))[0]?.strength;
  const dropping: Yielded = { type: "defect", defect: { code: "ROWS_DROPPED_BY_TYPE", records: null } };

  test("strong where each number of the range stands once", async () => {
    expect(await strengthOf({ messages: rows([1, 2, 5]) })).toBe("B");
  });
  test("less where the exporter is known to leave kinds of rows out", async () => {
    expect(await strengthOf({ messages: rows([1, 2, 5]), yields: [dropping] })).toBe("C");
  });
  test("less where rows without a number may fill it", async () => {
    expect(await strengthOf({ messages: [...rows([1, 2, 5]), {}, {}] })).toBe("C");
  });
  test("less where ids repeat in an unknown range", async () => {
    expect(await strengthOf({ messages: rows([1, 2, 4, 1, 2]) })).toBe("C");
  });
});

describe("many holes", () => {
  test("the largest are listed in order of their numbers and the rest is added up", async () => {
    const ids = Array.from({ length: 400 }, (_, index) => index + 1 + Math.floor(index / 5) + (index >= 395 ? 100 : 0));
    const [outcome] = await outcomesOf(localIdGap, { messages: rows(ids) });
    const words = outcome?.findings.map(({ word }) => word) ?? [];
    expect(words).toHaveLength(51);
    expect(words.at(-1)).toBe("more");
    const told = outcome?.findings.reduce((sum, { facts }) => sum + Number(facts["missing"]), 0);
    expect(told).toBe(outcome?.counts["missing"]);
    expect(outcome?.findings.at(-2)?.facts["missing"]).toBeGreaterThan(100);
  });
});

describe("holes of a shared numbering", () => {
  test("weigh little and name no conversation but their own", async () => {
    const yields = [...neighbour([2, 7], "MSG0"), sharedTable(5)];
    const [outcome] = await outcomesOf(localIdGap, { ...native, messages: rows([1, 3, 8], shard("MSG0")), yields });
    expect(outcome).toMatchObject({ conversation: "c1", strength: "C", counts: { missing: 3 } });
    expect(JSON.stringify(outcome?.findings)).not.toMatch(/c2|李经理|wxid_li/);
  });
});
