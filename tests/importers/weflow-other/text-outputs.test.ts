import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { linesOf } from "../../../src/importers/weflow-other/lines.ts";
import { weflowOther } from "../../../src/importers/weflow-other/index.ts";
import { readerOf } from "../../support/reading.ts";

const { claimsOf, fixture, read } = readerOf(weflowOther);

const block = (time: string, name: string, text: string) => `2026-06-21 ${time} '${name}'\n${text}\n\n`;

describe("TXT", () => {
  test("a block is a message with the content as written, blank lines included", async () => {
    const { messages, skipped, conversation } = await read({
      "私聊_王经理.txt": block("05:14:20", "王经理", "第一行\n\n第三行") + block("05:15:00", "我", "好"),
    });
    expect(messages.map(({ text, direction, senderName }) => [text, direction, senderName])).toEqual([
      ["第一行\n\n第三行", "received", "王经理"],
      ["好", "sent", "我"],
    ]);
    expect(skipped).toEqual([]);
    expect(conversation).toMatchObject({ title: "王经理", type: "private", talker: null });
  });

  test("times are read in the zone of the run, and the assumption is on every message", async () => {
    const { messages } = await read({ "a.txt": block("05:14:20", "我", "好") });
    expect(messages[0]).toMatchObject({ sentAt: 1_781_990_060_000, timeBasis: "zone-assumed", timePrecision: "s" });
  });

  test("a header-like line that follows no blank line stays text and the record says it could be doubted", async () => {
    const pasted = "看这个：\n2026-05-01 09:00:00 '李梅'\n货款我先垫";
    const { messages, export: made } = await read({
      "a.txt": block("05:14:20", "王经理", pasted) + block("05:15:00", "我", "好"),
    });
    expect(messages.map(({ text }) => text)).toEqual([pasted, "好"]);
    expect(messages[0]?.warnings).toContain("BOUNDARY_FORGEABLE");
    expect(messages[1]?.warnings).not.toContain("BOUNDARY_FORGEABLE");
    expect(made?.knownDefects).toContainEqual({ code: "BOUNDARY_FORGEABLE", records: 1 });
  });

  test("a pasted block with an earlier time is told apart as doubtful", async () => {
    const { messages } = await read(fixture("txt-group"));
    const doubtful = messages.filter(({ warnings }) => warnings.includes("BOUNDARY_FORGEABLE"));
    expect(doubtful.map(({ text }) => text)).toEqual(["货款我先垫"]);
  });

  test("kinds rest on words anybody can type, and say so", async () => {
    const { messages } = await read(fixture("txt-private"));
    expect(new Set(messages.map(({ kindBasis }) => kindBasis))).toEqual(new Set(["placeholder", "none"]));
    const transfer = messages.find(({ kind }) => kind === "transfer");
    expect(transfer?.transfer).toMatchObject({ amountFen: 500_000, memo: "首期", state: "unknown" });
    expect(transfer?.warnings).toEqual(["TRANSFER_STATE_UNRELIABLE", "TRANSFER_LABEL_FALSE", "SENDER_IS_PEER_HEADER"]);
  });

  test("a notice under the other side's name has no sender", async () => {
    const { messages } = await read(fixture("txt-private"));
    const recall = messages.find(({ kind }) => kind === "recall");
    expect(recall).toMatchObject({
      sender: null,
      direction: "unknown",
      extra: { 标题行: "王经理" },
      recall: { byName: "王建国" },
    });
  });

  test("lines before the first message are skipped, not lost", async () => {
    const { messages, skipped } = await read({
      "a.txt": `  ${block("05:14:20", "我", "甲")}${block("05:15:00", "我", "乙")}`,
    });
    expect(messages.map(({ text }) => text)).toEqual(["乙"]);
    expect(skipped.map(({ reason, raw }) => [reason, raw])).toEqual([
      ["not-a-message", "  2026-06-21 05:14:20 '我'"],
      ["not-a-message", "甲"],
    ]);
  });

  test("a message beyond all bounds is skipped and the next one read", async () => {
    const { messages, skipped } = await read({
      "a.txt": block("05:14:20", "我", "长".repeat(5 << 20)) + block("05:15:00", "我", "好"),
    });
    expect(messages.map(({ text }) => text)).toEqual(["好"]);
    expect(skipped.map(({ reason }) => reason)).toEqual(["value-too-large"]);
  });

  test("other texts with times are nobody's here", async () => {
    expect(await claimsOf({ "a.txt": "2026-06-21 05:14:20 王经理\n好\n\n" })).toEqual([]);
    expect(await claimsOf({ "a.txt": `${block("05:14:20", "我", "好")}2026-06-21 05:14:20 王经理\n好\n\n` })).toEqual(
      [],
    );
    expect(await claimsOf({ "a.txt": "", "b.bin": Uint8Array.of(0, 1, 2, 3) })).toEqual([]);
  });

  test("where text is cut into pieces plays no part in its lines", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "\n", "\r\n", "字") }), fc.nat({ max: 7 }), (text, size) => {
        const pieces = size === 0 ? [text] : (text.match(new RegExp(`[^]{1,${size}}`, "g")) ?? []);
        const expected = text.split("\n");
        if (expected.at(-1) === "") expected.pop();
        expect([...linesOf(pieces)].map((line) => line.text)).toEqual(expected.map((line) => line.replace(/\r$/, "")));
      }),
    );
  });
});

describe("Markdown", () => {
  test("what looks like a heading in a text was escaped and stays in its message", async () => {
    const { messages } = await read(fixture("markdown-private"));
    expect(messages.at(-1)).toMatchObject({ text: "## 2026-06-21 05:14:20 王经理\n\n这是粘贴的", direction: "sent" });
    expect(messages.flatMap(({ warnings }) => warnings)).not.toContain("BOUNDARY_FORGEABLE");
  });

  test("a heading that is not escaped can have been written by anybody", async () => {
    const file =
      "# 王经理\n\n- 会话ID: `wxid_aa`\n- 会话类型: 私聊\n- 消息数量: 1\n- 导出工具: WeFlow\n\n---\n\n## 2026-06-21 05:14:20 王经理\n\n好\n\n";
    const { messages, conversation } = await read({ "a.md": file });
    expect(messages[0]?.warnings).toContain("BOUNDARY_FORGEABLE");
    expect(conversation).toMatchObject({ talker: "wxid_aa", type: "private", statedMessageCount: 1, messageCount: 1 });
  });

  test("pictures, links, quotes and files are known by marks people cannot type", async () => {
    const { messages } = await read(fixture("markdown-private"));
    const of = (kind: string) => messages.find((m) => m.kind === kind);
    expect(of("image")).toMatchObject({ kindBasis: "word", attachments: [{ state: "present" }] });
    expect(of("link")).toMatchObject({
      kindBasis: "word",
      text: "钢筋行情周报",
      extra: { 链接: "https://example.com/a?b=1" },
    });
    expect(of("quote")).toMatchObject({
      kindBasis: "word",
      text: "按这个价",
      quote: { sender: "李梅", text: "每吨3980元" },
    });
    expect(of("file")).toMatchObject({ attachments: [{ state: "present", name: "钢筋采购合同.pdf" }] });
  });

  test("the stated count is kept beside the counted one", async () => {
    const { conversation, export: made } = await read(fixture("markdown-group"));
    expect(conversation).toMatchObject({ statedMessageCount: 6, messageCount: 5, skippedCount: 0 });
    expect(made?.provides).toContain("stated-count");
  });
});
