import { describe, expect, test } from "vitest";
import { echoTrace } from "../../../src/importers/echotrace/index.ts";
import { claimsOf, readWith } from "../../support/read-importer.ts";
import { workbookOf } from "../../support/workbook.ts";

const ROW = {
  localId: 41,
  createTime: 1767853200,
  formattedTime: "2026-01-08 14:20:00",
  type: "文本消息",
  localType: 1,
  content: "好",
  isSend: 0,
  senderUsername: "wxid_liu",
  senderDisplayName: "刘敏",
  senderAvatarKey: "wxid_liu",
  source: "",
};

type Given = string | Readonly<Record<string, unknown>>;

function chatOf(rows: readonly Given[], exportTime = "2026-01-09T09:30:00.123"): string {
  const texts = rows.map((row) => (typeof row === "string" ? row : JSON.stringify({ ...ROW, ...row })));
  const session = { wxid: "wxid_liu", displayName: "刘敏", type: "私聊", messageCount: rows.length };
  return `{"session":${JSON.stringify(session)},"messages":[${texts.join(",")}],"exportTime":${JSON.stringify(exportTime)}}`;
}

const read = (...rows: Given[]) => readWith(echoTrace, { "a.json": chatOf(rows) });

describe("rows", () => {
  test("carry the client's id, no server id, and both forms of the time", async () => {
    const result = await read({});
    expect(result.message(0)).toMatchObject({
      localId: "41",
      sentAt: 1767853200000,
      sentAtText: "2026-01-08 14:20:00",
      timeBasis: "epoch",
      sender: "wxid_liu",
      direction: "received",
      extra: {},
    });
    expect(result.export()).toMatchObject({ localIdOrigin: "carried", serverIdOrigin: "none" });
    expect(result.export()?.provides).toContain("local-id");
  });

  test.each([
    ["转账[5000.00元]", 500000],
    ["转账[5000元]", 500000],
    ["[转账]", null],
  ])("%s is %s fen, its state unknown", async (content, amountFen) => {
    const result = await read({ type: "转账卡片", localType: 8589934592049, content });
    expect(result.message(0).transfer).toMatchObject({ amountFen, state: "unknown" });
    expect(result.defects()).toContainEqual({ code: "TRANSFER_STATE_UNRELIABLE", records: 1 });
  });

  test.each([
    [34, "语音消息", "[语音 16.8秒]", "voice", 16800],
    [43, "视频消息", "[视频 8秒]", "video", 8000],
    [43, "视频消息", "[视频消息]", "video", null],
  ])("length of %s %s %s", async (localType, type, content, kind, claimedDurationMs) => {
    const message = (await read({ localType, type, content })).message(0);
    expect(message.kind).toBe(kind);
    expect(message.attachments).toMatchObject([{ claimedDurationMs, notExported: true }]);
  });

  test("an unknown type keeps its number, stated or only in the word", async () => {
    const result = await read(
      { localType: undefined, type: "未知类型(777)" },
      { localType: 778, type: "未知类型(778)" },
    );
    expect(result.messages().map(({ kind, typeCode }) => [kind, typeCode])).toEqual([
      ["unknown", "777"],
      ["unknown", "778"],
    ]);
  });

  test("where word and code disagree the code stands and it is said", async () => {
    const message = (await read({ type: "转账卡片" })).message(0);
    expect(message).toMatchObject({ kind: "text", kindBasis: "code", extra: { type: '"转账卡片"' } });
    expect(message.warnings).toContain("TYPE_WORD_DISAGREES");
  });

  test("kept and skipped are all rows there are", async () => {
    const result = await read({}, "[]", '{"localId":}', { localId: 42 });
    expect(result.messages().map(({ localId }) => localId)).toEqual(["41", "42"]);
    expect(result.of("skipped").map(({ reason }) => reason)).toEqual(["not-a-message", "malformed-json"]);
  });
});

describe("the last day of a range", () => {
  test.each([
    ["2026-01-04T10:00:00.000", true],
    ["2026-01-06T00:00:00.000", false],
    ["昨天", true],
  ])("of an export at %s may be lost: %s", async (exportTime, isLost) => {
    const result = await readWith(echoTrace, { "a.json": chatOf([{}], exportTime) });
    expect(result.defects().some(({ code }) => code === "LAST_DAY_LOST")).toBe(isLost);
    expect(result.export()?.exportedAtText).toBe(exportTime);
  });
});

describe("the workbook", () => {
  const header = ["序号", "时间", "发送者昵称", "发送者微信ID", "发送者备注", "发送者身份", "消息类型", "内容"];
  const info = ["微信ID", "wxid_liu", "昵称", "刘敏", "备注", "刘敏（设备）"];
  const sheet = (...rows: string[][]) => ({ "a.xlsx": workbookOf([{ name: "聊天记录", rows }]) });

  test("reads the rows above its header, times in the zone of the run, and own rows by their role", async () => {
    const rows = [
      ["1", "2026-01-08 14:20:00", "刘敏", "wxid_liu", "刘敏（设备）", "刘敏", "文本消息", "好"],
      ["2", "2026-01-08 14:21:00", "我方", "wxid_me", "", "我", "转账卡片", "[转账]"],
      ["3", "2026-01-08 14:22:00", "刘敏", "wxid_liu", "刘敏（设备）", "刘敏", "系统消息", '"刘敏" 撤回了一条消息'],
      ["4", "", "", "", "", "", "", "孤立的一格"],
    ];
    const result = await readWith(echoTrace, sheet(["会话信息"], info, [], header, ...rows));
    expect(result.conversation()).toMatchObject({ talker: "wxid_liu", type: "private", title: "刘敏（设备）" });
    expect(
      result.messages().map(({ kind, direction, sentAt, timeBasis }) => [kind, direction, sentAt, timeBasis]),
    ).toEqual([
      ["text", "received", 1767853200000, "zone-assumed"],
      ["transfer", "sent", 1767853260000, "zone-assumed"],
      ["recall", "system", 1767853320000, "zone-assumed"],
    ]);
    expect(result.of("skipped").map(({ reason, at }) => [reason, at.row])).toEqual([["not-a-message", 4]]);
    expect(result.export()).toMatchObject({ owner: "wxid_me", localIdOrigin: "renumbered" });
  });

  test("of WeFlow, with the same columns under its own name, is not claimed", async () => {
    const files = sheet(["会话信息"], info, ["导出工具", "WeFlow", "导出版本", "0.0.2"], header);
    expect(await claimsOf(echoTrace, files)).toEqual([]);
    expect(await claimsOf(echoTrace, sheet(["会话信息"], info, [], header))).toHaveLength(1);
  });

  test("with other columns is not claimed", async () => {
    const wda = ["序号", "时间", "发送者", "消息类型", "内容", "本地 ID", "服务 ID"];
    expect(await claimsOf(echoTrace, sheet(wda))).toEqual([]);
  });
});

test.each([
  ["WeFlow", '{"weflow":{},"session":{"wxid":"a"},"messages":[],"exportTime":"2026"}'],
  ["no exportTime", '{"session":{"wxid":"a"},"messages":[]}'],
  ["no session", '{"messages":[],"exportTime":"2026"}'],
])("%s is not claimed", async (_, content) => {
  expect(await claimsOf(echoTrace, { "a.json": content })).toEqual([]);
});
