import { expect, test } from "vitest";
import { indexDiffers } from "../../../src/checks/consistency/index-differs.ts";
import type { MessageFacts } from "../../../src/importers/importer.ts";
import { START } from "../../support/chat.ts";
import { checkTester, outcomesOf } from "../../support/check-tester.ts";
import { traced } from "../../support/trace.ts";

const SCOPE = "message_0.db#Msg_k";
const LINES = ["货款五万，月底付清", "收到，合同我看过了", "下周一 9:30 到公司", "带上公章[微笑]", '"甲方"写全称'];
const rows = (...texts: string[]): Partial<MessageFacts>[] =>
  texts.map((text, index) => ({
    localId: String(index + 1),
    localIdScope: SCOPE,
    sortSeq: `${START + index * 60_000}`,
    text,
  }));
const index = (...texts: string[]) =>
  texts.map((text, place) =>
    traced({ kind: "fts", localId: String(place + 1), sortSeq: `${START + place * 60_000}`, text }),
  );
const bare = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, "");
const changed = LINES.map((line, place) => (place === 1 ? "收到，合同我没有看过" : line));

checkTester(indexDiffers, {
  quiet: [
    { name: "an index with the words of the rows", chat: { messages: rows(...LINES), yields: index(...LINES) } },
    { name: "an index without punctuation", chat: { messages: rows(...LINES), yields: index(...LINES.map(bare)) } },
    {
      name: "an index that leaves out every second character",
      chat: {
        messages: rows(...LINES),
        yields: index(...LINES.map((line) => [...bare(line)].filter((_, place) => place % 2 === 0).join(""))),
      },
    },
    {
      name: "an index of another database",
      outcome: "not-applicable",
      chat: { messages: rows(...LINES), yields: index("天气不错", "开会了吗", "明天休息", "早上好呀", "好的好的") },
    },
    { name: "no index", outcome: "not-applicable", chat: { messages: rows(...LINES) } },
    {
      name: "an entry whose sort sequence is that of no row",
      outcome: "not-applicable",
      chat: { messages: rows("甲"), yields: [traced({ kind: "fts", localId: "1", sortSeq: "1", text: "乙" })] },
    },
  ],
  finds: [
    {
      name: "a row that was changed after it was indexed",
      chat: { messages: rows(...changed), yields: index(...LINES) },
      finds: [
        {
          word: "differs",
          level: "warning",
          facts: { seq: 2, storedText: "收到，合同我没有看过", indexText: "收到，合同我看过了" },
          messages: [2],
        },
      ],
    },
    {
      name: "a word put into a row, where the index keeps letters alone",
      chat: {
        messages: rows(...LINES.map((line, place) => (place === 0 ? "货款五十万，月底付清" : line))),
        yields: index(...LINES.map(bare)),
      },
      finds: [{ word: "differs", facts: { seq: 1, fidelity: "letters" } }],
    },
    {
      name: "an index that stops in a long text, as a note",
      chat: { messages: rows(...LINES, "条款".repeat(400)), yields: index(...LINES, "条款".repeat(150)) },
      finds: [{ word: "shorter", level: "note", facts: { seq: 6, kept: 300 } }],
    },
  ],
});

test("counts say how many rows were compared and how many are the same", async () => {
  const [made] = await outcomesOf(indexDiffers, { messages: rows(...changed), yields: index(...LINES) });
  expect(made?.counts).toEqual({ messages: 5, compared: 5, same: 4, differing: 1 });
});
