import { describe, expect, test } from "vitest";
import {
  callIn,
  forwardIn,
  locationIn,
  quoteIn,
  redPacketTitle,
  transferIn,
} from "../../../src/importers/wechat/rendered.ts";
import { mediaOf } from "../../../src/importers/wechat/weflow-media.ts";

describe("transfers", () => {
  test.each([
    ["[转账] ￥5000.00", "￥5000.00", 500_000, null],
    ["[转账] ￥5000.00 首期", "￥5000.00", 500_000, "首期"],
    ["[转账] (甲 转账给 乙) ￥1,234,567.89 尾款 ￥3", "￥1,234,567.89", 123_456_789, "尾款 ￥3"],
    ["[转账收款] (甲 转账给 乙) ￥0.01", "￥0.01", 1, null],
    ["[转账] ¥12", "¥12", null, null],
    ["[转账] ￥1,23.00", "￥1,23.00", null, null],
    ["[转账] (甲(项目) 转账给 乙(会计)) ￥8.00 备注", "￥8.00", 800, "备注"],
    ["[转账] (甲 转账给 乙) ￥9.00) ￥8.00", null, null, null],
    ["[转账]", null, null, null],
    ["我转账 ￥5000.00 给你", null, null, null],
    [null, null, null, null],
  ])("%s", (text, amountText, amountFen, memo) => {
    expect(transferIn(text)).toEqual({
      amountText,
      amountFen,
      memo,
      state: "unknown",
      transferId: null,
      transactionId: null,
    });
  });
});

describe("calls", () => {
  test.each([
    ["[语音通话] 03:21", "voice", null, 201],
    ["[视频通话] 1:02:03", "video", null, 3723],
    ["[视频通话] 通话时长 00:31", "video", "通话时长", 31],
    ["[语音通话] 对方已拒绝", "voice", "对方已拒绝", null],
    ["[通话]", "unknown", null, null],
    ["语音通话 03:21", "unknown", null, null],
    [null, "unknown", null, null],
  ])("%s", (text, media, outcome, durationSec) => {
    expect(callIn(text)).toEqual({ media, outcome, durationSec });
  });
});

test("a location gives its coordinates as written", () => {
  expect(locationIn("[位置] 某地 某路(3号) (29.10,-118.552071)")).toMatchObject({
    latitudeText: "29.10",
    longitudeText: "-118.552071",
  });
  expect(locationIn("[位置] 某地 (南门)")).toMatchObject({ latitudeText: null, longitudeText: null });
});

describe("quotes", () => {
  test.each([
    ["好[引用 甲：原文]", "甲", "原文"],
    ["好[引用 甲：原文\n第二行]", "甲", "原文\n第二行"],
    ["好[引用 甲：他说：是]", null, null],
    ["[引用 甲：一][引用 乙：二]", null, null],
    ["好[引用 甲：原文", null, null],
    ["好", null, null],
    [null, null, null],
  ])("%j", (text, sender, words) => {
    expect(quoteIn(text)).toEqual({ sender, text: words });
  });
});

describe("forwarded records", () => {
  test("items are read where every line is one", () => {
    expect(forwardIn("[转发的聊天记录]题\n甲: 一\n乙: 二").items.map(({ sender, text }) => [sender, text])).toEqual([
      ["甲", "一"],
      ["乙", "二"],
    ]);
  });

  test("a line that is none makes all of them doubtful", () => {
    expect(forwardIn("[转发的聊天记录]题\n甲: 一\n第二行")).toEqual({ title: "题", items: [] });
  });

  test("a line with two colons is an item whose sender is not certain", () => {
    expect(forwardIn("[转发的聊天记录]题\n甲: 单价: 5").items).toMatchObject([{ sender: null, text: "甲: 单价: 5" }]);
  });

  test("a text without the mark is none", () => {
    expect(forwardIn("题\n甲: 一")).toEqual({ title: null, items: [] });
  });
});

test("the greeting of a red packet", () => {
  expect([
    redPacketTitle("端午安康"),
    redPacketTitle("[链接] 恭喜发财"),
    redPacketTitle(""),
    redPacketTitle(null),
  ]).toEqual(["端午安康", "恭喜发财", null, null]);
});

describe("places to look for media", () => {
  const image = (content: string) => ({ kind: "image" as const, content, md5: null, url: null });
  const at = (content: string, folder: string) => mediaOf(image(content), folder).attachments[0]?.candidates;

  test("are the stated path first, then the media folder of every layout", () => {
    expect(at("../images/a.jpg", "texts")).toEqual([
      "images/a.jpg",
      "texts/media/images/a.jpg",
      "texts/images/a.jpg",
      "media/images/a.jpg",
    ]);
  });

  test("never lie outside the source", () => {
    expect(at("../images/a.jpg", ".")).toEqual(["media/images/a.jpg", "images/a.jpg"]);
    expect(at("../../../etc/passwd", ".")).toEqual(["etc/passwd"]);
  });

  test("of an absolute path are those of its media folder", () => {
    expect(at("C:\\Users\\li\\out\\images\\a.jpg", "texts")?.slice(0, 2)).toEqual([
      "texts/media/images/a.jpg",
      "texts/images/a.jpg",
    ]);
  });

  test("a web address is no path", () => {
    expect(mediaOf(image("https://cdn.example.com/a.jpg"), ".")).toMatchObject({
      contentIsPath: false,
      attachments: [{ statedPath: null, remoteUrl: "https://cdn.example.com/a.jpg", candidates: [] }],
    });
  });

  test("a text message that looks like a path is a text", () => {
    expect(mediaOf({ kind: "text", content: "../images/a.jpg", md5: null, url: null }, ".").attachments).toEqual([]);
  });

  test.each(["周一/周二都行，或者3/4号", "and/or", "12/25 1.5"])(
    "the transcript %j of a voice message is a text",
    (content) => {
      expect(mediaOf({ kind: "voice", content, md5: null, url: null }, ".")).toMatchObject({
        contentIsPath: false,
        attachments: [{ statedPath: null, candidates: [], notExported: true }],
      });
    },
  );

  test.each(["voices/voice_a_1.wav", "..\\voices\\a", "D:\\out\\x", "sub/a.wav", "/mnt/a"])(
    "%j is a path",
    (content) => {
      expect(mediaOf({ kind: "voice", content, md5: null, url: null }, ".")).toMatchObject({ contentIsPath: true });
    },
  );

  test("a file name with brackets or several lines in a placeholder is kept", () => {
    expect(
      mediaOf({ kind: "file", content: "[文件] 合同(终)/甲.pdf", md5: null, url: null }, ".").attachments[0],
    ).toMatchObject({
      name: "合同(终)/甲.pdf",
      notExported: true,
    });
  });
});
