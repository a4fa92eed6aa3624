import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { describe, expect, test } from "vitest";
import { page, pageScript } from "../../../fixtures/importers/wechatdataanalysis-zip/pages.ts";
import { workbookOf } from "../../support/workbook.ts";
import { OWNER, PEER, Read, textRow, type Files } from "./reading.ts";

const FIXTURES = resolve(import.meta.dirname, "../../../fixtures/importers/wechatdataanalysis-zip");

function fixture(name: string): Files {
  const root = join(FIXTURES, name, "source");
  const files = readdirSync(root, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.map((path) => [relative(root, path).split(sep).join("/"), readFileSync(path)]));
}

const HEADER = `会话: 林浩 (${PEER})\n账号: ${OWNER}\n导出时间: 2026-05-01T10:00:00\n\n`;
const texts = (...lines: string[]) => Read.files({ "聊天.txt": HEADER + lines.join("\n") });

describe("messages.txt", () => {
  test("times are read in the zone of the run, lines without a time belong to the message above", async () => {
    const read = await texts(`[2026-03-05 09:30:00] 林浩(${PEER}): 第一行`, "第二行", `[2026-03-05 09:31:00] 周晴(${OWNER}): 好`, ""); // prettier-ignore
    expect(read.messages()).toMatchObject([
      { text: "第一行\n第二行", sender: PEER, senderName: "林浩", direction: "received", sentAt: 1_772_674_200_000, timeBasis: "zone-assumed", locator: { line: 5 } },
      { text: "好", sender: OWNER, direction: "sent", warnings: ["BOUNDARY_FORGEABLE"], locator: { line: 7 } },
    ]); // prettier-ignore
    expect(read.defects()).toEqual(expect.arrayContaining(["BOUNDARY_FORGEABLE", "TIME_ZONE_UNSTATED"]));
  });

  test("a name may hold brackets and colons, a message may be empty or without a time", async () => {
    const read = await texts(
      `[2026-03-05 09:30:00] 老王(批发): 东门(${PEER}): 在(a): 吗`,
      `[2026-03-05 09:31:00] 周晴(${OWNER}):`,
      `[] 周晴(${OWNER}): 没有时间的一条`,
    );
    expect(read.messages()).toMatchObject([
      { senderName: "老王(批发): 东门", sender: PEER, text: "在(a): 吗" },
      { sender: OWNER, text: null },
      { sender: OWNER, sentAt: null, timeBasis: "none", text: "没有时间的一条" },
    ]);
  });

  test("lines before the first time are skipped, kept + skipped are all", async () => {
    const read = await texts("不是消息的一行", `[2026-03-05 09:30:00] [系统] “林浩”撤回了一条消息`);
    expect(read.of("skipped").map(({ reason, raw, at }) => [reason, raw, at.line])).toEqual([["not-a-message", "不是消息的一行", 5]]);
    expect(read.messages()).toMatchObject([{ kind: "recall", direction: "system", recall: { byName: "林浩" } }]);
  }); // prettier-ignore

  test("what a person typed behind other words is text", async () => {
    const read = await texts(`[2026-03-05 09:30:00] 林浩(${PEER}): 看 media/images/a.jpg`);
    expect(read.messages()[0]).toMatchObject({ kind: "text", text: "看 media/images/a.jpg" });
  });

  test("a line of many megabytes is skipped, not kept in memory", async () => {
    const read = await texts(`[2026-03-05 09:30:00] 林浩(${PEER}): ${"长".repeat(5 << 20)}`, `[2026-03-05 09:31:00] 林浩(${PEER}): 短`); // prettier-ignore
    expect(read.of("skipped").map(({ reason }) => reason)).toEqual(["value-too-large"]);
    expect(read.messages().map(({ text }) => text)).toEqual(["短"]);
  });
});

describe("messages.xlsx", () => {
  const header = ["序号", "时间", "发送者", "消息类型", "内容", "本地 ID", "服务 ID"];
  const about = [["字段", "值"], ["账号", OWNER], ["会话", "林浩"], ["用户名", PEER], ["是否群聊", "False"], ["筛选条件", '{"startTime": 1772640000, "endTime": null, "messageTypes": ["text"]}']]; // prettier-ignore
  const book = (...rows: string[][]) =>
    Read.files({ "林浩.xlsx": workbookOf([{ name: "消息", rows: [header, ...rows] }, { name: "会话信息", rows: about }]) }); // prettier-ignore

  test("ids are the client's, numbers of rows the exporter's, and the direction is not stated", async () => {
    const read = await book(["1", "2026-03-05 09:30:00", "林浩", "text", "在吗", "21", "6116895530414915131"]);
    expect(read.messages()[0]).toMatchObject({
      exporterIndex: "1",
      localId: "21",
      serverId: "6116895530414915131",
      direction: "unknown",
      sender: null,
      senderName: "林浩",
      senderBasis: "name",
      kindBasis: "word",
      locator: { sheet: "消息", row: 1 },
    });
    expect(read.messages()[0]).not.toHaveProperty("localIdScope");
    expect(read.export()).toMatchObject({ owner: OWNER, statedRange: "2026-03-05 00:00:00 +08:00 ~ 不限; messageTypes: text" }); // prettier-ignore
  });

  test("a word nobody knows and cells behind the last column are kept", async () => {
    const read = await book(["1", "2026-03-05 09:30:00", "林浩", "poll", "投票", "x1", "9e9", "备注"], ["", "", "", "", "孤零零", "", ""]); // prettier-ignore
    expect(read.messages()).toMatchObject([
      { kind: "unknown", localId: null, serverId: null, extra: { 消息类型: "poll", "本地 ID": "x1", "服务 ID": "9e9", "column 8": "备注" } },
    ]); // prettier-ignore
    expect(read.of("skipped").map(({ reason }) => reason)).toEqual(["not-a-message"]);
  });

  test("holds the same messages as the JSON of the same chat", async () => {
    const [json, xlsx] = [await Read.files(fixture("excel")), await Read.files(fixture("html"))];
    const ids = json.messages().map(({ localId }) => localId);
    expect(ids).toHaveLength(24);
    expect(xlsx.messages().map(({ sentAt }) => sentAt)).toEqual(json.messages().map(({ sentAt }) => sentAt));
  });
});

describe("messages.html", () => {
  const chat = "conversations/0001_林浩/";

  test("nothing in a page is run, and its words are those of the chat", async () => {
    const rows = [textRow(1, { content: "<script>alert(1)</script> & <b>粗</b>" }), textRow(2)];
    const read = await Read.files({ "messages.html": page(rows, 2) });
    expect(read.messages().map(({ text }) => text)).toEqual(["<script>alert(1)</script> & <b>粗</b>", "第 2 条"]);
  });

  test("an older page whose script has no HTML to be read is one skipped record with its name", async () => {
    const files = { [`${chat}messages.html`]: page([textRow(3)], 3), [`${chat}pages/page-0001.js`]: "wce(1,0x1f)" };
    const read = await Read.files(files);
    expect(read.of("skipped").map(({ reason, at, raw }) => [reason, at.path, raw])).toEqual([
      ["page-unreadable", `${chat}pages/page-0001.js`, "wce(1,0x1f)"],
    ]);
    expect(read.messages()).toHaveLength(1);
  });

  test("older pages come first, whether their HTML is plain or base64", async () => {
    const plain = pageScript([textRow(1)]);
    const html = JSON.parse(/"(?:[^"\\]|\\.)*"/.exec(plain)?.[0] ?? '""') as string;
    const packed = `load("${Buffer.from(html).toString("base64")}")`;
    for (const script of [plain, packed]) {
      const read = await Read.files({ [`${chat}messages.html`]: page([textRow(2)], 2), [`${chat}pages/page-0001.js`]: script });
      expect(read.messages().map(({ text }) => text)).toEqual(["第 1 条", "第 2 条"]);
    }
  }); // prettier-ignore
});
