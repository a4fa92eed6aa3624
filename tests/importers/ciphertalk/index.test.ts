import { describe, expect, test } from "vitest";
import { SourceError } from "../../../src/base/errors.ts";
import { cipherTalk } from "../../../src/importers/ciphertalk/index.ts";
import { claimsOf, readWith } from "../../support/read-importer.ts";
import { workbookOf } from "../../support/workbook.ts";

const ROW = {
  localId: 7,
  platformMessageId: "5520013399120046000",
  createTime: 1775178307,
  formattedTime: "2026-04-03 09:05:07",
  type: "文本消息",
  localType: 1,
  content: "好",
  rawContent: "好",
  isSend: 0,
  senderUsername: "wxid_chen",
  senderDisplayName: "陈昊",
};

type Given = string | Readonly<Record<string, unknown>>;

function chatOf(rows: readonly Given[], talker = "wxid_chen"): string {
  const texts = rows.map((row) => (typeof row === "string" ? row : JSON.stringify({ ...ROW, ...row })));
  const session = { wxid: talker, displayName: "陈昊", ownerId: "wxid_me", messageCount: rows.length };
  return `{"exportInfo":{"version":"0.0.2","generator":"CipherTalk","format":"detailed-json"},"session":${JSON.stringify(session)},"messages":[${texts.join(",")}]}`;
}

const read = (...rows: Given[]) => readWith(cipherTalk, { "a.json": chatOf(rows) });

describe("the stored text goes before the rendered one", () => {
  test("so that a beginning the exporter cut off is there again", async () => {
    const message = (await read({ content: "30开会", rawContent: "10:30开会" })).message(0);
    expect(message).toMatchObject({ text: "10:30开会", extra: { content: '"30开会"' } });
    expect(message.warnings).not.toContain("TEXT_PREFIX_STRIPPED");
  });

  test("without it the rendered text stands, and may lack its beginning", async () => {
    const result = await read({ content: "30开会", rawContent: "" });
    expect(result.message(0)).toMatchObject({
      text: "30开会",
      warnings: expect.arrayContaining(["TEXT_PREFIX_STRIPPED"]) as unknown,
    });
    expect(result.defects()).toContainEqual({ code: "TEXT_PREFIX_STRIPPED", records: 1 });
  });

  test("XML that a person typed is text", async () => {
    const typed = "<msg><appmsg><type>2000</type><wcpayinfo><feedesc>￥9.00</feedesc></wcpayinfo></appmsg></msg>";
    const message = (await read({ rawContent: typed, content: typed })).message(0);
    expect(message).toMatchObject({ kind: "text", text: typed });
    expect(message.transfer).toBeUndefined();
  });

  test("a returned transfer is told from an offered one", async () => {
    const pay = (sub: number) =>
      `<msg><appmsg><title>微信转账</title><type>2000</type><wcpayinfo><paysubtype>${sub}</paysubtype><feedesc>￥50.00</feedesc><transferid>1000050101</transferid></wcpayinfo></appmsg></msg>`;
    const result = await read(
      ...[1, 4].map((sub) => ({
        localType: 8589934592049,
        type: "转账消息",
        rawContent: pay(sub),
        content: "[转账] ￥50.00",
      })),
    );
    expect(
      result.messages().map(({ transfer }) => [transfer?.state, transfer?.amountFen, transfer?.transferId]),
    ).toEqual([
      ["sent", 5000, "1000050101"],
      ["returned", 5000, "1000050101"],
    ]);
    expect(result.defects().map(({ code }) => code)).not.toContain("TRANSFER_STATE_UNRELIABLE");
  });

  test("in a group the sender before the text is taken off, and nothing else that looks like one", async () => {
    const rows = [{ rawContent: "wxid_chen:\n3:00见" }, { rawContent: "备注:\n第二行" }, { rawContent: "a:\nb" }];
    const result = await readWith(cipherTalk, { "a.json": chatOf(rows, "1@chatroom") });
    expect(result.messages().map(({ text }) => text)).toEqual(["3:00见", "备注:\n第二行", "a:\nb"]);
    expect(result.message(0).payload).toBe("wxid_chen:\n3:00见");
  });

  test("a text that was taken for hexadecimal is noted where it shows", async () => {
    const result = await read({ rawContent: "1\u0001\u0019", content: "1\u0001\u0019" });
    expect(result.defects()).toContainEqual({ code: "TEXT_TAKEN_FOR_ENCODED", records: 1 });
  });
});

describe("ids", () => {
  test.each([
    ["5520013399120046000", "5520013399120046000", ["SVRID_ROUNDED"]],
    ["5520013399120045511", "5520013399120045511", []],
    ["7", null, ["ID_FALLBACK"]],
    ["1234567", null, ["ID_FALLBACK"]],
    ["x", null, ["FIELD_TYPE_UNEXPECTED"]],
  ])("platformMessageId %s is server id %s", async (platformMessageId, serverId, warnings) => {
    expect((await read({ platformMessageId })).message(0)).toMatchObject({ serverId, localId: "7", warnings });
  });

  test("a quote names its target exactly, whatever the rounded id beside it", async () => {
    const rawContent =
      "<msg><appmsg><title>好</title><type>57</type><refermsg><svrid>5520013399120045511</svrid><content>原话</content></refermsg></appmsg></msg>";
    const row = { localType: 244813135921, type: "引用消息", rawContent, replyToMessageId: "5520013399120046000" };
    const message = (await read(row)).message(0);
    expect(message.quote).toMatchObject({ targetServerId: "5520013399120045511", text: "原话" });
    expect(message.extra).toMatchObject({ replyToMessageId: '"5520013399120046000"' });
  });
});

describe("media of one second", () => {
  test("are in doubt, both of them, and no third", async () => {
    const image = (second: number) => ({
      localType: 3,
      type: "图片消息",
      rawContent: '<msg><img length="1"/></msg>',
      content: `[图片] images/d/${second}_a.jpg`,
      createTime: second,
    });
    const result = await read(image(1775178307), image(1775178307), image(1775178309));
    const codes = result.messages().map(({ warnings }) => warnings?.includes("MEDIA_WRONG_FILE"));
    expect(codes).toEqual([true, true, false]);
    expect(result.defects()).toContainEqual({ code: "MEDIA_WRONG_FILE", records: 2 });
  });
});

describe("damage", () => {
  test("kept and skipped are all rows there are, in order", async () => {
    const result = await read({}, '{"localId":2,"createTime":}', "17", { localId: 9 }, "null");
    expect(result.messages().map(({ localId }) => localId)).toEqual(["7", "9"]);
    expect(result.of("skipped").map(({ at, reason }) => [at.pointer, reason])).toEqual([
      ["/messages/1", "malformed-json"],
      ["/messages/2", "not-a-message"],
      ["/messages/4", "not-a-message"],
    ]);
  });

  test.each([
    ["breaks off", chatOf([{}]).slice(0, -20), "JSON_TRUNCATED"],
    ["has no list", '{"exportInfo":{"generator":"CipherTalk"},"session":{}}', "LIST_EXPECTED"],
    ["has something else as list", '{"exportInfo":{"generator":"CipherTalk"},"messages":{}}', "LIST_EXPECTED"],
  ])("a file that %s is refused with its place", async (_, content, code) => {
    await expect(readWith(cipherTalk, { "a.json": content })).rejects.toMatchObject({ code });
    await expect(readWith(cipherTalk, { "a.json": content })).rejects.toBeInstanceOf(SourceError);
  });
});

describe("the page", () => {
  const data = (rows: readonly unknown[]) =>
    JSON.stringify({
      meta: { sessionId: "wxid_chen", sessionName: "陈昊", isGroup: false, messageCount: rows.length },
      members: [],
      messages: rows,
    });
  const row = {
    timestamp: 1775178307,
    sender: "wxid_chen",
    senderName: "陈昊",
    type: 1,
    content: "好",
    rawContent: "好",
    isSend: false,
  };
  const page = (literal: string) =>
    `<!DOCTYPE html>\n<html><head><title>陈昊</title></head><body><script>window.CHAT_DATA = ${literal};</script><script>alert(1)</script></body></html>`;

  test("is read without being run, whatever stands in its texts", async () => {
    const text = '</script><script>window.CHAT_DATA = {"a":1}</script> "} ]';
    const result = await readWith(cipherTalk, {
      "陈昊.html": page(
        data([
          { ...row, rawContent: text, content: text },
          { ...row, isSend: true },
        ]),
      ),
    });
    expect(result.messages().map(({ text: said, direction }) => [said, direction])).toEqual([
      [text, "received"],
      ["好", "sent"],
    ]);
    expect(result.export()).toMatchObject({ variant: "html", localIdOrigin: "none", serverIdOrigin: "none" });
  });

  test("that breaks off inside its data is refused", async () => {
    const whole = page(data([row]));
    const cut = whole.slice(0, whole.indexOf('"rawContent"') + 5);
    await expect(readWith(cipherTalk, { "a.html": cut })).rejects.toMatchObject({ code: "JSON_TRUNCATED" });
  });

  test("of another program is not claimed", async () => {
    expect(await claimsOf(cipherTalk, { "a.html": page('{"id":"1","messages":[]}') })).toEqual([]);
    expect(
      await claimsOf(cipherTalk, { "a.html": "<!DOCTYPE html><html><script>window.WEFLOW_DATA = [</script></html>" }),
    ).toEqual([]);
  });
});

describe("the workbook", () => {
  const header = [
    "序号",
    "时间",
    "日期",
    "时刻",
    "星期",
    "发送者",
    "微信ID",
    "消息类型",
    "消息内容",
    "原始类型代码",
    "时间戳",
  ];
  const cells = [
    "1",
    "2026/4/3 09:05:07",
    "2026/4/3",
    "09:05:07",
    "五",
    "陈昊",
    "wxid_chen",
    "文本消息",
    "好",
    "1",
    "1775178307",
  ];

  test("gives the epoch where there is one, else the zone of the run", async () => {
    const book = workbookOf([{ name: "陈昊", rows: [header, cells, [...cells.slice(0, 10), ""]] }]);
    const result = await readWith(cipherTalk, { "陈昊.xlsx": book });
    expect(result.messages().map(({ sentAt, timeBasis }) => [sentAt, timeBasis])).toEqual([
      [1775178307000, "epoch"],
      [1775178307000, "zone-assumed"],
    ]);
    expect(result.message(0)).toMatchObject({
      direction: "unknown",
      exporterIndex: "1",
      sender: "wxid_chen",
      extra: {},
    });
  });

  test("with a large type rewritten as a power of ten keeps the type", async () => {
    const row = [...cells.slice(0, 9), { number: "8.589934592049E+12" }, "1775178307"];
    const book = workbookOf([{ name: "陈昊", rows: [header, row] }]);
    expect((await readWith(cipherTalk, { "a.xlsx": book })).message(0)).toMatchObject({
      kind: "transfer",
      typeCode: "8589934592049",
    });
  });
});

test("a copy by a program made from this one is read too, and other formats are not", async () => {
  expect(await claimsOf(cipherTalk, { "a.json": chatOf([{}]).replace('"CipherTalk"', '"Other"') })).toHaveLength(1);
  expect(await claimsOf(cipherTalk, { "a.json": '{"exportInfo":{"generator":"Other"},"messages":[]}' })).toEqual([]);
  expect(await claimsOf(cipherTalk, { "a.json": '{"chatlab":{"generator":"CipherTalk"},"messages":[]}' })).toEqual([]);
});
