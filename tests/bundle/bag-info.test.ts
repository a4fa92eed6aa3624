import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bagInfoFields, parseBagInfo, printBagInfo, type BagInfoFault } from "../../src/bundle/bag-info.ts";

function parsed(text: string | Buffer) {
  const faults: BagInfoFault[] = [];
  const fields = parseBagInfo(Buffer.from(text as string), (fault) => faults.push(fault));
  return { fields, codes: faults.map(({ code, line }) => `${line} ${code}`) };
}

describe("bag-info.txt", () => {
  test("says what the bundle is, in a fixed order", () => {
    const fields = bagInfoFields({ date: "2026-03-01", stem: "case-0001", payloadBytes: 1234, payloadFiles: 5 });
    expect(printBagInfo(fields)).toMatch(
      /^Bagging-Date: 2026-03-01\nPayload-Oxum: 1234\.5\nExternal-Identifier: case-0001\nBagIt-Profile-Identifier: tag:[^\n]+\nBag-Software-Agent: evidence [^\n]+\nEvidence-Bundle-Format: 1\n$/,
    );
  });

  test("is read as it was printed, however long the values", () => {
    const word = fc.string({ unit: fc.constantFrom(..."abc中文,.-"), minLength: 1, maxLength: 100 });
    const value = fc.array(word, { minLength: 1, maxLength: 30 }).map((words) => words.join(" "));
    const label = fc.constantFrom("Source-Organization", "External-Description", "X");
    fc.assert(
      fc.property(fc.array(fc.record({ label, value }), { minLength: 1 }), (fields) => {
        const text = printBagInfo(fields);
        expect(parsed(text)).toEqual({ fields, codes: [] });
        const long = text.split("\n").filter((line) => [...line].length > 79);
        for (const line of long) expect(line.trim().split(" ").length).toBeLessThanOrEqual(2);
      }),
    );
  });

  test("keeps a value on one line whatever is in it", () => {
    const text = printBagInfo([{ label: "External-Description", value: "甲\r\nPayload-Oxum: 0.0\u2028乙\u0000\t丙 " }]);
    expect(text).toBe("External-Description: 甲 Payload-Oxum: 0.0 乙 丙\n");
  });

  test.each([
    ["no blank after the colon", "A:b\n", "1 BAG_INFO_LINE"],
    ["a blank before the colon", "A : b\n", "1 BAG_INFO_LINE"],
    ["no colon", "hello\n", "1 BAG_INFO_LINE"],
    ["CR LF", "A: b\r\n", "1 BAG_INFO_LINE"],
    ["no final line end", "A: b", "1 BAG_INFO_LINE"],
    ["an empty line", "A: b\n\n", "2 BAG_INFO_LINE"],
    ["an indented first line", "  A: b\n", "1 BAG_INFO_LINE"],
    ["bytes that are not UTF-8", Buffer.from([0x41, 0x3a, 0x20, 0xff, 0x0a]), "0 BAG_INFO_ENCODING"],
  ])("with %s is told so", (_what, text, code) => {
    expect(parsed(text).codes).toContain(code);
  });
});
