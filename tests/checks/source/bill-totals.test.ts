import { billTotals } from "../../../src/checks/source/bill-totals.ts";
import type { BillFacts, Yielded } from "../../../src/importers/importer.ts";
import type { BillStatement } from "../../../src/model/bill.ts";
import { checkTester } from "../../support/check-tester.ts";
import { START, type ChatCase } from "../../support/chat.ts";
import { billRow } from "../../support/bill.ts";

const MINUTE = 60_000;
const stated: BillStatement = {
  rows: 3,
  in: { count: 1, sumText: "50.00", sumFen: 5000 },
  out: { count: 2, sumText: "30.10", sumFen: 3010 },
  neutral: { count: 0, sumText: "0.00", sumFen: 0 },
  from: START - 100 * MINUTE,
  until: START,
};

const three: readonly Partial<BillFacts>[] = [
  { at: START, direction: "in", amountFen: 5000, transactionId: "1001" },
  { at: START - MINUTE, direction: "out", amountFen: 1010, transactionId: "1002" },
  { at: START - 2 * MINUTE, direction: "out", amountFen: 2000, transactionId: "1003" },
];

function bill(
  rows: readonly Partial<BillFacts>[],
  statement: Partial<BillStatement> = {},
  more: Yielded[] = [],
): ChatCase {
  return { export: { bill: { ...stated, ...statement } }, yields: [...rows.map(billRow), ...more] };
}

const unreadable: Yielded = {
  type: "skipped", conversation: null, at: { path: "chat.json", row: 4 }, reason: "not-a-transaction", raw: "?",
}; // prettier-ignore

checkTester(billTotals, {
  quiet: [
    { name: "rows that come to what is stated", chat: bill(three) },
    { name: "the same in the other order of time", chat: bill([...three].reverse()) },
    { name: "a bill that states nothing of itself", chat: bill(three, { rows: null, in: null, out: null, neutral: null, from: null, until: null }) },
    { name: "rows of one second in any order", chat: bill(three.map((row) => ({ ...row, at: START }))) },
    { name: "a line nobody can read that the count does not speak of", chat: bill(three, {}, [unreadable]) },
    { name: "an export that is no bill", chat: { messages: [{}] }, outcome: "not-applicable" },
  ], // prettier-ignore
  finds: [
    {
      name: "a row taken out",
      chat: bill(three.slice(0, 2)),
      finds: [
        { word: "rows-fewer", level: "error", facts: { stated: 3, read: 2, skipped: 0, difference: 1 } },
        { word: "out", level: "error", facts: { statedCount: 2, stated: "30.10", readCount: 1, read: "10.10", difference: "20.00" } },
      ],
    },
    {
      name: "a row added",
      chat: bill([...three, { at: START - 3 * MINUTE, direction: "neutral", amountFen: 1, transactionId: "1004" }]),
      finds: [
        { word: "rows-more", facts: { stated: 3, read: 4, difference: 1 } },
        { word: "neutral", facts: { statedCount: 0, readCount: 1, difference: "0.01" } },
      ],
    },
    {
      name: "an amount changed",
      chat: bill(three.map((row, index) => (index === 0 ? { ...row, amountFen: 500_000 } : row))),
      finds: [{ word: "in", level: "error", facts: { stated: "50.00", read: "5000.00", difference: "4950.00" } }],
    },
    {
      name: "a sum that an unreadable row may account for, as a warning",
      chat: bill(three.slice(0, 2), {}, [unreadable]),
      finds: [{ word: "out-unread", level: "warning", facts: { unread: 1, difference: "20.00" } }],
    },
    {
      name: "a row given twice",
      chat: bill([...three, three[2] ?? {}], { rows: 4, out: { count: 3, sumText: "50.10", sumFen: 5010 } }),
      finds: [{ word: "repeated-row", level: "warning", facts: { count: 1, transactionId: "1003" } }],
    },
    {
      name: "different rows of one number, as a note",
      chat: bill(three.map((row) => ({ ...row, transactionId: "1001" }))),
      finds: [{ word: "repeated-number", level: "note", facts: { count: 1, transactionId: "1001" } }],
    },
    {
      name: "a row outside the period",
      chat: bill(three, { from: START - MINUTE }),
      finds: [{ word: "outside-period", level: "warning", facts: { count: 1, rowAt: START - 2 * MINUTE } }],
    },
    {
      name: "one row against the order of the others",
      chat: bill([{ ...three[0], at: START - MINUTE }, { ...three[1], at: START }, { ...three[2], at: START - 2 * MINUTE }]),
      finds: [{ word: "order", level: "note", facts: { count: 1, rowAt: START } }],
    },
  ], // prettier-ignore
});
