import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EvidenceError } from "../../../src/base/errors.ts";
import { pywxdump } from "../../../src/importers/pywxdump/index.ts";
import { pythonLiteral } from "../../../src/importers/pywxdump/python-literal.ts";
import { readerOf } from "../../support/reading.ts";

const PEER = "wxid_wuzonghm77kk";
const P1 = "MsgSvrID,type_name,is_sender,talker,room_name,content,CreateTime";
const P2 = `id,${P1}`;
const P3 = "id,MsgSvrID,type_name,is_sender,talker,room_name,msg,src,CreateTime";

const { claimsOf, read } = readerOf(pywxdump);

/** Rows of P3 numbered from `first`. */
function rows(first: number, count: number): string {
  const lines = Array.from({ length: count }, (_, at) => {
    const id = first + at;
    return `${id},44588120093377${String(id).padStart(5, "0")},文本,0,${PEER},${PEER},第${id}条,,2024-09-01 08:12:44`;
  });
  return [P3, ...lines].map((line) => `${line}\r\n`).join("");
}

describe("page files", () => {
  test("of one chat are one export with one conversation, in the order of their numbers", async () => {
    const files = {
      [`${PEER}_0_5000.csv`]: rows(1, 5000),
      [`${PEER}_5000_10000.csv`]: rows(5001, 5000),
      [`${PEER}_10000_15000.csv`]: rows(10001, 12),
    };
    const { exports, conversations, messages, repairs } = await read(files);
    expect(exports).toMatchObject([
      { entry: `${PEER}_0_5000.csv`, filesUsed: Object.keys(files).sort(), variant: "P3" },
    ]);
    expect(conversations).toMatchObject([{ talker: PEER, messageCount: 10_012, statedMessageCount: null }]);
    expect(messages.map(({ exporterIndex }) => Number(exporterIndex))).toEqual(messages.map((_, at) => at + 1));
    expect(messages[5000]?.locator).toMatchObject({ path: `${PEER}_5000_10000.csv`, row: 1, line: 2 });
    expect(repairs).toMatchObject([]);
  });

  test("a missing one is told by name, also the first", async () => {
    const { exports, repairs } = await read({
      [`${PEER}_5000_10000.csv`]: rows(5001, 5000),
      [`${PEER}_15000_20000.csv`]: rows(15001, 3),
    });
    expect(exports).toHaveLength(1);
    expect(repairs).toMatchObject([
      { code: "page-missing", detail: `${PEER}_0_5000.csv` },
      { code: "page-missing", detail: `${PEER}_10000_15000.csv` },
    ]);
    expect(exports[0]?.provides).toContain("dense-exporter-index");
  });

  test("two exports of one chat in one folder stay two", async () => {
    const { exports, conversations } = await read({ [`${PEER}_0_4.csv`]: rows(1, 3), [`${PEER}_0_6.csv`]: rows(1, 5) });
    expect(exports).toHaveLength(2);
    expect(conversations.map(({ statedMessageCount }) => statedMessageCount)).toEqual([3, 5]);
  });

  test("the name of a single page states the count, a full one and one of a service account none", async () => {
    expect((await read({ [`${PEER}_0_9.csv`]: rows(1, 3) })).conversations[0]?.statedMessageCount).toBe(8);
    expect((await read({ [`${PEER}_0_3.csv`]: rows(1, 3) })).conversations[0]?.statedMessageCount).toBeNull();
    const official = rows(1, 3).replaceAll(PEER, "gh_a1b2c3d4e5f6");
    expect((await read({ "gh_a1b2c3d4e5f6_0_9.csv": official })).conversations[0]?.statedMessageCount).toBeNull();
  });

  test("numbered pages of P1 miss one by name", async () => {
    const line = `1,文本,0,${PEER},${PEER},{"src": "", "msg": "好"},2024-01-01 10:00:00`;
    const { repairs } = await read({ [`${PEER}_0.csv`]: `${P1}\n${line}\n`, [`${PEER}_2.csv`]: `${P1}\n${line}\n` });
    expect(repairs).toMatchObject([{ code: "page-missing", detail: `${PEER}_1.csv` }]);
  });

  test("a chat id that ends in a number is no page number", async () => {
    const text = rows(1, 2).replaceAll(PEER, "wxid_123");
    expect((await read({ "wxid_123.csv": text })).repairs).toEqual([]);
  });
});

describe("P1 and P2", () => {
  test("unquoted JSON keeps its commas, quotes and escaped line breaks", async () => {
    const words = '他说"好的, 没问题",{x}\n第二行';
    const content = JSON.stringify({ src: "a,b", msg: words });
    const line = `4458812009337712044,文本,1,我,${PEER},${content},2024-01-01 10:00:00`;
    const { messages, skipped, repairs } = await read({ "a.csv": `${P1}\n${line}\n` });
    expect(messages).toMatchObject([
      { text: words, serverId: "4458812009337712044", exporterIndex: null, direction: "sent", senderName: "我" },
    ]);
    expect(messages[0]?.extra["src"]).toBe("a,b");
    expect([skipped, repairs]).toEqual([[], []]);
  });

  test("any text survives both ways of writing it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme" }), async (msg) => {
        const json = JSON.stringify({ src: "", msg });
        const quoted = `"${json.replaceAll('"', '""')}"`;
        const line = (content: string) => `1,44,文本,0,${PEER},${PEER},${content},2024-01-01 10:00:00`;
        const { messages } = await read({ "a.csv": `${P2}\n${line(json)}\n${line(quoted)}\n` });
        expect(messages.map(({ text }) => text ?? "")).toEqual([msg, msg]);
      }),
      { numRuns: 60 },
    );
  });

  test("line ends doubled by Windows are no damage", async () => {
    const line = `1,44,文本,0,${PEER},${PEER},"{""src"": """", ""msg"": ""好""}",2024-01-01 10:00:00`;
    const { messages, repairs } = await read({ "a.csv": `${P2}\r\r\n${line}\r\r\n` });
    expect(messages).toHaveLength(1);
    expect(repairs).toMatchObject([]);
  });

  test("content that is no JSON is kept as found", async () => {
    const { messages } = await read({
      "a.csv": `${P1}\n44,文本,0,${PEER},${PEER},{"msg": "改"过},2024-01-01 10:00:00\n`,
    });
    expect(messages).toMatchObject([{ text: '{"msg": "改"过}', warnings: ["CONTENT_UNREADABLE"] }]);
  });
});

describe("damaged and hostile input", () => {
  test("kept and skipped are together the rows written", async () => {
    const good = `1,44,文本,0,${PEER},${PEER},好,,2024-01-01 10:00:00`;
    const lines = [good, "坏行", `${good},more`, good, "2,45,文本,0"];
    const { messages, skipped } = await read({ "a.csv": [P3, ...lines].map((line) => `${line}\r\n`).join("") });
    expect(messages.length + skipped.length).toBe(lines.length);
    expect(skipped.map(({ reason }) => reason)).toEqual([
      "wrong-field-count",
      "wrong-field-count",
      "wrong-field-count",
    ]);
  });

  test("a file cut off in the middle of a record says so", async () => {
    const { repairs } = await read({ "a.csv": rows(1, 3).slice(0, -10) });
    expect(repairs.map(({ code }) => code)).toContain("last-line-open");
  });

  test("a page whose list is cut off is refused with file and place", async () => {
    const page = `localStorage.setItem('isUseLocalData', 't')\nconst local_msg_list = [{"id":1,"MsgSvrID":"1"`;
    await expect(read({ "data.js": page })).rejects.toMatchObject({ code: "JSON_TRUNCATED" });
    await expect(read({ "data.js": "localStorage.setItem('isUseLocalData', 't')\n" })).rejects.toThrow(EvidenceError);
  });

  test("a page is read and never run", async () => {
    const row = { id: 1, MsgSvrID: "44", type_name: "文本", is_sender: 0, talker: PEER, room_name: PEER, msg: "\nconst local_msg_list = []", src: "", extra: {}, CreateTime: "2024-01-01 10:00:00", __proto__x: 1 }; // prettier-ignore
    const page = [
      "localStorage.setItem('isUseLocalData', 't')  //  't' : 'f' ",
      "const local_msg_count = 1",
      "throw new Error('run')",
      "const local_mywxid = 'wxid_zhoulvshi01me' ",
      "const local_user_list = {} ",
      `const local_msg_list = ${JSON.stringify([row])} `,
      "",
    ].join("\n");
    const { messages, exports, conversations } = await read({ "x/data.js": page });
    expect(messages).toMatchObject([
      { text: "\nconst local_msg_list = []", locator: { pointer: "/local_msg_list/0" } },
    ]);
    expect(exports).toMatchObject([{ owner: "wxid_zhoulvshi01me", ownerBasis: "stated", variant: "html" }]);
    expect(conversations[0]?.statedMessageCount).toBe(1);
  });

  test("a line of many megabytes is skipped and the next one read", async () => {
    const good = `44,文本,0,${PEER},${PEER},{"src": "", "msg": "好"},2024-01-01 10:00:00`;
    const { messages, skipped } = await read({ "a.csv": `${P1}\n${"x".repeat(18 << 20)}\n${good}\n` });
    expect(messages).toHaveLength(1);
    expect(skipped).toMatchObject([{ reason: "value-too-large" }]);
  });
});

describe("detection", () => {
  test("leaves the table of WeFlow's WeClone output, other arrays and the viewer's scripts alone", async () => {
    const files = {
      "a.csv": "id,MsgSvrID,type_name,is_sender,talker,msg,src,CreateTime\r\n",
      "b.json": '[{"seq":1,"talker":"a","time":""}]',
      "users.json": '{"wxid_a":{"wxid":"wxid_a"}}',
      "assets/index.js": "var a=1;localStorage.getItem('isUseLocalData')",
    };
    expect(await claimsOf(files)).toEqual([]);
  });

  test("ids rounded by a spreadsheet are no ids any more", async () => {
    const text = `${P3}\r\n1,4.45881E+18,文本,0,${PEER},${PEER},好,,2024/9/1 8:12\r\n`;
    const { messages, repairs } = await read({ "a.csv": text });
    expect(messages).toMatchObject([{ serverId: null, extra: { MsgSvrID: "4.45881E+18" } }]);
    expect(messages[0]?.timePrecision).toBe("min");
    expect(repairs.map(({ code }) => code)).toEqual(["resaved-number", "resaved-date"]);
  });
});

describe("the record of a merged forward", () => {
  test.each([
    ["{'a': '它\\'s', \"b\": [1, -2.5, True, None]}", '{"a":"它\'s","b":[1,-2.5,true,null]}'],
    ["{'\\u4f60': '\\x41\\n'}", '{"你":"A\\n"}'],
  ])("%s is read", async (text, json) => {
    const { printJson } = await import("../../../src/base/json-reader.ts");
    const value = pythonLiteral(text);
    expect(value === null ? null : printJson(value)).toBe(json);
  });

  test.each([["{'a': __import__('os')}"], ["{'a'"], ["{'a': 1} x"], ["[".repeat(10_000)], ["{1: 2}"]])(
    "%s is none",
    (text) => {
      expect(pythonLiteral(text)).toBeNull();
    },
  );
});
