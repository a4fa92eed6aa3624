import { describe, expect, test } from "vitest";
import { fixture, Read } from "./reading.ts";

describe("a private chat with every kind of message", () => {
  const read = new Read(fixture("private"));

  test("every row is a message", () => {
    expect(read.of("message")).toHaveLength(32);
    expect(read.of("skipped")).toEqual([]);
    expect(read.of("repair")).toEqual([]);
  });

  test("the export says what it claims and what it carries", () => {
    expect(read.export()).toEqual({
      variant: "json",
      claimedTool: "WeFlow",
      claimedVersion: "1.0.3",
      exportedAt: 1782100000000,
      exportedAtText: "1782100000",
      owner: "wxid_limei2020gz",
      ownerBasis: "sent-rows",
      statedRange: "20260601-20260630",
      localIdOrigin: "renumbered",
      serverIdOrigin: "exact",
      provides: [
        "sent-second", "time-text-and-epoch", "row-order", "server-id", "dense-exporter-index", "stated-count",
        "stated-export-time", "quote-target", "type-code", "sender-id", "direction", "media-path", "system-notices",
      ], // prettier-ignore
      encoding: "UTF-8",
    });
  });

  test("the conversation is the counterpart's", () => {
    expect(read.of("conversation").map(({ facts }) => facts)).toEqual([
      {
        key: "chat",
        type: "private",
        talker: "wxid_wang88jianguo",
        title: "王经理",
        statedMessageCount: 32,
        statedLastMessageAt: 1781991920000,
        members: [],
      },
    ]);
    expect(read.of("name").map(({ seen }) => [seen.account, seen.name.kind, seen.name.text])).toEqual([
      ["wxid_wang88jianguo", "nickname", "王建国"],
      ["wxid_wang88jianguo", "remark", "王经理"],
    ]);
  });

  test("an ordinary text, whole", () => {
    expect(read.row(2)).toEqual({
      locator: { path: "texts/王经理_20260601-20260630.json", pointer: "/messages/1", byte: 809 },
      sentAt: 1781990120000,
      sentAtText: "2026-06-21 05:15:20",
      timePrecision: "s",
      timeBasis: "epoch",
      direction: "received",
      kind: "text",
      kindBasis: "code",
      typeCode: "1",
      serverId: "5520013399120054684",
      exporterIndex: "2",
      sender: "wxid_wang88jianguo",
      senderName: "王经理",
      senderBasis: "stated",
      text: "30到工地",
      quote: null,
      attachments: [],
      extra: { senderAvatarKey: '"wxid_wang88jianguo"' },
      warnings: ["TEXT_PREFIX_STRIPPED"],
    });
  });

  test("kinds follow the type codes", () => {
    expect(read.messages().map(({ kind }) => kind)).toEqual([
      "system", "text", "text", "image", "image", "voice", "voice", "video", "sticker", "location", "card", "file", "file",
      "link", "music", "miniProgram", "channels", "quote", "quote", "transfer", "transfer", "redPacket", "call", "call",
      "forward", "recall", "pat", "system", "chain", "note", "liveLocation", "unknown",
    ]); // prettier-ignore
    expect(read.messages().flatMap(({ warnings }) => warnings)).not.toContain("TYPE_WORD_DISAGREES");
  });

  test("notices have an event and no sender; the name of the chat in its place is kept as found", () => {
    expect(read.row(1)).toMatchObject({
      direction: "system",
      sender: null,
      senderBasis: "none",
      serverId: null,
      system: { event: "friend-added", actor: "你", subjects: ["王建国"] },
      extra: { senderUsername: '"wxid_wang88jianguo"', senderDisplayName: '"王经理"' },
    });
    expect(read.row(26)).toMatchObject({
      kind: "recall",
      system: null,
      recall: { by: null, byName: "王建国", targetServerId: null },
    });
    expect(read.row(27)).toMatchObject({
      kind: "pat",
      direction: "system",
      system: { event: "pat", actor: "王建国", subjects: ["我"] },
    });
    expect(read.row(28).system).toEqual({ event: "transfer-expired", actor: null, subjects: [], value: null });
  });

  test("a path in place of the text is the attachment's, and no text", () => {
    expect(read.row(4)).toMatchObject({
      text: null,
      warnings: ["MEDIA_THUMB_SUBSTITUTED"],
      attachments: [
        {
          role: "main",
          statedPath: "../images/2_1b0a7c6e5d4f3a2918e7d6c5b4a39281.png",
          claimedMd5: null,
          remoteUrl: null,
        },
      ],
    });
    expect(read.row(4).attachments?.[0]?.candidates[0]).toBe("images/2_1b0a7c6e5d4f3a2918e7d6c5b4a39281.png");
    expect(read.row(4).attachments?.[0]).not.toHaveProperty("notExported");
    expect(read.row(12).attachments?.[0]).toMatchObject({
      name: "钢筋采购合同.pdf",
      statedPath: "../file/pdf/钢筋采购合同.pdf",
    });
  });

  test("a placeholder means that nothing was exported, and stays as text", () => {
    expect(read.row(5)).toMatchObject({
      text: "[图片]",
      attachments: [{ statedPath: null, notExported: true, candidates: [] }],
    });
    expect(read.row(7)).toMatchObject({
      text: "[语音消息] 明天上午把合同带过来",
      attachments: [{ notExported: true }],
    });
    expect(read.row(13).attachments?.[0]).toMatchObject({ name: "对账单.xlsx", notExported: true });
  });

  test("a sticker that names only an address is elsewhere, not unexported", () => {
    const [sticker] = read.row(9).attachments ?? [];
    expect(sticker).toMatchObject({
      remoteUrl: "http://emoji.example.com/8f2d",
      claimedMd5: "8f2d1c0b9a8e7f6d5c4b3a2918070605",
    });
    expect(sticker).not.toHaveProperty("notExported");
    expect(read.row(9).extra).toMatchObject({ emojiCaption: '"捂脸"' });
  });

  test("a transfer gives amount and memo, never a state", () => {
    const common = { state: "unknown", transferId: null, transactionId: null };
    expect(read.row(20).transfer).toEqual({
      ...common,
      amountText: "￥20000.00",
      amountFen: 2_000_000,
      memo: "首期货款",
    });
    expect(read.row(21).transfer).toEqual({ ...common, amountText: "￥20000.00", amountFen: 2_000_000, memo: null });
    expect(read.row(20)).toMatchObject({
      text: "[转账] (李梅 转账给 王经理) ￥20000.00 首期货款",
      warnings: ["TRANSFER_STATE_UNRELIABLE"],
    });
  });

  test("other kinds give what their rendering says", () => {
    expect(read.row(22).redPacket).toEqual({ title: "端午安康" });
    expect(read.row(23).call).toEqual({ media: "voice", outcome: null, durationSec: 201 });
    expect(read.row(24).call).toEqual({ media: "video", outcome: "已取消", durationSec: null });
    expect(read.row(10).location).toEqual({
      latitudeText: "28.912345",
      longitudeText: "118.123456",
      label: "临川市新港大道18号",
      poi: "三号楼工地",
    });
    expect(read.row(25)).toMatchObject({
      warnings: ["FORWARD_ITEMS_MISSING"],
      forward: {
        title: "三号楼施工群的聊天记录",
        items: [
          { sender: "老赵", text: "钢筋到了", sentAtText: null, kind: null },
          { sender: "王经理", text: "12吨，都对", sentAtText: null, kind: null },
        ],
      },
    });
  });

  test("a quote has its target where stated, and its words from the text where not", () => {
    expect(read.row(18)).toMatchObject({
      quote: {
        targetServerId: read.row(3).serverId,
        sender: "李梅",
        sentAt: null,
        text: "好的，钢筋一共12吨，单价4150",
      },
    });
    expect(read.row(19).quote).toEqual({ targetServerId: null, sender: "李梅", sentAt: null, text: "明天送货" });
  });

  test("fields that nothing holds are kept as JSON text", () => {
    expect(read.row(14).extra).toMatchObject({
      linkTitle: '"建材行情周报"',
      linkUrl: '"https://news.example.com/w25"',
    });
    expect(read.row(32)).toMatchObject({
      kind: "unknown",
      kindBasis: "code",
      typeCode: "9999999999",
      extra: { type: '"其他消息"' },
    });
  });

  test("defects are counted", () => {
    expect(read.of("defect").map(({ defect }) => [defect.code, defect.records])).toEqual([
      ["TEXT_PREFIX_STRIPPED", 2],
      ["TRANSFER_STATE_UNRELIABLE", 2],
      ["FORWARD_ITEMS_MISSING", 1],
      ["MEDIA_THUMB_SUBSTITUTED", 1],
      ["LOCALID_SYNTHETIC", 32],
      ["ROWS_DROPPED_BY_ERROR", null],
    ]);
  });
});

describe("a group", () => {
  const read = new Read(fixture("group"));

  test("is known by the id of its room, with the range its name states", () => {
    expect(read.of("conversation")[0]?.facts).toMatchObject({
      type: "group",
      talker: "20012345678@chatroom",
      title: "三号楼施工群",
    });
    expect(read.export()?.statedRange).toBe("全部时间");
    expect(read.of("name")).toEqual([]);
  });

  test("notices are events of the group", () => {
    expect([1, 2, 7, 11].map((row) => read.row(row).system?.event)).toEqual([
      "member-joined",
      "group-renamed",
      "member-joined",
      "member-removed",
    ]);
    expect(read.row(1).system).toMatchObject({ actor: "你", subjects: ["王建国", "赵六"] });
    expect(read.row(9).recall).toMatchObject({ byName: "赵六" });
  });

  test("backslashes lead to the same files", () => {
    const [image] = read.row(4).attachments ?? [];
    expect(image?.statedPath).toBe("media\\images\\4_0a1b2c3d4e5f60718293a4b5c6d7e8f9.png");
    expect(image?.candidates[0]).toBe("群聊_三号楼施工群/media/images/4_0a1b2c3d4e5f60718293a4b5c6d7e8f9.png");
  });

  test("a row that names the room as its sender has none", () => {
    expect(read.row(12)).toMatchObject({
      kind: "text",
      direction: "received",
      sender: null,
      senderBasis: "none",
      extra: { senderUsername: '"20012345678@chatroom"' },
    });
  });
});

describe("the arkme variant", () => {
  const read = new Read(fixture("arkme-group"));

  test("senders are found by their number", () => {
    expect(read.export()).toMatchObject({ variant: "arkme-json", owner: "wxid_limei2020gz" });
    expect(read.messages().map(({ sender, senderName, senderBasis }) => [sender, senderName, senderBasis])).toEqual([
      ["wxid_wang88jianguo", "王经理", "stated"],
      ["wxid_zhaoliu66", "老赵", "stated"],
      ["wxid_limei2020gz", "李梅", "stated"],
      [null, null, "none"],
    ]);
    expect(read.row(4).extra).toEqual({ senderID: "0" });
  });

  test("they are the members, under every name they have", () => {
    expect(read.of("conversation")[0]?.facts.members).toEqual([
      { participant: "wxid_wang88jianguo", role: "unknown", groupNickname: "王工" },
      { participant: "wxid_limei2020gz", role: "unknown", groupNickname: null },
      { participant: "wxid_zhaoliu66", role: "unknown", groupNickname: "赵六 钢筋班" },
    ]);
    expect(read.of("name").map(({ seen }) => `${seen.account} ${seen.name.kind} ${seen.name.text}`)).toContain(
      "wxid_zhaoliu66 group-nickname 赵六 钢筋班",
    );
  });
});

test("an early file has no server ids and says so", () => {
  const read = new Read(fixture("early-no-header"));
  expect(read.export()).toMatchObject({
    variant: "json-without-header",
    claimedTool: null,
    exportedAt: null,
    serverIdOrigin: "none",
    localIdOrigin: "renumbered",
  });
  expect(read.export()?.provides).not.toContain("server-id");
  expect(read.export()?.provides).not.toContain("stated-export-time");
  expect(read.messages()).toHaveLength(4);
  expect(read.row(3).attachments?.[0]?.candidates[0]).toBe("images/3_aa0b2c3d4e5f60718293a4b5c6d7e8f9.png");
});

test("the order of keys does not matter", () => {
  const read = new Read(fixture("unordered-keys"));
  expect(read.export()).toMatchObject({ claimedTool: "WeFlow", exportedAt: 1782100300000, owner: "wxid_limei2020gz" });
  expect(read.of("conversation")[0]?.facts).toMatchObject({ talker: "wxid_wang88jianguo", statedMessageCount: 2 });
  expect(read.messages().map(({ text, exporterIndex }) => [exporterIndex, text])).toEqual([
    ["1", "发票抬头发我一下"],
    ["2", "临川市建国建材经营部"],
  ]);
});
