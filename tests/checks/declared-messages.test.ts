import { numberRanges } from "../../src/base/number-ranges.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { conversationsCalled, messagesNamed, outside, rangesText } from "../../src/checks/declared-messages.ts";
import type { Conversation } from "../../src/model/chat.ts";

const conversation = (different: Partial<Conversation>) =>
  ({ id: "c1", talker: "wxid_a", title: "老王", selected: true, messageCount: 10, ...different }) as Conversation;

describe("message numbers as typed", () => {
  test("numbers, ranges and every mark between them are read", () => {
    expect(rangesText(numberRanges(" 12，5–30、41至50, 9 ~ 7"))).toBe("12, 5-30, 41-50, 7-9");
  });

  test("each message counts once however often it is named", () => {
    const numbers = fc.integer({ min: 1, max: 60 });
    const ranges = fc.array(fc.tuple(numbers, numbers), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(ranges, (typed) => {
        const named = new Set(typed.flatMap(([a, b]) => Array.from({ length: Math.abs(a - b) + 1 }, (_, at) => Math.min(a, b) + at))); // prettier-ignore
        expect(messagesNamed(numberRanges(typed.map(([a, b]) => `${a}-${b}`).join(",")))).toBe(named.size);
      }),
    );
  });

  test("what lies outside the conversation is told without counting through it", () => {
    const missing = outside(numberRanges("0-3, 9-999999999, 5"), conversation({}));
    expect(rangesText(missing)).toBe("0, 11-999999999");
  });
});

describe("conversations as typed", () => {
  const conversations = [
    conversation({}),
    conversation({ id: "c2", talker: "wxid_b", title: "老王" }),
    conversation({ id: "c3", talker: "wxid_c", title: "工地", selected: false }),
  ];
  const ids = (typed: string | undefined, of = conversations) => conversationsCalled({ conversations: of }, typed).map(({ id }) => id); // prettier-ignore

  test("are found by number, talker and title; a title of two is both", () => {
    expect(ids("c2")).toEqual(["c2"]);
    expect(ids("wxid_b")).toEqual(["c2"]);
    expect(ids(" 工地 ")).toEqual(["c3"]);
    expect(ids("老王")).toEqual(["c1", "c2"]);
    expect(ids("老李")).toEqual([]);
  });

  test("need no name where only one is selected", () => {
    expect(ids(undefined)).toEqual([]);
    expect(ids(undefined, conversations.slice(1))).toEqual(["c2"]);
  });
});
