import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { filmFacts } from "../../../src/base/media/film.ts";
import { box } from "../../support/media.ts";

const view = (bytes: Buffer) => ({
  sizeBytes: bytes.length,
  read: (position: number, length: number) => bytes.subarray(position, position + length),
});

/** mvhd of version 0 or 1 with the times given. */
function header(version: 0 | 1, made: number, scale: number, length: number): Buffer {
  const bytes = Buffer.alloc(version === 0 ? 100 : 112);
  bytes[0] = version;
  if (version === 0) {
    bytes.writeUInt32BE(made, 4);
    bytes.writeUInt32BE(scale, 12);
    bytes.writeUInt32BE(length, 16);
  } else {
    bytes.writeBigUInt64BE(BigInt(made), 4);
    bytes.writeUInt32BE(scale, 20);
    bytes.writeBigUInt64BE(BigInt(length), 24);
  }
  return box("mvhd", bytes);
}

function track(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(84);
  bytes.writeUInt16BE(width, 76);
  bytes.writeUInt16BE(height, 80);
  return box("trak", box("tkhd", bytes));
}

const film = (...parts: Buffer[]) =>
  Buffer.concat([box("ftyp", Buffer.from("isom\0\0\0\0", "latin1")), box("mdat"), box("moov", Buffer.concat(parts))]);

describe("what a film says of itself", () => {
  test.each([0, 1] as const)("is read from a header of version %d", (version) => {
    const bytes = film(header(version, 2_082_844_800 + 1_772_414_400, 600, 7500), track(0, 0), track(1080, 2340));
    expect(filmFacts(view(bytes))).toEqual({
      width: 1080, height: 2340, durationMs: 12_500, madeAtText: "2026-03-02T01:20:00Z",
    }); // prettier-ignore
  });

  test("holds no time where the maker wrote zero, and no length where it wrote none", () => {
    expect(filmFacts(view(film(header(0, 0, 600, 0xffffffff))))).toEqual({
      width: null, height: null, durationMs: null, madeAtText: null,
    }); // prettier-ignore
  });

  test("is nothing in other bytes, and never a fault", () => {
    const bytes = film(header(0, 2_082_844_801, 600, 600), track(10, 10));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), fc.nat(bytes.length), (at, byte, length) => {
        const changed = Buffer.from(bytes);
        changed[at] = byte;
        expect(Object.keys(filmFacts(view(changed.subarray(0, length))))).toHaveLength(4);
      }),
    );
  });
});
