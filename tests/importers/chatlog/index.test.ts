import { describe, expect, test } from "vitest";
import { chatlog } from "../../../src/importers/chatlog/index.ts";
import { instantOfRfc3339 } from "../../../src/importers/chatlog/rfc3339.ts";
import { alphaSequence } from "../../../src/importers/chatlog/sequence.ts";
import { headOf } from "../../../src/importers/chatlog/text-head.ts";
import { readerOf } from "../../support/reading.ts";
import { workbookOf } from "../../support/workbook.ts";

const ROOM = "20012345678@chatroom";
const ALPHA = ["MessageID", "Time", "SenderName", "Sender", "TalkerName", "Talker", "Content"];

const { claimsOf, read } = readerOf(chatlog);

const row = (more: object) => ({
  ...{ seq: 1756712340000, time: "2025-09-01T15:39:00+08:00", talker: ROOM, talkerName: "工地群", isChatRoom: true },
  ...{ sender: "wxid_qq77ee55rr", senderName: "赵工", isSelf: false, type: 1, subType: 0, content: "今天完成二层浇筑" },
  ...more,
});

describe("JSON", () => {
  test("the example of the documentation is read in full", async () => {
    const { messages, exports, conversations } = await read({ "a.json": JSON.stringify([row({})]) });
    expect(exports).toMatchObject([{ variant: "json", localIdOrigin: "none", serverIdOrigin: "none" }]);
    expect(conversations).toMatchObject([{ type: "group", talker: ROOM, title: "工地群" }]);
    expect(messages).toMatchObject([
      {
        ...{ sortSeq: "1756712340000", localId: null, sentAt: 1756712340000, timeBasis: "text-with-offset" },
        ...{ sentAtText: "2025-09-01T15:39:00+08:00", sender: "s1:wxid_qq77ee55rr", senderName: "赵工" },
        ...{ direction: "received", kind: "text", kindBasis: "code", typeCode: "1", warnings: ["SENDER_FROM_TEXT"] },
        extra: {},
      },
    ]);
  });

  test("the offset of the file counts, not the zone of the run", async () => {
    const { messages } = await read(
      { "a.json": JSON.stringify([row({ time: "2025-09-01T09:39:00+02:00" })]) },
      { timeZone: "UTC" },
    );
    expect(messages[0]?.sentAt).toBe(Date.UTC(2025, 8, 1, 7, 39));
  });

  test("every row is kept or skipped, keys like __proto__ are keys, and deep nesting harms nobody", async () => {
    const text = `[${JSON.stringify(row({}))},{"__proto__":{"x":1}},7,{"seq":1,"__proto__":{"y":2},"talker":"wxid_a"},{"seq":2,"contents":${"[".repeat(2000)}${"]".repeat(2000)}}]`;
    const { messages, skipped } = await read({ "a.json": text });
    expect(messages.length + skipped.length).toBe(5);
    expect(messages.map(({ extra }) => Object.keys(extra))).toEqual([[], expect.arrayContaining(["__proto__"])]);
  });

  test("a file that was cut off is refused", async () => {
    const text = JSON.stringify([row({}), row({})]).slice(0, -20);
    await expect(read({ "a.json": text })).rejects.toMatchObject({ code: "JSON_TRUNCATED" });
  });

  test("a voice message has the only server id, as text of any length", async () => {
    const voice = row({ type: 34, content: "", contents: { voice: "9223372036854775807" } });
    const { messages, exports } = await read({ "a.json": JSON.stringify([voice]) });
    expect(messages[0]?.serverId).toBe("9223372036854775807");
    expect(exports[0]).toMatchObject({ serverIdOrigin: "exact" });
  });

  test("a false sender of one's own group row does not hide the owner", async () => {
    const mine = { isSelf: true, talker: "wxid_peer0001", isChatRoom: false, sender: "wxid_owner0001" };
    const { exports } = await read({ "a.json": JSON.stringify([row(mine), row({ isSelf: true, sender: "结论" })]) });
    expect(exports[0]).toMatchObject({ owner: "wxid_owner0001", ownerBasis: "sent-rows" });
  });
});

describe("chatlog_alpha", () => {
  test("the local id is taken out of the number, also beyond six digits", () => {
    expect(alphaSequence("1756712340000123", 1756712340)).toEqual({ seconds: 1756712340, localId: "123" });
    expect(alphaSequence("1756712341234567", 1756712340)).toEqual({ seconds: 1756712340, localId: "1234567" });
    expect(alphaSequence("1756712340000123", null)).toEqual({ seconds: 1756712340, localId: "123" });
    expect(alphaSequence("1756712340000123", 1756712399)).toBeNull();
    expect(alphaSequence("1756712340000", null)).toBeNull();
  });

  test("gives local ids that count in the client, and says what they are", async () => {
    const alpha = (local: number) => row({ seq: 1756712340000000 + local, id: 1756712340000000 + local });
    const { exports, messages } = await read({ "a.json": JSON.stringify([alpha(7), alpha(9)]) });
    expect(exports[0]).toMatchObject({ variant: "alpha-json", localIdOrigin: "carried" });
    expect(exports[0]?.provides).toContain("local-id");
    expect(exports[0]?.provides).not.toContain("sort-seq");
    expect(messages.map(({ localId, localIdScope, sortSeq }) => [localId, localIdScope, sortSeq])).toEqual([
      ["7", null, null],
      ["9", null, null],
    ]);
    expect(messages[0]?.extra).toEqual({ seq: "1756712340000007", id: "1756712340000007" });
  });

  test("a number that does not belong to the time gives no local id", async () => {
    const wrong = row({ seq: 1756719999000001, id: 1756719999000001 });
    const { messages } = await read({ "a.json": JSON.stringify([wrong]) });
    expect(messages[0]).toMatchObject({ localId: null });
    expect(messages[0]?.warnings).toContain("SEQUENCE_TIME_DISAGREE");
  });

  test("CSV and workbook are read alike; the number is the time in any zone", async () => {
    const record = ["1756712340000123", "2025-09-01 15:39:00", "赵工", "wxid_qq77ee55rr", "工地群", ROOM, "好"];
    const csv = await read(
      { "a.csv": [ALPHA, record].map((fields) => `${fields.join(",")}\n`).join("") },
      { timeZone: "UTC" },
    );
    const xlsx = await read({ "a.xlsx": workbookOf([{ name: "Sheet1", rows: [ALPHA, record] }]) }, { timeZone: "UTC" });
    for (const { messages } of [csv, xlsx]) {
      expect(messages).toMatchObject([
        { localId: "123", sentAt: 1756712340000, timeBasis: "epoch", sentAtText: "2025-09-01 15:39:00", text: "好" },
      ]);
    }
    expect(xlsx.exports[0]?.variant).toBe("alpha-xlsx");
    expect(csv.exports[0]?.variant).toBe("alpha-csv");
  });
});

describe("CSV", () => {
  const HEADER = "Time,SenderName,Sender,TalkerName,Talker,Content\n";
  const line = (content: string, talker = "wxid_peer0001", sender = talker) =>
    `2025-09-01 15:39:00,名,${sender},名,${talker},"${content.replaceAll('"', '""')}"\n`;

  test.each([
    ["[转账|发送 ￥500.00](货款)", { kind: "transfer", transfer: { amountFen: 50000, state: "sent", memo: "货款" } }],
    ["[转账|退还 ￥500.00]", { kind: "transfer", transfer: { state: "returned" } }],
    ["[语音](http://127.0.0.1:5030/voice/445)", { kind: "voice", serverId: null }],
    ["[红包封面]", { kind: "unknown", kindBasis: "none" }],
    ["[位置|路边|上海|31.2|121.4]", { kind: "location", location: { latitudeText: "31.2", longitudeText: "121.4" } }],
    ["说明：[转账|发送 ￥500.00]", { kind: "text", transfer: null }],
    ["> 只是大于号", { kind: "text", text: "> 只是大于号" }],
    ["[文件|a](b).pdf](http://h:1/file/0123456789abcdef0123456789abcdef)", { kind: "file" }],
  ])("%s is a placeholder that anybody can type", async (content, expected) => {
    const { messages } = await read({ "a.csv": HEADER + line(content) });
    expect(messages).toMatchObject([{ kindBasis: "placeholder", ...expected }]);
  });

  test("says who sent what in private chats only", async () => {
    const { messages, exports } = await read({
      "a.csv": HEADER + line("甲") + line("乙", "wxid_peer0001", "wxid_owner0001") + line("丙", ROOM, "wxid_x00001"),
    });
    expect(messages.map(({ direction }) => direction)).toEqual(["received", "sent", "unknown"]);
    expect(exports[0]).toMatchObject({ owner: "wxid_owner0001" });
  });

  test("damaged rows are counted", async () => {
    const { messages, skipped } = await read({ "a.csv": `${HEADER}${line("甲")}坏行\n${line("乙")}` });
    expect([messages.length, skipped.length]).toEqual([2, 1]);
  });

  test("a long run of brackets is read in no time", async () => {
    const { messages } = await read({
      "a.csv": HEADER + line(`[链接|${"](".repeat(3000)}`) + line(`[${"[(".repeat(9000)}`),
    });
    expect(messages.map(({ kind }) => kind)).toEqual(["text", "text"]);
  });
});

describe("plain text", () => {
  const message = (head: string, content: string) => `${head}\n${content}\n\n`;

  test.each([
    ["恒茂老吴(wxid_a12345) 15:04:05", { name: "恒茂老吴", id: "wxid_a12345", room: null, form: "clock" }],
    ["我(我) 09-01 15:04:05", { name: "我", id: "我", form: "month" }],
    [
      `a (b)(wxid_a12345) [工地 [二期](${ROOM})] 2025-09-01 15:04:05`,
      { name: "a (b)", room: ROOM, roomName: "工地 [二期]" },
    ],
    [`甲(wxid_a12345) [1756712340000123] [${ROOM}] 15:04:05`, { sequence: "1756712340000123", room: ROOM }],
    ["系统消息 15:04:05", { name: null, id: "系统消息" }],
  ])("%s is a head", (line, expected) => {
    expect(headOf(line)).toMatchObject(expected);
  });

  test.each([
    ["会议改到 15:04:05"],
    ["15:04:05"],
    ["2025-15:04:05"],
    ["甲(wxid_a12345) 15:04"],
    [`${"[(".repeat(450)} 15:04:05`],
  ])("%s is none", (line) => {
    expect(headOf(line)).toBeNull();
  });

  test("times without a day are not placed, and say so", async () => {
    const text = message("甲(wxid_a12345) 15:04:05", "好") + message("我(我) 15:05:05", "行");
    const { messages, exports } = await read({ "a.txt": text });
    expect(messages).toMatchObject([
      { sentAt: null, sentAtText: "15:04:05", timePrecision: "none", warnings: ["TIME_CLIPPED"] },
      { sentAt: null, direction: "sent", warnings: ["TIME_CLIPPED", "BOUNDARY_FORGEABLE"] },
    ]);
    expect(exports[0]?.provides).not.toContain("sent-second");
  });

  test("a day comes from the file name only where it states one day, a year where it states one year", async () => {
    const clock = message("甲(wxid_a12345) 15:04:05", "好");
    const month = message("甲(wxid_a12345) 09-01 15:04:05", "好");
    const at = Date.UTC(2025, 8, 1, 7, 4, 5);
    const placed = async (name: string, text: string) => (await read({ [name]: text })).messages[0]?.sentAt;
    expect(await placed("x_2025-09-01_2025-09-01.txt", clock)).toBe(at);
    expect(await placed("x_2025-09-01_2025-09-02.txt", clock)).toBeNull();
    expect(await placed("x_2025-01-01_2025-12-31.txt", month)).toBe(at);
    expect(await placed("x_2024-12-01_2025-12-31.txt", month)).toBeNull();
    expect(await placed("x_2025-10-01_2025-12-31.txt", month)).toBeNull();
  });

  test("blank lines and lines in another form stay in the message", async () => {
    const pasted = "转发：\n\n乙(wxid_b12345) 2025-09-01 10:00:00\n内容";
    const { messages } = await read({ "a.txt": message("甲(wxid_a12345) 15:04:05", pasted) });
    expect(messages).toMatchObject([{ text: pasted }]);
  });

  test("a pasted head in the file's own form cannot be told from a message, which every one says", async () => {
    const pasted = "转发：\n\n乙(wxid_b12345) 10:00:00\n内容";
    const { messages, exports } = await read({ "a.txt": message("甲(wxid_a12345) 15:04:05", pasted) });
    expect(messages).toHaveLength(2);
    expect(messages[1]?.warnings).toContain("BOUNDARY_FORGEABLE");
    expect(exports[0]?.knownDefects).toContainEqual({ code: "BOUNDARY_FORGEABLE", records: 1 });
  });
});

describe("detection", () => {
  test("leaves other arrays, tables and texts alone", async () => {
    const files = {
      "a.json": '[{"MsgSvrID":"1","type_name":"文本"}]',
      "b.json": "[]",
      "c.csv": "Time,Sender,Content\n",
      "d.txt": "2024-02-27 10:13:21 名\n好\n",
      "e.txt": "会议(改期) 15:04:05\n好\n",
      "f.xlsx": workbookOf([{ name: "Sheet1", rows: [["Time", "Sender"]] }]),
      "g.txt": "[2024-02-27 10:13:21] 名(wxid_a12345): 好\n",
      "h.json": "null",
    };
    expect(await claimsOf(files)).toEqual([]);
  });
});

describe("times with an offset", () => {
  test.each([
    ["2025-09-01T15:39:00+08:00", 1756712340000],
    ["2025-09-01T07:39:00Z", 1756712340000],
    ["2025-09-01T07:39:00.25Z", 1756712340250],
    ["2025-02-30T07:39:00Z", null],
    ["2025-09-01 15:39:00", null],
  ])("%s", (text, expected) => {
    expect(instantOfRfc3339(text)).toBe(expected);
  });
});
