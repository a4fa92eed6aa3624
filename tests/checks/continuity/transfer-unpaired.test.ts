import { transferUnpaired } from "../../../src/checks/continuity/transfer-unpaired.ts";
import type { MessageFacts } from "../../../src/importers/importer.ts";
import type { Transfer } from "../../../src/model/message.ts";
import { START } from "../../support/chat.ts";
import { checkTester } from "../../support/check-tester.ts";
import { traced } from "../../support/trace.ts";

const DAY = 86_400_000;
const transfer = (number: string, state: Transfer["state"], day: number, more: Partial<Transfer> = {}): Partial<MessageFacts> => ({
  kind: "transfer", sentAt: START + day * DAY, serverId: `${number}${state.length}${day}`,
  transfer: { amountText: "￥5000.00", amountFen: 500_000, memo: null, state, transferId: number, transactionId: null, ...more },
}); // prettier-ignore
const pair = [transfer("1000", "sent", 3), transfer("1000", "received", 3.1)];
const first: Partial<MessageFacts> = { sentAt: START };
const last: Partial<MessageFacts> = { sentAt: START + 40 * DAY };
const expiring = { expiresAt: START + 6 * DAY };

checkTester(transferUnpaired, {
  quiet: [
    { name: "an offer and its receipt", chat: { messages: [first, ...pair, last] } },
    {
      name: "an offer and its return",
      chat: { messages: [first, transfer("2000", "sent", 5, expiring), transfer("2000", "returned", 6), last] },
    },
    {
      name: "an offer that may still be taken up when the record ends",
      chat: { messages: [first, transfer("2000", "sent", 5, expiring)] },
    },
    {
      name: "an offer that a notice calls expired",
      chat: {
        messages: [
          first,
          transfer("2000", "sent", 5, expiring),
          {
            kind: "system",
            direction: "system",
            sentAt: START + 6 * DAY,
            system: { event: "transfer-expired", actor: null, subjects: [], value: null },
          },
          last,
        ],
      },
    },
    { name: "an offer without a stated end", chat: { messages: [first, transfer("2000", "sent", 5), last] } },
    {
      name: "a lone receipt of an exporter that writes no second message",
      chat: { without: ["client-table"], messages: [first, transfer("2000", "received", 5), last] },
    },
    {
      name: "a table of transfers that agrees",
      chat: {
        messages: [first, ...pair, last],
        yields: [traced({ kind: "transfer-table", serverId: "100043", detail: { transfer_id: "1000" } })],
      },
    },
    { name: "no transfer", outcome: "not-applicable", chat: { messages: [first] } },
    {
      name: "transfers without numbers",
      outcome: "not-applicable",
      chat: { messages: [transfer("1000", "sent", 1, { transferId: null })] },
    },
    {
      name: "transfers that do not say what happened",
      outcome: "not-applicable",
      chat: { messages: [transfer("1000", "unknown", 1)] },
    },
  ],
  finds: [
    {
      name: "a receipt without its offer",
      chat: { messages: [first, ...pair, transfer("2000", "received", 5), last] },
      finds: [
        {
          word: "without-offer",
          level: "warning",
          facts: { transferId: "2000", amount: "￥5000.00", step: "receipt", seq: 4 },
        },
      ],
    },
    {
      name: "a receipt within a day of the first record as a note",
      chat: { messages: [first, transfer("2000", "received", 0.5), last] },
      finds: [{ word: "without-offer", level: "note" }],
    },
    {
      name: "an offer that says it was accepted, without a receipt",
      chat: { messages: [first, transfer("2000", "sent", 5, { receiveStatus: "1" }), last] },
      finds: [{ word: "accepted-without-receipt", level: "warning", facts: { seq: 2 } }],
    },
    {
      name: "an offer that nothing followed after its end",
      chat: { messages: [first, transfer("2000", "sent", 5, expiring), last] },
      finds: [{ word: "unresolved", facts: { expiresAt: START + 6 * DAY } }],
    },
    {
      name: "two amounts of one transfer",
      chat: {
        messages: [
          first,
          transfer("1000", "sent", 3),
          transfer("1000", "received", 3.1, { amountFen: 50_000, amountText: "￥500.00" }),
          last,
        ],
      },
      finds: [{ word: "amounts-differ", facts: { amount: "￥5000.00", otherAmount: "￥500.00" }, messages: [2, 3] }],
    },
    {
      name: "a table of transfers that gives the message another number",
      chat: {
        messages: [first, ...pair, last],
        yields: [traced({ kind: "transfer-table", serverId: "100043", detail: { transfer_id: "9999" } })],
      },
      finds: [{ word: "table-differs", facts: { field: "transfer-id", tableValue: "9999", rowValue: "1000", seq: 2 } }],
    },
  ],
});
