import { describe, expect, test } from "vitest";
import { kindOfAndroidType } from "../../../src/importers/wechat/android-types.ts";
import { readStoredMessage, type StoredMessage } from "../../../src/importers/wechat/stored-message.ts";

function stored(message: Partial<StoredMessage>) {
  return readStoredMessage({
    client: "client-4",
    type: "1",
    subType: null,
    content: "",
    mayNameSender: false,
    ...message,
  });
}

const QUOTE_57 = "244813135921";
const APP = (type: number, inside = "") =>
  `<msg><appmsg appid=""><title>标题</title><type>${type}</type>${inside}</appmsg></msg>`;

describe("a text", () => {
  test("is what it is, whatever markup somebody typed into it", () => {
    const content = `<sysmsg type="revokemsg"><revokemsg><newmsgid>1</newmsgid></revokemsg></sysmsg>`;
    expect(stored({ content })).toMatchObject({ kind: "text", text: content, payload: null, recall: null });
    expect(stored({ content: "你撤回了一条消息" })).toMatchObject({ kind: "text", recall: null, system: null });
    expect(stored({ content: "我通过了你的朋友验证请求，现在我们可以开始聊天了" }).kind).toBe("text");
  });

  test("loses the account before it only in rows that may have one", () => {
    const content = "wxid_chen77:\n价格：5000";
    expect(stored({ content })).toMatchObject({ text: content, namedSender: null });
    expect(stored({ content, mayNameSender: true })).toMatchObject({ text: "价格：5000", namedSender: "wxid_chen77" });
    expect(stored({ content: "10:30 开会", mayNameSender: true })).toMatchObject({
      text: "10:30 开会",
      namedSender: null,
    });
    expect(stored({ content: "chen-li@openim:\r\n好", mayNameSender: true }).namedSender).toBe("chen-li@openim");
  });
});

describe("the kind", () => {
  test.each([
    ["windows-3", "49", "57", APP(57), "quote", "quote"],
    ["windows-3", "49", "5", APP(2000), "transfer", "link"],
    ["client-4", QUOTE_57, null, APP(57), "quote", "quote"],
    ["client-4", QUOTE_57, null, APP(5), "link", "quote"],
    ["client-4", "49", null, APP(6), "file", "unknown"],
    ["android", "822083633", null, APP(57), "quote", "quote"],
    ["android", "16777265", null, APP(33), "miniProgram", "link"],
    ["android", "268435505", null, APP(6), "file", "unknown"],
    ["ios", "49", null, APP(19), "forward", "unknown"],
    ["ios", "10002", null, `<sysmsg type="pat"><pat/></sysmsg>`, "pat", "system"],
    ["client-4", "3", null, "", "image", "image"],
    ["client-4", "49", null, APP(424242), "unknown", "unknown"],
  ] as const)("of %s %s/%s", (client, type, subType, content, kind, kindOfCode) => {
    expect(stored({ client, type, subType, content })).toMatchObject({ kind, kindOfCode });
  });

  test.each([
    ["268435505", "unknown"],
    ["922746929", "unknown"],
    ["570425393", "system"],
    ["285222674", "recall"],
    ["587212560", "system"],
    ["973078577", "channels"],
    ["-1879048186", "liveLocation"],
    ["-1879048189", "unknown"],
    ["10000", "system"],
    ["49", "unknown"],
    ["99999", "unknown"],
    ["", "unknown"],
  ])("of Android's packed type %s is %s", (type, kind) => {
    expect(kindOfAndroidType(type)).toBe(kind);
  });
});

describe("content that is no XML", () => {
  test("a notice is read in words, without the tags some rows carry", () => {
    const content =
      '<img src="SystemMessages_HongbaoIcon.png"/> 你领取了陈工的<_wc_custom_link_>红包</_wc_custom_link_>';
    expect(stored({ type: "10000", content })).toMatchObject({
      kind: "system",
      text: "你领取了陈工的红包",
      system: { event: "red-packet-opened", actor: "你", subjects: ["陈工"] },
      payload: content,
    });
    expect(stored({ type: "10000", content: "“陈工” 撤回了一条消息" })).toMatchObject({
      kind: "recall",
      recall: { byName: "陈工", targetServerId: null },
      payload: null,
    });
  });

  test("a withdrawn row of Windows 3.x stays one whatever it holds", () => {
    const row = { client: "windows-3", type: "10000", subType: "57" } as const;
    expect(stored({ ...row, content: "别的话" })).toMatchObject({
      kind: "recall",
      recall: { by: null, byName: null, targetServerId: null },
    });
    expect(stored({ ...row, subType: "4", content: '"陈工" 拍了拍 "李梅"' })).toMatchObject({
      kind: "pat",
      system: { event: "pat", actor: "陈工", subjects: ["李梅"] },
    });
  });

  test("the short forms of Android state length and size", () => {
    expect(stored({ client: "android", type: "34", content: "wxid_chen77:3480:1:" }).attachments).toMatchObject([
      { claimedDurationMs: 3480 },
    ]);
    expect(stored({ client: "android", type: "43", content: "wxid_chen77:204800:0" })).toMatchObject({
      kind: "video",
      attachments: [{ claimedSizeBytes: 204800 }],
      extra: { "payload.fromusername": "wxid_chen77" },
    });
  });

  test("a length-value list is kept and not read", () => {
    const content = "~SEMI_XML~\0\u0004type<msg>";
    expect(stored({ client: "android", type: "16777265", content })).toMatchObject({
      kind: "link",
      text: null,
      payload: content,
      extra: { "payload.form": "SEMI_XML" },
    });
  });

  test("a call in words", () => {
    expect(stored({ type: "50", content: "通话时长 01:31" })).toMatchObject({
      kind: "call",
      call: { media: "unknown", durationSec: 91 },
    });
  });

  test("an unknown type keeps its content", () => {
    expect(stored({ type: "11000", content: "何物" })).toMatchObject({ kind: "unknown", text: "何物" });
    expect(stored({ type: "3", content: "" })).toMatchObject({ kind: "image", payload: null, attachments: [] });
  });
});

test("XML behind an account or the talker is read, and kept as found", () => {
  const xml = `<?xml version="1.0"?>\n${APP(5, "<url>https://example.com/a</url>")}`;
  for (const content of [xml, `wxid_chen77:\n${xml}`, `12345@chatroom:${xml}`]) {
    const read = stored({ type: "21474836529", content, mayNameSender: true });
    expect(read).toMatchObject({ kind: "link", text: "标题", extra: { "payload.url": "https://example.com/a" } });
    expect(content.endsWith(read.payload ?? "none")).toBe(true);
  }
});
