import { describe, expect, test } from "vitest";
import { unknownKind } from "../../../src/checks/completeness/unknown-kind.ts";
import { checkTester, outcomesOf } from "../../support/check-tester.ts";

const unknown = (typeCode: string | null) => ({ kind: "unknown" as const, typeCode });

checkTester(unknownKind, {
  quiet: [
    { name: "every type is known", chat: { messages: [{ typeCode: "1" }, { kind: "image", typeCode: "3" }] } },
    { name: "no messages", chat: {} },
  ],
  finds: [
    {
      name: "messages by their code, the most frequent first",
      chat: { messages: [unknown("9999"), {}, unknown("其他消息"), unknown("其他消息"), unknown(null)] },
      finds: [
        { word: "unknown", level: "note", facts: { typeCode: "其他消息", count: 2, firstSeq: 3 }, messages: [3, 4] },
        { word: "unknown", facts: { typeCode: "9999", count: 1, firstSeq: 1 }, messages: [1] },
        { word: "unknown", facts: { typeCode: null, count: 1, firstSeq: 5 }, messages: [5] },
      ],
    },
  ],
});

describe("unknownKind", () => {
  test("lists codes up to a limit and adds up the rest", async () => {
    const messages = Array.from({ length: 40 }, (_, index) => unknown(String(90_000 + index)));
    const [outcome] = await outcomesOf(unknownKind, { messages });
    expect(outcome?.findings).toHaveLength(31);
    expect(outcome?.findings.at(-1)).toMatchObject({ word: "more", facts: { codes: 10, count: 10 } });
    expect(outcome?.counts).toEqual({ messages: 40, unknown: 40, codes: 40 });
  });
});
