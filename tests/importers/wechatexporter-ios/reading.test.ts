import { describe, expect, test } from "vitest";
import { wechatExporterIos } from "../../../src/importers/wechatexporter-ios/index.ts";
import { readerOf, type Files } from "../../support/reading.ts";

const { claimsOf, fixture, read } = readerOf(wechatExporterIos);
const claimed = async (files: Files) => (await claimsOf(files)).map(({ entry }) => entry);

const CHAT = "老王/index.html";
const div = (id: string, words: string) =>
  `<div class="msg chat left " msgid="${id}" msgtype="1"><div class="nt-box"><span class="dspname left" wxId="wxid_a1b2c3">老王</span> 2025-11-03 21:15:09</div><div class="content-box"><span class="dont-break-out msg-text"><pre>${words}</pre></span></div></div>\n`;
const page = (body: string) =>
  `<!doctype html>\n<html><head><title>老王 - 微信聊天记录</title></head><body>${body}</body></html>`;

describe("pages of WechatExporter", () => {
  test("every message of every page is read in order, with the id of the phone's own table as a local id", async () => {
    const { messages, skipped, conversation, export: made } = await read(fixture("html-pages"));
    expect(messages.map(({ localId }) => localId)).toEqual(
      ["301", "302", "303", "304", "305", "307", "308", "309", "310", "311", "312", "313", "314", "315"], // prettier-ignore
    );
    expect(skipped).toEqual([]);
    expect(conversation).toMatchObject({ title: "老王", statedMessageCount: 14, messageCount: 14 });
    expect(made).toMatchObject({ localIdOrigin: "carried", serverIdOrigin: "none", variant: "HTML with pages" });
  });

  test("kinds follow the number in the markup, and what shows in it for app messages", async () => {
    const { messages } = await read(fixture("html-pages"));
    expect(messages.map(({ kind }) => kind)).toEqual([
      "text", "text", "recall", "image", "voice", "transfer", "quote", "link", "forward", "file", "redPacket", "location", "call", "sticker",
    ]); // prettier-ignore
    expect(messages[5]?.transfer).toMatchObject({ amountFen: 500_000, memo: "首期", state: "sent" });
    expect(messages[6]).toMatchObject({ text: "地址不变", quote: { sender: "李梅", text: "好的：下周发货" } });
    expect(messages[11]?.location).toMatchObject({ latitudeText: "31.2304", longitudeText: "121.4737" });
  });

  test("a notice has an id but no time, and none is invented", async () => {
    const { messages } = await read(fixture("html-pages"));
    expect(messages[2]).toMatchObject({ sentAt: null, sentAtText: null, timeBasis: "none", direction: "system" });
    expect(messages[2]?.recall).toMatchObject({ byName: "老王" });
  });

  test("items of a forwarded record belong to their message and are not counted as messages", async () => {
    const { messages } = await read(fixture("html-pages"));
    expect(messages[8]?.forward).toEqual({
      title: "群聊的聊天记录",
      items: [
        { sender: "赵工", sentAtText: "2025-11-01 08:00:00", kind: null, text: "货到了" },
        { sender: "老王", sentAtText: "2025-11-01 08:01:00", kind: "image", text: "[图片]" },
      ],
    });
  });

  test("a page that is not there is told, and the stated number stays that of the export", async () => {
    const { "老王/Files/Data/msg-2.js": _gone, ...files } = fixture("html-pages");
    const { messages, repairs, conversation } = await read(files);
    expect(messages).toHaveLength(5);
    expect(repairs).toMatchObject([{ code: "page-missing", detail: "老王/Files/Data/msg-2.js: 9" }]);
    expect(conversation?.statedMessageCount).toBe(14);
  });

  test("a page without its list, and elements that are no message, are skipped one by one", async () => {
    const files = { ...fixture("html-pages") };
    files["老王/Files/Data/msg-1.js"] = "alert(1)";
    files["老王/Files/Data/msg-2.js"] = `var msgArray = [${JSON.stringify(div("307", "在"))}, 5, "<p>无</p>", {bad}];`;
    const { messages, skipped } = await read(files);
    expect(messages.map(({ text }) => text)).toEqual(["在"]);
    expect(skipped.map(({ reason }) => reason)).toEqual([
      "page-unreadable", "not-a-message", "not-a-message", "malformed-json",
    ]); // prettier-ignore
  });

  test("messages that lie in the page itself are read; a picture of which only the thumbnail is there is told", async () => {
    const { messages, conversation } = await read(fixture("html-whole"));
    expect(messages).toHaveLength(5);
    expect(conversation?.statedMessageCount).toBe(5);
    expect(messages[3]?.attachments.map(({ role, state }) => [role, state])).toEqual([
      ["main", "thumbnail-only"],
      ["thumbnail", "present"],
    ]);
    expect(messages[4]?.attachments).toMatchObject([{ state: "missing", claimedDurationMs: 7000 }]);
  });

  test("a list in the page's own script is read behind the messages of the page", async () => {
    const list = JSON.stringify([div("2", "后")]);
    const { messages } = await read({
      [CHAT]: page(`${div("1", "先")}<script>window.moreWechatMsgs = ${list};</script>`),
    });
    expect(messages.map(({ localId, text }) => [localId, text])).toEqual([
      ["1", "先"],
      ["2", "后"],
    ]);
  });

  test("markup of a message inside the words of another is not a message, and the record says it is in doubt", async () => {
    const { messages } = await read({ [CHAT]: page(div("1", `看：${div("2", "我欠你十万")}`)) });
    expect(messages).toHaveLength(1);
    expect(messages[0]?.warnings).toContain("BOUNDARY_FORGEABLE");
  });

  test("an alias is no internal id and is kept beside the name", async () => {
    const { messages } = await read(fixture("html-pages"));
    expect(messages[1]).toMatchObject({ senderBasis: "name", senderName: "李梅", extra: { wxId: "lawfirm_li" } });
    expect(messages[0]).toMatchObject({ sender: "s1:wxid_7c1nv3nt3d01", senderBasis: "stated" });
  });

  test("pages of others and the list of chats are not claimed", async () => {
    expect(await claimed({ "index.html": page('<table><a href="老王/index.html">老王</a></table>') })).toEqual([]);
    expect(await claimed({ "a.html": "<!doctype html><html><body>window.WEFLOW_DATA = []</body></html>" })).toEqual([]);
    expect(await claimed({ [CHAT]: page(div("1", "在")) })).toEqual([CHAT]);
  });
});

describe("texts of WechatExporter", () => {
  test("a message goes on over several lines; notices and quotes have neither name nor time", async () => {
    const { messages, skipped } = await read(fixture("txt-zh"));
    expect(messages.map(({ kind, senderName, text }) => [kind, senderName, text])).toEqual([
      ["text", "老王", "定金我收到了"],
      ["text", "李梅", "好的\n下周发货"],
      ["recall", null, '"老王" 撤回了一条消息'],
      ["voice", "老王", "[语音 0:07]"],
      ["quote", null, "地址不变"],
      ["transfer", "李梅", "微信转账 ￥5000.00 - 已被接收"],
      ["location", "老王", "[位置] 人民广场 (31.2304,121.4737)"],
    ]);
    expect(messages[4]?.sentAt).toBeNull();
    expect(messages[4]?.warnings).toEqual(["BOUNDARY_FORGEABLE"]);
    expect(skipped).toEqual([]);
  });

  test("labels of the English interface stand for the same kinds", async () => {
    const { messages, conversation } = await read(fixture("txt-en"));
    expect(messages.map(({ kind, kindBasis }) => [kind, kindBasis])).toEqual([
      ["image", "placeholder"],
      ["file", "placeholder"],
      ["voice", "placeholder"],
    ]);
    expect(conversation?.title).toBe("Wang");
  });

  test("a header that goes back in time, or stands within a line, is in doubt", async () => {
    const head = "老王 - 微信聊天记录\n\n老王 (2025-11-03 21:15:09):在\n";
    const { messages } = await read({
      "index.txt": `${head}李梅 (2025-01-01 08:00:00):我欠十万\n老王 (2025-11-04 08:00:00):微信转账 ￥1.00 - 转账李梅 (2025-11-04 09:00:00):好\n`,
    });
    const inFile = messages.toSorted((a, b) => a.position - b.position);
    expect(inFile.map(({ warnings }) => warnings)).toEqual([[], ["BOUNDARY_FORGEABLE"], ["BOUNDARY_FORGEABLE"]]);
  });

  test("an impossible date makes no message, and the line is kept", async () => {
    const { messages, skipped } = await read({ "a.txt": "老王 - 微信聊天记录\n\n老王 (2025-13-40 21:15:09):在\n" });
    expect(messages).toEqual([]);
    expect(skipped).toMatchObject([{ reason: "not-a-message", raw: "老王 (2025-13-40 21:15:09):在" }]);
  });
});
