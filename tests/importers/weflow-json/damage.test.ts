import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SourceError } from "../../../src/base/errors.ts";
import { memorySource } from "../../support/memory-source.ts";
import { chatOf, claimsOf, Read, readChat } from "./reading.ts";

function errorOf(content: string | Uint8Array): SourceError {
  try {
    new Read(memorySource({ "a.json": content }));
  } catch (error) {
    if (error instanceof SourceError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("a file of its own that is broken", () => {
  test("breaks off: the error names file, byte and what was expected", () => {
    const content = chatOf({ content: "第一条" }, { content: "第二条" });
    const cut = Buffer.from(content).subarray(0, -40);
    const error = errorOf(cut);
    expect(error).toMatchObject({ code: "JSON_TRUNCATED", facts: { path: "a.json", byte: cut.length } });
    expect(error.hint.zh).toContain("重新拷贝");
  });

  test("every truncation that is claimed at all is refused", () => {
    const bytes = Buffer.from(chatOf({}, { content: "后半" }));
    for (let length = 1; length < bytes.length; length++) {
      const source = memorySource({ "a.json": bytes.subarray(0, length) });
      const [claim] = claimsOf(source);
      if (claim) expect(() => new Read(source, claim)).toThrow(SourceError);
    }
  });

  test.each([
    ["zero bytes at its end", `${chatOf({})}\0\0\0\0`, "JSON_NUL_BYTES"],
    ["something behind it", `${chatOf({})}{}`, "JSON_TRAILING"],
    ["no list of messages", '{"weflow":{"version":"1"},"session":{}}', "WEFLOW_SHAPE"],
    ["messages that are no list", '{"weflow":{},"session":{},"messages":{"a":1}}', "WEFLOW_SHAPE"],
    ["messages that are null", '{"weflow":{},"session":{},"messages":null}', "WEFLOW_SHAPE"],
    ["UTF-16", Buffer.from(`\ufeff${chatOf({})}`, "utf16le"), "JSON_UTF16"],
    ["a bracket of the wrong kind", chatOf({}).replace("]}", "}]"), "JSON_MALFORMED"],
  ])("has %s", (_, content, code) => {
    expect(errorOf(content).code).toBe(code);
  });
});

describe("rows that cannot be read", () => {
  test("are skipped one by one, with place, reason and beginning", () => {
    const read = readChat({ localId: 1 }, '{"localId":2,"content":}', "42", "null", '["a"]', '{"x":1}', { localId: 7 });
    expect(read.messages().map(({ exporterIndex }) => exporterIndex)).toEqual(["1", "7"]);
    expect(read.of("skipped").map(({ reason, raw, at }) => [reason, raw, at.pointer])).toEqual([
      ["malformed-json", '{"localId":2,"content":}', "/messages/1"],
      ["not-a-message", "42", "/messages/2"],
      ["not-a-message", "null", "/messages/3"],
      ["not-a-message", '["a"]', "/messages/4"],
      ["not-a-message", '{"x":1}', "/messages/5"],
    ]);
  });

  test("any change of one byte keeps all rows, skips one aloud, or refuses the file", () => {
    const bytes = Buffer.from(chatOf({ content: "甲，乙" }, { content: "丙" }, { content: "丁" }));
    const from = bytes.indexOf('"messages":[') + 12;
    fc.assert(
      fc.property(
        fc.integer({ min: from, max: bytes.length - 3 }),
        fc.constantFrom(...Buffer.from('x0 "\\,:\xff')),
        (at, byte) => {
          const changed = Buffer.from(bytes);
          changed[at] = byte;
          try {
            const read = new Read(memorySource({ "a.json": changed }));
            expect(read.of("message").length === 3 || read.of("skipped").length > 0).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(SourceError);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("fields that are not as they should be", () => {
  test("a server id that comes as a number keeps its digits, and is doubted where they are those of a double", () => {
    const row = (localId: number, id: string) =>
      `{"localId":${localId},"createTime":1781990000,"content":"好","platformMessageId":${id}}`;
    const read = readChat(row(1, "5520013399120045511"), row(2, "5520013399120046000"), row(3, "5520013399120045"));
    expect(read.row(1)).toMatchObject({ serverId: "5520013399120045511", warnings: [] });
    expect(read.row(2)).toMatchObject({ serverId: "5520013399120046000", warnings: ["SVRID_ROUNDED"] });
    expect(read.row(3)).toMatchObject({ serverId: "5520013399120045", warnings: [] });
    expect(read.export()?.serverIdOrigin).toBe("through-double");
    expect(read.of("defect").map(({ defect }) => defect)).toContainEqual({ code: "SVRID_ROUNDED", records: 1 });
    expect(readChat(row(1, "5520013399120045511")).export()?.serverIdOrigin).toBe("exact");
  });

  test.each(["5.52e18", "abc", "-1"])("a server id %s is no id, but is kept", (id) => {
    const { serverId, extra } = readChat({ platformMessageId: id }).row(1);
    expect([serverId, extra?.["platformMessageId"]]).toEqual([null, `"${id}"`]);
  });

  test("no server id is null", () => {
    const read = readChat(
      { platformMessageId: "0" },
      { localId: 2, platformMessageId: "" },
      { localId: 3, platformMessageId: null },
    );
    expect(read.messages().map(({ serverId }) => serverId)).toEqual([null, null, null]);
    expect(read.export()).toMatchObject({ serverIdOrigin: "none" });
  });

  test("a time in milliseconds or as text is read and said", () => {
    const read = readChat(
      { createTime: 1781990000123 },
      { localId: 2, createTime: "1781990000" },
      { localId: 3, createTime: 1781990000000 },
    );
    expect(read.row(1)).toMatchObject({ sentAt: 1781990000123, timePrecision: "ms", timeBasis: "epoch" });
    expect(read.row(1).warnings).toContain("TIME_IN_MILLISECONDS");
    expect(read.row(2)).toMatchObject({ sentAt: 1781990000000, timePrecision: "s" });
    expect(read.row(2).warnings).toContain("TIME_AS_TEXT");
    expect(read.row(3)).toMatchObject({ sentAt: 1781990000000, timePrecision: "s" });
  });

  test.each([[null], [0], ["昨天"], [-5], [{ a: 1 }], [true], ["1e9"]])(
    "a time %j is none; the row and what stood there are kept",
    (createTime) => {
      const { sentAt, timeBasis, sentAtText, warnings, extra } = readChat({ createTime }).row(1);
      expect({ sentAt, timeBasis, sentAtText }).toEqual({
        sentAt: null,
        timeBasis: "none",
        sentAtText: "2026-06-21 05:13:20",
      });
      expect(warnings).toContain("TIME_UNREADABLE");
      expect(extra?.["createTime"]).toBe(createTime === null ? undefined : JSON.stringify(createTime));
    },
  );

  test("a text of another type is kept beside and said", () => {
    const read = readChat({ content: { a: 1 } }, { localId: 2, content: 42 }, { localId: 3, content: null });
    expect(read.row(1)).toMatchObject({ text: null, extra: { content: '{"a":1}' } });
    expect(read.row(1).warnings).toContain("FIELD_TYPE_UNEXPECTED");
    expect(read.row(2).text).toBe("42");
    expect(read.row(3)).toMatchObject({ text: null, warnings: [] });
  });

  test.each([
    ["1", "sent"],
    [true, "sent"],
    ["0", "received"],
    [2, "unknown"],
    [null, "unknown"],
    [[1], "unknown"],
  ])("isSend %j is %s", (isSend, direction) => {
    expect(readChat({ isSend }).row(1).direction).toBe(direction);
  });

  test("where word and code name different kinds the code stands and it is said", () => {
    const row = readChat({ type: "转账消息", localType: 1 }).row(1);
    expect(row).toMatchObject({ kind: "text", kindBasis: "code", extra: { type: '"转账消息"' } });
    expect(row.warnings).toContain("TYPE_WORD_DISAGREES");
  });

  test.each([
    [undefined, "转账消息", "transfer", "word"],
    [49, "文件消息", "file", "word"],
    [undefined, undefined, "unknown", "none"],
    [424242, undefined, "unknown", "code"],
    [undefined, "新鲜事", "unknown", "none"],
  ])("type code %s and word %s make %s by %s", (localType, type, kind, kindBasis) => {
    expect(readChat({ localType, type }).row(1)).toMatchObject({ kind, kindBasis });
  });

  test("a repeated key keeps the later value and shows the earlier one", () => {
    const read = readChat('{"localId":1,"createTime":1781990000,"localType":1,"content":"欠五万","content":"欠五千"}');
    expect(read.row(1)).toMatchObject({ text: "欠五千" });
    expect(read.row(1).warnings).toContain("DUPLICATE_KEY");
    expect(read.of("repair")).toMatchObject([
      { code: "duplicate-key", detail: '"content": "欠五万"', at: { pointer: "/messages/0" } },
    ]);
  });

  test("a repeated list of messages is read whole", () => {
    const content = chatOf({ content: "一" }).replace(/}$/, ',"messages":[{"createTime":1781990001,"content":"二"}]}');
    const read = new Read(memorySource({ "a.json": content }));
    expect(read.messages().map(({ text }) => text)).toEqual(["一", "二"]);
    expect(read.of("repair")).toMatchObject([{ code: "duplicate-key", at: { pointer: "/messages" } }]);
  });

  test("bytes that are no text are placed and read around", () => {
    const content = Buffer.from(chatOf({ content: "货款@已付" }));
    content[content.indexOf("@")] = 0xff;
    const read = new Read(memorySource({ "a.json": content }));
    expect(read.row(1).text).toBe("货款\ufffd已付");
    expect(read.row(1).warnings).toContain("UNDECODABLE_BYTES");
    expect(read.of("repair")).toMatchObject([
      { code: "undecodable-bytes", at: { byte: content.indexOf(0xff) }, detail: "0xff" },
    ]);
  });

  test("a lone surrogate in a cut-off text survives", () => {
    expect(readChat('{"createTime":1781990000,"localId":1,"content":"好\\ud83d"}').row(1).text).toBe("好\ud83d");
  });

  test("a key called __proto__ is a field like any other", () => {
    const { extra } = readChat('{"createTime":1781990000,"localId":1,"__proto__":{"polluted":1}}').row(1);
    expect(Object.entries(extra ?? {})).toEqual([["__proto__", '{"polluted":1}']]);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test("a header with fields of wrong types is read as far as it goes", () => {
    const content =
      '{"weflow":{"version":["1"],"generator":"WeFlow","exportedAt":"1782000000"},"session":[],"messages":[]}';
    const read = new Read(memorySource({ "texts/甲_全部时间_2.json": content }));
    expect(read.export()).toMatchObject({
      claimedVersion: null,
      claimedTool: "WeFlow",
      exportedAt: 1782000000000,
      statedRange: "全部时间",
    });
    expect(read.of("conversation")[0]?.facts).toMatchObject({ type: "unknown", talker: null, title: "甲_全部时间_2" });
    expect(read.of("repair").map(({ code, at }) => [code, at.pointer])).toEqual([
      ["unexpected-type", "/session"],
      ["unexpected-type", "/weflow/version"],
    ]);
  });
});

describe("an export without messages", () => {
  test("is read, and provides nothing but what its header states", () => {
    const read = readChat();
    expect(read.messages()).toEqual([]);
    expect(read.export()).toMatchObject({
      provides: ["stated-count"],
      owner: null,
      ownerBasis: null,
      serverIdOrigin: "none",
    });
  });
});

describe("whose account it is", () => {
  test("is unknown where sent rows name several", () => {
    const read = readChat({ isSend: 1, senderUsername: "wxid_me" }, { isSend: 1, senderUsername: "wxid_other" });
    expect(read.export()).toMatchObject({ owner: null, ownerBasis: null });
  });

  test("is not taken from notices", () => {
    const read = readChat({ isSend: 1, senderUsername: "wxid_aa", localType: 10000, content: "你撤回了一条消息" });
    expect(read.export()?.owner).toBeNull();
    expect(read.row(1)).toMatchObject({ kind: "recall", recall: { byName: "你" }, extra: { isSend: "1" } });
  });
});
