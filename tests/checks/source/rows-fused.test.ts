import { rowsFused } from "../../../src/checks/source/rows-fused.ts";
import type { MessageFacts, Yielded } from "../../../src/importers/importer.ts";
import { checkTester } from "../../support/check-tester.ts";

const known: Yielded = { type: "defect", defect: { code: "ROWS_FUSED", records: null } };

/** Local ids 1… of one table, the two sides in turn, each under its own name. */
function turns(...localIds: number[]): Partial<MessageFacts>[] {
  return localIds.map((id) => ({
    localId: String(id),
    localIdScope: "message_0:Msg_a",
    ...(id % 2 === 0
      ? { direction: "sent", sender: "wxid_me", senderName: "周晴" }
      : { direction: "received", sender: "wxid_peer", senderName: "林浩" }),
  }));
}

function with_(messages: Partial<MessageFacts>[], at: number, more: Partial<MessageFacts>): Partial<MessageFacts>[] {
  return messages.map((message, index) => (index === at ? { ...message, ...more } : message));
}

const mark = (code: string, row: number, detail: string): Yielded => {
  return { type: "repair", at: { path: "chat.json", row }, code, detail };
};

checkTester(rowsFused, {
  quiet: [
    { name: "rows as they were written", chat: { messages: turns(1, 2, 3, 4), yields: [known] } },
    {
      name: "as many as stated, with a hole in the numbering",
      chat: { conversation: { statedMessageCount: 4 }, messages: turns(1, 2, 7, 8), yields: [known] },
    },
    {
      name: "an exporter that does not fuse rows, whatever its rows look like",
      outcome: "not-applicable",
      chat: { conversation: { statedMessageCount: 9 }, messages: with_(turns(1, 2, 3), 2, { senderName: "周晴" }) },
    },
    {
      name: "an account under two names of its own",
      chat: { messages: with_(turns(1, 2, 3, 4, 5), 4, { senderName: "林浩（新号）" }), yields: [known] },
    },
    {
      name: "fewer than stated, where unreadable records account for it",
      chat: {
        conversation: { statedMessageCount: 4 },
        messages: turns(1, 2, 3),
        yields: [
          known,
          { type: "skipped", conversation: "k", at: { path: "chat.json", row: 9 }, reason: "malformed-json", raw: "{" },
        ],
      },
    },
  ],
  finds: [
    {
      name: "a record under the other side's name, with the numbers that are absent behind it",
      chat: {
        conversation: { statedMessageCount: 7 },
        messages: with_(turns(1, 2, 3, 7), 2, { senderName: "周晴" }),
        yields: [known],
      },
      finds: [
        {
          word: "seam-name",
          level: "warning",
          facts: { seq: 3, account: "wxid_peer", name: "周晴", missing: 3 },
          messages: [3],
        },
      ],
    },
    {
      name: "fields of another kind, repeated and absent keys, one finding for each record",
      chat: {
        messages: turns(1, 2, 3, 4, 6),
        yields: [
          known,
          mark("fused-keys-repeated", 2, "m:Msg_a:2"),
          mark("fused-fields", 2, "transferId"),
          mark("fused-keys-absent", 4, "40 < 47"),
        ],
      },
      finds: [
        { word: "seam-fields", facts: { seq: 2, fields: "transferId", missing: 0 } },
        { word: "seam-keys", facts: { seq: 4, missing: 1 } },
      ],
    },
    {
      name: "a message that a list names and the file does not hold",
      chat: {
        messages: turns(1, 2),
        yields: [
          known,
          mark("fused-named-absent", 0, "message_0:Msg_a:9"),
          mark("fused-named-absent", 0, "message_0:Msg_a:10"),
        ],
      },
      finds: [{ word: "named-absent", facts: { count: 2, first: "message_0:Msg_a:9" } }],
    },
    {
      name: "fewer records than stated without any other sign, with the messages before the holes",
      chat: { conversation: { statedMessageCount: 6 }, messages: turns(1, 2, 6, 7), yields: [known] },
      finds: [{ word: "fewer", level: "warning", facts: { difference: 2, explained: 0 } }],
    },
  ],
});
