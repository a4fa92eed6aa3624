import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { partBytes, partText } from "../../../src/base/mail/content.ts";
import { looksLikeMail, readMail, type MailPart } from "../../../src/base/mail/parts.ts";
import { gb18030 } from "../../../fixtures/importers/memotrace-csv/gb18030.ts";

const view = (bytes: Buffer) => ({
  sizeBytes: bytes.length,
  read: (position: number, length: number) => bytes.subarray(position, position + length),
});
const contentOf = (bytes: Buffer, part: MailPart) => Buffer.concat([...partBytes(view(bytes), part)]);
const textOf = (bytes: Buffer, part: MailPart) => [...partText(view(bytes), part, "a.eml", () => undefined)].join("");

/** A mail of parts, each with its header lines and its body as it stands. */
function mixed(parts: readonly (readonly [header: string, body: string])[], boundary = "b1", end = "\r\n"): Buffer {
  const lines = [
    "From: a@example",
    "To: b@example",
    "Date: x",
    `Content-Type: multipart/mixed; boundary="${boundary}"`,
    "",
  ];
  for (const [header, body] of parts) lines.push(`--${boundary}`, header, "", body);
  return Buffer.from([...lines, `--${boundary}--`, ""].join(end));
}

describe("parts of a mail", () => {
  test.each(["\r\n", "\n"])("are found with line end %j", (end) => {
    const bytes = mixed(
      [
        ["Content-Type: text/plain", "words"],
        ["Content-Type: image/jpeg; name=a.jpg", "AAAA"],
      ],
      "b1",
      end,
    );
    const { parts } = readMail(view(bytes));
    expect(parts.map(({ number, type, name, isAttachment }) => [number, type, name, isAttachment])).toEqual([
      ["1", "text/plain", null, false],
      ["2", "image/jpeg", "a.jpg", true],
    ]);
    expect(parts.map((part) => contentOf(bytes, part).toString())).toEqual(["words", "AAAA"]);
  });

  test("within parts are numbered by their place", () => {
    const inner = [
      "--in",
      "Content-Type: text/plain",
      "",
      "p",
      "--in",
      "Content-Type: text/html",
      "",
      "h",
      "--in--",
    ].join("\r\n");
    const bytes = mixed([
      ['Content-Type: multipart/alternative; boundary="in"', inner],
      ["Content-Type: text/plain; name=n.txt", "x"],
    ]);
    expect(readMail(view(bytes)).parts.map(({ number }) => number)).toEqual(["1.1", "1.2", "2"]);
  });

  test("of a boundary that begins as another are kept apart", () => {
    const inner = ["--b12", "", "in the inner", "--b12--"].join("\r\n");
    const bytes = mixed(
      [
        ["Content-Type: multipart/mixed; boundary=b12", inner],
        ["X: 1", "outer"],
      ],
      "b1",
    );
    const { parts } = readMail(view(bytes));
    expect(parts.map((part) => contentOf(bytes, part).toString())).toEqual(["in the inner", "outer"]);
  });

  test("that do not end reach to the end of the file", () => {
    const bytes = Buffer.from("From: a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nwords that end");
    const { parts } = readMail(view(bytes));
    expect(parts.map((part) => contentOf(bytes, part).toString())).toEqual(["words that end"]);
  });

  test("of a mail with one body are that body", () => {
    const bytes = Buffer.from("From: a\r\nSubject: s\r\n\r\nwords\r\n");
    expect(readMail(view(bytes)).parts).toMatchObject([{ number: "1", type: "text/plain", isAttachment: false }]);
  });

  test("do not nest without end", () => {
    const deep = Array.from(
      { length: 60 },
      (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\n\n--b${i}\n`,
    ).join("");
    expect(readMail(view(Buffer.from(`From: a\n${deep}\nx`))).parts).toHaveLength(1);
  });

  test("lie within the file for any bytes", () => {
    const sample = mixed([
      ["Content-Type: text/plain", "words"],
      ["Content-Transfer-Encoding: base64", "AAAA"],
    ]);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(sample.length - 1), fc.nat(255)), { maxLength: 6 }),
        fc.nat(sample.length),
        (changes, length) => {
          const bytes = Buffer.from(sample);
          for (const [at, byte] of changes) bytes[at] = byte;
          const cut = bytes.subarray(0, length);
          for (const part of readMail(view(cut)).parts) {
            expect(part.start).toBeLessThanOrEqual(part.end);
            expect(part.end).toBeLessThanOrEqual(cut.length);
            contentOf(cut, part);
          }
        },
      ),
    );
  });
});

describe("content of a part", () => {
  const part = (encoding: string, length: number, charset: string | null = null): MailPart => ({
    number: "1", type: "text/plain", charset, encoding, name: null, isAttachment: false, start: 0, end: length,
  }); // prettier-ignore

  test("in base64 is what was put in, whatever the line breaks, also over block borders", () => {
    const content = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 7) & 255));
    const bytes = Buffer.from(content.toString("base64").replace(/.{76}/g, "$&\r\n"));
    expect(contentOf(bytes, part("base64", bytes.length)).equals(content)).toBe(true);
  });

  test("quoted-printable is what was put in, over block borders too", () => {
    const content = "聊天记录 = 一行\r\n".repeat(9000);
    const coded = [...Buffer.from(content)]
      .map((byte) =>
        byte === 13 || byte === 10 || (byte > 31 && byte < 127 && byte !== 61)
          ? String.fromCharCode(byte)
          : `=${byte.toString(16).toUpperCase().padStart(2, "0")}`,
      )
      .join("");
    const bytes = Buffer.from(coded.replace(/((?:=[0-9A-F]{2}|[^\r\n=]){30})/g, "$1=\r\n"));
    expect(contentOf(bytes, part("quoted-printable", bytes.length)).toString()).toBe(content);
  });

  test("quoted-printable loses blanks at the ends of lines and keeps what is no code", () => {
    const bytes = Buffer.from("a  \r\nb=\r\nc =ZZ =e8=81=8a");
    expect(contentOf(bytes, part("quoted-printable", bytes.length)).toString()).toBe("a\r\nbc =ZZ 聊");
  });

  test("is text in the charset stated, or by its bytes where none is", () => {
    const bytes = gb18030("聊天记录，请查收");
    expect(textOf(bytes, part("8bit", bytes.length, "GB2312"))).toBe("聊天记录，请查收");
    expect(textOf(bytes, part("8bit", bytes.length))).toBe("聊天记录，请查收");
    expect(textOf(Buffer.from("聊天"), part("8bit", 6))).toBe("聊天");
  });

  test("with bytes its charset does not allow is told of", () => {
    const faults: unknown[] = [];
    const bytes = Buffer.from("e8818aff21", "hex");
    expect([...partText(view(bytes), part("8bit", 5, "utf-8"), "a", (fault) => faults.push(fault))].join("")).toBe(
      "聊\uFFFD!",
    );
    expect(faults).toHaveLength(1);
  });
});

describe("what looks like a mail", () => {
  test.each([
    ["From: a\nTo: b\nDate: c\n\n", true],
    ["MIME-Version: 1.0\nContent-Type: text/plain\n\n", true],
    ["Received: x\r\n by y\r\nFrom: a\r\nSubject: s\r\n\r\n", true],
    ["老王: 你好\n李四: 好\n", false],
    ["Title: a\nAuthor: b\n\n", false],
    ['{"From": 1}', false],
  ])("%j: %s", (text, expected) => {
    expect(looksLikeMail(Buffer.from(text))).toBe(expected);
  });
});
