import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { paymentsOf } from "../../src/checks/payments.ts";
import { axisOf, dayOf, dayText } from "../../src/report/figures/axis.ts";
import { fitted } from "../../src/report/figures/drawing.ts";
import { yuanText } from "../../src/report/figures/ledger.ts";
import { billRow } from "../support/bill.ts";
import { chatOf, START } from "../support/chat.ts";

const DAY = 86_400_000;
const anyDay = fc.integer({ min: -682_900, max: 2_900_000 });

describe("the time axis", () => {
  test("holds every day it is asked for, in bins that touch and are few enough to be seen", () => {
    fc.assert(
      fc.property(fc.array(anyDay, { minLength: 1, maxLength: 20 }), (days) => {
        const axis = axisOf(days);
        if (axis === null) throw new Error("days make an axis");
        expect(axis.bins.length).toBeLessThanOrEqual(180);
        expect(axis.bins[0]?.from).toBe(Math.min(...days));
        expect(axis.bins.at(-1)?.until).toBe(Math.max(...days) + 1);
        for (const [n, { from, until }] of axis.bins.entries()) {
          expect(until).toBeGreaterThan(from);
          expect(axis.bins[n + 1]?.from ?? until).toBe(until);
        }
      }),
    );
  });

  test("has a bin for each day while they are few, then weeks from Monday, months and so on", () => {
    const first = dayOf(Date.UTC(2024, 0, 3), "UTC") ?? 0;
    expect(axisOf([first, first + 179])).toMatchObject({ unit: "day" });
    const weeks = axisOf([first, first + 400]);
    expect(weeks?.unit).toBe("week");
    expect(dayText(weeks?.bins[1]?.from ?? 0)).toBe("2024-01-08");
    const months = axisOf([first, first + 3650]);
    expect(months?.unit).toBe("month");
    expect(dayText(months?.bins[1]?.from ?? 0)).toBe("2024-02-01");
    expect(axisOf([])).toBeNull();
  });

  test("counts days by the calendar of a zone, and takes no day from a time that no calendar holds", () => {
    expect(dayText(dayOf(Date.UTC(2024, 1, 28, 16), "Asia/Shanghai") ?? 0)).toBe("2024-02-29");
    expect(dayOf(8.64e15, "UTC")).toBeNull();
    expect(dayOf(null, "UTC")).toBeNull();
    fc.assert(fc.property(anyDay, (day) => { expect(dayOf(day * DAY, "UTC")).toBe(day); })); // prettier-ignore
  });
});

test("labels are cut to their width, wide characters counting twice", () => {
  expect(fitted("c1 王建国", 36)).toBe("c1 王建国");
  expect(fitted("长".repeat(40), 25)).toMatch(/^长{9}…$/);
});

test("fen are told as yuan with both decimals", () => {
  expect([5, 100, 123_456_789].map(yuanText)).toEqual(["0.05", "1.00", "1,234,567.89"]);
});

test("a transfer is paired with its row of the bill; what is left on either side stays", async () => {
  const transfer = (amountFen: number, seconds: number) => ({
    kind: "transfer" as const, sentAt: START + seconds * 1000, direction: "received" as const,
    transfer: { amountText: null, amountFen, memo: null, state: "sent" as const, transferId: null, transactionId: null },
  }); // prettier-ignore
  const { chat, dispose } = await chatOf({
    export: { bill: { rows: null, in: null, out: null, neutral: null, from: null, until: null } },
    messages: [transfer(5000, 0), transfer(700, 60)],
    yields: [billRow({}), billRow({ amountFen: 990, amountText: "¥9.90" })],
  });
  const { hasBill, transfers, leftovers } = paymentsOf(chat);
  dispose();
  expect(hasBill).toBe(true);
  expect(transfers.map(({ amountFen, match }) => [amountFen, match?.by ?? null])).toEqual([
    [5000, "amount-and-time"],
    [700, null],
  ]);
  expect(leftovers.map(({ amountFen, way }) => [amountFen, way])).toEqual([[990, "in"]]);
});
