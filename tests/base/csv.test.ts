import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { joinSplitRecords } from "../../src/base/csv-join.ts";
import type { CsvRepair } from "../../src/base/csv.ts";
import { readCsv } from "../../src/base/csv.ts";
import { SourceError } from "../../src/base/errors.ts";

function strict(text: string | string[], delimiter = ",") {
  const pieces = typeof text === "string" ? [text] : text;
  return [...readCsv(pieces, { path: "a.csv", delimiter })];
}

function tolerant(text: string | string[]) {
  const repairs: CsvRepair[] = [];
  const pieces = typeof text === "string" ? [text] : text;
  const records = [...readCsv(pieces, { path: "a.csv", onRepair: (repair) => repairs.push(repair) })];
  return {
    rows: records.map(({ fields }) => fields),
    records,
    repairs: repairs.map(({ code, line }) => `${code}@${line}`),
  };
}

function cut(text: string, size: number): string[] {
  return text.match(new RegExp(`[^]{1,${size}}`, "g")) ?? [];
}

function print(rows: readonly (readonly string[])[], lineEnd: string): string {
  const cell = (value: string) => (value === "" || /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  return rows.map((row) => row.map(cell).join(",") + lineEnd).join("");
}

const fields = fc.string({ unit: fc.constantFrom("货", "a", ",", '"', "\r", "\n", ";", " ", "😀") });
const tables = fc.array(fc.array(fields, { minLength: 1, maxLength: 5 }), { maxLength: 5 });

describe("reading CSV", () => {
  test("gives back any fields that were printed by RFC 4180, whatever the line end and wherever text is cut", () => {
    fc.assert(
      fc.property(tables, fc.constantFrom("\n", "\r\n", "\r"), fc.integer({ min: 1, max: 7 }), (rows, end, size) => {
        expect(strict(cut(print(rows, end), size)).map((record) => record.fields)).toEqual(rows);
      }),
    );
  });

  test("reads broken text alike wherever it is cut", () => {
    const text = fc.string({ unit: fc.constantFrom("货", ",", '"', "\r", "\n", "\t", "\0", "x") });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 5 }), (broken, size) => {
        expect(tolerant(cut(broken, size))).toEqual(tolerant(broken));
      }),
    );
  });

  test("numbers records from the header at 0 and gives the line on which each begins", () => {
    const text = 'a,b\r\n1,"two\r\nlines\rand three"\r\n2,x';
    expect(strict(text)).toEqual([
      { row: 0, line: 1, fields: ["a", "b"] },
      { row: 1, line: 2, fields: ["1", "two\r\nlines\rand three"] },
      { row: 2, line: 5, fields: ["2", "x"] },
    ]);
  });

  test("reads other delimiters", () => {
    expect(strict('a;"b;c"\n', ";").map((record) => record.fields)).toEqual([["a", "b;c"]]);
  });

  test.each([
    ['"a"x,b\n', "text-after-quote"],
    ['"a"\t,b\n', "blanks-after-quote"],
    ['a"b,c\n', "stray-quote"],
    ['a,"b\n', "quote-closed-at-end"],
    ["a\0,b\n", "nul-byte"],
    ["a,b\n\nc,d\n", "blank-lines"],
  ])("refuses %j unless told to tolerate it", (text, fault) => {
    expect(() => strict(text)).toThrow(SourceError);
    expect(() => strict(text)).toThrow(fault);
    expect(tolerant(text).repairs.map((repair) => repair.split("@")[0])).toEqual([fault]);
  });

  test("leaves out blanks after a closing quote and keeps other text with its quote", () => {
    expect(tolerant('"100"\t,"he said "hi" to me",c\n')).toMatchObject({
      rows: [["100", 'he said "hi" to me', "c"]],
      repairs: ["blanks-after-quote@1", "text-after-quote@1"],
    });
  });

  test("keeps what a mended quote spoils within its own line", () => {
    expect(tolerant('1,"a"b\n2,"c"\n').rows).toEqual([
      ["1", 'a"b'],
      ["2", "c"],
    ]);
  });

  test("closes at the end of the file a quote that was cut off", () => {
    expect(tolerant('1,a\n2,"第一行\n第二')).toMatchObject({
      rows: [
        ["1", "a"],
        ["2", "第一行\n第二"],
      ],
      repairs: ["quote-closed-at-end@2"],
    });
  });

  test("counts blank lines once for the file, and says where line ends change", () => {
    const repairs: CsvRepair[] = [];
    const text = "a\r\n\r\nb\n\nc\r\n";
    const records = [...readCsv([text], { path: "a.csv", onRepair: (repair) => repairs.push(repair) })];
    expect(records.map(({ row, line }) => [row, line])).toEqual([
      [0, 1],
      [1, 3],
      [2, 5],
    ]);
    expect(repairs).toEqual([
      { code: "mixed-line-ends", line: 3, row: null, detail: "CRLF, LF" },
      { code: "blank-lines", line: 2, row: null, detail: "2" },
    ]);
  });

  test("stops with the line where a quote never closed would swallow the file", () => {
    const swallow = function* () {
      yield 'a,b\n1,"';
      for (let i = 0; i < 100; i++) yield "文".repeat(100);
    };
    const read = () => [...readCsv(swallow(), { path: "a.csv", maxRecordLength: 1000, onRepair: () => undefined })];
    expect(read).toThrow(/line 2 of "a.csv" does not end within 1000 characters/);
  });

  test("stops at a record with more fields than any spreadsheet", () => {
    expect(() => tolerant(`a\n${",".repeat(20_000)}\n`)).toThrow(/more than 16384 fields/);
    expect(() => tolerant(`a\n"",${",".repeat(20_000)}\n`)).toThrow(/more than 16384 fields/);
  });
});

describe("records split by a line break outside quotes", () => {
  const shape = {
    fieldCount: 3,
    isRecord: ([id, , time]: readonly string[]) => /^\d+$/.test(id ?? "") && /^\d\d:\d\d$/.test(time ?? ""),
  };
  function joined(text: string) {
    const repairs: CsvRepair[] = [];
    const onRepair = (repair: CsvRepair) => void repairs.push(repair);
    const records = [...joinSplitRecords(readCsv([text], { path: "a.csv", onRepair }), shape, onRepair)];
    return {
      rows: records.map((record) => record.fields),
      repairs: repairs.map(({ code, line }) => `${code}@${line}`),
    };
  }

  test("are put together where exactly one record comes out, blank lines included", () => {
    expect(joined("1,一,08:00\n2,第一行\n\n第三行,08:01\n3,三,08:02\n")).toEqual({
      rows: [
        ["1", "一", "08:00"],
        ["2", "第一行\n\n第三行", "08:01"],
        ["3", "三", "08:02"],
      ],
      repairs: ["record-joined@2", "blank-lines@3"],
    });
  });

  test("stay apart where the pieces do not make one record", () => {
    expect(joined("1,一\n2,二,08:01\n").rows).toEqual([
      ["1", "一"],
      ["2", "二", "08:01"],
    ]);
    expect(joined("1,a\nb,c,d\n").rows).toHaveLength(2);
  });
});
