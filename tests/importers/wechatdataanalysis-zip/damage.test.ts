import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SourceError } from "../../../src/base/errors.ts";
import { rowsFused } from "../../../src/checks/source/rows-fused.ts";
import { runChecks } from "../../../src/checks/run.ts";
import { Scratch } from "../../../src/base/scratch.ts";
import { importSource } from "../../../src/importers/import.ts";
import { memorySource } from "../../support/memory-source.ts";
import { settingsOf } from "../../support/settings.ts";
import { AFTER_MINIFIER, archiveFiles, chatText, FOLDER, minified, PEER, Read, sealOf, TABLE, textRow, type Files, type Row } from "./reading.ts"; // prettier-ignore

const MESSAGES = `${FOLDER}messages.json`;

async function errorOf(files: Files): Promise<SourceError> {
  try {
    await Read.files(files);
  } catch (error) {
    if (error instanceof SourceError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("what is refused", () => {
  test.each([
    ["the option", { options: { privacyMode: true } }],
    ["the account", { account: "hidden" }],
  ])("privacy mode, known by %s, with what to ask for instead", async (_, more) => {
    const error = await errorOf(archiveFiles({ rows: [textRow(1)], ...more }));
    expect(error).toMatchObject({ code: "WDA_PRIVACY_MODE", facts: { path: "manifest.json" } });
    expect(error.hint.zh).toContain("隐私模式");
  });

  test("a single message file of privacy mode", async () => {
    const text = chatText([textRow(1)]).replace('"account": "wxid_zhouqing0001"', '"account": "hidden"');
    expect((await errorOf({ "messages.json": text })).code).toBe("WDA_PRIVACY_MODE");
  });

  test("a message file that breaks off, with file and byte", async () => {
    const files = archiveFiles({ rows: [textRow(1), textRow(2)] });
    const cut = Buffer.from(files[MESSAGES] ?? "").subarray(0, -30);
    expect(await errorOf({ ...files, [MESSAGES]: cut })).toMatchObject({
      code: "JSON_TRUNCATED",
      facts: { path: MESSAGES, byte: cut.length },
    });
  });

  test("an archive whose conversations are gone", async () => {
    const files = archiveFiles({ rows: [textRow(1)] });
    const { [MESSAGES]: _, ...rest } = files;
    expect(await errorOf(rest)).toMatchObject({ code: "WDA_SHAPE", facts: { path: "manifest.json" } });
  });
});

describe("what is read around", () => {
  test("rows that cannot be read are skipped one by one, and kept + skipped are the rows written", async () => {
    const texts = [textRow(1), textRow(2), textRow(3)];
    const text = chatText(texts).replace("    {", '    42,\n    {"localId":9,"content":},\n    {');
    const read = await Read.files(archiveFiles({ rows: texts, text, count: 5 }));
    expect(read.messages().map(({ localId }) => localId)).toEqual(["1", "2", "3"]);
    expect(read.of("skipped").map(({ reason, at }) => [reason, at.pointer])).toEqual([
      ["not-a-message", "/messages/0"],
      ["malformed-json", "/messages/1"],
    ]);
  });

  test("any change of one byte among the rows keeps all of them, skips some aloud, or refuses the file", async () => {
    const files = archiveFiles({ rows: [textRow(1), textRow(2), textRow(3)] });
    const bytes = Buffer.from(files[MESSAGES] ?? "");
    const from = bytes.indexOf('"messages": [') + 13;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: from, max: bytes.length - 8 }), fc.integer({ min: 1, max: 255 }), async (at, bits) => {
        const altered = Buffer.from(bytes);
        altered[at] = (altered[at] ?? 0) ^ bits;
        try {
          const read = await Read.files({ ...files, [MESSAGES]: altered });
          expect(read.messages().length + read.of("skipped").length).toBeGreaterThanOrEqual(3);
        } catch (error) {
          expect(error, String(error)).toBeInstanceOf(SourceError);
        }
      }),
      { numRuns: 150 },
    ); // prettier-ignore
  });

  test("a report or meta.json that cannot be read costs no message", async () => {
    const files = { ...archiveFiles({ rows: [textRow(1)] }), "report.json": '{"missingMedia":[', [`${FOLDER}meta.json`]: "{" }; // prettier-ignore
    const read = await Read.files(files);
    expect(read.messages()).toHaveLength(1);
    expect(read.repairs().map(([code]) => code)).toEqual(["list-unreadable", "list-unreadable"]);
  });

  test("totals that do not add up and folders without messages are told", async () => {
    const files = archiveFiles({ rows: [textRow(1)], total: 7 });
    expect((await Read.files(files)).repairs()).toEqual([["stated-total-differs", "messages 7, 1"]]);
    const two = archiveFiles({ rows: [textRow(1)], conversations: 2 });
    const read = await Read.files({ ...two, "conversations/0002_x/meta.json": "{}" });
    expect(read.repairs()).toEqual([
      ["stated-total-differs", "conversations 2, 1"],
      ["conversation-file-absent", "conversations/0002_x/"],
    ]);
  });

  test("hostile keys and depth are data or a skipped record", async () => {
    const deep = `{"content":${"[".repeat(300)}${"]".repeat(300)}}`;
    const text = chatText([textRow(1)]).replace(
      "    {",
      `    ${deep},\n    {"__proto__":{"x":1},"content":"甲"},\n    {`,
    );
    const files = archiveFiles({ rows: [textRow(1)], text, count: 3 });
    let outcome: string;
    try {
      const read = await Read.files(files);
      outcome = read.messages().length + read.of("skipped").length === 3 ? "counted" : "lost";
    } catch (error) {
      outcome = error instanceof SourceError ? error.code : "crashed";
    }
    expect(["counted", "JSON_TOO_DEEP"]).toContain(outcome);
    expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
  });
});

describe("the exporter's own list of digests", () => {
  const sealed = () => {
    const files = { ...archiveFiles({ rows: [textRow(1), textRow(2)] }), "media/images/a.jpg": "jpg" };
    return { ...files, "_integrity/manifest.wce": sealOf(files), "_integrity/signature.wce": "AAAA\n" };
  };

  test("agrees with an untouched archive", async () => {
    expect((await Read.files(sealed())).repairs()).toEqual([]);
  });

  test("an altered, an absent and an added file are told with their names", async () => {
    const files: Files = sealed();
    files[MESSAGES] = String(files[MESSAGES]).replace("第 2 条", "第 2 笔");
    delete files["media/images/a.jpg"];
    files["media/images/new.jpg"] = "jpg";
    const read = await Read.files(files);
    const told = read.of("repair").map(({ code, at, detail }) => [code, at.path, detail.slice(0, 20)]);
    expect(told).toEqual([
      ["integrity-manifest-differs", MESSAGES, expect.stringMatching(/^\d+ B [0-9a-f]/)],
      ["integrity-file-absent", "_integrity/manifest.wce", "media/images/a.jpg"],
      ["integrity-file-unlisted", "media/images/new.jpg", "media/images/new.jpg"],
    ]);
    expect(read.messages()[1]?.text).toBe("第 2 笔");
  });

  test("a fork's plain list of checksums is read too", async () => {
    const files: Files = archiveFiles({ rows: [textRow(1)] });
    const { f } = JSON.parse(sealOf(files)) as { f: unknown };
    files["_integrity/checksums.json"] = JSON.stringify({
      format: "xwechat-sha256",
      version: 1,
      exportId: "e",
      files: f,
    });
    files["report.json"] = '{"missingMedia":[]}';
    expect((await Read.files(files)).repairs().map(([code]) => code)).toEqual(["integrity-manifest-differs"]);
  });
});

describe("rows that the minifier fused", () => {
  const opening = (id: number, more: Row = {}) => textRow(id, { content: "写 <!-- 开头", ...more });
  const closing = (id: number, more: Row = {}) => textRow(id, { content: "到 --> 为止", ...more });
  const many = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => textRow(from + at));

  async function fusedFindings(rows: readonly Row[], missing: readonly Row[] = []) {
    const text = minified(chatText(rows, AFTER_MINIFIER));
    const source = memorySource(archiveFiles({ rows, text, exportedAt: AFTER_MINIFIER, missing }));
    const scratch = new Scratch();
    const { chat } = await importSource(source, settingsOf({}), scratch);
    const { outcomes } = await runChecks(chat, source, [rowsFused]);
    chat.close();
    scratch.dispose();
    return outcomes.flatMap(({ findings }) => findings).map(({ word, facts }) => [word, facts["missing"] ?? facts["count"] ?? facts["difference"]]); // prettier-ignore
  }

  test("are found by the other side's name, with the numbers that are absent behind them", async () => {
    expect(await fusedFindings([...many(1, 8), opening(9), ...many(10, 11), closing(12), ...many(13, 20)])).toEqual([
      ["seam-name", 3],
    ]);
  });

  test("are found by fields of another kind where both sides are one person", async () => {
    const picture = closing(13, { type: 3, renderType: "image", imageMd5: "9e107d9d372bb6826bd81d3542a419d6" });
    expect(await fusedFindings([...many(1, 8), opening(9), ...many(10, 12), picture, ...many(14, 20)])).toEqual([
      ["seam-fields", 4],
    ]);
  });

  test("are found by keys stated twice or absent, where the marks stand in different fields", async () => {
    const titled = textRow(9, { type: 21474836529n, renderType: "link", title: "<!-- 标题" });
    expect(await fusedFindings([...many(1, 8), titled, ...many(10, 12), closing(13), ...many(14, 20)])).toEqual([
      ["seam-keys", 4],
    ]);
    const later = textRow(13, { type: 21474836529n, renderType: "link", quoteContent: "--> 引用", transferId: "" });
    expect(await fusedFindings([...many(1, 8), opening(9), ...many(10, 12), later, ...many(14, 40)])).toEqual([
      ["seam-keys", 4],
    ]);
  });

  test("are found by the count alone, and by a message that the report names", async () => {
    const rows = [...many(1, 8), opening(9), ...many(10, 12), closing(13), ...many(14, 20)];
    const missing = [{ kind: "image", id: "", conversation: PEER, messageId: `${TABLE}:11` }];
    expect(await fusedFindings(rows, missing)).toEqual([
      ["named-absent", 1],
      ["fewer", 4],
    ]);
  });

  test("an untouched archive of the same version has no finding", async () => {
    expect(await fusedFindings(many(1, 40))).toEqual([]);
  });

  test("nothing is said where the file shows that it never passed the minifier", async () => {
    const rows = [...many(1, 8), textRow(9, { content: "<b> <i>" })];
    const read = await Read.files(archiveFiles({ rows, exportedAt: AFTER_MINIFIER }));
    expect(read.defects()).not.toContain("ROWS_FUSED");
    const commented = [opening(1), closing(2)];
    expect((await Read.files(archiveFiles({ rows: commented, exportedAt: AFTER_MINIFIER }))).defects()).not.toContain("ROWS_FUSED"); // prettier-ignore
    expect((await Read.files(archiveFiles({ rows: many(1, 3), exportedAt: AFTER_MINIFIER }))).defects()).toContain("ROWS_FUSED"); // prettier-ignore
    expect((await Read.files(archiveFiles({ rows: many(1, 3) }))).defects()).not.toContain("ROWS_FUSED");
  });
});
