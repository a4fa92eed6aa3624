import { describe, expect, test } from "vitest";
import { Scratch } from "../../../src/base/scratch.ts";
import { importSource } from "../../../src/importers/import.ts";
import { IMPORTERS } from "../../../src/importers/index.ts";
import { emailText } from "../../../src/importers/email-text/index.ts";
import { mailDate } from "../../../src/importers/email-text/mail-date.ts";
import { memorySource } from "../../support/memory-source.ts";
import { readerOf, type Files } from "../../support/reading.ts";
import { settingsOf } from "../../support/settings.ts";

const GREETING = "王经理 和 李四 在微信上的聊天记录如下，请查收。";
const RULE = "—————  2025-10-7  —————";

const { claimsOf, read } = readerOf(emailText);

const claims = async (files: Files) => (await claimsOf(files)).map(({ strength }) => strength);

describe("a mail", () => {
  test("gives its messages the day of the rule above and the minute of their own", async () => {
    const text = [
      "Dear:",
      GREETING,
      RULE,
      "",
      "王经理  09:30",
      "",
      "好",
      "",
      "—————  2025-10-08  —————",
      "",
      "李四  9:05",
      "",
      "行",
      "",
    ];
    const { messages, conversation } = await read({ "a.txt": text.join("\n") });
    expect(conversation).toMatchObject({ type: "private", title: "王经理 和 李四", messageCount: 2, skippedCount: 0 });
    expect(
      messages.map(({ sentAt, sentAtText, timePrecision, timeBasis }) => [
        sentAt,
        sentAtText,
        timePrecision,
        timeBasis,
      ]),
    ).toEqual([
      [Date.UTC(2025, 9, 7, 1, 30), "09:30", "min", "zone-assumed"],
      [Date.UTC(2025, 9, 8, 1, 5), "9:05", "min", "zone-assumed"],
    ]);
    expect(messages[0]).toMatchObject({
      extra: { 日期: "2025-10-07" },
      warnings: ["TIME_INHERITED"],
      kindBasis: "placeholder",
      direction: "unknown",
    });
  });

  test.each([
    ["城南群 微信群上的聊天记录如下，请查收。", "group", "城南群"],
    ['微信群"城南群"的聊天记录如下:', "group", "城南群"],
    ["微信群“城南群”的聊天记录如下：", "group", "城南群"],
    ["我 和 你 和 他 在微信上的聊天记录如下，请查收。", "private", "我 和 你 和 他"],
  ])("is greeted by %s", async (greeting, type, title) => {
    const name = greeting.includes("他") ? "你 和 他" : "赵六";
    const { conversation, messages } = await read({
      "a.txt": [greeting, RULE, "", `${name}  09:30`, "", "好"].join("\n"),
    });
    expect(conversation).toMatchObject({ type, title });
    expect(messages[0]).toMatchObject({ senderName: name, text: "好" });
  });

  test("has no time for a message above the first rule", async () => {
    const { messages } = await read({
      "a.txt": [GREETING, "", "李四  09:30", "", "好", "", RULE, "", "李四  09:31", "", "行"].join("\n"),
    });
    expect(messages[0]).toMatchObject({ sentAt: null, sentAtText: "09:30", timePrecision: "none" });
    expect(messages[1]?.sentAt).toBe(Date.UTC(2025, 9, 7, 1, 31));
  });

  test("keeps what stands above it", async () => {
    const { export: of } = await read({
      "a.txt": ["张律师：请看", GREETING, RULE, "", "李四  09:31", "", "行"].join("\n"),
    });
    expect(of?.extra).toEqual({ 第一条消息之前的文字: "张律师：请看" });
  });

  test("typed into a message of a private chat is text of that message, with a warning", async () => {
    const text = [
      GREETING,
      RULE,
      "",
      "李四  09:30",
      "",
      "看：",
      "",
      "老王  12:00",
      "",
      "钱已付",
      "",
      "王经理  09:31",
      "",
      "好",
    ];
    const { messages, export: of } = await read({ "a.txt": text.join("\n") });
    expect(messages.map(({ senderName, text: words }) => [senderName, words])).toEqual([
      ["李四", "看：\n\n老王  12:00\n\n钱已付"],
      ["王经理", "好"],
    ]);
    expect(messages[0]?.warnings).toContain("BOUNDARY_FORGEABLE");
    expect(of?.knownDefects).toContainEqual({ code: "BOUNDARY_FORGEABLE", records: 1 });
  });

  test("is read in the zone of the run", async () => {
    const files = { "a.txt": [GREETING, RULE, "", "李四  09:30", "", "好"].join("\n") };
    const { messages } = await read(files, { timeZone: "Europe/Berlin", timeZoneBasis: "zone-declared" });
    expect(messages[0]).toMatchObject({ sentAt: Date.UTC(2025, 9, 7, 7, 30), timeBasis: "zone-declared" });
  });

  test("with bytes that are no text says so and is read on", async () => {
    const head = [
      "From: a@example",
      "To: b@example",
      "Date: x",
      "Content-Type: text/plain; charset=utf-8",
      "",
      "",
    ].join("\n");
    const body = Buffer.from(`${GREETING}\n${RULE}\n\n李四  09:30\n\n好的`);
    body[body.length - 1] = 0xff;
    const { messages, repairs } = await read({ "a.eml": Buffer.concat([Buffer.from(head), body]) });
    expect(messages).toHaveLength(1);
    expect(repairs.map(({ code }) => code)).toEqual(["undecodable-bytes"]);
  });

  test("of another sort is nobody's", async () => {
    expect(await claims({ "a.eml": "From: a@example\nTo: b@example\nDate: x\n\n附件请查收\n" })).toEqual([]);
  });
});

describe("dates of mails", () => {
  test.each([
    ["Wed, 08 Oct 2025 10:00:00 +0800", Date.UTC(2025, 9, 8, 2)],
    ["8 Oct 2025 10:00 -0230 (x)", Date.UTC(2025, 9, 8, 12, 30)],
    ["Wed, 08 Oct 2025 10:00:00 GMT", Date.UTC(2025, 9, 8, 10)],
    ["31 Feb 2025 10:00:00 +0800", null],
    ["yesterday", null],
  ])("%s", (text, expected) => {
    expect(mailDate(text)).toBe(expected);
  });
});

describe("copied text", () => {
  test.each([
    ["a list of notes", "采购:\n钢材\n付款:\n下周\n交货:\n月底\n"],
    ["settings", "name: a\nversion: 1\n"],
    ["a single line with a name and a time", "李四 2026/3/2 9:05\n好\n"],
    ["talk about times", "会议 2026/3/2 9:05\n讨论了\n付款\n\n另外\n\n还有\n\n以及\n\n最后 2026/3/3 9:05\n完\n"],
    ["a table", "a,b\n1,2\n"],
    ["a rule without a greeting or a message", `${RULE}\n\n好\n`],
  ])("is not claimed: %s", async (_title, text) => {
    expect(await claims({ "a.txt": text })).toEqual([]);
  });

  test("without times is claimed only where nobody claims anything", async () => {
    const text = "李四:\n在吗\n老王:\n在\n李四:\n好\n老王:\n行\n";
    expect(await claims({ "a.txt": text })).toEqual(["remainder"]);
    const weflow = '{"weflow":{"version":"1.0.3"},"session":{"wxid":"wxid_a","type":"私聊"},"messages":[]}';
    const scratch = new Scratch();
    const { chat } = await importSource(
      memorySource({ "a.txt": text, "b.json": weflow }),
      settingsOf({}),
      scratch,
      {},
      IMPORTERS,
    );
    expect(chat.exports.map(({ importer }) => importer)).toEqual(["weflow-json"]);
    chat.close();
    scratch.dispose();
  });

  test("counts every line: what is kept comes to what was written", async () => {
    const lines = Array.from({ length: 3000 }, (_, i) => [
      `${i % 2 ? "李四" : "老王"} 2026/3/${(i % 28) + 1} ${i % 24}:05`,
      `第${i}句`,
      "",
    ]);
    const { messages } = await read({ "a.txt": lines.flat().join("\r\n") });
    expect(messages.map(({ text }) => text).sort()).toEqual(lines.map(([, text]) => text).sort());
  });

  test("of a hostile line ends soon, and loses nothing", async () => {
    const long = " ".repeat(300_000);
    const head = ["李四 2026/3/2 9:05", "好", "", "老王 2026/3/2 9:06", "好", ""];
    const text = [...head, "李四 2026/3/2 9:07", `[图片: ${long}`, "", "老王 2026/3/2 9:08", `${long}x`, ""].join("\n");
    const { messages } = await read({ "a.txt": text });
    expect(messages.map((message) => message.text?.length)).toEqual([1, 1, 4, 300_001]);
  });
});
