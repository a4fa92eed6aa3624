import { expect, test } from "vitest";
import { wechatExporterIos } from "../../../src/importers/wechatexporter-ios/index.ts";
import { readerOf, type Files } from "../../support/reading.ts";

const { claimsOf, fixture, read } = readerOf(wechatExporterIos);
const claimed = async (files: Files) => (await claimsOf(files)).map(({ entry }) => entry);

test("the CSV of 12425 is read anew from the stored XML; rows the owner sent name the chat, not the sender", async () => {
  const { messages, skipped, conversation } = await read(fixture("csv-12425"));
  expect(messages.map(({ kind, direction }) => [kind, direction])).toEqual([
    ["text", "received"],
    ["text", "sent"],
    ["transfer", "received"],
    ["recall", "system"],
    ["unknown", "received"],
  ]);
  expect(messages[2]?.transfer).toMatchObject({ amountFen: 500_000, memo: "首期" });
  expect(messages[1]).toMatchObject({ sender: null, text: "请盖章,寄回", warnings: ["SENDER_IS_PEER_HEADER"] });
  expect(skipped).toEqual([]);
  expect(conversation).toMatchObject({ talker: "wxid_7c1nv3nt3d01", title: "王经理", messageCount: 5 });
});

test("a row with too few fields is skipped and told", async () => {
  const table = "时刻,消息类型,消息方向,ID,微信号,昵称,备注名,内容\n2022-10-09 14:20:11,文本\n";
  const { messages, skipped } = await read({ "a.csv": table });
  expect(messages).toEqual([]);
  expect(skipped.map(({ reason }) => reason)).toEqual(["wrong-field-count"]);
});

test("a table compressed with bzip2 is known by its name only and refused", async () => {
  const files = { "0/a.csv.bz2": "BZh91AY" };
  expect(await claimed(files)).toEqual(["0/a.csv.bz2"]);
  await expect(read(files)).rejects.toMatchObject({ code: "SOURCE_NAME_ONLY" });
});
