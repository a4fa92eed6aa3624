import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { headerOf, timeOfDump } from "../../../src/importers/wechat-dump/header.ts";
import { wechatDump } from "../../../src/importers/wechat-dump/index.ts";
import { readerOf } from "../../support/reading.ts";

const { claimsOf, fixture, read } = readerOf(wechatDump, "file");

const SHANGHAI = { timeZone: "Asia/Shanghai", timeZoneBasis: "zone-declared" } as const;

describe("first lines", () => {
  test("a name may hold colons and bars; the time decides where it ends", () => {
    expect(headerOf("1|刘师傅: 白|班:2024-01-08 08:30:01.000500:收到: 3|4")).toEqual({
      typeCode: "1",
      name: "刘师傅: 白|班",
      timeText: "2024-01-08 08:30:01.000500",
      rest: "收到: 3|4",
    });
  });

  test.each(["", "1|老王:2024-01-08:好", "|老王:2024-01-08 08:30:01:好", "1|老王:2024-01-08 08:30:01.5:好", "第1|条"])(
    "%j is none",
    (line) => {
      expect(headerOf(line)).toBeNull();
    },
  );

  test("milliseconds count, and a time without them is one to the second", () => {
    expect(timeOfDump("2023-05-06 10:11:12.345000", SHANGHAI)).toMatchObject({
      sentAt: Date.UTC(2023, 4, 6, 2, 11, 12, 345),
      timePrecision: "ms",
      timeBasis: "zone-declared",
    });
    expect(timeOfDump("2023-05-06 10:11:12", SHANGHAI)).toMatchObject({
      sentAt: Date.UTC(2023, 4, 6, 2, 11, 12),
      timePrecision: "s",
    });
  });

  test("a day that no calendar has gives no time and says so", async () => {
    const { messages } = await read({ "a.txt": "1|老王:2023-02-30 10:11:12:好\n" });
    expect(messages[0]).toMatchObject({ sentAt: null, sentAtText: "2023-02-30 10:11:12", timeBasis: "none" });
    expect(messages[0]?.warnings).toContain("TIME_UNREADABLE");
  });
});

describe("TXT", () => {
  test("lines that follow a first line belong to the message, blank ones too", async () => {
    const { messages, skipped } = await read(fixture("txt-private"));
    expect(messages[1]?.text).toBe("好的，地址不变：\n浦东新区川沙路88号\n\n请送到后门");
    expect(messages[1]).toMatchObject({ direction: "sent", senderName: "me", timePrecision: "ms" });
    expect(skipped).toEqual([]);
  });

  test("each type code has its kind, and those without XML stay unknown", async () => {
    const { messages } = await read(fixture("txt-private"));
    expect(messages.map(({ typeCode, kind }) => `${typeCode} ${kind}`)).toEqual([
      "1 text", "1 text", "3 image", "34 voice", "34 voice", "43 video", "62 video", "47 sticker", "48 location",
      "49 link", "49 file", "1090519089 file", "419430449 transfer", "436207665 redPacket", "822083633 quote",
      "50 call", "-1879048186 liveLocation", "42 card", "16777265 link", "1040187441 music", "1048625 sticker",
      "268435505 link", "922746929 unknown", "1 text", "1 text", "1 text", "1 text",
    ]); // prettier-ignore
  });

  test("amount, place, greeting and length are read from what is printed", async () => {
    const { messages } = await read(fixture("txt-private"));
    const of = (code: string) => messages.filter(({ typeCode }) => typeCode === code);
    expect(of("419430449")[0]?.transfer).toMatchObject({
      amountText: "5000.00元",
      amountFen: 500_000,
      state: "unknown",
    });
    expect(of("436207665")[0]?.redPacket).toEqual({ title: "恭喜发财，大吉大利" });
    expect(of("48")[0]?.location).toMatchObject({
      latitudeText: "31.1976",
      longitudeText: "121.7034",
      label: "川沙建材市场",
    });
    expect(of("34")[1]?.attachments[0]).toMatchObject({ claimedDurationMs: 4120, statedPath: "4913050623101241abd" });
    expect(of("1040187441")[0]).toMatchObject({
      text: "起风了",
      extra: { singer: "无名", url: "https://example.com/song" },
    });
    expect(of("42")[0]?.payload).toContain("wxid_liushifu");
  });

  test("a thumbnail in the phone's folder is found by its name; the picture itself was not handed over", async () => {
    const { messages } = await read(fixture("txt-private"));
    const found = messages[2]?.attachments.map(({ role, state, file, match }) => [role, state, file, match]);
    expect(found).toEqual([
      ["main", "not-exported", null, null],
      ["thumbnail", "present", "image2/1a/2b/th_1a2b3c4d5e6f708192a3b4c5d6e7f809", "name"],
    ]);
  });

  test("what was typed as |img: in a text stays text", async () => {
    const { messages } = await read({ "a.txt": "1|老王:2023-05-06 10:11:12:看|img:x\n" });
    expect(messages[0]).toMatchObject({ kind: "text", text: "看|img:x", attachments: [], extra: {} });
  });

  test("a line that goes back in time may have been pasted and is told apart", async () => {
    const { messages, export: made } = await read(fixture("txt-private"));
    const doubtful = messages.filter(({ warnings }) => warnings.includes("BOUNDARY_FORGEABLE"));
    expect(doubtful.map(({ text }) => text)).toEqual(["货款月底结清"]);
    expect(made?.knownDefects).toContainEqual({ code: "BOUNDARY_FORGEABLE", records: 1 });
  });

  test("a chat named after its only other name is private, one with several names is a group", async () => {
    expect((await read(fixture("txt-private"))).conversation).toMatchObject({ type: "private", title: "老王" });
    expect((await read(fixture("txt-group"))).conversation).toMatchObject({ type: "group", title: "川沙供货群" });
    const line = "1|老王:2023-05-06 10:11:12:好\n";
    expect((await read({ "改过名.txt": line })).conversation).toMatchObject({ type: "unknown" });
    const two = await read({ "老王.txt": `${line}1|赵姐:2023-05-06 10:11:13:好\n` });
    expect(two.conversation).toMatchObject({ type: "unknown" });
  });

  test("own texts of a group may lack their first line, and senders in groups come from the text", async () => {
    const { export: made } = await read(fixture("txt-group"));
    expect(made?.knownDefects).toEqual([
      { code: "TEXT_FIRST_LINE_LOST", records: 1 },
      { code: "SENDER_FROM_TEXT", records: 5 },
      { code: "QUOTE_TEXT_LOST", records: 1 },
      { code: "BOUNDARY_FORGEABLE", records: null },
      { code: "ROWS_DROPPED_BY_TYPE", records: null },
      { code: "TIME_ZONE_UNSTATED", records: null },
      { code: "MEDIA_NOT_COPIED", records: null },
      { code: "PLACEHOLDER_ONLY", records: null },
    ]);
    const own = (await read(fixture("txt-private"))).export?.knownDefects.map(({ code }) => code);
    expect(own).not.toContain("TEXT_FIRST_LINE_LOST");
  });

  test("every line is in a record: what was written is what is read", async () => {
    const text = fc.string({ unit: fc.constantFrom("货", "款", " ", "|", ":", "-", "\n", "<", "1") });
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 8 }), async (texts) => {
        const lines = texts.map((words, at) => `1|老王:2023-05-06 10:11:0${at}:${words}\n`);
        const { messages, skipped } = await read({ "老王.txt": lines.join("") });
        expect(messages.map((one) => one.text ?? "")).toEqual(texts);
        expect(skipped).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });
});

describe("detection", () => {
  test("texts of other forms are not claimed", async () => {
    const files = {
      "a.txt": "2026-06-21 05:14:20 '王经理'\n好\n",
      "b.txt": "1|一|二\n2|三|四\n",
      "c.csv": "1,2,3\n",
      "d.txt": "1|老王:2023-05-06 10:11:12:好\n" + "2|列:2023-05-06 10:11|列\n".repeat(30),
    };
    expect(await claimsOf(files)).toEqual([]);
  });

  test("a text cut within its first message is still one", async () => {
    const claims = await claimsOf({ "x/老王": "419430449|老王:2023-05-06 10:13:40.120000:[Money" });
    expect(claims.map(({ entry, strength }) => [entry, strength])).toEqual([["x/老王", "structure"]]);
  });
});
