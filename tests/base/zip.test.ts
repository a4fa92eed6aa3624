import { describe, expect, test } from "vitest";
import { crc32 } from "node:zlib";
import { looksLikeZip, openZip, type OpenedZip, type ZipBytes } from "../../src/base/zip.ts";
import { buildZip, deflated, type Piece, type ZipParts } from "../bundle/zip-builder.ts";

function bytesOf(content: Buffer): ZipBytes {
  return {
    sizeBytes: content.length,
    read: (target, position) => content.copy(target, 0, position),
    close: () => undefined,
  };
}

const open = (content: Buffer): Promise<OpenedZip> => openZip(bytesOf(content));

const A: Piece = { name: "top/a.txt", content: Buffer.from("第一条") };
const B: Piece = { name: "top/b.txt", content: Buffer.from("第二条消息") };
const C: Piece = { name: "top/c.txt", content: Buffer.alloc(0) };
const FOLDER: Piece = { name: "top/", content: Buffer.alloc(0), central: { attributes: 0x41ed0010 } };
const EXTRA = Buffer.from("5554050003000000000000".slice(0, 18), "hex");

function localOf(piece: Piece, local: Piece["local"]): Piece {
  return { ...piece, local: { ...local } };
}
function centralOf(piece: Piece, central: Piece["central"]): Piece {
  return { ...piece, central: { ...central } };
}
function bothOf(piece: Piece, both: Piece["local"]): Piece {
  return { ...piece, local: { ...both }, central: { ...both } };
}

describe("a canonical zip", () => {
  test("is read with names, sizes and digests and no fault", async () => {
    const zip = await open(buildZip({ pieces: [A, B, C] }));
    expect(zip.form).toBe("canonical");
    expect(zip.faults).toEqual([]);
    expect(zip.entries.map(({ name, sizeBytes }) => [name, sizeBytes])).toEqual([
      ["top/a.txt", 9],
      ["top/b.txt", 15],
      ["top/c.txt", 0],
    ]);
    const [, entry] = zip.entries;
    expect(entry && zip.read(entry, 3, 100).toString()).toBe("二条消息");
  });

  test("may be empty", async () => {
    const zip = await open(buildZip({ pieces: [] }));
    expect([zip.form, zip.entries.length]).toEqual(["canonical", 0]);
  });
});

/** Each deviation with a code that the strict reading must give, and what is left of the contents. */
const DEVIATIONS: readonly [name: string, parts: ZipParts, code: string, form: "repacked" | "damaged"][] = [
  ["a byte appended", { pieces: [A, B], suffix: Buffer.from("x") }, "ZIP_END_MISSING", "damaged"],
  ["a byte prepended", { pieces: [A, B], prefix: Buffer.from("x") }, "ZIP_LOCAL_MISSING", "damaged"],
  [
    "a byte prepended without adjusted offsets",
    { pieces: [centralOf(A, { offset: 0 }), B], prefix: Buffer.from("x"), end: { offset: 100 } },
    "ZIP_END_POSITION",
    "damaged",
  ],
  ["a zip comment", { pieces: [A, B], end: { comment: Buffer.from("hello") } }, "ZIP_END_MISSING", "repacked"],
  ["a comment length without a comment", { pieces: [A, B], end: { commentLength: 1 } }, "ZIP_END_FIELD", "damaged"],
  ["an entry comment", { pieces: [centralOf(A, { comment: Buffer.from("x") }), B] }, "ZIP_DIRECTORY_FIELD", "repacked"],
  ["an extra field in the local header", { pieces: [localOf(A, { extra: EXTRA }), B] }, "ZIP_LOCAL_FIELD", "repacked"],
  [
    "an extra field in the directory",
    { pieces: [centralOf(A, { extra: EXTRA }), B] },
    "ZIP_DIRECTORY_FIELD",
    "repacked",
  ],
  ["an extra field in both", { pieces: [bothOf(A, { extra: EXTRA }), B] }, "ZIP_LOCAL_FIELD", "repacked"],
  [
    "another name in the local header",
    { pieces: [localOf(A, { name: Buffer.from("top/z.txt") }), B] },
    "ZIP_LOCAL_FIELD",
    "damaged",
  ],
  [
    "another size in the local header",
    { pieces: [localOf(A, { size: 8, stored: 8 }), B] },
    "ZIP_LOCAL_FIELD",
    "damaged",
  ],
  [
    "another size in the directory",
    { pieces: [centralOf(A, { size: 8, stored: 8 }), B] },
    "ZIP_LOCAL_FIELD",
    "damaged",
  ],
  ["another CRC-32 in the local header", { pieces: [localOf(A, { crc: 1 }), B] }, "ZIP_LOCAL_FIELD", "damaged"],
  ["a wrong CRC-32 in both", { pieces: [bothOf(A, { crc: 1 }), B] }, "ZIP_CRC", "damaged"],
  ["another method in the local header", { pieces: [localOf(A, { method: 8 }), B] }, "ZIP_LOCAL_FIELD", "damaged"],
  ["another method in the directory", { pieces: [centralOf(A, { method: 8 }), B] }, "ZIP_DIRECTORY_FIELD", "damaged"],
  ["a method nobody reads", { pieces: [bothOf(A, { method: 99 }), B] }, "ZIP_LOCAL_FIELD", "damaged"],
  ["an encrypted entry", { pieces: [bothOf(A, { flags: 1 }), B] }, "ZIP_LOCAL_FIELD", "damaged"],
  ["an open local header without descriptor", { pieces: [bothOf(A, { flags: 8 }), B] }, "ZIP_LOCAL_FIELD", "repacked"],
  ["strong encryption", { pieces: [bothOf(A, { flags: 0x41 }), B] }, "ZIP_LOCAL_FIELD", "damaged"],
  ["masked headers", { pieces: [bothOf(A, { flags: 0x2000 }), B] }, "ZIP_LOCAL_FIELD", "repacked"],
  ["the UTF-8 flag in one header", { pieces: [localOf(A, { flags: 0x800 }), B] }, "ZIP_LOCAL_FIELD", "damaged"],
  ["a name twice", { pieces: [A, { ...A, content: Buffer.from("other") }] }, "ZIP_DUPLICATE_NAME", "damaged"],
  [
    "a record that the directory leaves out",
    { pieces: [A, { ...B, noCentral: true }, C] },
    "ZIP_LOCAL_FIELD",
    "damaged",
  ],
  ["a last record that the directory leaves out", { pieces: [A, { ...B, noCentral: true }] }, "ZIP_GAP", "damaged"],
  ["a directory entry without record", { pieces: [A, { ...B, noLocal: true }] }, "ZIP_LOCAL_MISSING", "damaged"],
  [
    "two directory entries on one record",
    { pieces: [A, centralOf({ ...B, ...A, name: "top/b.txt", noLocal: true }, { offset: 0 })] },
    "ZIP_LOCAL_MISSING",
    "damaged",
  ],
  ["bytes between records", { pieces: [{ ...A, after: Buffer.from("hidden") }, B] }, "ZIP_LOCAL_MISSING", "damaged"],
  ["bytes before the end record", { pieces: [A, B], beforeEnd: Buffer.from("hidden") }, "ZIP_END_POSITION", "damaged"],
  ["a second end record", { pieces: [A, B], suffix: buildZip({ pieces: [] }) }, "ZIP_END_POSITION", "damaged"],
  ["two zips one after the other", { pieces: [A], suffix: buildZip({ pieces: [B] }) }, "ZIP_END_POSITION", "damaged"],
  [
    "one entry more in the end record",
    { pieces: [A, B], end: { entries: 3, entriesHere: 3 } },
    "ZIP_DIRECTORY_SHORT",
    "damaged",
  ],
  [
    "one entry less in the end record",
    { pieces: [A, B], end: { entries: 1, entriesHere: 1 } },
    "ZIP_DIRECTORY_REST",
    "damaged",
  ],
  ["two counts in the end record", { pieces: [A, B], end: { entriesHere: 1 } }, "ZIP_END_FIELD", "repacked"],
  ["a directory offset that is one too small", { pieces: [A, B], end: { offset: 101 } }, "ZIP_END_POSITION", "damaged"],
  [
    "values that point to a zip64 record that is not there",
    { pieces: [A, B], end: { entries: 0xffff, entriesHere: 0xffff } },
    "ZIP_END_POSITION",
    "damaged",
  ],
  [
    "a zip64 end record without need",
    {
      pieces: [A],
      beforeEnd: zip64End(1n, 55n, 48n),
      end: { entries: 0xffff, entriesHere: 0xffff, size: 0xffffffff, offset: 0xffffffff },
    },
    "ZIP_END_POSITION",
    "repacked",
  ],
  [
    "a zip64 extra without need",
    {
      pieces: [
        centralOf(A, { extra: zip64Extra(9n, 9n, 0n), size: 0xffffffff, stored: 0xffffffff, offset: 0xffffffff }),
        B,
      ],
    },
    "ZIP_DIRECTORY_FIELD",
    "repacked",
  ],
  [
    "a size beyond every file",
    {
      pieces: [
        centralOf(A, {
          extra: zip64Extra(2n ** 63n, 2n ** 63n, 0n),
          size: 0xffffffff,
          stored: 0xffffffff,
          offset: 0xffffffff,
        }),
        B,
      ],
    },
    "ZIP_ENTRY_OUTSIDE",
    "damaged",
  ],
  ["entries out of order", { pieces: [B, A] }, "ZIP_ORDER", "repacked"],
  ["an entry for a folder", { pieces: [FOLDER, A] }, "ZIP_NAME", "repacked"],
  [
    "an entry for a folder that has the mode of a file",
    { pieces: [{ name: "top/", content: Buffer.alloc(0) }, A] },
    "ZIP_NAME",
    "damaged",
  ],
  ["a folder with content", { pieces: [{ ...FOLDER, content: Buffer.from("x") }, A] }, "ZIP_NAME", "damaged"],
  ["the mode of a link", { pieces: [centralOf(A, { attributes: 0xa1ff0000 }), B] }, "ZIP_DIRECTORY_FIELD", "damaged"],
  ["another mode", { pieces: [centralOf(A, { attributes: 0x81ed0000 }), B] }, "ZIP_DIRECTORY_FIELD", "repacked"],
  ["another date", { pieces: [bothOf(A, { date: 0x5c61 }), B] }, "ZIP_LOCAL_FIELD", "repacked"],
  ["another writer version", { pieces: [centralOf(A, { madeBy: 0x031e }), B] }, "ZIP_DIRECTORY_FIELD", "repacked"],
  [
    "a name in another alphabet",
    { pieces: [bothOf({ ...A, name: "top/图.txt" }, { flags: 0x800 })] },
    "ZIP_NAME",
    "repacked",
  ],
  ["a control character in a name", { pieces: [{ ...A, name: "top/a\x1b[31m" }] }, "ZIP_NAME", "repacked"],
  [
    "a second name in an extra field",
    { pieces: [bothOf(A, { extra: Buffer.from("75700900010000000074742f78".slice(0, 26), "hex") }), B] },
    "ZIP_LOCAL_FIELD",
    "damaged",
  ],
  ["deflated entries", { pieces: [deflated(A), deflated(B)] }, "ZIP_LOCAL_FIELD", "repacked"],
  [
    "deflate data that end before the record does",
    { pieces: [{ ...deflated(A), data: Buffer.concat([deflated(A).data ?? A.content, Buffer.from("hidden")]) }] },
    "ZIP_LOCAL_FIELD",
    "damaged",
  ],
  [
    "deflate data that give more than stated",
    {
      pieces: [
        { ...deflated(A), local: { method: 8, needed: 20, size: 4 }, central: { method: 8, needed: 20, size: 4 } },
      ],
    },
    "ZIP_LOCAL_FIELD",
    "damaged",
  ],
];

function zip64Extra(...values: bigint[]): Buffer {
  const extra = Buffer.alloc(4 + 8 * values.length);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(8 * values.length, 2);
  for (const [index, value] of values.entries()) extra.writeBigUInt64LE(value, 4 + 8 * index);
  return extra;
}

function zip64End(count: bigint, size: bigint, offset: bigint): Buffer {
  const bytes = Buffer.alloc(76);
  bytes.writeUInt32LE(0x06064b50, 0);
  bytes.writeBigUInt64LE(44n, 4);
  bytes.writeUInt16LE(45, 12);
  bytes.writeUInt16LE(45, 14);
  for (const [at, value] of [[24, count], [32, count], [40, size], [48, offset], [64, offset + size]] as const) {
    bytes.writeBigUInt64LE(value, at);
  } // prettier-ignore
  bytes.writeUInt32LE(0x07064b50, 56);
  bytes.writeUInt32LE(1, 72);
  return bytes;
}

describe("a zip that deviates", () => {
  test.each(DEVIATIONS)("is not canonical: %s", async (_name, parts, code, form) => {
    const zip = await open(buildZip(parts));
    expect(zip.faultCount).toBeGreaterThan(0);
    expect(zip.form).toBe(form);
    expect(zip.faults.map((fault) => fault.code)).toContain(code);
    for (const fault of zip.faults) expect(fault.expected).not.toBe(fault.found);
  });

  test("still shows its contents when it was only packed again", async () => {
    const zip = await open(buildZip({ pieces: [deflated(B), deflated(A), FOLDER] }));
    expect(zip.form).toBe("repacked");
    const texts = zip.entries.map((entry) => [entry.name, zip.read(entry, 0, 99).toString()]);
    expect(texts).toEqual([
      ["top/b.txt", "第二条消息"],
      ["top/a.txt", "第一条"],
    ]);
  });

  test("is refused before unpacking when it states more than a computer should unpack", async () => {
    const bomb = { ...deflated(A), local: { method: 8, size: 0xfffffffe }, central: { method: 8, size: 0xfffffffe } };
    const zip = await open(buildZip({ pieces: [bomb] }));
    expect(zip.entries).toEqual([]);
    expect(zip.faults.map(({ code }) => code)).toContain("ZIP_EXPANSION");
  });

  test("is refused before it is listed when it states more entries than the limit", async () => {
    const plain = buildZip({
      pieces: [],
      beforeEnd: zip64End(2n ** 40n, 0n, 0n),
      end: { entries: 0xffff, entriesHere: 0xffff, size: 0xffffffff, offset: 0xffffffff },
    });
    const zip = await open(plain);
    expect(zip.faults.map(({ code }) => code)).toContain("ZIP_TOO_MANY_ENTRIES");
    expect(zip.entries).toEqual([]);
  });

  test("keeps a bounded number of faults and counts the rest", async () => {
    const pieces = Array.from({ length: 1000 }, (_, index) =>
      bothOf({ ...C, name: `top/${String(index).padStart(4, "0")}` }, { date: 1 }),
    );
    const zip = await open(buildZip({ pieces }));
    expect(zip.faults.length).toBe(200);
    expect(zip.faultCount).toBe(2000);
  });

  test("is never canonical when it ends early", async () => {
    const whole = buildZip({ pieces: [A, B, C] });
    for (let length = 0; length < whole.length; length += 1) {
      expect((await open(whole.subarray(0, length))).form).toBe("damaged");
    }
  });

  test("is never canonical with one bit flipped, wherever that is", async () => {
    const whole = buildZip({ pieces: [A, B, C] });
    for (let at = 0; at < whole.length; at += 1) {
      const flipped = Buffer.from(whole);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
      const zip = await open(flipped);
      expect([at, zip.form]).not.toEqual([at, "canonical"]);
    }
  });
});

describe("whether something is a zip at all", () => {
  test.each([
    ["a zip", buildZip({ pieces: [A] }), true],
    ["an empty zip", buildZip({ pieces: [] }), true],
    ["a zip with bytes in front", buildZip({ pieces: [A], prefix: Buffer.from("x") }), true],
    ["the beginning of a zip", buildZip({ pieces: [A] }).subarray(0, 20), true],
    ["text", Buffer.from("hello, this is a long enough text"), false],
    ["one byte", Buffer.from("P"), false],
    ["nothing", Buffer.alloc(0), false],
  ])("%s", (_name, content, expected) => {
    expect(looksLikeZip(bytesOf(content))).toBe(expected);
  });
});

test("the builder of these tests computes CRC-32 as everybody does", () => {
  expect(crc32("123456789")).toBe(0xcbf43926);
});
