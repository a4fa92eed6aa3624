import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson } from "../../src/base/canonical-json.ts";
import { messageText, numbered, type UnnumberedMessage } from "../../src/importers/message-json.ts";
import type { Message } from "../../src/model/message.ts";
import { chatOf, START } from "../support/chat.ts";

async function record(times: readonly (number | null)[]): Promise<Message[]> {
  const messages = times.map((second, index) => ({
    sentAt: second === null ? null : START + second * 1000,
    text: `原序${index}`,
  }));
  const { chat, dispose } = await chatOf({ messages });
  const made = [...chat.messages("c1")];
  dispose();
  return made;
}

const texts = (made: readonly Message[]): (string | null)[] => made.map(({ text }) => text);

describe("printed order", () => {
  test("rows in order of time keep it, equal seconds in the order of the source", async () => {
    expect(texts(await record([1, 1, 2, 2]))).toEqual(["原序0", "原序1", "原序2", "原序3"]);
  });

  test("a row of an earlier time is put where its time belongs, and keeps its place in the source", async () => {
    const made = await record([1, 5, 2]);
    expect(texts(made)).toEqual(["原序0", "原序2", "原序1"]);
    expect(made.map(({ seq, position }) => [seq, position])).toEqual([[1, 0], [2, 2], [3, 1]]); // prettier-ignore
  });

  test("a source that runs newest first is turned round, rows of one second too", async () => {
    expect(texts(await record([9, 8, 8, 7]))).toEqual(["原序3", "原序2", "原序1", "原序0"]);
  });

  test("a row without a time stays behind the row it follows", async () => {
    expect(texts(await record([1, null, 9, 2]))).toEqual(["原序0", "原序1", "原序3", "原序2"]);
  });
});

test("a message is found by its number, and a number that is not there is an error", async () => {
  const { chat, dispose } = await chatOf({ messages: [{ text: "甲" }, { text: "乙" }] });
  expect(chat.message("c1", 2).text).toBe("乙");
  expect(() => chat.message("c1", 3)).toThrow(RangeError);
  dispose();
});

test("queries may be nested", async () => {
  const { chat, dispose } = await chatOf({ messages: [{}, {}] });
  const seen: number[] = [];
  for (const { seq } of chat.query<{ seq: number }>("SELECT seq FROM message ORDER BY seq")) {
    for (const { n } of chat.query<{ n: number }>("SELECT count(*) AS n FROM message WHERE seq >= ?", seq))
      seen.push(n);
  }
  expect(seen).toEqual([2, 1]);
  dispose();
});

describe("the line of a message", () => {
  const base: UnnumberedMessage = {
    conversation: "c1", source: "s1", locator: { path: "a.json", pointer: "/messages/0" }, position: 0,
    serverId: "7301845512204467713", localId: null, localIdScope: null, exporterIndex: "1", sortSeq: null,
    sentAt: START, sentAtText: "2026-03-02 09:00:00", timePrecision: "s", timeBasis: "epoch", direction: "received",
    sender: "s1:wxid_a", senderName: "老王", senderBasis: "stated", kind: "text", kindBasis: "code",
    evidenceClass: "C1.01", typeCode: "1", text: "好", payload: null, quote: null, forward: null, transfer: null,
    redPacket: null, call: null, location: null, recall: null, system: null, attachments: [], extra: {}, warnings: [],
  }; // prettier-ignore

  test("is RFC 8785 whatever the texts and the names of extra fields", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.dictionary(fc.string(), fc.string()),
        fc.nat(),
        (text, extra, seq) => {
          const message = { ...base, text, extra };
          const line = numbered(messageText(message), seq);
          expect(line).toBe(canonicalJson({ ...message, seq }));
        },
      ),
    );
  });

  test("shows a lone surrogate as its code and says so; a typed backslash-u is left alone", () => {
    const cut = JSON.parse(numbered(messageText({ ...base, text: "好\ud83d" }), 1)) as Message;
    expect(cut).toMatchObject({ text: "好\\ud83d", warnings: ["LONE_SURROGATE_ESCAPED"] });
    const typed = JSON.parse(numbered(messageText({ ...base, text: "\\ud83d" }), 1)) as Message;
    expect(typed).toMatchObject({ text: "\\ud83d", warnings: [] });
  });
});
