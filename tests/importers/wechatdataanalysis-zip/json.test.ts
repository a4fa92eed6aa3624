import { describe, expect, test } from "vitest";
import { memorySource } from "../../support/memory-source.ts";
import { archiveFiles, chatText, claimsOf, FOLDER, OWNER, PEER, Read, TABLE, textRow } from "./reading.ts";

describe("rows of messages.json", () => {
  test("keep 64-bit ids digit by digit, with shard and table of the local id", async () => {
    const read = await Read.files(archiveFiles({ rows: [textRow(1, { serverId: 9223372036854775807n })] }));
    expect(read.messages()[0]).toMatchObject({
      serverId: "9223372036854775807",
      localId: "1",
      localIdScope: TABLE,
      sortSeq: "1772674260000",
      sentAt: 1_772_674_260_000,
      sentAtText: "2026-03-05 09:31:00",
      sender: PEER,
      senderName: "林浩（供货）",
      direction: "received",
      kind: "text",
      kindBasis: "code",
      typeCode: "1",
      text: "第 1 条",
    });
    expect(read.export()).toMatchObject({ localIdOrigin: "carried", serverIdOrigin: "exact", owner: OWNER });
  });

  test.each([
    ["1", "转账", "sent"],
    ["8", "发起转账", "sent"],
    ["3", "已收款", "received"],
    ["3", "已被接收", "received"],
    ["4", "已退还", "returned"],
    ["9", "已被退还", "returned"],
    ["10", "已过期", "expired"],
    ["1", "已收款", "received"],
    ["5", "转账", "received"],
    ["77", "对方已看到", "unknown"],
  ])("a transfer of paySubType %s shown as %s is %s", async (paySubType, transferStatus, state) => {
    const transferId = "1000050001202603051130280001";
    const more = { type: 8589934592049n, renderType: "transfer", amount: "￥1,234.56", paySubType, transferStatus, transferId }; // prettier-ignore
    const read = await Read.files(archiveFiles({ rows: [textRow(1, { ...more, content: "三月货款" })] }));
    const [message] = read.messages();
    expect(message?.transfer).toEqual({
      amountText: "￥1,234.56",
      amountFen: 123_456,
      memo: "三月货款",
      state,
      transferId,
      transactionId: null,
    });
    expect(message?.extra).toMatchObject({ paySubType: JSON.stringify(paySubType), transferStatus: JSON.stringify(transferStatus) }); // prettier-ignore
  });

  test("ids that contradict each other are both kept, and ids merged from several shards have no scope", async () => {
    const read = await Read.files(
      archiveFiles({ rows: [textRow(1, { id: `${TABLE}:7` }), textRow(2, { id: `realtime_${OWNER}:msg_0a1b:2` })] }),
    );
    const [first, second] = read.messages();
    expect(first).toMatchObject({ localId: "1", extra: { id: `"${TABLE}:7"` }, warnings: ["ID_FIELDS_DISAGREE"] });
    expect(second).toMatchObject({ localId: "2", localIdScope: null, extra: { id: `"realtime_${OWNER}:msg_0a1b:2"` } });
  });

  test("0 stands for no id, and what is no id stays in the leftovers", async () => {
    const rows = [textRow(1, { serverId: 0, sortSeq: 0 }), textRow(2, { serverId: -5, quoteServerId: "abc", quoteContent: "原话" })]; // prettier-ignore
    const [first, second] = (await Read.files(archiveFiles({ rows }))).messages();
    expect(first).toMatchObject({ serverId: null, sortSeq: null, extra: {} });
    expect(second).toMatchObject({ serverId: null, quote: { targetServerId: null, text: "原话" }, extra: { serverId: "-5", quoteServerId: '"abc"' } }); // prettier-ignore
  });

  test("an unknown code stays a number, whatever the exporter called it", async () => {
    const rows = [textRow(1, { type: 77777, renderType: "text", content: "[不支持]" })];
    expect((await Read.files(archiveFiles({ rows }))).messages()[0]).toMatchObject({
      kind: "unknown",
      kindBasis: "code",
      typeCode: "77777",
      text: "[不支持]",
      extra: { renderType: '"text"' },
    });
  });

  test("every key of a row is in the record, one way or another", async () => {
    const odd = { neverSeen: { deep: [1, 2] }, __x: true, thumbUrl: "http://t.invalid/1", isSent: "maybe" };
    const [message] = (await Read.files(archiveFiles({ rows: [textRow(1, odd)] }))).messages();
    expect(message).toMatchObject({
      direction: "unknown",
      extra: { neverSeen: '{"deep":[1,2]}', __x: "true", thumbUrl: '"http://t.invalid/1"', isSent: '"maybe"' },
      warnings: ["FIELD_TYPE_UNEXPECTED"],
    });
  });

  test("a merged forward is unfolded, escaped once more or not, and its XML kept", async () => {
    const record = `<recordinfo><title>记录</title><datalist count="1"><dataitem datatype="1"><sourcename>甲</sourcename><sourcetime>2026-03-01 10:00</sourcetime><datadesc>好</datadesc></dataitem></datalist></recordinfo>`;
    const escaped = record.replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    for (const recordItem of [record, escaped]) {
      const more = {
        type: 81604378673n,
        renderType: "chatHistory",
        content: "甲: 好",
        title: "甲的聊天记录",
        recordItem,
      };
      const [message] = (await Read.files(archiveFiles({ rows: [textRow(1, more)] }))).messages();
      expect(message).toMatchObject({
        kind: "forward",
        payload: recordItem,
        forward: { title: "甲的聊天记录", items: [{ sender: "甲", sentAtText: "2026-03-01 10:00", kind: "text", text: "好" }] },
      }); // prettier-ignore
    }
  });
});

describe("media", () => {
  const image = { type: 3, renderType: "image", content: "[图片]", imageMd5: "9e107d9d372bb6826bd81d3542a419d6" };
  const state = async (files: Parameters<typeof archiveFiles>[0]) => {
    const [attachment] = (await Read.files(archiveFiles(files))).messages()[0]?.attachments ?? [];
    return attachment;
  };

  test("stated paths count from the root of the archive and never lead out of it", async () => {
    const offlineMedia = [{ kind: "image", path: "../../../etc/passwd" }];
    expect(await state({ rows: [textRow(1, { ...image, offlineMedia })] })).toMatchObject({
      statedPath: "../../../etc/passwd",
      candidates: ["etc/passwd"],
    });
  });

  test("not asked for, asked for and absent, and listed as absent are told apart", async () => {
    const rows = [textRow(1, image)];
    expect(await state({ rows, options: { includeMedia: false } })).toMatchObject({ notExported: true });
    expect(await state({ rows })).not.toHaveProperty("notExported");
    const missing = [{ kind: "image", id: "x", conversation: PEER, messageId: `${TABLE}:1` }];
    const read = await Read.files(archiveFiles({ rows, missing, options: { includeMedia: false } }));
    expect(read.messages()[0]).toMatchObject({ warnings: ["MEDIA_MISSING_AT_EXPORT"] });
    expect(read.messages()[0]?.attachments?.[0]).not.toHaveProperty("notExported");
  });
});

describe("which files are its own", () => {
  test("an archive is one export; a message file without one is found by its content, whatever its name", async () => {
    const files = archiveFiles({ rows: [textRow(1)] });
    expect((await claimsOf(memorySource(files))).map(({ entry }) => entry)).toEqual(["manifest.json"]);
    const loose = memorySource({
      "聊天/林浩.json": chatText([textRow(1)]),
      "b.json": '{"schemaVersion":1,"account":"a"}',
    });
    expect((await claimsOf(loose)).map(({ entry }) => entry)).toEqual(["聊天/林浩.json"]);
  });

  test("two archives in one source are two exports", async () => {
    const files = archiveFiles({ rows: [textRow(1)] });
    const twice = Object.fromEntries(
      Object.entries(files).flatMap(([path, content]) => [[`a.zip!/${path}`, content], [`旧/${path}`, content]]),
    ); // prettier-ignore
    expect((await claimsOf(memorySource(twice))).map(({ entry }) => entry).sort()).toEqual(["a.zip!/manifest.json", "旧/manifest.json"]); // prettier-ignore
  });

  test("other manifests are not", async () => {
    const source = memorySource({ "manifest.json": '{"name":"app","version":"1"}', "conversations/a/messages.json": "[]" }); // prettier-ignore
    expect(await claimsOf(source)).toEqual([]);
  });

  test("filters and counts are taken as stated", async () => {
    const filters = { startTime: 1_772_640_000, endTime: 1_772_726_400, messageTypes: ["image", "text"] };
    const read = await Read.files(archiveFiles({ rows: [textRow(1)], count: 5, filters }));
    expect(read.export()?.statedRange).toBe("2026-03-05 00:00:00 +08:00 ~ 2026-03-06 00:00:00 +08:00; messageTypes: image, text"); // prettier-ignore
    expect(read.of("conversation")[0]?.facts).toMatchObject({ key: `${FOLDER}messages.json`, talker: PEER, type: "private", statedMessageCount: 5 }); // prettier-ignore
    expect(read.defects()).toContain("ROWS_DROPPED_BY_TYPE");
    expect(read.export()?.provides).toContain("stated-count");
  });
});
