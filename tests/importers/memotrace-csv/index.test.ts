import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCsv } from "../../../src/base/csv.ts";
import { EvidenceError } from "../../../src/base/errors.ts";
import { Scratch } from "../../../src/base/scratch.ts";
import { decodeText } from "../../../src/base/text-decode.ts";
import { encodingOf } from "../../../src/base/text-encoding.ts";
import { importSource } from "../../../src/importers/import.ts";
import type { Claim } from "../../../src/importers/importer.ts";
import { memotraceCsv } from "../../../src/importers/memotrace-csv/index.ts";
import type { Message } from "../../../src/model/message.ts";
import type { RunSettings } from "../../../src/model/settings.ts";
import { memorySource } from "../../support/memory-source.ts";
import { settingsOf } from "../../support/settings.ts";
import { workbookOf } from "../../support/workbook.ts";

type Files = Record<string, string | Uint8Array>;

const FIXTURES = join(import.meta.dirname, "../../../fixtures/importers/memotrace-csv");
const NAMED = "localId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent,StrTime,Remark,NickName,Sender";
const WORDS = "消息ID,类型,发送人,时间,内容,备注,昵称,更多信息";

function fixture(name: string): Files {
  const root = join(FIXTURES, name, "source");
  const files: Files = {};
  for (const path of readdirSync(root, { recursive: true, encoding: "utf8" })) {
    if (statSync(join(root, path)).isFile()) files[relative(root, join(root, path))] = readFileSync(join(root, path));
  }
  return files;
}

async function read(files: Files, different: Partial<RunSettings> = {}, name = "export") {
  const scratch = new Scratch();
  try {
    const { chat, sourceName } = await importSource(memorySource(files, name), settingsOf(different), scratch, {}, [
      memotraceCsv,
    ]);
    const result = {
      export: chat.exports[0],
      exports: chat.exports,
      sourceName,
      conversations: chat.conversations,
      participants: chat.participants,
      messages: chat.conversations.map(({ id }) => [...chat.messages(id)]),
      skipped: [...chat.query<{ reason: string; raw: string; at: string }>("SELECT reason, raw, at FROM skipped")],
      repairs: [...chat.query<{ code: string; at: string; detail: string }>("SELECT code, at, detail FROM repair")],
    };
    chat.close();
    return result;
  } finally {
    scratch.dispose();
  }
}

function table(header: string, ...rows: string[]): string {
  return "\uFEFF" + [header, ...rows].map((row) => `${row}\r\n`).join("");
}

async function claimsOf(files: Files, name?: string): Promise<Claim[]> {
  const claims: Claim[] = [];
  for await (const claim of memotraceCsv.detect(memorySource(files, name))) claims.push(claim);
  return claims;
}

/** Records of the table, header not counted, as another reading of the same bytes counts them. */
function rowsIn(bytes: Buffer): number {
  const encoding = encodingOf(() => [bytes], "");
  const text = decodeText([bytes], encoding, () => undefined);
  return [...readCsv(text, { path: "", onRepair: () => undefined })].length - 1;
}

/** Kept and skipped records; one put together from several lines counts as many. */
function recordsIn({ messages, skipped, repairs }: Awaited<ReturnType<typeof read>>): number {
  const joined = repairs.filter(({ code }) => code === "record-joined");
  const further = joined.reduce((sum, { detail }) => sum + Number.parseInt(detail, 10) - 1, 0);
  return messages.flat().length + skipped.length + further;
}

function bySerial(messages: readonly Message[] | undefined, index: string): Message | undefined {
  return messages?.find((message) => message.exporterIndex === index);
}

describe("detection", () => {
  test("claims each generation by the exact names of its header, whatever the file is called", async () => {
    const headers = [
      NAMED,
      WORDS,
      NAMED.split(",").slice(0, 9).join(","),
      `,${NAMED.split(",").slice(0, 9).join(",")}`,
    ];
    for (const header of headers) {
      expect(await claimsOf({ "a.dat": table(header) })).toMatchObject([
        { importer: "memotrace-csv", strength: "signature", entry: "a.dat" },
      ]);
    }
  });

  test("claims a copy saved again with other delimiters, encodings or empty columns", async () => {
    const saved = [NAMED.replaceAll(",", ";"), WORDS.replaceAll(",", "\t"), `${NAMED},,,`];
    for (const header of saved) expect(await claimsOf({ "a.csv": `${header}\r\n` })).toHaveLength(1);
    expect(
      await claimsOf({ "a.csv": Buffer.from(`\uFEFF${WORDS.replaceAll(",", "\t")}\r\n`, "utf16le") }),
    ).toHaveLength(1);
    expect(await claimsOf(fixture("v4-gb18030"))).toHaveLength(1);
  });

  test("leaves other files alone", async () => {
    const others: Files = {
      "a.csv": "id,MsgSvrID,type_name,is_sender,talker,room_name\r\n",
      "b.csv": `${NAMED.replace("StrContent", "Content")}\r\n`,
      "c.csv": NAMED.split(",").slice(0, 8).join(","),
      "d.json": '[{"conversations":[]}]',
      "e.jpg": Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]),
      "f.xlsx": workbookOf([{ name: "Sheet1", rows: [["消息ID"]] }]),
      "g.xlsx": Buffer.from("PK\u0003\u0004"),
      "h.txt": "",
    };
    expect(await claimsOf(others)).toEqual([]);
  });

  test("takes the talker from the folder, and from the named folder itself only when nothing else states it", async () => {
    const inFolder = { "聊天记录/王经理(wxid_aa11bb22cc)/王经理.csv": table(WORDS) };
    expect((await claimsOf(inFolder, "王经理(wxid_aa11bb22cc)"))[0]).not.toHaveProperty("sourceName");
    const direct = { "二期货款.csv": table(WORDS, "7301845512204467713,文本,甲,2025-04-02 09:00:11,好,,甲,more") };
    const group = await read(direct, {}, "二期货款(19283746@chatroom)");
    expect(group.sourceName).toBe("二期货款(19283746@chatroom)");
    expect(group.conversations).toMatchObject([{ type: "group", talker: "19283746@chatroom", title: "二期货款" }]);
    expect((await read(direct, {}, "二期货款(1)")).conversations).toMatchObject([{ type: "unknown", talker: null }]);
  });
});

describe("V4", () => {
  test("gives owner, talker and every base type of a private chat", async () => {
    const { export: made, conversations, messages, participants } = await read(fixture("v4-private"));
    expect(made).toMatchObject({
      variant: "V4",
      owner: "wxid_owner0001zh",
      ownerBasis: "sent-rows",
      localIdOrigin: "renumbered",
      serverIdOrigin: "none",
      encoding: "utf-8",
      filesUsed: ["聊天记录/王经理/contacts.csv", "聊天记录/王经理/王经理_utf8.csv"],
      knownDefects: [
        { code: "LOCALID_SYNTHETIC", records: 16 },
        { code: "APP_PAYLOAD_NOT_EXPORTED", records: 3 },
        { code: "MEDIA_NOT_COPIED", records: 5 },
      ],
    });
    expect(made?.provides).not.toContain("local-id");
    expect(made?.provides).not.toContain("dense-exporter-index");
    expect(conversations).toMatchObject([
      { type: "private", talker: "wxid_aa11bb22cc", title: "王经理", messageCount: 16 },
    ]);
    expect(messages[0]?.map((message) => message.kind)).toEqual([
      ...["system", "text", "text", "transfer", "image", "voice", "video", "sticker"],
      ...["location", "card", "call", "file", "quote", "recall", "pat", "unknown"],
    ]);
    expect(participants.find(({ isOwner }) => isOwner)?.accountId).toBe("wxid_owner0001zh");
  });

  test("keeps a record whole: times of both sorts, counter, type, place, columns without a field", async () => {
    const { messages } = await read(fixture("v4-private"));
    expect(messages[0]?.[1]).toEqual({
      seq: 2, conversation: "c1", source: "s1", position: 1,
      locator: { path: "聊天记录/王经理/王经理_utf8.csv", line: 3, row: 2 },
      serverId: null, localId: null, localIdScope: null, exporterIndex: "5124", sortSeq: null,
      sentAt: 1_709_000_001_000, sentAtText: "2024-02-27 10:13:21", timePrecision: "s", timeBasis: "epoch",
      direction: "received", sender: "s1:wxid_aa11bb22cc", senderName: "王经理", senderBasis: "stated",
      kind: "text", kindBasis: "code", evidenceClass: "C1.01", typeCode: "1/0", text: "货款周五前付清", payload: null,
      quote: null, forward: null, transfer: null, redPacket: null, call: null, location: null, recall: null,
      system: null, attachments: [], extra: { TalkerId: "7", Status: "2", NickName: "老王" }, warnings: [],
    }); // prettier-ignore
  });

  test("keeps XML as payload and states what it says of media, which no file stands for", async () => {
    const { messages } = await read(fixture("v4-private"));
    const [image, voice] = [bySerial(messages[0], "5133"), bySerial(messages[0], "5136")];
    expect(image?.payload).toContain("<img aeskey=");
    expect(image).toMatchObject({
      text: null,
      attachments: [{ state: "not-exported", claimedMd5: "5d41402abc4b2a76b9719d911017c592", claimedSizeBytes: 51234 }],
    });
    expect(voice).toMatchObject({
      attachments: [{ state: "not-exported", claimedDurationMs: 3480 }],
      extra: { "payload.fromusername": "wxid_aa11bb22cc" },
    });
  });

  test("says of an empty app message that its payload was never exported", async () => {
    const { messages } = await read(fixture("v4-private"));
    expect(bySerial(messages[0], "5130")).toMatchObject({
      kind: "transfer", typeCode: "49/2000", text: null, payload: null, transfer: null, warnings: ["PAYLOAD_NOT_EXPORTED"],
    }); // prettier-ignore
  });

  test("never gives a notice to the counterpart whose data the exporter puts beside it", async () => {
    const { messages } = await read(fixture("v4-private"));
    expect(bySerial(messages[0], "5160")).toMatchObject({
      direction: "system", sender: null, senderBasis: "none", kind: "recall", recall: { byName: "老王" },
      extra: { Sender: "wxid_aa11bb22cc" },
    }); // prettier-ignore
  });

  test("names only those of a contact list who speak in the export", async () => {
    const { participants } = await read(fixture("v4-private"));
    expect(participants.map(({ accountId }) => accountId)).toEqual(["wxid_aa11bb22cc", "wxid_owner0001zh"]);
    expect(participants[0]?.names).toContainEqual({
      kind: "alias",
      text: "laowang_88",
      firstSeenAt: null,
      lastSeenAt: null,
    });
  });

  test("tells a group by its speakers and warns where a speaker may be carried over from the row before", async () => {
    const { conversations, messages, export: made } = await read(fixture("v4-group"));
    expect(conversations).toMatchObject([{ type: "group", talker: null, title: "二期货款" }]);
    expect(messages[0]?.map(({ warnings }) => warnings)).toEqual([[], [], ["SENDER_CARRIED_OVER"], [], [], []]);
    expect(made?.knownDefects).toContainEqual({ code: "SENDER_CARRIED_OVER", records: 1 });
    expect(messages[0]?.[5]).toMatchObject({ sender: null, system: { event: "group-renamed", value: "二期货款" } });
  });

  test("reads a file with nothing but its header as an empty conversation", async () => {
    const { conversations, messages } = await read({ "空.csv": table(NAMED) });
    expect(conversations).toMatchObject([{ title: "空", messageCount: 0 }]);
    expect(messages).toEqual([[]]);
  });
});

describe("the other generations", () => {
  test("V0 takes times without zone in the zone of the run, and the name for the sender's where it differs by direction", async () => {
    const { messages, export: made } = await read(fixture("v0"), {
      timeZone: "Asia/Urumqi",
      timeZoneBasis: "zone-declared",
    });
    expect(made).toMatchObject({ variant: "V0", owner: null });
    expect(messages[0]?.[1]).toMatchObject({
      direction: "sent", senderName: "我方张三", senderBasis: "name", exporterIndex: "1",
      sentAt: 1_709_000_021_000 + 2 * 3_600_000, timeBasis: "zone-declared", extra: { msgId: "813", 发送状态: "2" },
    }); // prettier-ignore
    expect(messages[0]?.[2]).toMatchObject({ kind: "image", attachments: [{ claimedSizeBytes: 51234 }] });
  });

  test("V1 has direction but no sender, with or without a running number before its columns", async () => {
    const { messages, export: made } = await read(fixture("v1"));
    expect(made).toMatchObject({ variant: "V1", owner: null });
    expect(messages[0]?.map(({ direction, sender }) => [direction, sender])).toEqual([
      ["system", null],
      ["received", null],
      ["sent", null],
      ["received", null],
    ]);
    expect((await read(fixture("v1-indexed"))).messages[0]?.[1]).toMatchObject({
      exporterIndex: "5124",
      extra: { index: "1" },
    });
  });

  test("V2 is split by the names of the chat, and says so", async () => {
    const { conversations, messages, export: made } = await read(fixture("v2-all-chats"));
    expect(conversations.map(({ title, type, messageCount }) => [title, type, messageCount])).toEqual([
      ["王经理", "private", 3],
      ["李会计", "private", 3],
      ["二期货款", "group", 4],
    ]);
    expect(made?.knownDefects).toContainEqual({ code: "CHATS_TOLD_APART_BY_NAME", records: 10 });
    expect(messages[0]?.[1]).toMatchObject({
      senderName: "我",
      senderBasis: "name",
      sender: "s1:name:我",
      direction: "sent",
    });
  });

  test("V2 chats of one name under several talker numbers are kept together and named", async () => {
    const row = (talker: number) => `1,${talker},1,0,0,1709000001,2,好,2024-02-27 10:13:21,老王,老王,老王`;
    const { repairs, conversations } = await read({ "messages.csv": table(NAMED, row(7), row(9)) });
    expect(conversations).toHaveLength(1);
    expect(repairs).toMatchObject([{ code: "chats-told-apart-by-name", detail: "老王: TalkerId 7, 9" }]);
  });

  test("V3 is read by the shape of each row and keeps every value", async () => {
    const { messages, export: made, skipped } = await read(fixture("v3"));
    expect(made).toMatchObject({ variant: "V3", serverIdOrigin: "exact" });
    expect(skipped).toEqual([]);
    expect(bySerial(messages[0], "5121")).toMatchObject({
      serverId: "7301845512204467710", text: "货款周五前付清", sender: null,
      extra: { "column-11": "b'\\x08\\x04\\x12\\x11wxid_aa11bb22cc'" },
    }); // prettier-ignore
    expect(bySerial(messages[0], "6003")).toMatchObject({ direction: "sent", text: "明天下午", serverId: null });
  });

  test("V5 gives server ids as text, words for kinds, and no direction", async () => {
    const { messages, export: made, conversations } = await read(fixture("v5"));
    expect(made).toMatchObject({ variant: "V5", serverIdOrigin: "exact", localIdOrigin: "none" });
    expect(conversations).toMatchObject([{ type: "private", talker: "wxid_aa11bb22cc", title: "王经理" }]);
    expect(conversations[0]?.members.map(({ participant }) => participant)).toEqual([
      "s1:wxid_aa11bb22cc",
      "s1:wxid_owner0001zh",
    ]);
    expect(messages[0]?.[0]).toMatchObject({
      serverId: "7301845512204467713", direction: "unknown", senderName: "老王", senderBasis: "name",
      kind: "text", kindBasis: "word", typeCode: "文本", sentAt: 1_709_000_001_000, timeBasis: "zone-assumed",
      extra: { 备注: "王经理", 昵称: "老王" },
    }); // prettier-ignore
    expect(messages[0]?.[1]?.transfer).toEqual({
      amountText: "￥5000.00", amountFen: 500000, memo: "首期", state: "sent", transferId: null, transactionId: null,
    }); // prettier-ignore
    expect(messages[0]?.[2]?.attachments).toMatchObject([
      { state: "present", match: "stated-path", claimedMd5: "bd467f0d87d054ea77cc6c06a467ac6e", claimedSizeBytes: 28, name: "供货合同 终稿.docx" },
    ]); // prettier-ignore
    expect(messages[0]?.[3]).toMatchObject({
      text: "已打款，请查收", quote: { sender: "老王", text: "货款周五前付清", targetServerId: null },
      extra: { 内容: "已打款，请查收\n引用：老王: 货款周五前付清" },
    }); // prettier-ignore
    expect(messages[0]?.[4]?.attachments).toMatchObject([{ state: "not-exported" }]);
    expect(messages[0]?.[5]?.forward?.items).toHaveLength(2);
    expect(messages[0]?.[6]?.call).toEqual({ media: "unknown", outcome: "通话时长 02:31", durationSec: 151 });
    expect(messages[0]?.[7]).toMatchObject({ direction: "system", kind: "recall", sender: null });
    expect(messages[0]?.[8]).toMatchObject({ kind: "unknown", kindBasis: "none", typeCode: "未知类型" });
  });

  test("V5 words typed into a text make no transfer of it", async () => {
    const row = "7301845512204467713,文本,甲,2025-04-02 09:00:11,【发起转账】:￥5000.00,,甲,more";
    expect((await read({ "a.csv": table(WORDS, row) })).messages[0]?.[0]).toMatchObject({
      kind: "text",
      transfer: null,
    });
  });

  test("V5 is a group where a third speaker appears", async () => {
    const rows = ["甲", "乙", "丙"].map(
      (name, at) => `73018455122044677${at}3,文本,${name},2025-04-02 09:00:1${at},好,,${name},more`,
    );
    const { conversations, export: made } = await read({ "a.csv": table(WORDS, ...rows) });
    expect(conversations).toMatchObject([{ type: "group", talker: null }]);
    expect(made?.knownDefects).toContainEqual({ code: "TEXT_TRIM_CHARS", records: 3 });
  });

  test("V5 workbooks give links as paths, members from their sheet, and ids that a number cell has rounded", async () => {
    const { messages, export: made, repairs, participants } = await read(fixture("v5-xlsx"));
    expect(made).toMatchObject({ variant: "V5-xlsx", claimedTool: "openpyxl", exportedAtText: "2025-04-02T12:00:00Z" });
    expect(made?.provides).toContain("media-path");
    expect(messages[0]?.[4]?.attachments).toMatchObject([
      { state: "missing", statedPath: "./image/2024-02/20240227_101551_730184_0.png" },
    ]);
    expect(messages[0]?.[8]).toMatchObject({
      serverId: null, extra: { 消息ID: "7.3018455122044682E+18" }, warnings: ["RESAVED_NUMBER", "SVRID_ROUNDED"],
      locator: { path: "王经理(wxid_aa11bb22cc)/王经理.xlsx", sheet: "聊天记录", row: 9 },
    }); // prettier-ignore
    expect(repairs).toMatchObject([{ code: "resaved-number", detail: "1: 7.3018455122044682E+18" }]);
    expect(participants.find(({ accountId }) => accountId === "wxid_aa11bb22cc")?.names).toMatchObject([
      { kind: "alias", text: "laowang_88" },
      { kind: "nickname", text: "老王" },
      { kind: "remark", text: "王经理" },
    ]);
  });

  test("V5 workbooks have the first link one row too low: it belongs to the message above", async () => {
    const row = (id: number, word: string, content: string) => [
      `730184551220446771${id}`, word, "老王", `2025-04-02 09:00:1${id}`, content, "王经理", "老王", "more",
    ]; // prettier-ignore
    const voice = "./voice/2025-04/20250402_090011_730184_0.mp3";
    const video = "./video/2025-04/20250402_090012_730184_0.mp4";
    const rows = [
      WORDS.split(","), row(0, "文本", "好"), row(1, "语音", "【语音】"), ["", "", "", "", voice], row(2, "视频", "【视频】"),
    ]; // prettier-ignore
    const sheet = { name: "聊天记录", rows, links: { E4: voice, E5: video } };
    const { messages, repairs } = await read({
      "a.xlsx": workbookOf([sheet]),
      "voice/2025-04/20250402_090011_730184_0.mp3": "x",
    });
    expect(messages[0]?.map(({ kind, locator }) => [kind, locator.row])).toEqual([
      ["text", 1],
      ["voice", 2],
      ["video", 4],
    ]);
    expect(
      messages[0]?.map(({ attachments }) => attachments.map(({ state, statedPath }) => [state, statedPath])),
    ).toEqual([[], [["present", voice]], [["missing", video]]]);
    expect(repairs).toMatchObject([{ code: "link-row-joined", detail: voice }]);
  });

  test("V5 workbooks call the remark of a private chat a group nickname", async () => {
    const rows = [
      WORDS.split(","),
      ["7301845512204467713", "文本", "老王", "2025-04-02 09:00:11", "好", "", "", "more"],
    ];
    const list = (header: string, ...values: string[]) => ({ name: "成员信息", rows: [header.split(","), values] });
    const common = ["wxid_aa11bb22cc", "laowang_88", "3", "王经理", "老王", "", "", "", "男"];
    const before = "wxid,微信号,类型,群昵称,昵称,头像地址,头像原图,标签,性别";
    const chat = { name: "聊天记录", rows };
    const names = async (sheet: ReturnType<typeof list>) => {
      const { participants } = await read({ "a.xlsx": workbookOf([chat, sheet]) });
      return participants
        .find(({ accountId }) => accountId === "wxid_aa11bb22cc")
        ?.names.map(({ kind, text }) => `${kind} ${text}`);
    };
    const inPrivate = list(`${before},电话,个性签名,国家（地区）,省份,城市`, ...common, "签名", "中国", "上海", "浦东");
    const inGroup = list(`${before},个性签名,国家（地区）,省份,城市`, ...common, "签名", "中国", "上海", "浦东");
    expect(await names(inPrivate)).toEqual(["alias laowang_88", "nickname 老王", "remark 王经理"]);
    expect(await names(inGroup)).toEqual(["alias laowang_88", "group-nickname 王经理", "nickname 老王"]);
  });

  test.each([
    [
      "【位置分享】\n坐标: (31.2304,121.4737)\n名称: 某大厦\n标签: 某路1号\n",
      { latitudeText: "31.2304", longitudeText: "121.4737", poi: "某大厦", label: "某路1号" },
    ],
    [
      "【位置分享】\n坐标: (31.2304,121.4737)\n名称: \n标签: \n",
      { latitudeText: "31.2304", longitudeText: "121.4737", poi: null, label: null },
    ],
    ["【位置分享】某处", { latitudeText: null, longitudeText: null, poi: null, label: "某处" }],
  ])("V5 location %j", async (content, location) => {
    const row = `7301845512204467713,位置分享,甲,2025-04-02 09:00:11,"${content}",,甲,more`;
    expect((await read({ "a.csv": table(WORDS, row) })).messages[0]?.[0]).toMatchObject({ text: content, location });
  });

  test("V5 file paths of the client lead to the export's folder whatever their case", async () => {
    const content =
      "【文件】合同.docx 0.12 MB FileStorage\\File\\2025-04\\合同.docx docx 5d41402abc4b2a76b9719d911017c592";
    const row = `7301845512204467713,文件,甲,2025-04-02 09:00:11,${content},,甲,more`;
    const { messages } = await read({
      "a.csv": table(WORDS, row),
      "file/2025-04/合同.docx": "x",
      "file/2025-03/合同.docx": "y",
    });
    expect(messages[0]?.[0]?.attachments).toMatchObject([{ state: "present", file: "file/2025-04/合同.docx" }]);
  });

  test("reads dates that a spreadsheet has turned into serials, and keeps the serial", async () => {
    const rows = [
      WORDS.split(","),
      ["7301845512204467713", "文本", "甲", { number: "45349.426", style: 2 }, "好", "", "", "more"],
    ];
    const { messages, repairs } = await read({ "a.xlsx": workbookOf([{ name: "聊天记录", rows }]) });
    expect(messages[0]?.[0]).toMatchObject({
      sentAtText: "45349.426",
      sentAt: Date.UTC(2024, 1, 27, 2, 13, 26),
      warnings: ["RESAVED_DATE"],
    });
    expect(repairs).toMatchObject([{ code: "resaved-date" }]);
  });

  test("reads the workbook of an official account as articles", async () => {
    const rows = [
      "日期,时间,标题,描述,链接,更多信息".split(","),
      ["2025-04-02", "09:00:11", "通知", "说明", "https://example.com/a", "more"],
    ];
    const { messages, conversations } = await read({
      "公众号(gh_0a1b2c3d)/a.xlsx": workbookOf([{ name: "聊天记录", rows }]),
    });
    expect(conversations).toMatchObject([{ type: "official", talker: "gh_0a1b2c3d" }]);
    expect(messages[0]?.[0]).toMatchObject({
      kind: "link",
      text: "通知",
      sender: "s1:gh_0a1b2c3d",
      sentAt: 1_743_555_611_000,
    });
  });
});

test.each([
  ["王经理_utf8.csv", "王经理", "private"],
  ["王经理_utf8(1).csv", "王经理", "private"],
  ["王经理_utf8 - 副本.csv", "王经理", "private"],
  ["王经理(2).csv", "王经理", "private"],
  ["聊天记录/王经理/证据一.csv", "王经理", "private"],
  ["证据一.csv", "证据一", "unknown"],
])("the file %s is the chat %s, %s", async (path, title, type) => {
  const rows = [
    "1,7,1,0,0,1709000001,2,好,2024-02-27 10:13:21,王经理,老王,wxid_wang",
    "2,7,1,0,1,1709000002,2,好,2024-02-27 10:13:22,,李梅,wxid_me",
  ];
  const { conversations } = await read({ [path]: table(NAMED, ...rows) });
  expect(conversations).toMatchObject([{ title, type, talker: type === "private" ? "wxid_wang" : null }]);
});

test.each([
  ["V4", `${NAMED},批注,页码`, "1,7,1,0,0,1709000001,2,好,2024-02-27 10:13:21,王经理,老王,wxid_wang,关键,12"],
  ["V5", `${WORDS},批注,页码`, "7301845512204467713,文本,甲,2025-04-02 09:00:11,好,,甲,more,关键,12"],
])("columns that somebody added behind those of %s are kept, and told", async (variant, header, row) => {
  const { messages, export: made, repairs } = await read({ "a.csv": table(header, row) });
  expect(made).toMatchObject({ variant });
  expect(messages[0]).toMatchObject([{ text: "好", extra: { "+批注": "关键", "+页码": "12" } }]);
  expect(repairs).toMatchObject([{ code: "resaved-added-columns", detail: "1: 批注, 页码" }]);
});

describe("tables that were cut off, joined or emptied", () => {
  const V4 = (id: number, sender: string, name: string) =>
    `${id},7,1,0,${sender === "wxid_me" ? 1 : 0},${1709000000 + id},2,好,2024-02-27 10:13:21,${name},${name},${sender}`;

  test("zero bytes near the beginning are told, and the table is known all the same", async () => {
    const text = table(NAMED, V4(1, "wxid_wang", "王经理")).replace("好", "好\0") + "\0".repeat(600);
    const { messages, repairs, skipped } = await read({ "王经理_utf8.csv": text });
    expect(messages[0]).toMatchObject([{ text: "好\0", sender: "s1:wxid_wang" }]);
    expect(repairs.map(({ code }) => code)).toEqual(["nul-byte", "nul-byte", "last-line-open"]);
    expect(skipped).toMatchObject([{ reason: "wrong-field-count" }]);
  });

  test("an account in a line cut off is nobody, and makes no group of a private chat", async () => {
    const text = table(NAMED, V4(1, "wxid_wang", "王经理"), V4(2, "wxid_me", "李梅"), V4(3, "wxid_wang", "王经理"));
    const { messages, conversations, participants, repairs } = await read({
      "王经理_utf8.csv": text.trimEnd().slice(0, -2),
    });
    expect(conversations).toMatchObject([{ type: "private", talker: "wxid_wang", messageCount: 3 }]);
    expect(messages[0]?.[2]).toMatchObject({
      direction: "received",
      sender: "s1:name:王经理",
      extra: { "column-12": "wxid_wa" },
    });
    expect(participants.map(({ id }) => id)).not.toContain("s1:wxid_wa");
    expect(repairs).toMatchObject([{ code: "last-line-open", detail: "wxid_wa" }]);
  });

  test("a last line without a line end that names a known account is read as it stands, and told", async () => {
    const text = table(NAMED, V4(1, "wxid_wang", "王经理"), V4(2, "wxid_wang", "王经理")).trimEnd();
    const { messages, repairs } = await read({ "王经理_utf8.csv": text });
    expect(messages[0]?.[1]).toMatchObject({ sender: "s1:wxid_wang" });
    expect(repairs.map(({ code }) => code)).toEqual(["last-line-open"]);
  });

  test("a record of V5 that ends with its last word is whole", async () => {
    const row = "7301845512204467713,文本,甲,2025-04-02 09:00:11,好,,甲,more";
    expect((await read({ "a.csv": table(WORDS, row).trimEnd() })).repairs).toEqual([]);
    expect((await read({ "a.csv": table(WORDS, row).trimEnd().slice(0, -1) })).repairs).toMatchObject([
      { code: "last-line-open", detail: "mor" },
    ]);
  });

  test("rows with nothing in them are blank lines, and a second header is no message", async () => {
    const row = "7301845512204467713,文本,甲,2025-04-02 09:00:11,好,,甲,more";
    const { messages, repairs, skipped } = await read({ "a.csv": table(WORDS, row, ",,,,,,,", WORDS, row, ",,,,,,,") });
    expect(messages[0]).toHaveLength(2);
    expect(skipped).toEqual([]);
    expect(repairs.map(({ code, at, detail }) => [code, at, detail])).toEqual([
      ["header-repeated", JSON.stringify({ path: "a.csv", line: 4, row: 3 }), ""],
      ["blank-lines", JSON.stringify({ path: "a.csv", line: 3 }), "2"],
    ]);
  });

  test("a row of V5 without an id, a time or a type that can be read is no message", async () => {
    const { messages, skipped } = await read({ "a.csv": table(WORDS, "合计,,,,共3条,,,", ",文本,甲,,好,,甲,more") });
    expect(messages[0]).toMatchObject([{ kind: "text", text: "好", sentAt: null, serverId: null }]);
    expect(skipped).toMatchObject([{ reason: "malformed-row", raw: "合计,,,,共3条,,," }]);
  });

  test("ids that a spreadsheet took out of every row are not claimed", async () => {
    const row = (id: string, time: string) => `${id},文本,甲,${time},好,,甲,more`;
    const lost = await read({ "a.csv": table(WORDS, row("7.30185E+18", "2025/4/2 9:00")) });
    expect(lost.export).toMatchObject({ serverIdOrigin: "none" });
    expect(lost.export?.provides).not.toContain("server-id");
    expect(lost.export?.provides).toContain("sent-second");
    const some = await read({
      "a.csv": table(WORDS, row("7.30185E+18", "2025/4/2 9:00"), row("7301845512204467713", "2025-04-02 09:00:11")),
    });
    expect(some.export).toMatchObject({ serverIdOrigin: "exact" });
    expect(some.export?.provides).toEqual(expect.arrayContaining(["server-id"]));
  });
});

describe("copies saved again and damaged files", () => {
  test("say what the exporter never writes, once for the file and beside each record", async () => {
    const { export: made, repairs, messages } = await read(fixture("v4-resaved-by-excel"));
    expect(made?.encoding).toBe("gb18030");
    expect(repairs.map(({ code, detail }) => [code, detail])).toEqual([
      ["resaved-delimiter", '1: ";"'],
      ["resaved-encoding", "1: gb18030"],
      ["resaved-trailing-columns", "1: 2"],
      ["resaved-date", "4: 2024/2/27 10:12"],
      ["resaved-number", "1: 1.709E+09"],
    ]);
    const shortened = bySerial(messages[0], "5130");
    expect(shortened).toMatchObject({
      sentAtText: "2024/2/27 10:14", sentAt: Date.UTC(2024, 1, 27, 2, 14), timePrecision: "min", timeBasis: "zone-assumed",
      extra: { CreateTime: "1.709E+09" },
    }); // prettier-ignore
    expect(shortened?.warnings).toEqual(["PAYLOAD_NOT_EXPORTED", "RESAVED_NUMBER", "RESAVED_DATE"]);
  });

  test("leave no trace of resaving where nobody saved again", async () => {
    for (const name of ["v1", "v2-all-chats", "v3", "v4-private", "v4-group", "v5"]) {
      expect((await read(fixture(name))).repairs, name).toEqual([]);
    }
  });

  test("are mended only where one reading is possible; the rest is counted with its place", async () => {
    const { messages, skipped, repairs } = await read(fixture("v4-ragged"));
    expect(messages[0]?.map(({ text }) => text)).toEqual([
      "货款,周五前付清",
      "第一行\n第二行",
      "好的",
      "缺列",
      "导出中断，这一条没有写",
    ]);
    expect(skipped.map(({ reason, raw, at }) => [reason, raw, JSON.parse(at) as object])).toEqual([
      ["wrong-field-count", "5133,7,1", { path: "王经理_utf8.csv", line: 8, row: 6 }],
      ["wrong-field-count", "看不懂的一行", { path: "王经理_utf8.csv", line: 9, row: 7 }],
    ]);
    expect(repairs.map(({ code }) => code).sort()).toEqual([
      ...[
        "blank-lines",
        "blanks-after-quote",
        "field-count",
        "field-count",
        "last-line-open",
        "mixed-line-ends",
        "quote-closed-at-end",
      ],
      ...["record-joined", "unquoted-delimiter-joined"],
    ]);
  });

  test("keep undecodable bytes visible, with their offset", async () => {
    const [head = "", tail = ""] = table(
      NAMED,
      "1,7,1,0,0,1709000001,2,货款X周五前付清,2024-02-27 10:13:21,王经理,老王,wxid_aa11bb22cc",
    ).split("X");
    const { messages, repairs } = await read({
      "王经理.csv": Buffer.concat([Buffer.from(head), Buffer.from([0xff]), Buffer.from(tail)]),
    });
    expect(messages[0]?.[0]?.text).toBe("货款\uFFFD周五前付清");
    expect(repairs).toMatchObject([
      {
        code: "undecodable-bytes",
        detail: "1: ff",
        at: JSON.stringify({ path: "王经理.csv", byte: Buffer.byteLength(head) }),
      },
    ]);
  });

  test("that are no workbook any more, in a folder of ours, end in a SourceError with the path", async () => {
    const whole = fixture("v5-xlsx")["王经理(wxid_aa11bb22cc)/王经理.xlsx"] as Buffer;
    const cut = { "王经理(wxid_aa11bb22cc)/王经理.xlsx": whole.subarray(0, whole.length / 2) };
    await expect(read(cut)).rejects.toMatchObject({
      code: "XLSX_DAMAGED",
      facts: { path: "王经理(wxid_aa11bb22cc)/王经理.xlsx" },
    });
  });

  test("cut or changed anywhere end in an EvidenceError or with every record kept or counted", async () => {
    const original = Buffer.from(fixture("v4-private")["聊天记录/王经理/王经理_utf8.csv"] as Buffer);
    const edits = fc.array(fc.tuple(fc.nat(original.length - 1), fc.nat(255)), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(edits, fc.nat(original.length), async (changes, length) => {
        const bytes = Buffer.from(original);
        for (const [at, value] of changes) bytes[at] = value;
        const outcome = await read({ "王经理_utf8.csv": bytes.subarray(0, length) }).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(EvidenceError);
        else expect(recordsIn(outcome as Awaited<ReturnType<typeof read>>)).toBe(rowsIn(bytes.subarray(0, length)));
      }),
      { numRuns: 60 },
    );
  });

  test("of two exports in one folder are both read", async () => {
    const { exports } = await read({ ...fixture("v5"), ...fixture("v5-xlsx") });
    expect(exports.map(({ variant }) => variant).sort()).toEqual(["V5", "V5-xlsx"]);
  });
});
