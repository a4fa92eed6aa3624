import { emptiedConversation } from "../../../src/checks/continuity/emptied-conversation.ts";
import type { Numbering } from "../../../src/model/database.ts";
import { numbering } from "../../support/database-case.ts";
import { checkTester } from "../../support/check-tester.ts";
import type { ChatCase } from "../../support/chat.ts";

const EMPTY = { rows: 0, lowest: null, highest: null } as const;
const of = (...stated: Partial<Numbering>[]): ChatCase => ({
  export: { localIdOrigin: "native" },
  messages: [],
  yields: stated.map((one) => numbering(one)),
});
const row = { localId: "1", localIdScope: "message_0.db#Msg_a" };

checkTester(emptiedConversation, {
  quiet: [
    { name: "a table that never held a row", chat: of({ ...EMPTY, sequence: null }) },
    { name: "a counter at nought", chat: of({ ...EMPTY, sequence: "0" }) },
    { name: "a table with rows", chat: { ...of({}), messages: [row] } },
    {
      name: "a table that several conversations share",
      chat: { ...of(), messages: [row], yields: [numbering({ ...EMPTY, sequence: "9", isShared: true }, null)] },
      outcome: "not-applicable",
    },
    { name: "nothing known of the tables", chat: of(), outcome: "not-applicable" },
  ],
  finds: [
    {
      name: "a conversation whose only table was emptied",
      chat: of({ ...EMPTY, sequence: "184" }),
      finds: [{ word: "emptied", level: "warning", facts: { table: "Msg_a", sequence: "184", messages: 0 } }],
    },
    {
      name: "an emptied table beside one with rows",
      chat: {
        ...of({ rows: 1, sequence: "1", highest: "1" }, { ...EMPTY, scope: "message_1.db#Msg_a", path: "message_1.db", sequence: "30" }), // prettier-ignore
        messages: [row],
      },
      finds: [{ word: "emptied-table", facts: { path: "message_1.db", sequence: "30", messages: 1 } }],
    },
    {
      name: "a counter whose table is not there",
      chat: of({ ...EMPTY, sequence: "12", isTableGone: true }),
      finds: [{ word: "table-gone", facts: { sequence: "12" } }],
    },
  ],
});
