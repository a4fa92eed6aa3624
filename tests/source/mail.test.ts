import { afterAll, describe, expect, test } from "vitest";
import { Scratch } from "../../src/base/scratch.ts";
import { sha256 } from "../../src/base/digest.ts";
import { withArchiveMembers } from "../../src/source/archive.ts";
import { memorySource } from "../support/memory-source.ts";

const scratch = new Scratch();
afterAll(() => {
  scratch.dispose();
});

function mail(attachments: readonly (readonly [name: string | null, content: string])[]): string {
  const lines = [
    "From: a@example",
    "To: b@example",
    "Date: x",
    "Content-Type: multipart/mixed; boundary=b",
    "",
    "--b",
    "",
    "words",
  ];
  for (const [name, content] of attachments) {
    const named = name === null ? "" : `; name="${name}"`;
    lines.push(
      "--b",
      `Content-Type: application/octet-stream${named}`,
      "Content-Transfer-Encoding: base64",
      "",
      Buffer.from(content).toString("base64"),
    );
  }
  return [...lines, "--b--", ""].join("\r\n");
}

describe("attachments of a mail", () => {
  test("are files of the source, with the mail as their container", async () => {
    const source = await withArchiveMembers(memorySource({ "a/邮件.eml": mail([["1.jpg", "picture"]]) }), scratch);
    expect(source.files.map(({ path }) => path)).toEqual(["a/邮件.eml", "a/邮件.eml!/1.jpg"]);
    expect(source.file("a/邮件.eml!/1.jpg")).toMatchObject({
      sizeBytes: 7,
      sha256: sha256("picture"),
      container: "a/邮件.eml",
    });
    expect(source.read("a/邮件.eml!/1.jpg", 2, 3).toString()).toBe("ctu");
    expect(Buffer.concat([...source.chunks("a/邮件.eml!/1.jpg")]).toString()).toBe("picture");
    source.close();
  });

  test("of one name are all there, and names lead nowhere", async () => {
    const names = [
      ["1.jpg", "a"],
      ["1.jpg", "b"],
      ["../../etc/passwd", "c"],
      ["..", "d"],
      [null, "e"],
      ["C:\\\\x\\\\2.jpg", "f"],
    ] as const;
    const source = await withArchiveMembers(memorySource({ "m.eml": mail(names) }), scratch);
    expect(source.files.map(({ path }) => path)).toEqual([
      "m.eml", "m.eml!/1.jpg", "m.eml!/1~2.jpg", "m.eml!/2.jpg", "m.eml!/part-5.octetstream", "m.eml!/part-6.octetstream", "m.eml!/passwd",
    ]); // prettier-ignore
    expect(source.read("m.eml!/1~2.jpg", 0, 9).toString()).toBe("b");
    source.close();
  });

  test("are not looked for in what is no mail, nor in a mail without any", async () => {
    const base = memorySource({ "a.txt": "老王: 你好", "b.eml": "From: a\nTo: b\nDate: c\n\nwords" });
    const source = await withArchiveMembers(base, scratch);
    expect(source.files).toHaveLength(2);
    source.close();
  });
});
