import type { Bilingual } from "./bilingual.ts";
import { byteOfUnit, MAX_VALUE_BYTES, scanned, SIZE } from "./json-fault.ts";
import { blankBytes, isBlank, type JsonFile, type JsonSpan } from "./json-file.ts";
import { JsonFault } from "./json-parse.ts";
import { readBytes, type JsonRead } from "./json-read.ts";
import { StructureScan } from "./json-scan.ts";

/** An element of an array, or the place of one that cannot be read although its boundaries are clear. */
export type JsonElement =
  | ({ readonly type: "element"; readonly index: number; readonly byte: number } & JsonRead)
  | {
      readonly type: "damaged";
      readonly index: number;
      readonly byte: number;
      readonly reason: "malformed-json" | "value-too-large";
      /** Byte at which reading failed, and what was expected and found there. */
      readonly faultByte: number;
      readonly expected: Bilingual;
      readonly found: string;
      /** The beginning of the element as found, at most 500 characters. */
      readonly raw: string;
    };

const RAW_CHARACTERS = 500;
/** Kept of an element that is too large: enough for its beginning to be shown. */
const KEPT_BYTES = 1 << 16;

/**
 * Elements of the array in `span`, in order and in flat memory. An element that is not JSON, or too large, is yielded as
 * damaged and reading goes on behind the next comma.
 *
 * @throws {SourceError} where quotes or brackets do not match, so that no boundary is clear any more
 */
export function* elements(file: JsonFile, span: JsonSpan): Generator<JsonElement, void, void> {
  const cuts: number[] = [];
  const scan = new StructureScan((at) => cuts.push(at));
  const pending = new Pending();
  let from = -1;
  let index = 0;
  for (const { bytes, base } of scanned(file, span, scan)) {
    if (from < 0 && scan.start >= 0) from = scan.start + 1;
    if (scan.end >= 0) cuts.push(scan.end - 1);
    for (const [i, cut] of cuts.entries()) {
      const slice = pending.take(bytes.subarray(Math.max(from - base, 0), cut - base), Math.max(from, base));
      const isLast = scan.end >= 0 && i === cuts.length - 1;
      if (!(isLast && index === 0 && isBlank(slice.bytes))) yield elementOf(slice, index++);
      from = cut + 1;
    }
    cuts.length = 0;
    if (scan.end >= 0) return;
    if (from >= 0) pending.keep(bytes.subarray(Math.max(from - base, 0)), Math.max(from, base));
  }
}

/** Bytes of one element that end at a separator, collected over as many chunks as it takes. */
class Pending {
  private pieces: Buffer[] = [];
  private length = 0;
  private start = -1;
  private isTooLarge = false;

  keep(bytes: Buffer, at: number): void {
    if (this.start < 0) this.start = at;
    if (this.isTooLarge) return;
    if (this.length + bytes.length > MAX_VALUE_BYTES) {
      this.isTooLarge = true;
      this.pieces = [Buffer.concat([...this.pieces, bytes], KEPT_BYTES)];
    } else if (bytes.length > 0) {
      this.pieces.push(bytes);
      this.length += bytes.length;
    }
  }

  take(last: Buffer, at: number): Slice {
    const isWhole = this.pieces.length === 0;
    this.keep(last, at);
    const bytes = isWhole && !this.isTooLarge ? last : Buffer.concat(this.pieces);
    const slice = { bytes, start: this.start, isTooLarge: this.isTooLarge };
    this.pieces = [];
    this.length = 0;
    this.start = -1;
    this.isTooLarge = false;
    return slice;
  }
}

interface Slice {
  readonly bytes: Buffer;
  readonly start: number;
  readonly isTooLarge: boolean;
}

function elementOf({ bytes, start, isTooLarge }: Slice, index: number): JsonElement {
  const byte = start + blankBytes(bytes, 0);
  if (isTooLarge)
    return damaged(bytes, { index, byte, reason: "value-too-large", faultByte: byte, expected: SIZE, found: "" });
  try {
    return { type: "element", index, byte, ...readBytes(bytes, start) };
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    const faultByte = start + byteOfUnit(bytes, error.offset);
    return damaged(bytes, {
      index,
      byte,
      reason: "malformed-json",
      faultByte,
      expected: error.expected,
      found: error.found,
    });
  }
}

type Damaged = Extract<JsonElement, { type: "damaged" }>;

function damaged(bytes: Buffer, facts: Omit<Damaged, "type" | "raw">): Damaged {
  const raw = bytes.toString("utf8", blankBytes(bytes, 0), 4 * RAW_CHARACTERS).slice(0, RAW_CHARACTERS);
  return { type: "damaged", ...facts, raw };
}
