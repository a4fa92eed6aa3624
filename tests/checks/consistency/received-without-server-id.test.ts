import { receivedWithoutServerId } from "../../../src/checks/consistency/received-without-server-id.ts";
import type { MessageFacts } from "../../../src/importers/importer.ts";
import { START } from "../../support/chat.ts";
import { checkTester } from "../../support/check-tester.ts";

type Row = Partial<MessageFacts>;
const numbered = (count: number): Row[] =>
  Array.from({ length: count }, (_, index) => ({ serverId: `55200133991200455${String(index).padStart(2, "0")}` }));
const without = (more: Row = {}): Row => ({ serverId: null, ...more });
const added: Row = {
  kind: "system",
  direction: "system",
  sender: null,
  senderBasis: "none",
  text: "你已添加了老王，现在可以开始聊天了。",
  system: { event: "friend-added", actor: null, subjects: [], value: null },
};

checkTester(receivedWithoutServerId, {
  quiet: [
    { name: "received rows with their ids", chat: { messages: numbered(30) } },
    {
      name: "own rows that failed or are pending",
      chat: { messages: [...numbered(30), without({ direction: "sent", sender: "wxid_me" })] },
    },
    {
      name: "notices, pats and calls that the client makes itself",
      chat: {
        messages: [...numbered(30), without({ kind: "system" }), without({ kind: "pat" }), without({ kind: "call" })],
      },
    },
    {
      name: "a greeting before the notice that begins the record",
      chat: { messages: [without(), added, ...numbered(30)] },
    },
    { name: "a greeting beside a later notice", chat: { messages: [...numbered(30), added, without()] } },
    {
      name: "a conversation with an official account",
      outcome: "not-applicable",
      chat: { conversation: { type: "official" }, messages: [...numbered(30), without()] },
    },
    {
      name: "a copy of the table in which no row has an id",
      outcome: "not-applicable",
      chat: { messages: [without(), without({ direction: "sent", sender: "wxid_me" }), without()] },
    },
    {
      name: "a format that is no database",
      outcome: "not-applicable",
      chat: { without: ["client-table"], messages: [...numbered(30), without()] },
    },
  ],
  finds: [
    {
      name: "a received text without an id",
      chat: { messages: [...numbered(30), without({ sentAt: START + 86_400_000 })] },
      finds: [{ word: "without", level: "warning", facts: { seq: 31 }, messages: [31] }],
    },
    {
      name: "a received transfer whose id is zero",
      chat: { messages: [...numbered(30), without({ kind: "transfer", serverId: "0" })] },
      finds: [{ word: "without", facts: { seq: 31 } }],
    },
    {
      name: "a record that was migrated without ids, in one sentence",
      chat: { messages: [...numbered(30), ...Array.from({ length: 25 }, () => without())] },
      finds: [{ word: "throughout", facts: { received: 55, count: 25, seq: 31 } }],
    },
  ],
});
