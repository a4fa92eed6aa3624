import { isUtf8 } from "node:buffer";
import type { Block } from "./blocks.ts";
import { blocksOf } from "./blocks.ts";
import type { EncodingFound } from "./text-encoding.ts";
import { scanUtf8, wholeUtf8Length } from "./utf8.ts";

/** Bytes that stand for no character: `byte` is their offset in the file, `hex` the first sixteen of them. */
export interface DecodeFault {
  readonly byte: number;
  readonly length: number;
  readonly hex: string;
}

/**
 * Text of a file in pieces of at most 64 KiB of source, with flat memory. The byte order mark is left out; every
 * undecodable run becomes one U+FFFD and is told to `onFault`. No piece ends within a character.
 */
export function* decodeText(
  chunks: Iterable<Uint8Array>,
  found: EncodingFound,
  onFault: (fault: DecodeFault) => void,
): Generator<string> {
  const decode = DECODERS[found.encoding];
  let isFirst = true;
  for (const block of decode(chunks, found, onFault)) {
    const text = isFirst && found.markBytes > 0 ? block.replace(/^\uFEFF/, "") : block;
    isFirst = false;
    if (text !== "") yield text;
  }
}

type Decode = (
  chunks: Iterable<Uint8Array>,
  found: EncodingFound,
  onFault: (fault: DecodeFault) => void,
) => Generator<string>;

const DECODERS: Readonly<Record<EncodingFound["encoding"], Decode>> = {
  "utf-8": decodeUtf8,
  gb18030: decodeGb18030,
  "utf-16le": (chunks, _found, onFault) => decodeUtf16(chunks, false, onFault),
  "utf-16be": (chunks, _found, onFault) => decodeUtf16(chunks, true, onFault),
};

function fault(bytes: Buffer, start: number, end: number, offset: number): DecodeFault {
  return { byte: offset + start, length: end - start, hex: bytes.toString("hex", start, Math.min(end, start + 16)) };
}

function* decodeUtf8(...[chunks, , onFault]: Parameters<Decode>): Generator<string> {
  for (const block of blocksOf(chunks, wholeUtf8Length)) {
    yield isUtf8(block.bytes) ? block.bytes.toString("utf8") : mendUtf8(block, onFault);
  }
}

function mendUtf8({ bytes, offset }: Block, onFault: (fault: DecodeFault) => void): string {
  let text = "";
  let from = 0;
  for (const { start, end } of scanUtf8(bytes).faults) {
    onFault(fault(bytes, start, end, offset));
    text += bytes.toString("utf8", from, start) + "\uFFFD";
    from = end;
  }
  return text + bytes.toString("utf8", from);
}

function* decodeGb18030(...[chunks, found, onFault]: Parameters<Decode>): Generator<string> {
  const decoder = new TextDecoder("gb18030");
  for (const { bytes, offset } of blocksOf(chunks, (block) => block.length)) {
    const { cutAt } = found;
    const cut = cutAt !== null && cutAt < offset + bytes.length ? Math.max(0, cutAt - offset) : bytes.length;
    yield decoder.decode(bytes.subarray(0, cut), { stream: true });
    if (cut === bytes.length) continue;
    onFault(fault(bytes, cut, bytes.length, offset));
    yield "\uFFFD";
    return;
  }
}

function* decodeUtf16(
  chunks: Iterable<Uint8Array>,
  bigEndian: boolean,
  onFault: (fault: DecodeFault) => void,
): Generator<string> {
  for (const { bytes, offset } of blocksOf(chunks, (block) => wholeUtf16Length(block, bigEndian))) {
    const even = bytes.subarray(0, bytes.length & ~1);
    const text = (bigEndian ? Buffer.from(even).swap16() : even).toString("utf16le");
    yield text.isWellFormed() ? text : mendUtf16(text, { bytes, offset }, onFault);
    if (even.length === bytes.length) continue;
    onFault(fault(bytes, even.length, bytes.length, offset));
    yield "\uFFFD";
  }
}

/** Leaves an odd byte, or the first half of a surrogate pair, for the next block. */
function wholeUtf16Length(bytes: Buffer, bigEndian: boolean): number {
  const even = bytes.length & ~1;
  if (even < 2) return 0;
  const lastUnit = bigEndian ? bytes.readUInt16BE(even - 2) : bytes.readUInt16LE(even - 2);
  return lastUnit >= 0xd800 && lastUnit <= 0xdbff ? even - 2 : even;
}

const LONE_SURROGATE = /\p{Surrogate}/gu;

function mendUtf16(text: string, { bytes, offset }: Block, onFault: (fault: DecodeFault) => void): string {
  return text.replace(LONE_SURROGATE, (_unit, at: number) => {
    onFault(fault(bytes, at * 2, at * 2 + 2, offset));
    return "\uFFFD";
  });
}
