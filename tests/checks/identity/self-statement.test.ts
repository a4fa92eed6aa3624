import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { selfStatement } from "../../../src/checks/identity/self-statement.ts";
import { statedNames } from "../../../src/checks/stated-names.ts";
import { isBankCard, isResidentId, statedNumbers } from "../../../src/checks/stated-numbers.ts";
import { checkTester, outcomesOf } from "../../support/check-tester.ts";

/** Invented; the check digits are right. */
const CARD = "6222020200112233446";
const PHONE = "13800138000";

function checkDigit(digits: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  return "10X98765432"[weights.reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0) % 11] ?? "";
}

const id = (body: string) => `${body}${checkDigit(body)}`;

checkTester(selfStatement, {
  quiet: [
    { name: "ordinary words, amounts, times and long numbers", chat: { messages: ["我是说明天付5000.00元", "2026-03-02 09:30", "订单4200001234202603021234567890", "我是上海人", "单号 SF1380013800012"].map((text) => ({ text })) } }, // prettier-ignore
    { name: "an official account", outcome: "not-applicable", chat: { conversation: { type: "official" }, messages: [{ text: PHONE }] } }, // prettier-ignore
    { name: "numbers of links and cards, which nobody has typed", chat: { messages: [{ kind: "link", text: PHONE }] } },
  ],
  finds: [
    {
      name: "a mobile number stated twice by one account and once by another",
      chat: { messages: [{ text: `打我电话 ${PHONE}` }, { text: "138 0013 8000" }, { sender: "wxid_me", direction: "sent", text: PHONE }] }, // prettier-ignore
      finds: [
        { word: "mobile", level: "note", facts: { account: "wxid_peer", lastFour: "8000", count: 2, seq: 1 }, messages: [1, 2] }, // prettier-ignore
        { word: "mobile", facts: { account: "wxid_me", count: 1, seq: 3 }, messages: [3] },
      ],
    },
    {
      name: "a name, an identity number and a card in one message",
      chat: { messages: [{ kind: "quote", text: `我叫王建国，身份证${id("31010119900307013")}，工行卡号：6222 0202 0011 2233 446` }] }, // prettier-ignore
      finds: [
        { word: "resident-id", facts: { lastFour: id("31010119900307013").slice(-4) } },
        { word: "bank-card", facts: { lastFour: CARD.slice(-4) } },
        { word: "name", facts: { name: "王建国" } },
      ],
    },
  ],
});

describe("numbers", () => {
  test("no finding holds more of a number than its last four characters", async () => {
    const messages = [{ text: `${id("31010119900307013")} ${CARD} ${PHONE}` }];
    const printed = JSON.stringify(await outcomesOf(selfStatement, { messages }));
    expect(printed).toContain("8000");
    for (const number of [id("31010119900307013"), CARD, PHONE]) expect(printed).not.toContain(number.slice(-5));
  });

  test("an identity number with any other last character is none", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999 }), fc.constantFrom(..."0123456789X"), (order, last) => {
        const body = `31010119900307${String(order).padStart(3, "0")}`;
        expect(isResidentId(`${body}${last}`)).toBe(last === checkDigit(body));
      }),
    );
  });

  test("a day that is not on the calendar and a province nobody has make no identity number", () => {
    expect(isResidentId(id("31010119900230013"))).toBe(false);
    expect(isResidentId(id("99010119900307013"))).toBe(false);
    expect(isResidentId(id("31010119900307013"))).toBe(true);
  });

  test("a card with one digit changed is none", () => {
    expect(isBankCard(CARD)).toBe(true);
    for (let at = 2; at < CARD.length; at += 1) {
      const other = String((Number(CARD[at]) + 1) % 10);
      expect(isBankCard(`${CARD.slice(0, at)}${other}${CARD.slice(at + 1)}`)).toBe(false);
    }
  });

  test.each([
    ["13800138000 13900139000", ["13800138000", "13900139000"]],
    ["+86 138-0013-8000", [PHONE]],
    ["2026-03-02 13800138000", [PHONE]],
    ["１３８００１３８０００", [PHONE]],
    ["wxid_13800138000 a13800138000 138001380001", []],
  ])("%s", (text, digits) => {
    expect(statedNumbers(text).map((one) => one.digits)).toEqual(digits);
  });
});

describe("names in the first person", () => {
  test.each([
    ["您好，我是恒昌建材的王建国，之前联系过", ["王建国"]],
    ["我叫高明", ["高明"]],
    ["我的名字是买买提·艾力。", ["买买提·艾力"]],
    ["本人陈晓，承诺月底前付清", ["陈晓"]],
    ["my name is Chen Xiao.", ["Chen Xiao"]],
    ["我是高兴的", []],
    ["我叫了外卖", []],
    ["他叫王建国", []],
    ["我是说王建国", []],
    ["我是苏州人", []],
  ])("%s", (text, names) => {
    expect(statedNames(text)).toEqual(names);
  });
});
