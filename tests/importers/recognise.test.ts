import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { detect } from "../../src/importers/detect.ts";
import { IMPORTERS } from "../../src/importers/index.ts";
import { LOOKS, recognise } from "../../src/importers/recognise.ts";
import { gb18030 } from "../../fixtures/importers/memotrace-csv/gb18030.ts";
import { memorySource } from "../support/memory-source.ts";

/** Bytes without order, the same in every run. */
function noise(length: number): Buffer {
  const parts: Buffer[] = [];
  for (let i = 0; i * 32 < length; i += 1) parts.push(createHash("sha256").update(String(i)).digest());
  return Buffer.concat(parts).subarray(0, length);
}

const JPEG = Buffer.concat([Buffer.from("ffd8ffe000104a46494600010100000100010000", "hex"), Buffer.alloc(200)]);
const RAR = Buffer.from("526172211a0701001234567890", "hex");
const SQLITE = Buffer.concat([Buffer.from("SQLite format 3\0"), Buffer.alloc(4080)]);
const ALIPAY =
  "------------------------------------------------------------------------------------\n导出信息：\n姓名：示例\n支付宝账户：示例\n\n------------------------支付宝（中国）网络技术有限公司  电子客户回单------------------------\n交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注,\n";

const SEEN = [
  ["a database whose header is encrypted too", { "message_0.db": noise(8192) }, "encrypted-database", null],
  ["a database that is not encrypted", { "MSG0.db": SQLITE }, "database", null],
  ["training data", { "a.json": '[{"conversations":[{"role":"user","content":"好"}]}]' }, "training-data", null],
  ["training data with an instruction", { "a.jsonl": '{"instruction":"","output":"好"}\n' }, "training-data", null],
  ["a page of WeFlow", { "a.html": "<!DOCTYPE html><html><script>window.WEFLOW_DATA=[]" }, "chat-page", "WeFlow"],
  ["a page without a sign", { "a.html": "<html><body>好</body></html>" }, "chat-page", null],
  ["a chatlog answer", { "a.json": '[{"seq":1,"talker":"wxid_a"}]' }, "chat-data", "chatlog"],
  ["a PyWxDump table", { "a.csv": "id,MsgSvrID,type_name,is_sender\n" }, "chat-data", "PyWxDump"],
  ["a ChatLab file", { "a.json": '{"chatlab":{"version":"0.0.2"}}' }, "chat-data", "ChatLab"],
  ["a bill of Alipay", { "账单.csv": ALIPAY }, "other-bill", "支付宝"],
  ["a RAR archive, whatever its name", { "聊天.zip": RAR }, "packed", null],
  ["a Word file", { "说明.docx": Buffer.from("504b03040a00000000000000", "hex") }, "document", null],
  ["a folder of pictures", { "1.jpg": JPEG, "2.jpg": JPEG }, "media", null],
] as const;

describe("what nobody claims is named", () => {
  test("databases of a wechatDataBackup package, by the settings beside them", async () => {
    const settings = '{"exportpath":"D:\\\\","userconfig":{"defaultuser":"wxid_limei","users":["wxid_limei"]}}';
    const MSG = "导出/User/wxid_limei/Msg/MSG0.db";
    const named = await recognise(memorySource({ [MSG]: SQLITE, "导出/config.json": settings }));
    expect(named).toEqual({ look: "database", tool: "wechatDataBackup", paths: [MSG] });
    const elsewhere = await recognise(memorySource({ [MSG]: SQLITE, "别处/config.json": settings }));
    expect(elsewhere?.tool).toBeNull();
  });

  test.each(SEEN)("%s", async (_title, contents, look, tool) => {
    expect(await recognise(memorySource(contents))).toEqual({ look, tool, paths: Object.keys(contents) });
  });

  test("a bill of Alipay in GB18030, as it is downloaded", async () => {
    expect(await recognise(memorySource({ "alipay.csv": gb18030(ALIPAY) }))).toMatchObject({ look: "other-bill" });
  });

  test("the more telling look wins over the pictures beside it", async () => {
    const found = await recognise(memorySource({ "1.jpg": JPEG, "message_0.db": noise(4096) }));
    expect(found).toEqual({ look: "encrypted-database", tool: null, paths: ["message_0.db"] });
  });

  test("order in the bytes, an odd size or another name is no encrypted database", async () => {
    const calm = Buffer.alloc(8192, "some text that is not noise at all ");
    for (const contents of [{ "a.db": calm }, { "a.db": noise(8191) }, { "a.bin": noise(8192) }])
      expect((await recognise(memorySource(contents)))?.look).not.toBe("encrypted-database");
  });

  test("plain notes are nothing known", async () => {
    expect(await recognise(memorySource({ "说明.txt": "请先看这里" }))).toBeNull();
  });
});

describe("the error", () => {
  test("says what was seen and what to ask for, in both languages", async () => {
    const asking = detect(memorySource({ "聊天.rar": RAR }), IMPORTERS, null);
    await expect(asking).rejects.toMatchObject({
      code: "SOURCE_UNKNOWN",
      says: { zh: expect.stringContaining("RAR") as string, en: expect.stringContaining("聊天.rar") as string },
      hint: { zh: expect.stringContaining("解压") as string },
      facts: { looksLike: "packed", count: 1 },
    });
  });

  test("an encrypted database has the code of encrypted material", async () => {
    const asking = detect(memorySource({ "message_0.db": noise(4096) }), IMPORTERS, null);
    await expect(asking).rejects.toMatchObject({ code: "SOURCE_ENCRYPTED" });
  });

  test("names Alipay and asks for the bill of WeChat Pay", async () => {
    const asking = detect(memorySource({ "alipay.csv": gb18030(ALIPAY) }), IMPORTERS, null);
    await expect(asking).rejects.toMatchObject({
      code: "SOURCE_UNKNOWN",
      says: { zh: expect.stringContaining("支付宝") as string },
      hint: { zh: expect.stringContaining("微信支付账单") as string },
    });
  });

  test("a zip that needs a password is named before the pictures beside it", async () => {
    const path = "微信支付账单(20250301-20250331).zip";
    const locked = {
      path: `${path}!/账单.csv`,
      nameHex: null,
      reason: "member-encrypted",
      detail: "needs a password",
    } as const;
    const source = { ...memorySource({ [path]: "PK\x03\x04", "1.jpg": JPEG }), notTaken: [locked] };
    expect(await recognise(source)).toEqual({ look: "locked", tool: null, paths: [path] });
    await expect(detect(source, IMPORTERS, null)).rejects.toMatchObject({
      code: "SOURCE_ENCRYPTED",
      hint: { zh: expect.stringContaining("微信支付") as string },
    });
  });

  test("every look is tried by a test above", () => {
    expect(new Set([...SEEN.map(([, , look]) => look), "locked"])).toEqual(new Set(LOOKS));
  });
});

describe("a bundle of this program", () => {
  const weflow = '{"weflow":{"version":"1.0.3"},"session":{"wxid":"wxid_a","type":"私聊"},"messages":[]}';
  const bundle = {
    "b/bagit.txt": "BagIt-Version: 1.0\n",
    "b/tagmanifest-sha256.txt": "",
    "b/record/files.csv": "",
    "b/meta/tool.json": "{}",
    "b/data/source/a.json": weflow,
  };

  test("is not read as an export", async () => {
    await expect(detect(memorySource(bundle), IMPORTERS, null)).rejects.toMatchObject({ code: "SOURCE_IS_BUNDLE" });
  });

  test("beside an export is left aside", async () => {
    const claims = await detect(memorySource({ ...bundle, "a.json": weflow }), IMPORTERS, null);
    expect(claims.map(({ entry }) => entry)).toEqual(["a.json"]);
  });
});
