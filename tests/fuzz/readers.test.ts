import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readCsv } from "../../src/base/csv.ts";
import { EvidenceError } from "../../src/base/errors.ts";
import { elements, indexJson, jsonLines, parseJsonText, printJson, readJson, type JsonFile } from "../../src/base/json-reader.ts"; // prettier-ignore
import { jsObjects } from "../../src/base/js-objects.ts";
import { unpackLz4Block } from "../../src/base/lz4.ts";
import { partBytes } from "../../src/base/mail/content.ts";
import { readMail } from "../../src/base/mail/parts.ts";
import { MarkupReader } from "../../src/base/markup.ts";
import type { ByteView } from "../../src/base/media/view.ts";
import { boxStructure } from "../../src/base/media/boxes.ts";
import { exifDate } from "../../src/base/media/exif.ts";
import { filmFacts } from "../../src/base/media/film.ts";
import { gifStructure } from "../../src/base/media/gif.ts";
import { jpegStructure } from "../../src/base/media/jpeg.ts";
import { pdfStructure, zipStructure } from "../../src/base/media/paper.ts";
import { pngStructure } from "../../src/base/media/png.ts";
import { riffStructure } from "../../src/base/media/riff.ts";
import { amrStructure, silkStructure } from "../../src/base/media/speech.ts";
import { protobufFields } from "../../src/base/protobuf.ts";
import { sqliteHeader } from "../../src/base/sqlite/header.ts";
import { Pages, type Bytes } from "../../src/base/sqlite/pages.ts";
import { readSchema } from "../../src/base/sqlite/schema.ts";
import { pageTails } from "../../src/base/sqlite/tails.ts";
import { parseXml } from "../../src/base/xml.ts";
import { openWorkbook } from "../../src/base/xlsx.ts";
import { loadZstd } from "../../src/base/zstd.ts";
import { parseCase } from "../../src/casefile/parse.ts";
import { corpus } from "./corpus.ts";
import { effort, PATIENCE_MS } from "./effort.ts";
import { mutations } from "./mutations.ts";

/** A reader gives something, or refuses in words: anything else is a fault of ours. */
function refusesInWords(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
  }
}

async function refusesInWordsLater(read: () => Promise<unknown>): Promise<void> {
  try {
    await read();
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
  }
}

/** Lets a generator run, and holds it to a number of steps that honest reading of so many bytes never takes. */
function drained(steps: Iterable<unknown>, sizeBytes: number): void {
  let count = 0;
  for (const _ of steps) {
    count += 1;
    expect(count).toBeLessThanOrEqual(4 * sizeBytes + 100);
  }
}

function jsonOf(bytes: Buffer): JsonFile {
  return { path: "a.json", sizeBytes: bytes.length, read: (at, length) => bytes.subarray(at, at + length) };
}

const viewOf = (bytes: Buffer): ByteView => ({ sizeBytes: bytes.length, read: (at, length) => bytes.subarray(at, at + length) }); // prettier-ignore
const bytesOf = (bytes: Buffer): Bytes => ({ sizeBytes: bytes.length, readAt: (at, length) => bytes.subarray(at, at + length) }); // prettier-ignore

/** Bytes of one kind: from the corpus and changed, or made of the marks of that kind alone. */
function bytesLike(kind: RegExp, grammar: fc.Arbitrary<string>): fc.Arbitrary<Buffer> {
  const seeds = corpus(kind);
  expect(seeds.length).toBeGreaterThan(0);
  const changed = fc.tuple(fc.constantFrom(...seeds), mutations).map(([seed, change]) => change(seed));
  return fc.oneof(
    { weight: 3, arbitrary: changed },
    { weight: 1, arbitrary: grammar.map((text) => Buffer.from(text)) },
  );
}

const words = (...marks: string[]): fc.Arbitrary<string> =>
  fc.array(fc.oneof(fc.constantFrom(...marks), fc.string({ unit: "binary", maxLength: 5 })), { maxLength: 60 }).map((all) => all.join("")); // prettier-ignore

const JSON_WORDS = words(
  "{",
  "}",
  "[",
  "]",
  ":",
  ",",
  '"a"',
  '"',
  "1",
  "-0",
  "1e5",
  "null",
  "\\u00",
  "\\",
  "\n",
  " ",
  "[[[[[[",
);
const CSV_WORDS = words(",", '"', '""', "\n", "\r\n", "\r", "a", "\t", "=1+1", "\ufeff");
const XML_WORDS = words("<a>", "</a>", "<a", "/>", ' b="c"', "<![CDATA[", "]]>", "<!--", "-->", "&lt;", "&#x110000;", "&x;", "<!DOCTYPE a [<!ENTITY x '&x;'>]>", "<?xml?>"); // prettier-ignore
const YAML_WORDS = words("case:", "\n", "  ", "- ", "a: b", "|", ">", "&a ", "*a", "{", "}", "[", "]", "? ", "!!js/function ", "#", "'", '"', "---", "\t", "<<: *a"); // prettier-ignore
const SCRIPT_WORDS = words(
  "{",
  "}",
  "type:",
  "{type:1,",
  "'",
  "`",
  "[",
  "]",
  "]</script",
  ",",
  "\\",
  "//",
  "/*",
  "*/",
  "\n",
);
const MAIL_WORDS = words("Content-Type: ", "multipart/mixed; boundary=a", "\r\n", "--a", "--a--", "\r\n\r\n", "=?utf-8?B?", "?=", "base64", "Content-Transfer-Encoding: ", "MIME-Version: 1.0"); // prettier-ignore

describe("text readers", { timeout: PATIENCE_MS }, () => {
  test("JSON: values, lines, members and elements", () => {
    fc.assert(
      fc.property(bytesLike(/\.jsonl?$/, JSON_WORDS), (bytes) => {
        const file = jsonOf(bytes);
        const whole = { start: 0, end: bytes.length };
        refusesInWords(() => readJson(file, whole));
        refusesInWords(() => indexJson(file));
        refusesInWords(() => { drained(jsonLines(file), bytes.length); }); // prettier-ignore
        refusesInWords(() => { drained(elements(file, whole), bytes.length); }); // prettier-ignore
      }),
      effort(400),
    );
  });

  test("JSON that is right is read as everybody reads it", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const text = JSON.stringify(value);
        const read = JSON.parse(printJson(parseJsonText(text, "a").value)) as unknown;
        expect(read).toEqual(JSON.parse(text));
      }),
      effort(200),
    );
  });

  test("delimited text, strict and lenient, wherever it is cut", () => {
    fc.assert(
      fc.property(bytesLike(/\.csv$/, CSV_WORDS), fc.integer({ min: 1, max: 5000 }), fc.constantFrom(",", "\t", ";"), (bytes, cut, delimiter) => {
        const text = bytes.toString("utf8");
        const pieces = Array.from({ length: Math.ceil(text.length / cut) }, (_, at) => text.slice(at * cut, (at + 1) * cut));
        refusesInWords(() => { drained(readCsv(pieces, { path: "a.csv", delimiter }), bytes.length); });
        refusesInWords(() => { drained(readCsv(pieces, { path: "a.csv", delimiter, onRepair: () => undefined }), bytes.length); });
      }),
      effort(300),
    ); // prettier-ignore
  });

  test("XML is a document or none", () => {
    const payloads = corpus(/\.(?:json|csv)$/).flatMap((bytes) => bytes.toString("utf8").match(/<msg>.{10,4000}?<\/msg>/gs) ?? []); // prettier-ignore
    const seeds = [...payloads.slice(0, 50), '<?xml version="1.0"?><msg><appmsg appid=""><title>合同</title><type>6</type></appmsg></msg>'].map((text) => Buffer.from(text)); // prettier-ignore
    const changed = fc
      .tuple(fc.constantFrom(...seeds), mutations)
      .map(([seed, change]) => change(seed).toString("utf8"));
    fc.assert(
      fc.property(fc.oneof(changed, XML_WORDS), (text) => {
        const read = parseXml(text);
        if (read !== null) expect(typeof read).toBe("object");
      }),
      effort(800),
    );
  });

  test("pages and scripts", () => {
    fc.assert(
      fc.property(bytesLike(/\.html?$/, XML_WORDS), SCRIPT_WORDS, fc.integer({ min: 1, max: 9000 }), (bytes, script, cut) => {
        const text = bytes.toString("utf8");
        refusesInWords(() => {
          const reader = new MarkupReader("a.html", { onopentag: () => undefined, ontext: () => undefined, onclosetag: () => undefined });
          for (let at = 0; at < text.length; at += cut) reader.write(text.slice(at, at + cut));
          reader.end();
        });
        refusesInWords(() => { drained(jsObjects([text.slice(text.indexOf("[") + 1)], 1), bytes.length); });
        refusesInWords(() => { drained(jsObjects([script], 1), script.length); });
      }),
      effort(150),
    ); // prettier-ignore
  });

  test("case files", () => {
    fc.assert(
      fc.property(bytesLike(/evidence\.case\.yaml$/, YAML_WORDS), (bytes) => {
        refusesInWords(() => parseCase(bytes, "evidence.case.yaml"));
      }),
      effort(60),
    );
  });

  test("mails", () => {
    fc.assert(
      fc.property(bytesLike(/\.eml$/, MAIL_WORDS), (bytes) => {
        refusesInWords(() => {
          const { parts } = readMail(viewOf(bytes));
          expect(parts.length).toBeLessThanOrEqual(5000);
          for (const part of parts) drained(partBytes(viewOf(bytes), part), bytes.length);
        });
      }),
      effort(200),
    );
  });
});

describe("readers of bytes", { timeout: PATIENCE_MS }, () => {
  test("protobuf fields lie within their bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const fields = protobufFields(bytes);
        if (fields !== null) expect(fields.length).toBeLessThanOrEqual(bytes.length);
      }),
      effort(1000),
    );
  });

  test("LZ4 blocks unpack to no more than is allowed", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(5000), (bytes, most) => {
        const unpacked = unpackLz4Block(bytes, most);
        if (unpacked !== null) expect(unpacked.length).toBeLessThanOrEqual(most);
      }),
      effort(1000),
    );
  });

  test("zstd frames are unpacked or refused", async () => {
    const zstd = await loadZstd();
    // A frame of "aaaa…" by another packer.
    const frame = Buffer.from("KLUv/SQoZQAAaGFsbG8gd2VsdCBoYWxsbwEAK5gIRd2XAw==", "base64");
    const seeds = [frame, Buffer.concat([frame, frame]), Buffer.from("28b52ffd2000010000", "hex")];
    fc.assert(
      fc.property(fc.tuple(fc.constantFrom(...seeds), mutations), ([seed, change]) => {
        const unpacked = zstd.unpack(change(seed));
        if (unpacked !== null) expect(unpacked.length).toBeLessThanOrEqual(64 << 20);
      }),
      effort(150),
    );
  });

  test("headers, pages, logs and the list of tables of a database", () => {
    const seeds = corpus(/\.(?:db|sqlite)$/);
    expect(seeds.length).toBeGreaterThan(0);
    const change = fc.tuple(fc.constantFrom(...seeds), mutations, fc.boolean());
    fc.assert(
      fc.property(change, fc.option(fc.tuple(fc.constantFrom(...seeds), mutations)), ([seed, mutate, headKept], log) => {
        const changed = mutate(seed);
        const bytes = headKept ? Buffer.concat([seed.subarray(0, 100), changed.subarray(100)]) : changed;
        sqliteHeader(bytes.subarray(0, 100));
        const wal = log === null ? null : log[1](Buffer.concat([Buffer.from("377f0682002de218", "hex"), log[0].subarray(0, 20_000)]));
        const pages = Pages.of(bytesOf(bytes), wal === null ? null : bytesOf(wal));
        if (pages === null) return;
        expect(readSchema(pages).length).toBeLessThanOrEqual(bytes.length);
        pageTails(pages);
      }),
      effort(150),
    ); // prettier-ignore
  });

  test("workbooks", async () => {
    const seeds = corpus(/\.xlsx$/);
    expect(seeds.length).toBeGreaterThan(0);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...seeds), mutations, async (seed, change) => {
        const bytes = change(seed);
        await refusesInWordsLater(async () => {
          const book = await openWorkbook(viewOf(bytes), "a.xlsx");
          try {
            for (const sheet of book.sheets) for await (const row of book.rows(sheet)) expect(row).toBeDefined();
          } finally {
            book.close();
          }
        });
      }),
      effort(100),
    );
  });

  test("structures of pictures, films, voices and documents", () => {
    const seeds = corpus(/\.(?:jpe?g|png|gif|webp|mp4|silk|amr|pdf|wav|heic|dat)$/);
    expect(seeds.length).toBeGreaterThan(0);
    const structures = [jpegStructure, pngStructure, gifStructure, riffStructure, pdfStructure, zipStructure, silkStructure, amrStructure, filmFacts]; // prettier-ignore
    fc.assert(
      fc.property(fc.constantFrom(...seeds), mutations, (seed, change) => {
        const bytes = change(seed);
        for (const structure of structures) structure(viewOf(bytes));
        for (const index of ["moov", "meta"] as const) boxStructure(viewOf(bytes), index);
        exifDate(bytes.subarray(0, 70_000));
      }),
      effort(150),
    );
  });
});
