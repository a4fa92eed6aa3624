import { forwardedMissing } from "../../../src/checks/continuity/forwarded-missing.ts";
import type { MessageFacts } from "../../../src/importers/importer.ts";
import { START } from "../../support/chat.ts";
import { checkTester } from "../../support/check-tester.ts";
import { forwardOf } from "../../support/forward.ts";

const id = (index: number) => String(5_520_013_399_120_045_511n + BigInt(index) * 7_777_777n);
const MINUTE = 60_000;
const talk: Partial<MessageFacts>[] = [0, 1, 2, 3, 4].map((index) => ({ serverId: id(index) }));
const item = (index: number, minute: number, text = "逾期按日千分之一") => ({
  serverId: id(index),
  sentAt: START + minute * MINUTE,
  text,
});
const late: Partial<MessageFacts> = { sentAt: START + 60 * MINUTE, serverId: id(900) };

checkTester(forwardedMissing, {
  quiet: [
    { name: "items that are all here", chat: { messages: [...talk, forwardOf([item(1, 1), item(2, 2)], late)] } },
    {
      name: "a list of which nothing is here",
      chat: { messages: [...talk, forwardOf([item(77, 1), item(78, 2)], late)] },
    },
    {
      name: "an item from before the record",
      chat: { messages: [...talk, forwardOf([item(1, 1), item(77, -90)], late)] },
    },
    {
      name: "an absent item of a list inside the list",
      chat: { messages: [...talk, forwardOf([item(1, 1), { ...item(77, 2), depth: 1 }], late)] },
    },
    {
      name: "items that name no message",
      outcome: "not-applicable",
      chat: { messages: [...talk, forwardOf([{ text: "收到" }], late)] },
    },
    { name: "no server ids", outcome: "not-applicable", chat: { messages: [{}, {}] } },
  ],
  finds: [
    {
      name: "an absent item beside one that is here, with its words and neighbours",
      chat: { messages: [...talk, forwardOf([item(1, 1), item(77, 2.5)], late)] },
      finds: [
        {
          word: "absent",
          level: "warning",
          facts: {
            target: id(77),
            heldIn: "c1",
            heldSeq: 6,
            sender: "老王",
            text: "逾期按日千分之一",
            beforeSeq: 3,
            afterSeq: 4,
          },
          messages: [6, 3, 4],
        },
      ],
    },
    {
      name: "an absent item of the group that the items name",
      chat: {
        conversation: { type: "group", talker: "34211098765@chatroom" },
        messages: [...talk, forwardOf([{ ...item(77, 2), room: "34211098765@chatroom" }], late)],
      },
      finds: [{ word: "absent", facts: { target: id(77) } }],
    },
    {
      name: "a recalled item as a note",
      chat: {
        messages: [
          ...talk,
          { kind: "recall", direction: "system", recall: { by: null, byName: "老王", targetServerId: id(77) } },
          forwardOf([item(1, 1), item(77, 2)], late),
        ],
      },
      finds: [{ word: "recalled", level: "note" }],
    },
  ],
});
