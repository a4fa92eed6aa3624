import { describe, expect, test } from "vitest";
import { MarkupReader } from "../../src/base/markup.ts";

const MEBI = 1 << 20;

function read(pieces: Iterable<string>): string[] {
  const texts: string[] = [];
  const heard = { ontext: (text: string) => void texts.push(text), onopentag: () => undefined, onclosetag: () => undefined }; // prettier-ignore
  const reader = new MarkupReader("page.html", heard, { decodeEntities: true });
  for (const piece of pieces) reader.write(piece);
  reader.end();
  return texts;
}

function* repeated(piece: string, times: number) {
  for (let index = 0; index < times; index += 1) yield piece;
}

describe("a page that cannot be one", () => {
  test.each(["<", "&lt;"])("ends in an error soon where nothing but %s follows", (stray) => {
    let given = 0;
    const endless = function* () {
      for (; given < 200; given += 1) yield stray.repeat(MEBI);
    };
    expect(() => read(endless())).toThrow(expect.objectContaining({ code: "PAGE_WITHOUT_TAGS" }));
    expect(given).toBeLessThan(10);
  });

  test("is no page with as many stray characters between tags", () => {
    const page = repeated(`<p>${"<".repeat(MEBI / 2)}</p>`, 10);
    expect(read(page).length).toBeGreaterThan(5 * MEBI - 100);
  });

  test("is told from one with long texts", () => {
    expect(read(repeated("字".repeat(MEBI), 40)).length).toBeLessThan(100);
  });
});
