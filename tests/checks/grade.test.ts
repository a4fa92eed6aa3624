import { describe, expect, test } from "vitest";
import { looksRounded } from "../../src/base/decimal-id.ts";
import { judgeIds } from "../../src/checks/grade.ts";
import { chatOf, type ChatCase } from "../support/chat.ts";
import { numbering } from "../support/database-case.ts";

async function judged(of: ChatCase) {
  const { chat, dispose } = await chatOf(of);
  const [made] = chat.exports;
  const [conversation] = chat.conversations;
  if (!made || !conversation) throw new Error("the case has a conversation");
  const judgement = judgeIds(chat, made, conversation);
  dispose();
  return judgement;
}

const rows = (count: number, of: (index: number) => object) => Array.from({ length: count }, (_, index) => of(index));
const exact = ["7301845512204467713", "7301845512204467801", "5520013399120045511", "5520013399120045987"];

describe("id grade", () => {
  test.each([
    [
      "native ids stay native even when they follow the rows",
      "native",
      rows(30, (i) => ({ localId: String(i + 1) })),
      "native",
    ],
    ["carried ids with holes are carried", "carried", rows(30, (i) => ({ localId: String(i * 2 + 5) })), "carried"],
    [
      "carried ids that equal the row position claim nothing",
      "carried",
      rows(30, (i) => ({ localId: String(i + 1) })),
      "renumbered",
    ],
    [
      "a few carried ids that equal the row position may be a short chat",
      "carried",
      rows(5, (i) => ({ localId: String(i + 1) })),
      "carried",
    ],
    [
      "a tool known to invent ids is renumbered",
      "renumbered",
      rows(30, (i) => ({ exporterIndex: String(i + 1) })),
      "renumbered",
    ],
    ["no ids at all", "none", rows(3, () => ({})), "none"],
  ] as const)("%s", async (_name, localIdOrigin, messages, grade) => {
    expect((await judged({ export: { localIdOrigin }, messages })).idGrade).toBe(grade);
  });
});

describe("server ids", () => {
  test("exact ids are exact", async () => {
    const judgement = await judged({ messages: exact.map((serverId) => ({ serverId })) });
    expect(judgement).toMatchObject({ serverIds: "exact", evidence: { serverIds: 4, serverIdsRounded: 0 } });
  });

  test("ids that passed through a double are rounded, and the counts say so", async () => {
    const messages = exact.map((id) => ({ serverId: String(Number(id)) }));
    expect(await judged({ messages })).toMatchObject({ serverIds: "rounded", evidence: { serverIdsRounded: 4 } });
  });

  test("short ids of a format that falls back to local ids are a fallback", async () => {
    const messages = [{ serverId: "12" }, { serverId: exact[0] ?? "" }];
    expect(await judged({ export: { serverIdOrigin: "fallback-possible" }, messages })).toMatchObject({
      serverIds: "fallback",
    });
  });

  test("no ids", async () => {
    expect(await judged({ messages: [{}] })).toMatchObject({ serverIds: "none" });
  });
});

test.each([
  ["7301845512204467713", false],
  ["7301845512204468000", true],
  ["7301845512204467200", true],
  ["730184551220446000", true],
  ["9007199254740991", false],
  ["12", false],
])("%s looks rounded: %s", (id, expected) => {
  expect(looksRounded(id)).toBe(expected);
});

describe("a conversation without a record", () => {
  const of = (localIdOrigin: "native" | "renumbered"): ChatCase => ({
    export: { localIdOrigin },
    messages: [],
    yields: [numbering({ rows: 0, lowest: null, highest: null, sequence: "184" })],
  });
  test("has the grade of its table", async () => {
    expect(await judged(of("native"))).toMatchObject({ idGrade: "native", evidence: { tables: 1, messages: 0 } });
    expect(await judged(of("renumbered"))).toMatchObject({ idGrade: "renumbered" });
  });
  test("has none where no table is known", async () => {
    expect(await judged({ export: { localIdOrigin: "native" }, messages: [] })).toMatchObject({ idGrade: "none" });
  });
});
