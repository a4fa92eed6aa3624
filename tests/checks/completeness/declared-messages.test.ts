import { declaredMessages } from "../../../src/checks/completeness/declared-messages.ts";
import { checkTester } from "../../support/check-tester.ts";

const messages = [{}, {}, {}, {}, {}];
const another = {
  type: "conversation",
  facts: { key: "k2", type: "private", talker: "wxid_other", title: "老王", statedMessageCount: null, statedLastMessageAt: null, members: [] },
} as const; // prettier-ignore

checkTester(declaredMessages, {
  quiet: [
    { name: "no case file", outcome: "not-applicable", chat: { messages } },
    { name: "a case file that names no message", chat: { messages, declared: { case: { cause: "买卖合同纠纷" } } } },
    {
      name: "numbers that are all there, in every section",
      chat: {
        messages,
        declared: {
          participants: [{ identityProofs: [{ messages: "1-2", conversation: "wxid_peer" }] }],
          collection: { spotChecks: [{ conversation: "老王", messages: "5" }] },
          groups: [{ conversation: "c1", warnings: [{ messages: "3" }], complaints: [{ content: "来电反映" }] }],
          exhibits: [
            { conversation: "c1", messages: "1-5" },
            { title: "合同", conversation: "c1" },
          ],
          transcripts: [{ conversation: "c1", message: 99 }],
        },
      },
    },
    {
      name: "numbers without a conversation where there is only one",
      chat: { messages, declared: { exhibits: [{ messages: "1" }] } },
    },
  ],
  finds: [
    {
      name: "numbers above the last message, by field",
      chat: {
        messages,
        declared: {
          participants: [{ identityProofs: [{}, { messages: "4-7", conversation: "c1" }] }],
          groups: [{ conversation: "c1", measures: [{ messages: "0, 2" }] }],
          exhibits: [
            { conversation: "c1", messages: "1-2" },
            { conversation: "c1", messages: "999999999" },
          ],
        },
      },
      finds: [
        { word: "absent-messages", level: "warning", facts: { field: "participants[0].identityProofs[1].messages", numbers: "4-7", absent: "6-7", messages: 5 } }, // prettier-ignore
        { word: "absent-messages", facts: { field: "groups[0].measures[0].messages", absent: "0" } },
        { word: "absent-messages", facts: { field: "exhibits[1].messages", absent: "999999999" } },
      ],
    },
    {
      name: "a conversation nobody knows, named once for a whole group",
      chat: {
        messages,
        declared: {
          groups: [{ conversation: "三号楼施工群", warnings: [{ messages: "1" }], measures: [{ messages: "2" }] }],
        },
      },
      finds: [{ word: "unknown-conversation", facts: { field: "groups[0]", typed: "三号楼施工群" } }],
    },
    {
      name: "a title that two conversations bear, and numbers without a conversation",
      chat: {
        messages,
        yields: [another],
        declared: { exhibits: [{ conversation: "老王", messages: "1" }], transcripts: [{ message: 2, text: "好的" }] },
      },
      finds: [
        { word: "several-conversations", facts: { field: "exhibits[0]", count: 2, conversation: "c1" } },
        { word: "no-conversation", facts: { field: "transcripts[0]", numbers: "2", count: 2 } },
      ],
    },
  ],
});
