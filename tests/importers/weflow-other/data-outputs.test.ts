import { describe, expect, test } from "vitest";
import { workbookOf } from "../../support/workbook.ts";
import { weflowOther } from "../../../src/importers/weflow-other/index.ts";
import { readerOf, type Files } from "../../support/reading.ts";

const { claimsOf, fixture, read } = readerOf(weflowOther);

const COLUMNS =
  "(session_id, local_id, message_id, create_time, sender, is_send, local_type, media_type, content, media_path)";
const TABLE = "CREATE TABLE IF NOT EXISTS weflow_messages (\n  session_id TEXT NOT NULL\n);\n";
const values = (id: number, text: string) =>
  `('wxid_aa', '${id}', '552001339912004551${id}', 1781990060, 'wxid_aa', FALSE, 1, NULL, ${text}, NULL)`;
const insert = (id: number, text: string) => `INSERT INTO weflow_messages ${COLUMNS} VALUES ${values(id, text)};\n`;
const sql = (...statements: string[]): Files => ({ "a.sql": `BEGIN;\n${TABLE}${statements.join("")}COMMIT;\n` });

describe("SQL", () => {
  test("local ids are the client's own, and one repeated as server id is none", async () => {
    const { messages, export: made } = await read(fixture("sql-group"));
    expect(made).toMatchObject({
      localIdOrigin: "carried",
      serverIdOrigin: "fallback-possible",
      owner: "wxid_limei2020gz",
    });
    expect(messages.filter(({ warnings }) => warnings.includes("ID_FALLBACK"))).toMatchObject([
      { localId: "18", serverId: null },
    ]);
    expect(messages).toHaveLength(28);
  });

  test("quotes, semicolons, comments and statements inside a text are text", async () => {
    const { texts, skipped } = await read(
      sql(insert(1, "'it''s; -- no\n/* \"x\"; DROP TABLE y; */'"), insert(2, "'好'")),
    );
    expect(texts).toEqual(['it\'s; -- no\n/* "x"; DROP TABLE y; */', "好"]);
    expect(skipped).toEqual([]);
  });

  test("several rows in one statement are rows of their own, each with its line", async () => {
    const { messages } = await read({
      "a.sql": `${TABLE}INSERT INTO weflow_messages ${COLUMNS} VALUES\n${values(1, "'一'")},\n${values(2, "'二'")};\n`,
    });
    expect(messages.map(({ text, locator }) => [text, locator.line, locator.row])).toEqual([["一", 5, 1], ["二", 6, 2]]); // prettier-ignore
  });

  test.each([
    ["a function", insert(1, "lower('X')")],
    ["an expression", insert(1, "'a' || 'b'")],
    ["a row with a value missing", `INSERT INTO weflow_messages ${COLUMNS} VALUES ('wxid_aa', '1');\n`],
    ["a select", `INSERT INTO weflow_messages ${COLUMNS} SELECT 1;\n`],
  ])("%s is not evaluated but skipped, and reading goes on", async (_name, statement) => {
    const { texts, skipped } = await read(sql(statement, insert(2, "'好'")));
    expect(texts).toEqual(["好"]);
    expect(skipped).toMatchObject([{ reason: "malformed-sql" }]);
  });

  test("a lost quote costs one row, not the rest of the file", async () => {
    const { texts, skipped } = await read(sql(insert(1, "'开头"), insert(2, "'二'"), insert(3, "'三'")));
    expect(texts).toEqual(["二", "三"]);
    expect(skipped).toHaveLength(1);
  });

  test("rows for another table are kept apart", async () => {
    const { texts, skipped } = await read(sql("INSERT INTO users (name) VALUES ('x');\n", insert(2, "'好'")));
    expect(texts).toEqual(["好"]);
    expect(skipped).toMatchObject([{ reason: "not-a-message" }]);
  });

  test("a dump that breaks off tells its last statement", async () => {
    const whole = sql(insert(1, "'一'"), insert(2, "'二'"))["a.sql"] as string;
    const { texts, skipped } = await read({ "a.sql": whole.slice(0, whole.indexOf("'二'") + 2) });
    expect(texts).toEqual(["一"]);
    expect(skipped).toMatchObject([{ reason: "malformed-sql" }]);
  });

  test("kept and skipped rows are the rows written", async () => {
    const written = Array.from({ length: 200 }, (_, i) => insert(i, i % 10 === 3 ? "now()" : `'第${i}条'`));
    const { messages, skipped } = await read(sql(...written));
    expect([messages.length, skipped.length]).toEqual([180, 20]);
  });
});

describe("CSV for WeClone", () => {
  const header = "\uFEFFid,MsgSvrID,type_name,is_sender,talker,msg,src,CreateTime\r\n";

  test("times are UTC as stated", async () => {
    const { messages } = await read({
      "a.csv": `${header}1,5520013399120045511,text,0,王经理,好,,2026-06-20T21:14:20.000Z\r\n`,
    });
    expect(messages).toMatchObject([
      {
        sentAt: 1_781_990_060_000,
        timeBasis: "text-with-offset",
        serverId: "5520013399120045511",
        exporterIndex: "1",
        kindBasis: "word",
      },
    ]);
  });

  test("a row with a column too few is skipped", async () => {
    const { messages, skipped } = await read({
      "a.csv": `${header}1,2,text,0,王经理,好,,2026-06-20T21:14:20.000Z\r\n2,3,text\r\n`,
    });
    expect(messages).toHaveLength(1);
    expect(skipped).toMatchObject([{ reason: "wrong-field-count" }]);
  });

  test("a server id that a spreadsheet rounded is told, not taken", async () => {
    const { messages } = await read({
      "a.csv": `${header}1,5.52001E+18,text,0,王经理,好,,2026-06-20T21:14:20.000Z\r\n`,
    });
    expect(messages).toMatchObject([
      { serverId: null, extra: { MsgSvrID: "5.52001E+18" }, warnings: ["TEXT_PREFIX_STRIPPED", "SVRID_ROUNDED"] },
    ]);
  });

  test("the table of PyWxDump with one column more is not ours", async () => {
    expect(
      await claimsOf({ "a.csv": "id,MsgSvrID,type_name,is_sender,talker,room_name,msg,src,CreateTime\r\n" }),
    ).toEqual([]);
  });
});

describe("workbooks", () => {
  test("a private chat names both accounts, and the owner follows from the rows of 我", async () => {
    const { export: made, messages } = await read(fixture("excel-full-private"));
    expect(made).toMatchObject({
      variant: "excel-full",
      owner: "wxid_limei2020gz",
      ownerBasis: "sent-rows",
      exportedAt: 1_782_100_800_000,
    });
    expect(messages).toHaveLength(23);
    expect(messages.find(({ kind }) => kind === "recall")).toMatchObject({ direction: "system", sender: null });
  });

  test("a group does not say who the owner is, and its notices bear nobody's account", async () => {
    const { export: made, messages } = await read(fixture("excel-full-group"));
    expect(made?.owner).toBeNull();
    expect(messages.find(({ kind }) => kind === "system")).toMatchObject({
      sender: null,
      extra: { 发送者微信ID: "wxid_limei2020gz" },
    });
    expect(messages[0]).toMatchObject({ direction: "unknown", sender: "s1:wxid_zhao7788kj" });
  });

  test("a link whose title speaks of a transfer stays a link", async () => {
    const { messages } = await read(fixture("excel-full-private"));
    expect(messages.find(({ text }) => text === "[转账]88")).toMatchObject({
      kind: "link",
      transfer: null,
      warnings: ["TRANSFER_LABEL_FALSE"],
    });
  });

  test("the same columns without the rows of WeFlow belong to another program", async () => {
    const header = ["序号", "时间", "发送者昵称", "发送者微信ID", "发送者备注", "发送者身份", "消息类型", "内容"];
    expect(await claimsOf({ "a.xlsx": workbookOf([{ name: "聊天记录", rows: [header] }]) })).toEqual([]);
    const head = [["会话信息"], ["微信ID", "wxid_aa"], ["导出工具", "EchoTrace"]];
    expect(await claimsOf({ "a.xlsx": workbookOf([{ name: "聊天记录", rows: [...head, header] }]) })).toEqual([]);
  });
});

describe("pages", () => {
  const page = (data: string) =>
    `<!DOCTYPE html><html><head><title>甲 - 聊天记录</title></head><body><script>\n window.WEFLOW_DATA = ${data};\n</script></body></html>`;
  const item = (b: string) => JSON.stringify({ i: 1, t: 1_781_990_060, s: 0, a: "<span>甲</span>", b });

  test("the list is read as text and markup inside is not run", async () => {
    const { messages } = await read(fixture("html"));
    expect(messages).toHaveLength(24);
    expect(messages.at(-1)?.text).toBe("好[微笑] <b>不是标签</b>");
    expect(messages.find(({ kind }) => kind === "quote")?.quote).toMatchObject({
      targetServerId: "5520013399120045510",
      sender: "李梅",
    });
  });

  test("code in place of an item costs that item only", async () => {
    const text = (said: string) => item(`<div class="message-content"><div class="message-text">${said}</div></div>`);
    const { texts, skipped } = await read({ "a.html": page(`[\n${text("一")},\nalert(1),\n${text("二")}\n]`) });
    expect(texts).toEqual(["一", "二"]);
    expect(skipped).toMatchObject([{ reason: "malformed-json" }]);
  });

  test("a part that is not beside the page is told", async () => {
    const { conversation, skipped, export: made } = await read(fixture("html-parts"));
    expect(conversation).toMatchObject({ statedMessageCount: 7, messageCount: 5, skippedCount: 1 });
    expect(skipped).toMatchObject([{ reason: "part-missing" }]);
    expect(made?.filesUsed).toHaveLength(3);
  });
});

describe("answers of the interface", () => {
  test("the stored content is read again and the rendering kept beside it", async () => {
    const { messages, export: made } = await read(fixture("http-api"));
    expect(messages[0]).toMatchObject({
      text: "9:30对账",
      localId: "11",
      sortSeq: "1781990060000",
      extra: { content: '"30对账"' },
      warnings: [],
    });
    expect(messages.find(({ kind }) => kind === "transfer")?.transfer).toMatchObject({
      state: "returned",
      amountFen: 500_000,
    });
    expect(messages.find(({ kind }) => kind === "recall")?.recall?.targetServerId).toBe("6620013399120045599");
    expect(made?.knownDefects).toEqual([{ code: "LIMIT_SUSPECTED", records: null }]);
  });

  test("a server id written as a number that a double carried is doubted", async () => {
    const row =
      '{"localId":1,"serverId":7301845512204467200,"localType":1,"createTime":1781990060,"isSend":0,"senderUsername":"wxid_aa","rawContent":"好"}';
    const { messages, export: made } = await read({
      "a.json": `{"success":true,"talker":"wxid_aa","count":1,"messages":[${row}]}`,
    });
    expect(messages).toMatchObject([{ serverId: "7301845512204467200", warnings: ["SVRID_ROUNDED"] }]);
    expect(made?.serverIdOrigin).toBe("through-double");
  });

  test("a JSON export of WeFlow and a ChatLab file are not ours", async () => {
    const row = '{"localId":1,"serverId":"1","rawContent":"x"}';
    expect(await claimsOf({ "a.json": `{"weflow":{},"talker":"x","messages":[${row}]}` })).toEqual([]);
    expect(await claimsOf({ "a.json": `{"chatlab":{},"talker":"x","messages":[${row}]}` })).toEqual([]);
  });
});

test("several outputs of one conversation in a folder are exports of their own", async () => {
  const files = { ...fixture("txt-private"), ...fixture("html"), ...fixture("markdown-private") };
  const { exports } = await read(files);
  expect(exports.map(({ variant }) => variant).sort()).toEqual(["html", "markdown", "txt"]);
});
