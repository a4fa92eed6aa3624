import { describe, expect, test } from "vitest";
import { payBill } from "../../../src/checks/consistency/pay-bill.ts";
import { runChecks } from "../../../src/checks/run.ts";
import type { BillFacts, MessageFacts } from "../../../src/importers/importer.ts";
import type { BillStatement } from "../../../src/model/bill.ts";
import type { Transfer } from "../../../src/model/message.ts";
import { billRow } from "../../support/bill.ts";
import { START, chatOf, type ChatCase } from "../../support/chat.ts";
import { checkTester, outcomesOf } from "../../support/check-tester.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const STATED: BillStatement = {
  rows: null,
  in: null,
  out: null,
  neutral: null,
  from: START - HOUR,
  until: START + 48 * HOUR,
};

type Said = Partial<MessageFacts>;

function transfer(
  state: Transfer["state"],
  direction: "sent" | "received",
  said: Said = {},
  of: Partial<Transfer> = {},
): Said {
  const facts: Transfer = {
    amountText: "￥50.00", amountFen: 5000, memo: null, state, transferId: null, transactionId: null, ...of,
  }; // prettier-ignore
  return { kind: "transfer", direction, transfer: facts, sentAt: START, ...said };
}

/** Chat and bill in one export; two ordinary messages keep the conversation open before and after. */
function both(messages: readonly Said[], rows: readonly Partial<BillFacts>[], bill: BillStatement = STATED): ChatCase {
  const frame = [{ sentAt: START - 30 * MINUTE, senderName: "老王" }, ...messages, { sentAt: START + 30 * HOUR }];
  return { export: { bill }, messages: frame, yields: rows.map(billRow) };
}

const offered = transfer("sent", "received");
const accepted = transfer("received", "sent", { sentAt: START + 2 * HOUR });
const acceptedRow = { at: START + 2 * HOUR + 5000, direction: "in" } as const;

checkTester(payBill, {
  quiet: [
    { name: "an incoming transfer at the time it was taken up", chat: both([offered, accepted], [acceptedRow]) },
    {
      name: "an outgoing transfer, offer and receipt",
      chat: both(
        [transfer("sent", "sent"), transfer("received", "received", { sentAt: START + HOUR })],
        [{ direction: "out" }],
      ),
    },
    {
      name: "the same number, hours apart",
      chat: both(
        [transfer("received", "sent", {}, { transactionId: "1000050001001" })],
        [{ at: START + 20 * HOUR, transactionId: "1000050001001" }],
      ),
    },
    { name: "a minute apart", chat: both([transfer("received", "sent")], [{ at: START + MINUTE }]) },
    {
      name: "two minutes apart where the chat knows minutes only",
      chat: both([transfer("received", "sent", { timePrecision: "min" })], [{ at: START + MINUTE + 59_000 }]),
    },
    { name: "an incoming transfer that nobody took up", chat: both([offered], []) },
    { name: "an incoming transfer that was given back", chat: both([transfer("returned", "sent")], []) },
    {
      name: "an export that does not tell an offer from its receipt",
      chat: both(
        [transfer("unknown", "received"), transfer("unknown", "sent", { sentAt: START + 2 * HOUR })],
        [acceptedRow],
      ),
    },
    {
      name: "the same row in two bills of overlapping periods",
      chat: both(
        [transfer("received", "sent")],
        [{ transactionId: "1000050001001" }, { transactionId: "1000050001001" }],
      ),
    },
    { name: "no bill", outcome: "not-applicable", chat: { messages: [transfer("sent", "sent")] } },
    {
      name: "no transfers",
      outcome: "not-applicable",
      chat: { export: { bill: STATED }, messages: [{}], yields: [billRow({})] },
    },
  ],
  finds: [
    {
      name: "a transfer paid that the bill lacks",
      chat: both([transfer("sent", "sent")], []),
      finds: [{ word: "chat-only", level: "warning", facts: { conversation: "c1", seq: 2, amountText: "￥50.00", sentAt: START } }],
    },
    {
      name: "the other direction is no match",
      chat: both([transfer("sent", "sent")], [{ direction: "in", counterparty: "别人" }]),
      finds: [{ word: "chat-only" }, { word: "beyond", level: "note", facts: { transfers: 0, others: 1, rows: 0 } }],
    },
    {
      name: "two minutes are too far apart",
      chat: both([transfer("received", "sent")], [{ at: START + 2 * MINUTE }]),
      finds: [{ word: "chat-only" }, { word: "bill-only", facts: { row: 1, counterparty: "老王", rowAt: START + 2 * MINUTE } }],
    },
    {
      name: "a row is used once",
      chat: both([transfer("sent", "sent"), transfer("sent", "sent", { sentAt: START + 1000 })], [{ direction: "out" }]),
      finds: [{ word: "chat-only", facts: { seq: 3 } }],
    },
    {
      name: "a transfer of the bill with somebody who was talking then",
      chat: both([transfer("sent", "sent")], [{ direction: "out" }, { at: START + HOUR, amountFen: 9900, amountText: "¥99.00" }]),
      finds: [{ word: "bill-only", level: "warning", facts: { row: 2, amountText: "99.00", directionText: "收入" } }],
    },
    {
      name: "transfers of the bill with others, and outside what the chat covers, as a note",
      chat: both([transfer("sent", "sent")], [{ direction: "out" }, { counterparty: "小陈" }, { at: START + 40 * HOUR }]),
      finds: [{ word: "beyond", level: "note", facts: { transfers: 0, others: 1, rows: 1 } }],
    },
    {
      name: "one number with two amounts",
      chat: both(
        [transfer("sent", "sent", {}, { transactionId: "1000050001001" })],
        [{ direction: "out", transactionId: "1000050001001", amountFen: 500, amountText: "¥5.00" }],
      ),
      finds: [{ word: "amount-differs", level: "warning", facts: { seq: 2, row: 1, amountText: "￥50.00", rowAmountText: "¥5.00" } }],
    },
    {
      name: "an incoming transfer of which the export does not say whether it was taken up, as a note",
      chat: both([transfer("unknown", "received")], []),
      finds: [{ word: "chat-only-unsettled", level: "note", facts: { count: 1 } }],
    },
    {
      name: "a transfer without a readable amount, as a note",
      chat: both([transfer("sent", "sent", {}, { amountFen: null, amountText: null })], []),
      finds: [{ word: "amount-unread", level: "note", facts: { count: 1 } }],
    },
    {
      name: "a transfer outside the period of the bill, as a note",
      chat: both([transfer("sent", "sent", { sentAt: START - 20 * HOUR })], []),
      finds: [{ word: "beyond", level: "note", facts: { transfers: 1, others: 0, rows: 0 } }],
    },
    {
      name: "red packets, which have no amount in the chat, as a note",
      chat: both(
        [transfer("sent", "sent"), { kind: "redPacket", redPacket: { title: "恭喜发财" } }],
        [{ direction: "out" }, { type: "微信红包（单发）" }],
      ),
      finds: [{ word: "red-packets", level: "note", facts: { rows: 1, messages: 1 } }],
    },
    {
      name: "a bill that differs from its own totals",
      chat: both([transfer("sent", "sent")], [{ direction: "out" }], { ...STATED, rows: 2 }),
      finds: [{ word: "bill-differs", facts: { export: "s1" } }],
    },
  ], // prettier-ignore
});

describe("bounds and reasons", () => {
  test("lists fifty, and counts the rest", async () => {
    const many = Array.from({ length: 60 }, (_, index) => transfer("sent", "sent", { sentAt: START + index * MINUTE }));
    const [outcome] = await outcomesOf(payBill, both(many, []));
    expect(outcome?.findings.map(({ word }) => word)).toEqual([
      ...Array<string>(50).fill("chat-only"),
      "chat-only-more",
    ]);
    expect(outcome?.findings.at(-1)?.facts).toEqual({ count: 10 });
    expect(outcome?.counts).toEqual({ transfers: 60, rows: 0, byNumber: 0, byAmount: 0 });
  });

  test("says that a bill was received but needs its password", async () => {
    const { chat, source, dispose } = await chatOf({ messages: [transfer("sent", "sent")] });
    const path = "微信支付账单(20260301-20260331).zip!/微信支付账单(20260301-20260331).csv";
    const locked = {
      ...source,
      notTaken: [{ path, nameHex: null, reason: "member-encrypted", detail: "needs a password" }],
    } as const;
    const { outcomes } = await runChecks(chat, locked, [payBill]);
    expect(outcomes[0]).toMatchObject({ outcome: "not-applicable", reason: "bill-needs-password" });
    dispose();
  });

  test("a hundred transfers of one amount pair with the nearest rows, whatever their order", async () => {
    const times = Array.from({ length: 100 }, (_, index) => START + index * 90_000);
    const messages = times.map((sentAt) => transfer("sent", "sent", { sentAt }));
    const rows = times.map((at) => ({ at: at + 20_000, direction: "out" as const })).reverse();
    const [outcome] = await outcomesOf(payBill, both(messages, rows));
    expect(outcome).toMatchObject({ outcome: "nothing-found", counts: { byAmount: 100 } });
  });
});
