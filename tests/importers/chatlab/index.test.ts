import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chatLab } from "../../../src/importers/chatlab/index.ts";
import { claimsOf, readWith } from "../../support/read-importer.ts";

const ROW = { sender: "wxid_qian", accountName: "钱伟", timestamp: 1778464800, type: 0, content: "好" };

type Given = Readonly<Record<string, unknown>>;

const header = (chatlab: Given = {}, meta: Given = {}) => ({
  chatlab: { version: "0.0.2", ...chatlab },
  meta: { name: "钱伟", platform: "wechat", type: "private", ...meta },
});
const jsonOf = (head: Given, ...rows: Given[]) =>
  JSON.stringify({ ...head, members: [], messages: rows.map((row) => ({ ...ROW, ...row })) });
const line = (type: string, value: Given) => JSON.stringify({ _type: type, ...value });
const WEFLOW = header({ generator: "WeFlow" });
const CIPHERTALK = header({ generator: "CipherTalk" }, { ownerId: "wxid_me" });
const readJson = (head: Given, ...rows: Given[]) => readWith(chatLab, { "a.json": jsonOf(head, ...rows) });

describe("platforms", () => {
  test.each(["qq", "discord", "WhatsApp"])("%s is refused by name", async (platform) => {
    const files = { "a.json": jsonOf(header({}, { platform }), {}) };
    await expect(readWith(chatLab, files)).rejects.toMatchObject({
      code: "CHATLAB_PLATFORM",
      facts: { path: "a.json", platform },
    });
    const lines = { "a.jsonl": [line("header", header({}, { platform })), line("message", ROW)].join("\n") };
    await expect(readWith(chatLab, lines)).rejects.toMatchObject({ code: "CHATLAB_PLATFORM" });
  });

  test.each(["wechat", "WeChat", "微信", null])("%s is read", async (platform) => {
    expect((await readJson(header({}, { platform }), {})).messages()).toHaveLength(1);
  });
});

describe("types", () => {
  test.each([
    [0, "文", "text", "code"],
    [1, null, "image", "code"],
    [5, "[表情包]", "sticker", "code"],
    [7, "[文件] a.pdf", "file", "placeholder"],
    [7, "恭喜发财", "link", "code"],
    [20, "[红包]", "redPacket", "code"],
    [24, "[音乐] 歌", "music", "placeholder"],
    [27, null, "card", "code"],
    [81, "钱伟撤回了一条消息", "recall", "code"],
    [99, "[转账收款] ￥5.00", "transfer", "placeholder"],
    [99, null, "unknown", "code"],
    [6, "x", "unknown", "code"],
    [0, "[转账] ￥5.00", "text", "code"],
  ])("%s with %s is %s by %s", async (type, content, kind, kindBasis) => {
    expect((await readJson(header(), { type, content })).message(0)).toMatchObject({
      kind,
      kindBasis,
      typeCode: String(type),
    });
  });
});

describe("ids", () => {
  test("of WeFlow are exact, of CipherTalk rounded or a local id, of others only what is long enough", async () => {
    const ids = ["5520013399120046001", "5520013399120046000", "57", "msg_001"];
    const serverIds = async (head: Given) => {
      const result = await readJson(head, ...ids.map((platformMessageId) => ({ platformMessageId })));
      return [result.messages().map(({ serverId }) => serverId), result.export()?.serverIdOrigin];
    };
    expect(await serverIds(WEFLOW)).toEqual([[ids[0], ids[1], "57", null], "exact"]);
    expect(await serverIds(CIPHERTALK)).toEqual([[ids[0], ids[1], null, null], "through-double"]);
    expect(await serverIds(header())).toEqual([[ids[0], ids[1], null, null], "fallback-possible"]);
  });

  test("that are none are kept as they stand", async () => {
    const message = (await readJson(header(), { platformMessageId: "msg_001", replyToMessageId: "msg_000" })).message(
      0,
    );
    expect(message.extra).toEqual({ platformMessageId: '"msg_001"', replyToMessageId: '"msg_000"' });
    expect(message.quote).toBeNull();
  });
});

describe("sides", () => {
  test("follow from the owner, and so does the other side of a private chat", async () => {
    const result = await readJson(
      CIPHERTALK,
      {},
      { sender: "wxid_me" },
      { type: 80, content: "你撤回了一条消息", sender: "wxid_me" },
    );
    expect(result.messages().map(({ direction }) => direction)).toEqual(["received", "sent", "system"]);
    expect(result.conversation()).toMatchObject({ talker: "wxid_qian", type: "private" });
    expect(result.export()).toMatchObject({ owner: "wxid_me", ownerBasis: "stated" });
  });

  test("are unknown without one", async () => {
    const result = await readJson(WEFLOW, {}, { sender: "wxid_me" });
    expect(result.messages().map(({ direction }) => direction)).toEqual(["unknown", "unknown"]);
    expect(result.conversation()?.talker).toBeNull();
    expect(result.export()?.provides).not.toContain("direction");
  });
});

describe("forwarded records", () => {
  const records = [
    { sender: "李", accountName: "李", timestamp: 1778464800, type: 0, content: "甲" },
    { sender: "李", accountName: "李", timestamp: 1778000000, type: 0, content: "乙" },
  ];

  test("of WeFlow bear no time where it is the outer one", async () => {
    const message = (
      await readJson(WEFLOW, { type: 7, content: "[转发的聊天记录]群聊", chatRecords: records })
    ).message(0);
    expect(message).toMatchObject({
      kind: "forward",
      forward: {
        title: "群聊",
        items: [
          { sentAtText: null, text: "甲" },
          { sentAtText: "1778000000", text: "乙" },
        ],
      },
    });
    expect(message.warnings).toContain("FORWARD_TIME_FALSE");
  });

  test("of another program keep it", async () => {
    const message = (await readJson(header(), { type: 26, content: null, chatRecords: records })).message(0);
    expect(message.forward?.items.map(({ sentAtText }) => sentAtText)).toEqual(["1778464800", "1778000000"]);
  });

  test("their authors are no members, and that is counted", async () => {
    const members = [
      { platformId: "wxid_qian", accountName: "钱伟" },
      { platformId: "老李", accountName: "老李" },
    ];
    const file = JSON.stringify({
      ...header({ generator: "WeFlow" }, { type: "group", groupId: "1@chatroom" }),
      members,
      messages: [ROW],
    });
    const result = await readWith(chatLab, { "a.json": file });
    expect(result.conversation()?.members.map(({ participant }) => participant)).toEqual(["wxid_qian"]);
    expect(result.defects()).toContainEqual({ code: "MEMBERS_INCLUDE_FORWARDED", records: 1 });
  });
});

describe("lines", () => {
  test("comments, blank lines and line ends of Windows do not matter; a bad line is skipped with its number", async () => {
    const text = [
      "\ufeff# 说明",
      "",
      line("header", WEFLOW),
      line("message", ROW),
      "{oops",
      "42",
      line("message", { ...ROW, content: "乙" }),
    ].join("\r\n");
    const result = await readWith(chatLab, { "a.jsonl": text });
    expect(result.messages().map(({ text: said, locator }) => [said, locator.line])).toEqual([
      ["好", 4],
      ["乙", 7],
    ]);
    expect(result.of("skipped").map(({ at, reason }) => [at.line, reason])).toEqual([
      [5, "malformed-json"],
      [6, "not-a-message"],
    ]);
    expect(result.of("repair").map(({ code }) => code)).toEqual(["comment-line"]);
    expect(result.export()).toMatchObject({ variant: "jsonl-0.0.2", encoding: "UTF-8 with BOM" });
  });

  test("a second header is told, not obeyed", async () => {
    const text = [line("header", WEFLOW), line("message", ROW), line("header", header({}, { name: "别的" }))].join(
      "\n",
    );
    const result = await readWith(chatLab, { "a.jsonl": text });
    expect(result.of("repair").map(({ code }) => code)).toEqual(["header-repeated"]);
    expect(result.conversation()?.title).toBe("钱伟");
  });

  test("without a header are read by their shape", async () => {
    const result = await readWith(chatLab, { "钱伟.jsonl": `${line("message", ROW)}\n` });
    expect(result.claim.strength).toBe("structure");
    expect(result.export()?.variant).toBe("jsonl-without-header");
  });

  test("byte places point at their line, over any number of chunks", async () => {
    const long = line("message", { ...ROW, content: "长".repeat(700_000) });
    const text = [line("header", WEFLOW), long, line("message", ROW)].join("\n");
    const result = await readWith(chatLab, { "a.jsonl": text });
    const bytes = Buffer.from(text);
    const places = result
      .messages()
      .map(({ locator }) => bytes.toString("utf8", locator.byte, (locator.byte ?? 0) + 18));
    expect(places).toEqual(['{"_type":"message"', '{"_type":"message"']);
    expect(result.message(0).text).toHaveLength(700_000);
  });

  test("any change of one byte keeps, skips or tells of every line", async () => {
    const rows = [1, 2, 3].map((index) => line("message", { ...ROW, content: `第${index}条` }));
    const bytes = Buffer.from([line("header", WEFLOW), ...rows].join("\n"));
    const from = bytes.indexOf("\n") + 1;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: from, max: bytes.length - 1 }),
        fc.constantFrom(...Buffer.from('x0 "\\,:#\n\xff')),
        async (at, byte) => {
          // Without the line end between them two lines are one.
          fc.pre(bytes[at] !== 0x0a);
          const changed = Buffer.from(bytes);
          changed[at] = byte;
          const result = await readWith(chatLab, { "a.jsonl": changed });
          const told =
            result.of("skipped").length + result.of("repair").filter(({ code }) => code === "comment-line").length;
          expect(result.messages().length + told).toBeGreaterThanOrEqual(3);
        },
      ),
      { numRuns: 200 },
    );
  });
});

test.each([
  ["WeFlow's own JSON", '{"weflow":{"generator":"WeFlow"},"chatlab":{},"messages":[]}'],
  ["CipherTalk's own JSON", '{"exportInfo":{"generator":"CipherTalk"},"messages":[]}'],
  ["training data", '{"messages":[{"role":"user","content":"x"}]}'],
  ["another program's lines", '{"_type":"event","id":1}\n'],
  ["a file of comments", "# a\n# b\n"],
  ["chatlab as a mere word", '{"chatlab":"yes","messages":[]}'],
])("%s is not claimed", async (_, content) => {
  expect(await claimsOf(chatLab, { "a.json": content })).toEqual([]);
});

test("a key called __proto__ is a field like any other", async () => {
  const text = `${line("header", WEFLOW)}\n{"_type":"message","sender":"a","timestamp":1778464800,"type":0,"content":"x","__proto__":{"polluted":1}}`;
  const { extra } = (await readWith(chatLab, { "a.jsonl": text })).message(0);
  expect(Object.entries(extra ?? {})).toEqual([["__proto__", '{"polluted":1}']]);
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});
