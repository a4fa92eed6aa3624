import { describe, expect, test } from "vitest";
import { duplicateServerId } from "../../../src/checks/completeness/duplicate-server-id.ts";
import type { MessageFacts } from "../../../src/importers/importer.ts";
import { START } from "../../support/chat.ts";
import { checkTester, outcomesOf } from "../../support/check-tester.ts";

const ID = "7301845512204467713";
const OTHER = "7301845512204467801";
const same = { serverId: ID, text: "货款周五前付清", sentAt: START };

checkTester(duplicateServerId, {
  quiet: [
    { name: "every message has an id of its own", chat: { messages: [{ serverId: ID }, { serverId: OTHER }] } },
    {
      name: "0 and empty are not ids",
      chat: {
        messages: [
          { serverId: "0" },
          { serverId: "0" },
          { serverId: "" },
          { serverId: "" },
          { serverId: "-0" },
          { serverId: ID },
        ],
      },
    },
    {
      name: "an id that a spreadsheet rewrote is no id",
      chat: { messages: [{ serverId: "7.30185E+18" }, { serverId: "7.30185E+18" }, { serverId: OTHER }] },
    },
    {
      name: "ids rounded by the exporter fall together by themselves",
      outcome: "not-applicable",
      chat: { messages: Array.from({ length: 4 }, () => ({ serverId: "7301845512204467200" })) },
    },
    { name: "no message has a server id", outcome: "not-applicable", chat: { messages: [{}, {}] } },
    {
      name: "the format carries none",
      outcome: "not-applicable",
      chat: { without: ["server-id"], messages: [same, same] },
    },
    {
      name: "local ids written in place of server ids restart in every shard",
      chat: {
        export: { serverIdOrigin: "fallback-possible" },
        messages: [{ serverId: "12" }, { serverId: "12" }, { serverId: ID }],
      },
    },
  ],
  finds: [
    {
      name: "one message read twice, as a note",
      chat: { messages: [same, { serverId: OTHER }, same] },
      finds: [
        {
          word: "equal",
          level: "note",
          facts: { serverId: ID, count: 2, firstSeq: 1, lastSeq: 2 },
          messages: [1, 2],
        },
      ],
    },
    {
      name: "another text under one id, as an error",
      chat: { messages: [same, { ...same, text: "货款下周五前付清" }] },
      finds: [
        {
          word: "different",
          level: "error",
          facts: {
            serverId: ID,
            count: 2,
            kindDiffers: false,
            senderDiffers: false,
            timeDiffers: false,
            textDiffers: true,
          },
          messages: [1, 2],
        },
      ],
    },
    {
      name: "another kind, sender and time under one id",
      chat: {
        messages: [same, { ...same, kind: "system", direction: "system", sentAt: START + 1000 }],
      },
      finds: [
        {
          word: "different",
          level: "error",
          facts: { kindDiffers: true, senderDiffers: true, timeDiffers: true, textDiffers: false },
        },
      ],
    },
    {
      name: "both sorts in the order of the record",
      chat: {
        messages: [same, same, { serverId: OTHER, text: "一" }, { serverId: OTHER, text: "二" }],
      },
      finds: [
        { word: "equal", facts: { serverId: ID } },
        { word: "different", facts: { serverId: OTHER, timeDiffers: true, textDiffers: true } },
      ],
    },
  ],
});

describe("a conversation read twice as a whole", () => {
  const messages: Partial<MessageFacts>[] = Array.from({ length: 200 }, (_, index) => ({
    serverId: String(7301845512204467001n + BigInt(index % 100)),
    sentAt: START + (index % 100) * 1000,
    text: `第${index % 100}条`,
  }));

  test("is listed up to a limit and counted beyond it", async () => {
    const [outcome] = await outcomesOf(duplicateServerId, { messages });
    expect(outcome?.findings).toHaveLength(51);
    expect(outcome?.findings.at(-1)).toMatchObject({
      word: "more-equal",
      facts: { ids: 50, rows: 100, textNotCompared: 0 },
    });
    expect(outcome?.counts).toEqual({ serverIds: 200, repeated: 100, rows: 200 });
  });

  test("says of how many ids the text was not compared", async () => {
    const [outcome] = await outcomesOf({ ...duplicateServerId, options: { listed: 5, compared: 20 } }, { messages });
    expect(outcome?.findings).toHaveLength(6);
    expect(outcome?.findings.at(-1)).toMatchObject({
      word: "more-equal",
      facts: { ids: 95, rows: 190, textNotCompared: 80 },
    });
  });
});
