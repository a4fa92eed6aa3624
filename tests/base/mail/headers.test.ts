import { describe, expect, test } from "vitest";
import { decodedWords, headerText, mailHeaders, parameterised } from "../../../src/base/mail/headers.ts";
import { gb18030 } from "../../../fixtures/importers/memotrace-csv/gb18030.ts";

const word = (bytes: Buffer, charset: string) => `=?${charset}?B?${bytes.toString("base64")}?=`;

describe("header fields", () => {
  test("are unfolded, named without case, and counted where they repeat", () => {
    const headers = mailHeaders(Buffer.from("Received: a\r\nReceived: b\r\nSubject: one\r\n two\r\n\tthree\r\n"));
    expect(headers.get("received")).toEqual(["a", "b"]);
    expect(headerText(headers, "subject")).toBe("one two three");
    expect(headerText(headers, "date")).toBeNull();
  });

  test("that break the rule are read as UTF-8, or as GB18030", () => {
    expect(headerText(mailHeaders(Buffer.from("Subject: 聊天")), "subject")).toBe("聊天");
    expect(headerText(mailHeaders(Buffer.concat([Buffer.from("Subject: "), gb18030("聊天")])), "subject")).toBe("聊天");
  });
});

describe("encoded words", () => {
  test.each([
    ["=?utf-8?B?6IGK5aSp?= and more", "聊天 and more"],
    ["=?UTF-8?Q?a=5Fb_c=E8=81=8A?=", "a_b c聊"],
    [`${word(gb18030("聊天"), "gb2312")} ${word(gb18030("记录"), "GBK")}`, "聊天记录"],
    ["plain =?x", "plain =?x"],
    ["=?nobody-knows?B?6IGK?=", "聊"],
  ])("%s", (text, expected) => {
    expect(decodedWords(text)).toBe(expected);
  });

  test("of one charset are joined before they are read: a character may be cut in two", () => {
    const bytes = Buffer.from("聊天");
    expect(decodedWords(`${word(bytes.subarray(0, 4), "utf-8")}\r\n ${word(bytes.subarray(4), "utf-8")}`)).toBe("聊天");
  });
});

describe("parameters", () => {
  test.each([
    ['text/plain; charset="utf-8"; format=flowed', "charset", "utf-8"],
    ['attachment; filename="a\\"b;c.jpg"', "filename", 'a"b;c.jpg'],
    ["attachment; filename*=UTF-8''%E8%81%8A.jpg", "filename", "聊.jpg"],
    ["attachment; filename*0*=gb18030''%C1%C4; filename*1*=%CC%EC; filename*2=.jpg", "filename", "聊天.jpg"],
    ["attachment; filename==?utf-8?B?6IGKLmpwZw==?=", "filename", "聊.jpg"],
    ['attachment; filename="=?utf-8?B?6IGKLmpwZw==?="', "filename", "聊.jpg"],
  ])("%s", (text, name, expected) => {
    expect(parameterised(text).parameters.get(name)).toBe(expected);
  });

  test("leave the value in lower case", () => {
    expect(parameterised(" Text/HTML ; charset=x").value).toBe("text/html");
  });
});
