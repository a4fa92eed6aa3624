import { custodyChain } from "../../../src/checks/custody/chain.ts";
import type { CaseDeclared } from "../../../src/model/case.ts";
import { checkTester } from "../../support/check-tester.ts";

type Event = NonNullable<CaseDeclared["custody"]>[number];

const DEVICES = [{ deviceId: "D1" }];
const chain = (...custody: Event[]) => ({ declared: { devices: DEVICES, custody } });
const move = (at: string, from: string, to: string, more: Partial<Event> = {}): Event => ({
  itemId: "D1", action: "transferred", at, from: { name: from }, to: { name: to }, ...more,
}); // prettier-ignore
const [A, B] = ["a".repeat(64), "b".repeat(64)];

checkTester(custodyChain, {
  quiet: [
    { name: "no case file", chat: {}, outcome: "not-applicable" },
    { name: "no event", chat: { declared: { devices: DEVICES } }, outcome: "not-applicable" },
    {
      name: "hands that follow each other, on one day and written with other spacing",
      chat: chain(
        move("2026-03-01", "陈静", "周 律师"),
        { itemId: "D1", action: "copied", at: "2026-03-01 15:00", from: { name: "某技术员" } },
        move("2026-03-02 10:00", "周律师", "陈静", { action: "returned" }),
      ),
    },
    {
      name: "somebody who got it back and hands it on again",
      chat: chain(
        move("2026-03-01", "陈静", "周律师"),
        move("2026-03-02", "周律师", "陈静", { action: "returned" }),
        move("2026-03-03", "陈静", "吴公证员"),
      ),
    },
    {
      name: "one digest written in two ways",
      chat: chain(
        move("2026-03-01", "陈静", "周律师", { hashAfter: `SHA-256: ${A.toUpperCase()}` }),
        move("2026-03-02", "周律师", "陈静", { hashBefore: A, hashAfter: A }),
      ),
    },
    {
      name: "digests of two algorithms, which cannot be compared",
      chat: chain(
        move("2026-03-01", "陈静", "周律师", { hashAfter: A }),
        move("2026-03-02", "周律师", "陈静", { hashBefore: "c".repeat(32) }),
      ),
    },
    {
      name: "two things with hands of their own, one of them a file received",
      chat: chain(
        move("2026-03-02", "陈静", "周律师"),
        move("2026-03-01", "王强", "周律师", { itemId: "chat.json", hashAfter: A }),
        move("2026-03-03", "周律师", "陈静", { hashBefore: B }),
      ),
    },
  ],
  finds: [
    {
      name: "an event before the one above it",
      chat: chain(move("2026-03-05 10:00", "陈静", "周律师"), move("2026-03-04", "周律师", "陈静")),
      finds: [{ word: "out-of-order", level: "warning", facts: { n: 2, before: 1, time: "2026-03-04" } }],
    },
    {
      name: "a hand-over that is missing",
      chat: chain(move("2026-03-01", "陈静", "周律师"), move("2026-03-05", "吴公证员", "陈静")),
      finds: [{ word: "holder-gap", facts: { holder: "周律师", giver: "吴公证员", beforeTime: "2026-03-01" } }],
    },
    {
      name: "somebody handing on what he had handed on",
      chat: chain(move("2026-03-01", "陈静", "周律师"), move("2026-03-05", "陈静", "吴公证员")),
      finds: [{ word: "holder-overlap", facts: { holder: "周律师", giver: "陈静", n: 2 } }],
    },
    {
      name: "a digest that changes between steps and one that changes within",
      chat: chain(
        move("2026-03-01", "陈静", "周律师", { hashAfter: A }),
        move("2026-03-02", "周律师", "陈静", { hashBefore: B, hashAfter: A }),
      ),
      finds: [
        { word: "digest-between", facts: { left: A, right: B } },
        { word: "digest-within", facts: { left: B, right: A } },
      ],
    },
    {
      name: "an event after destruction",
      chat: chain(
        { itemId: "D1", action: "destroyed", at: "2026-03-01" },
        { itemId: "D1", action: "opened", at: "2026-03-02" },
      ),
      finds: [{ word: "after-destroyed", facts: { before: 1, n: 2 } }],
    },
    {
      name: "blanks and an unknown number, without guessing hands",
      chat: chain(
        { action: "transferred", from: { name: "陈静" }, to: { contact: "021-5550" } },
        { itemId: "U盘1", action: "received", to: { name: "周律师" }, at: "2026-03-02" },
      ),
      finds: [
        { word: "item-unknown", facts: { item: "U盘1" } },
        { word: "time-blank", level: "note", facts: { count: 1, numbers: "1" } },
        { word: "person-blank", facts: { numbers: "2" } },
        { word: "item-blank", facts: { numbers: "1" } },
      ],
    },
  ],
});
