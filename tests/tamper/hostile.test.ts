import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openZip, openZipBytes, type OpenedZip, type ZipBytes } from "../../src/base/zip.ts";
import { verify } from "../../src/verify.ts";
import { sealedBytes, temporaryFolder } from "../bundle/sealed.ts";
import { buildZip, deflated, piecesOf, type Piece } from "../bundle/zip-builder.ts";

const folder = temporaryFolder();
const path = join(folder.path, "case-0001.zip");
let good: Piece[] = [];
beforeAll(async () => {
  good = piecesOf((await sealedBytes()).bytes);
});
afterAll(() => {
  folder.dispose();
});

/** Counts what a reading touches, so that refusing early can be told from refusing late without a clock. */
class Counted implements ZipBytes {
  readBytes = 0;
  private readonly bytes: ZipBytes;
  constructor(bytes: ZipBytes) {
    this.bytes = bytes;
  }
  get sizeBytes(): number {
    return this.bytes.sizeBytes;
  }
  read(target: Buffer, position: number): number {
    const read = this.bytes.read(target, position);
    this.readBytes += read;
    return read;
  }
  close(): void {
    this.bytes.close();
  }
}

async function opened(zip: Buffer): Promise<{ zip: OpenedZip; readBytes: number }> {
  writeFileSync(path, zip);
  const bytes = new Counted(openZipBytes(path));
  const read = await openZip(bytes);
  read.close();
  return { zip: read, readBytes: bytes.readBytes };
}

async function wordOf(zip: Buffer) {
  writeFileSync(path, zip);
  return (await verify(path, { rederive: false, expectFingerprint: null })).word;
}

const codes = ({ faults }: OpenedZip) => new Set(faults.map(({ code }) => code));
const ZEROS = deflateRawSync(Buffer.alloc(64 << 20), { level: 9 });

describe("29 a zip that is made to exhaust a computer is refused by what it states, before it is unpacked", () => {
  test("two thousand entries that say to unpack to 128 GB", async () => {
    const size = 64 << 20;
    const bombs = Array.from({ length: 2000 }, (_, at): Piece => {
      const fields = { method: 8, needed: 20, size, crc: 0 };
      return { name: `case-0001/report/${at}`, content: Buffer.alloc(0), data: ZEROS.subarray(0, 1000), local: fields, central: fields }; // prettier-ignore
    });
    const { zip, readBytes } = await opened(buildZip({ pieces: [...good, ...bombs] }));
    expect(codes(zip)).toContain("ZIP_EXPANSION");
    expect(zip.entries).toEqual([]);
    expect(readBytes).toBeLessThan(4 * zip.sizeBytes);
  });

  test("an entry that unpacks to far more than it says is left after that much", async () => {
    const lying: Piece = { ...deflated({ name: "case-0001/report/x", content: Buffer.alloc(100) }), data: ZEROS };
    const bytes = buildZip({ pieces: [...good, lying] });
    const { zip } = await opened(bytes);
    expect(codes(zip)).toContain("ZIP_CRC");
    expect(zip.entries.find(({ name }) => name.endsWith("report/x"))).toMatchObject({ sha256: null, sizeBytes: 100 });
    expect(await wordOf(bytes)).toBe("not-intact");
  });

  test("entries that all lie over the same bytes", async () => {
    const [first] = good;
    const over = Array.from({ length: 500 }, (_, at): Piece => ({ ...(first as Piece), name: `case-0001/report/${at}`, noLocal: true, central: { offset: 0 } })); // prettier-ignore
    const bytes = buildZip({ pieces: [...good, ...over] });
    const { zip } = await opened(bytes);
    expect(zip.form).toBe("damaged");
    expect(codes(zip)).toContain("ZIP_OVERLAP");
    // Of all that lie over the same bytes one is read.
    expect(
      zip.entries.filter(({ offset, sha256 }) => offset === zip.entries[0]?.offset && sha256 !== null).length,
    ).toBe(1);
    expect(await wordOf(bytes)).toBe("not-intact");
  });

  test("a million and one entries are counted, not read", async () => {
    const record = Buffer.alloc(46);
    record.writeUInt32LE(0x02014b50, 0);
    const count = 2 ** 20 + 1;
    const directory = Buffer.alloc(46 * count, record);
    const whole = buildZip({ pieces: good });
    const head = whole.subarray(0, whole.readUInt32LE(whole.length - 6));
    const claim = end64(BigInt(count), BigInt(directory.length), BigInt(head.length));
    claim.writeBigUInt64LE(BigInt(head.length + directory.length), 64);
    const zip = Buffer.concat([head, directory, claim]);
    const { zip: read, readBytes } = await opened(zip);
    expect(codes(read)).toContain("ZIP_TOO_MANY_ENTRIES");
    expect(read.entries).toEqual([]);
    expect(readBytes).toBeLessThan(1 << 20);
  });

  test.each([2n ** 64n - 1n, 2n ** 63n, 2n ** 53n + 1n, 2n ** 40n])(
    "a directory that claims %s entries, bytes or position",
    async (huge) => {
      for (const claim of [end64(huge, 46n, 0n), end64(1n, huge, 0n), end64(1n, 46n, huge)]) {
        const bytes = Buffer.concat([buildZip({ pieces: good }).subarray(0, -22), claim]);
        const { zip, readBytes } = await opened(bytes);
        expect(zip.form).toBe("damaged");
        expect(zip.entries).toEqual([]);
        expect(readBytes).toBeLessThan(8 * bytes.length + (1 << 18));
        expect(await wordOf(bytes)).toBe("not-intact");
      }
    },
  );

  test.each([2n ** 64n - 1n, 2n ** 63n, 2n ** 40n])("an entry that claims %s bytes", async (huge) => {
    const extra = Buffer.alloc(28);
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(24, 2);
    extra.writeBigUInt64LE(huge, 4);
    extra.writeBigUInt64LE(huge, 12);
    const fields = { extra, size: 0xffffffff, stored: 0xffffffff };
    const lying: Piece = { name: "case-0001/report/x", content: Buffer.from("x"), local: fields, central: { ...fields, offset: 0xffffffff } }; // prettier-ignore
    expect(await wordOf(buildZip({ pieces: [...good, lying] }))).toBe("not-intact");
  });
});

/** End records of zip64, and the plain one that points to them. */
function end64(count: bigint, size: bigint, offset: bigint): Buffer {
  const bytes = Buffer.alloc(98);
  bytes.writeUInt32LE(0x06064b50, 0);
  bytes.writeBigUInt64LE(44n, 4);
  bytes.writeUInt16LE(45, 12);
  bytes.writeUInt16LE(45, 14);
  for (const [at, value] of [[24, count], [32, count], [40, size], [48, offset]] as const) bytes.writeBigUInt64LE(value, at); // prettier-ignore
  bytes.writeUInt32LE(0x07064b50, 56);
  bytes.writeUInt32LE(1, 72);
  bytes.writeUInt32LE(0x06054b50, 76);
  bytes.writeUInt16LE(0xffff, 84);
  bytes.writeUInt16LE(0xffff, 86);
  bytes.writeUInt32LE(0xffffffff, 88);
  bytes.writeUInt32LE(0xffffffff, 92);
  return bytes;
}
