import { describe, expect, test } from "vitest";
import { witnessMissing } from "../../../src/checks/continuity/witness-missing.ts";
import type { MessageFacts } from "../../../src/importers/importer.ts";
import type { CoverageItem } from "../../../src/model/database.ts";
import { START, type ChatCase } from "../../support/chat.ts";
import { checkTester, outcomesOf } from "../../support/check-tester.ts";
import { databaseFile } from "../../support/database-case.ts";
import { numberedBy, traced } from "../../support/trace.ts";

const SCOPE = "message_0.db#Msg_k";
const ids = (number: number) => String(5_520_013_399_120_000_000n + BigInt(number));
const at = (number: number) => START + (number - 1) * 60_000;
/** Rows 1 to 9 of one table, without those left out. */
const rows = (...without: number[]): Partial<MessageFacts>[] =>
  [1, 2, 3, 4, 5, 6, 7, 8, 9].filter((number) => !without.includes(number)).map((number) => ({
    localId: String(number), localIdScope: SCOPE, serverId: ids(number), sentAt: at(number), sortSeq: String(at(number)),
  })); // prettier-ignore
const index = (number: number, text = `第${number}条`) =>
  traced({ kind: "fts", localId: String(number), sortSeq: String(at(number)), text });
const shard: CoverageItem = { item: "message-shard", name: "message_1.db", state: "absent", reason: null, path: null, weakens: [] }; // prettier-ignore
const native: ChatCase["export"] = { localIdOrigin: "native" };

checkTester(witnessMissing, {
  quiet: [
    {
      name: "an index, resources and voices that all have their rows",
      chat: {
        export: native,
        messages: rows(),
        yields: [
          numberedBy(SCOPE),
          index(4),
          traced({ kind: "resource", serverId: ids(5), localId: "5" }),
          traced({ kind: "voice", serverId: ids(6) }),
        ],
      },
    },
    {
      name: "a place that knows only the local id of a message that has no server id yet",
      chat: {
        export: native,
        messages: [...rows(9), { localId: "9", localIdScope: SCOPE, serverId: null, sentAt: at(9) }],
        yields: [numberedBy(SCOPE), traced({ kind: "resource", localId: "9", serverId: ids(9), at: at(9) })],
      },
    },
    {
      name: "a message that is in another conversation of the source",
      chat: {
        export: native,
        messages: rows(),
        yields: [
          numberedBy(SCOPE),
          {
            type: "conversation",
            facts: {
              key: "other",
              type: "group",
              talker: "1@chatroom",
              title: "群",
              statedMessageCount: null,
              statedLastMessageAt: null,
              members: [],
            },
          },
          {
            type: "message",
            conversation: "other",
            facts: {
              locator: { path: "chat.json", row: 99 },
              serverId: ids(77),
              sentAt: START,
              sentAtText: null,
              timePrecision: "s",
              timeBasis: "epoch",
              direction: "received",
              kind: "text",
              kindBasis: "code",
            },
          },
          traced({ kind: "voice", serverId: ids(77) }),
          traced({ kind: "unread", serverId: ids(77) }, "other"),
        ],
      },
    },
    {
      name: "an index whose last number is that of the table",
      chat: {
        export: native,
        messages: rows(),
        yields: [numberedBy(SCOPE), index(1), traced({ kind: "fts-range", localId: "9", localIdScope: SCOPE })],
      },
    },
    { name: "a source without any such place", outcome: "not-applicable", chat: { messages: rows() } },
    {
      name: "a rebuilt copy of which only local ids are known elsewhere",
      outcome: "not-applicable",
      chat: {
        export: { localIdOrigin: "renumbered", provenance: { class: "rebuilt-copy", signs: [] } },
        messages: rows(),
        yields: [index(44)],
      },
    },
  ],
  finds: [
    {
      name: "a message that the index still holds, with its words and neighbours",
      chat: { export: native, messages: rows(5), yields: [numberedBy(SCOPE), index(4), index(5, "尾款月底付清")] },
      finds: [
        {
          word: "index-text",
          level: "warning",
          facts: {
            kind: "fts",
            localId: "5",
            at: at(5),
            text: "尾款月底付清",
            beforeSeq: 4,
            beforeAt: at(4),
            afterSeq: 5,
            afterAt: at(6),
          },
          messages: [4, 5],
        },
      ],
    },
    {
      name: "a message named by resources and by a voice, one finding for each place",
      chat: {
        export: native,
        messages: rows(5),
        yields: [
          numberedBy(SCOPE),
          traced({ kind: "resource", serverId: ids(5), localId: "5", at: at(5) }),
          traced({ kind: "voice", serverId: ids(5), localId: "5", at: at(5), detail: { data_index: "0" } }),
          traced({ kind: "voice", serverId: ids(5), localId: "5", at: at(5), detail: { data_index: "1" } }),
        ],
      },
      finds: [
        { word: "resource", facts: { serverId: ids(5), count: 1 } },
        { word: "voice", facts: { serverId: ids(5), count: 2 } },
      ],
    },
    {
      name: "neighbours by number where the place states no time",
      chat: {
        export: native,
        messages: rows(5),
        yields: [numberedBy(SCOPE), traced({ kind: "attachment-table", localId: "5", localIdScope: SCOPE })],
      },
      finds: [{ word: "media", facts: { beforeSeq: 4, afterSeq: 5 } }],
    },
    {
      name: "an index that went on after the last number of the table",
      chat: {
        export: native,
        messages: rows(9),
        yields: [
          numberedBy(SCOPE, { rows: 8, highest: "8" }),
          traced({ kind: "unread", serverId: ids(3) }),
          traced({ kind: "fts-range", localId: "9", localIdScope: SCOPE }),
        ],
      },
      finds: [{ word: "range", level: "warning", facts: { end: "9", highest: "8", scope: SCOPE } }],
    },
    {
      name: "a recalled message as a note",
      chat: {
        export: native,
        messages: [
          ...rows(5),
          { kind: "recall", direction: "system", recall: { by: null, byName: "老王", targetServerId: ids(5) } },
        ],
        yields: [numberedBy(SCOPE), traced({ kind: "resource", serverId: ids(5), at: at(5) })],
      },
      finds: [{ word: "resource", level: "note", facts: { isRecalled: true } }],
    },
    {
      name: "an unread message that the device never fetched as a note",
      chat: {
        export: native,
        messages: rows(5),
        yields: [
          numberedBy(SCOPE),
          traced({ kind: "unread", serverId: ids(5), at: at(5) }),
          traced({ kind: "undelivered", relation: "not-fetched" }),
        ],
      },
      finds: [{ word: "unread", level: "note", facts: { notFetched: 1 } }],
    },
    {
      name: "a number that repeats in an absent shard, by its time",
      chat: {
        export: { ...native, coverage: [shard] },
        messages: rows(),
        yields: [numberedBy(SCOPE), traced({ kind: "fts", localId: "4", sortSeq: String(at(4) - 86_400_000) })],
      },
      finds: [{ word: "index", facts: { localId: "4" } }],
    },
  ],
});

describe("strength and counts", () => {
  const gone = (more: ChatCase["export"] = {}): ChatCase => ({
    export: { ...native, ...more },
    messages: rows(5),
    yields: [numberedBy(SCOPE), index(4), traced({ kind: "resource", serverId: ids(5), localId: "5", at: at(5) })],
  });

  test("a firm witness of a set that is all here is of strength B, and of C where a shard is absent", async () => {
    expect((await outcomesOf(witnessMissing, gone()))[0]?.strength).toBe("B");
    expect((await outcomesOf(witnessMissing, gone({ coverage: [shard] })))[0]?.strength).toBe("C");
  });

  test("a log that was not given weakens what would stand after the last row alone", async () => {
    const wal: CoverageItem = { ...shard, item: "wal", name: "message_0.db-wal" };
    const more = { coverage: [wal], databases: [databaseFile()] };
    expect((await outcomesOf(witnessMissing, gone(more)))[0]?.strength).toBe("B");
    const late = traced({ kind: "resource", serverId: ids(99), at: at(99) });
    const [made] = await outcomesOf(witnessMissing, {
      export: { ...native, ...more },
      messages: rows(),
      yields: [numberedBy(SCOPE), late],
    });
    expect(made?.strength).toBe("C");
  });

  test("the counts name the places looked at and the companions that were not given", async () => {
    const absent = (item: string): CoverageItem => ({
      ...shard,
      item,
      name: `${item}.db`,
      weakens: ["continuity/witness-missing"],
    });
    const [made] = await outcomesOf(
      witnessMissing,
      gone({ coverage: [absent("media"), { ...absent("index"), state: "given" }] }),
    );
    expect(made?.counts).toEqual({
      traces: 2, usable: 2, fts: 1, resource: 1, companions: 2, "companions-lacking": 1, "lacking-media": 1,
      absent: 1, "absent-resource": 1,
    }); // prettier-ignore
  });

  test("a long list is cut for each kind and the rest counted", async () => {
    const yields = [
      numberedBy(SCOPE),
      ...Array.from({ length: 60 }, (_, number) => traced({ kind: "voice", serverId: ids(1000 + number) })),
    ];
    const [made] = await outcomesOf(witnessMissing, { export: native, messages: rows(), yields });
    expect(made?.findings).toHaveLength(51);
    expect(made?.findings.at(-1)).toMatchObject({ word: "more", facts: { kind: "voice", count: 10 } });
  });
});
