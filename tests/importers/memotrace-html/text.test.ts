import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { claimsOf, read } from "./reading.ts";

const EARLY =
  '2024-03-08 18:40:02 李四\n那批货我已经签收了\n\n2024-03-08 18:40:31 我\n[图片]\n\n2024-03-08 18:41:00 "李四" 撤回了一条消息\n\n';
const LATER = '2024-03-08 18:40:02 李四\n【图片】\n\n2024-03-08 18:41:00\n"李四" 撤回了一条消息';

describe("detection of texts", () => {
  test("tells 1.x from 3.x by what stands for pictures and how the file ends", async () => {
    const variant = async (text: string) => (await read({ "a.txt": text })).exports[0]?.variant;
    expect(await variant(EARLY)).toBe("TXT 1.x");
    expect(await variant(LATER)).toBe("TXT 3.x");
    expect(await variant("2024-03-08 18:40:02 李四\n在\n\n2024-03-08 18:40:05 我\n在的\n\n")).toBe("TXT 1.x");
    expect(await variant("2024-03-08 18:40:02 李四\n在\n\n2024-03-08 18:40:05 我\n在的")).toBe("TXT 3.x");
  });

  test("leaves logs, quoted names, other texts and masked training texts alone", async () => {
    expect(
      await claimsOf({
        "server.txt":
          "2024-03-08 18:40:02 INFO started\n2024-03-08 18:40:03 INFO ready\n2024-03-08 18:40:04 WARN slow\n",
        "weflow.txt": "2024-03-08 18:40:02 '李四'\n在吗\n\n2024-03-08 18:40:05 '我'\n在\n",
        "notes.txt": "备忘\n\n2024-03-08 18:40:02 李四\n",
        "empty.txt": "",
        "a_chat.txt": "********************2024-03-08********************\n李四: 在吗\n",
        "readme.md": "# 标题\n\n## 2024\n\n### 2024-02\n",
        "blob.txt": new Uint8Array([0, 1, 2, 3, 255, 254]),
      }),
    ).toEqual([]);
  });
});

describe("texts", () => {
  test("times are read in the zone of the run and say so", async () => {
    const { messages } = await read({ "a.txt": EARLY });
    expect(messages[0]).toMatchObject({
      sentAt: Date.UTC(2024, 2, 8, 10, 40, 2),
      sentAtText: "2024-03-08 18:40:02",
      timeBasis: "zone-assumed",
      timePrecision: "s",
      senderName: "李四",
      direction: "unknown",
    });
    expect(messages.map(({ kind }) => kind)).toEqual(["text", "image", "recall"]);
    expect(messages.map(({ kindBasis }) => kindBasis)).toEqual(["placeholder", "placeholder", "placeholder"]);
  });

  test("a boundary that goes back in time behind typed words is doubtful; every one behind words is counted", async () => {
    const forged = EARLY.replace("签收了\n\n", "签收了\n\n2023-01-01 08:00:00 王五\n我欠他十万\n\n");
    const { messages, exports, conversations } = await read({ "a.txt": forged });
    const doubtful = messages.filter(({ warnings }) => warnings.includes("BOUNDARY_FORGEABLE"));
    expect(doubtful.map(({ senderName }) => senderName)).toEqual(["王五"]);
    expect(exports[0]?.knownDefects).toContainEqual({ code: "BOUNDARY_FORGEABLE", records: 3 });
    expect(conversations[0]?.type).toBe("unknown");
  });

  test("blank lines inside a message stay, those of the layout do not", async () => {
    const { messages } = await read({
      "a.txt": "2024-03-08 18:40:02 李四\n一\n\n\n二\n\n2024-03-08 18:40:05 我\n三\n\n",
    });
    expect(messages.map(({ text }) => text)).toEqual(["一\n\n\n二", "三"]);
  });

  test("every header is a message, whatever people said", async () => {
    const body = fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => text.trim() !== "" && !/[\n\r]/.test(text) && !/^\d{4}-/.test(text)); // prettier-ignore
    await fc.assert(
      fc.asyncProperty(fc.array(body, { minLength: 1, maxLength: 8 }), async (bodies) => {
        const time = (at: number) => `2024-03-08 18:40:${String(at).padStart(2, "0")}`;
        const text = bodies.map((said, at) => `${time(at)} 李四\n${said}\n\n`).join("");
        const { messages, skipped } = await read({ "a.txt": text });
        expect(messages.length + skipped.length).toBe(bodies.length);
      }),
      { numRuns: 30 },
    );
  });

  test("a copy with other line ends or a byte order mark reads the same", async () => {
    const plain = (await read({ "a.txt": EARLY })).messages.map(({ text, sentAt }) => [text, sentAt]);
    for (const copy of [EARLY.replaceAll("\n", "\r\n"), `\uFEFF${EARLY}`]) {
      expect((await read({ "a.txt": copy })).messages.map(({ text, sentAt }) => [text, sentAt])).toEqual(plain);
    }
  });

  test("a line of thirty million characters costs its own message only", async () => {
    const { messages, skipped } = await read({ "a.txt": EARLY.replace("那批货", "长".repeat(30_000_000)) });
    expect([messages.length, skipped.map(({ reason }) => reason)]).toEqual([2, ["value-too-large"]]);
  });

  test("an impossible time is counted, not guessed", async () => {
    const { messages, skipped } = await read({ "a.txt": `${EARLY}2024-13-40 99:00:00 李四\n在\n\n` });
    expect([messages.length, skipped.map(({ reason }) => reason)]).toEqual([3, ["not-a-message"]]);
  });
});

describe("Markdown", () => {
  const HEAD = "## 2024\n\n### 2024-03\n\n#### 2024-03-08\n\n";

  test("the day comes from the heading, and the message says so", async () => {
    const { messages } = await read({
      "a.md": `${HEAD}**18:40:02 李四**: 在吗\n\n#### 2024-03-09\n\n**00:10:00 我**: 在\n\n`,
    });
    expect(messages.map(({ sentAt, sentAtText, warnings }) => [sentAt, sentAtText, warnings])).toEqual([
      [Date.UTC(2024, 2, 8, 10, 40, 2), "18:40:02", ["TIME_INHERITED"]],
      [Date.UTC(2024, 2, 8, 16, 10, 0), "00:10:00", ["TIME_INHERITED"]],
    ]);
  });

  test("typed words are escaped, so neither a label nor a header in them is taken for one", async () => {
    const typed = "\\[文件\\]\n\\*\\*18:41:00 王五\\*\\*: 欠条";
    const { messages, exports } = await read({
      "a.md": `${HEAD}**18:40:02 李四**: ${typed}\n\n**18:42:00 我**: [文件]\n\n`,
    });
    expect(messages.map(({ kind, text }) => [kind, text])).toEqual([
      ["text", "[文件]\n**18:41:00 王五**: 欠条"],
      ["file", "[文件]"],
    ]);
    expect(exports[0]?.knownDefects.some(({ code }) => code === "BOUNDARY_FORGEABLE")).toBe(false);
  });
});
