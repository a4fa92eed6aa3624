import { describe, expect, test } from "vitest";
import { SourceError } from "../../src/base/errors.ts";
import { wallClockOfSerial } from "../../src/base/xlsx-date.ts";
import { looksLikeWorkbook, openWorkbook, type XlsxRow } from "../../src/base/xlsx.ts";
import { workbookMembers, workbookOf, zipOf } from "../support/workbook.ts";

function bytesOf(buffer: Buffer) {
  return { sizeBytes: buffer.length, read: (at: number, length: number) => buffer.subarray(at, at + length) };
}

async function rowsOf(buffer: Buffer, sheet = "聊天记录"): Promise<XlsxRow[]> {
  const workbook = await openWorkbook(bytesOf(buffer), "a.xlsx");
  const rows = [];
  for await (const row of workbook.rows(sheet)) rows.push(row);
  workbook.close();
  return rows;
}

const SMALL = [
  {
    name: "聊天记录",
    rows: [
      ["消息ID", "类型"],
      ["7301845512204467713", { number: "7.3018455122044675E+18" }, "", "a & <b>\n第二行"],
    ],
    links: { D2: "./file/2025-04/合同 1.docx" },
  },
];

describe("reading a workbook", () => {
  test("gives cells with reference, type and stored text, gaps left out, and the link of a cell", async () => {
    expect(await rowsOf(workbookOf(SMALL))).toEqual([
      {
        row: 1,
        cells: [
          { ref: "A1", column: 0, type: "text", text: "消息ID", link: null },
          { ref: "B1", column: 1, type: "text", text: "类型", link: null },
        ],
      },
      {
        row: 2,
        cells: [
          { ref: "A2", column: 0, type: "text", text: "7301845512204467713", link: null },
          { ref: "B2", column: 1, type: "number", text: "7.3018455122044675E+18", link: null },
          { ref: "D2", column: 3, type: "text", text: "a & <b>\n第二行", link: "./file/2025-04/合同 1.docx" },
        ],
      },
    ]);
  });

  test("reads every type of cell, runs of formatted text without their phonetic hints, and dates by their style", async () => {
    const members = workbookMembers([
      {
        name: "聊天记录",
        rows: [
          [
            { xml: '<c t="s"><v>0</v></c>' },
            { xml: '<c t="str"><f>A1&amp;"x"</f><v>公式</v></c>' },
            { xml: '<c t="b"><v>1</v></c>' },
            { xml: '<c t="e"><v>#N/A</v></c>' },
            { xml: '<c t="d"><v>2025-04-02T09:00:11</v></c>' },
            { number: "45749.375127314815", style: 2 },
            { number: "45749.375127314815", style: 3 },
            { number: "1E3", style: 1 },
            { xml: '<c t="inlineStr"><is><t>行_x000D_</t></is></c>' },
          ],
        ],
      },
    ]);
    members["xl/sharedStrings.xml"] =
      '<sst><si><r><t>货</t></r><r><rPr><b/></rPr><t xml:space="preserve">款 </t></r><rPh><t>huo</t></rPh></si></sst>';
    const [row] = await rowsOf(zipOf(members));
    expect(row?.cells.map(({ type, text }) => [type, text])).toEqual([
      ["text", "货款 "],
      ["text", "公式"],
      ["boolean", "1"],
      ["error", "#N/A"],
      ["iso-date", "2025-04-02T09:00:11"],
      ["date", "45749.375127314815"],
      ["date", "45749.375127314815"],
      ["number", "1E3"],
      ["text", "行\r"],
    ]);
  });

  test("reads shared texts named in any order, long ones and empty ones", async () => {
    const texts = ["甲", "", "乙".repeat(700_000), "c", "丁&amp;"];
    const order = [4, 0, 3, 2, 1, 0];
    const cells = order.map((index) => ({ xml: `<c t="s"><v>${index}</v></c>` }));
    const members = workbookMembers([{ name: "聊天记录", rows: [cells] }]);
    members["xl/sharedStrings.xml"] = `<sst>${texts.map((text) => `<si><t>${text}</t></si>`).join("")}</sst>`;
    const [row] = await rowsOf(zipOf(members));
    expect(row?.cells.map(({ text }) => text)).toEqual(["丁&", "甲", "c", texts[2], "", "甲"]);
  });

  test("with shared texts cut off behind the last one in use is refused when its rows have been read", async () => {
    const members = workbookMembers([{ name: "聊天记录", rows: [[{ xml: '<c t="s"><v>0</v></c>' }]] }]);
    members["xl/sharedStrings.xml"] = "<sst><si><t>甲</t></si><si><t>乙</t></si>";
    await expect(rowsOf(zipOf(members))).rejects.toThrow(/shared texts end midway/);
  });

  test("with a cell that names a shared text that is not there is refused", async () => {
    const members = workbookMembers([{ name: "聊天记录", rows: [[{ xml: '<c t="s"><v>1</v></c>' }]] }]);
    members["xl/sharedStrings.xml"] = "<sst><si><t>甲</t></si></sst>";
    await expect(rowsOf(zipOf(members))).rejects.toThrow(SourceError);
  });

  test("says who made it and with what", async () => {
    const workbook = await openWorkbook(bytesOf(workbookOf(SMALL)), "a.xlsx");
    expect(workbook).toMatchObject({
      sheets: ["聊天记录"],
      application: "Microsoft Excel",
      dateSystem: 1900,
      properties: { creator: "openpyxl", createdText: "2025-04-02T12:00:00Z", modifiedBy: null },
    });
  });

  test("leaves text alone that only looks like a stored control character", async () => {
    const cell = { xml: '<c t="inlineStr"><is><t>_x4E00_ _x005F_x000D_</t></is></c>' };
    const [row] = await rowsOf(workbookOf([{ name: "聊天记录", rows: [[cell]] }]));
    expect(row?.cells[0]?.text).toBe("_x4E00_ _x000D_");
  });

  test("reads cells and rows that state no reference", async () => {
    const members = workbookMembers([{ name: "聊天记录", rows: [] }]);
    members["xl/worksheets/sheet1.xml"] =
      '<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c><x:c r="D1"><x:v>2</x:v></x:c><x:c><x:v>3</x:v></x:c></x:row></x:sheetData></x:worksheet>';
    expect((await rowsOf(zipOf(members)))[0]?.cells.map(({ ref, text }) => ref + "=" + text)).toEqual([
      "A1=1",
      "D1=2",
      "E1=3",
    ]);
  });
});

describe("a workbook that cannot be trusted", () => {
  const whole = workbookOf(SMALL);

  test("is recognised by its first member only where that is the format's own", () => {
    expect(looksLikeWorkbook(whole.subarray(0, 100))).toBe(true);
    expect(looksLikeWorkbook(zipOf({ "manifest.json": "{}" }))).toBe(false);
    expect(looksLikeWorkbook(Buffer.from("消息ID,类型"))).toBe(false);
  });

  test("cut off anywhere ends in a SourceError", async () => {
    for (let length = 0; length < whole.length; length += 97) {
      await expect(rowsOf(whole.subarray(0, length))).rejects.toBeInstanceOf(SourceError);
    }
  });

  test("with a flipped byte ends in a SourceError or reads as before", async () => {
    const before = JSON.stringify(await rowsOf(whole));
    for (let at = 0; at < whole.length; at += 7) {
      const flipped = Buffer.from(whole);
      flipped[at] = (flipped[at] ?? 0) ^ 0x10;
      const read = await rowsOf(flipped).catch((error: unknown) => error);
      if (read instanceof Error) expect(read, `byte ${at}: ${String(read)}`).toBeInstanceOf(SourceError);
      else expect(JSON.stringify(read), `byte ${at}`).toBe(before);
    }
  });

  test.each([
    ["a sheet that ends midway", "xl/worksheets/sheet1.xml", "<worksheet><sheetData><row><c><v>1</v>", "XLSX_DAMAGED"],
    [
      "a cell outside the sheet",
      "xl/worksheets/sheet1.xml",
      '<worksheet><row r="1"><c r="XFE1"><v>1</v></c></row></worksheet>',
      "XLSX_DAMAGED",
    ],
    [
      "a row outside the sheet",
      "xl/worksheets/sheet1.xml",
      '<worksheet><row r="1048577"><c><v>1</v></c></row></worksheet>',
      "XLSX_DAMAGED",
    ],
    [
      "a text that is not there",
      "xl/worksheets/sheet1.xml",
      '<worksheet><row><c t="s"><v>7</v></c></row></worksheet>',
      "XLSX_DAMAGED",
    ],
    [
      "a cell of two million characters",
      "xl/worksheets/sheet1.xml",
      `<worksheet><row><c><v>${"1".repeat(2e6)}</v></c></row></worksheet>`,
      "XLSX_TOO_LARGE",
    ],
    ["a list of sheets that is no XML", "xl/workbook.xml", "<workbook><sheets>", "XLSX_DAMAGED"],
    ["a list of sheets nested a million deep", "xl/workbook.xml", "<a>".repeat(1e6), "XLSX_DAMAGED"],
    ["bytes that are no UTF-8", "xl/worksheets/sheet1.xml", Buffer.from([0x3c, 0x61, 0xff, 0x3e]), "XLSX_DAMAGED"],
    ["a bomb", "xl/worksheets/sheet1.xml", Buffer.alloc(100 * 1024 * 1024, 32), "XLSX_TOO_LARGE"],
  ])("with %s is refused", async (_name, member, content, code) => {
    const members: Record<string, string | Uint8Array> = workbookMembers(SMALL);
    members[member] = content;
    await expect(rowsOf(zipOf(members))).rejects.toMatchObject({ code });
  });

  test("does not expand entities of its own", async () => {
    const members = workbookMembers(SMALL);
    members["xl/worksheets/sheet1.xml"] =
      '<!DOCTYPE w [<!ENTITY x "yyyy">]><worksheet><row><c t="str"><v>&x;</v></c></row></worksheet>';
    expect((await rowsOf(zipOf(members)))[0]?.cells[0]?.text).toBe("&x;");
  });
});

describe("a serial date", () => {
  test("gives the wall clock a spreadsheet shows", () => {
    expect(wallClockOfSerial("45749.375127314815", 1900)).toMatchObject({
      year: 2025,
      month: 4,
      day: 2,
      hour: 9,
      minute: 0,
      second: 11,
    });
    expect(wallClockOfSerial("44287.375", 1904)).toMatchObject({ year: 2025, month: 4, day: 2, hour: 9 });
    expect(wallClockOfSerial("-1", 1900)).toBeNull();
    expect(wallClockOfSerial("7301845512204467713", 1900)).toBeNull();
  });
});
