import { isUtf8 } from "node:buffer";
import type { ByteRun } from "./utf8.ts";
import { scanUtf8, wholeUtf8Length } from "./utf8.ts";
import { SourceError } from "./errors.ts";
import { blocksOf } from "./blocks.ts";

export type TextEncoding = "utf-8" | "gb18030" | "utf-16le" | "utf-16be";

/** How a file has to be decoded, and what its bytes said for it. */
export interface EncodingFound {
  readonly encoding: TextEncoding;
  /** Length of the byte order mark to leave out: 0, 2 or 3. */
  readonly markBytes: number;
  /** Undecodable runs: each becomes U+FFFD and is reported when decoding. */
  readonly faultCount: number;
  /** Where the last character of a GB18030 file is cut off; null otherwise. */
  readonly cutAt: number | null;
}

/**
 * Sound characters of three or four bytes for each fault, from which on a file counts as UTF-8 with defects. Two-byte
 * GBK characters almost never line up as such characters (measured on GBK text: below one in ten faults), while
 * exporters that cut or overwrite a few bytes leave thousands of sound ones.
 */
const SOUND_PER_FAULT = 4;

/** Share of units with a NUL byte at one parity that makes UTF-16 without a mark obvious: 1 in 10 … */
const UTF16_NUL_SHARE = 0.1;
/** … and this many times as many there as at the other parity (一 is U+4E00). */
const UTF16_NUL_LEAD = 4;

const HEAD_BYTES = 4096;

const MARKS: readonly { readonly bytes: readonly number[]; readonly encoding: TextEncoding }[] = [
  { bytes: [0xef, 0xbb, 0xbf], encoding: "utf-8" },
  { bytes: [0xff, 0xfe], encoding: "utf-16le" },
  { bytes: [0xfe, 0xff], encoding: "utf-16be" },
];

/**
 * Decides the encoding of a whole file by its bytes, in this order: byte order mark; UTF-16 where NUL bytes make it
 * obvious; UTF-8 without a fault; UTF-8 with few faults among many sound characters (an exporter's defect, not GBK);
 * GB18030 without a fault but a last character cut off; UTF-8 that is sound for the greater part.
 *
 * @param chunks gives the file from its beginning, as often as asked
 * @throws {SourceError} ENCODING_UNKNOWN when none of them fits
 */
export function encodingOf(chunks: () => Iterable<Uint8Array>, path: string): EncodingFound {
  const head = headOf(chunks());
  const marked = markOf(head);
  if (marked !== null && marked.encoding !== "utf-8") return marked;
  const wide = marked === null ? obviousUtf16(head) : null;
  if (wide !== null) return found(wide);
  if (isWholeUtf8(chunks())) return marked ?? found("utf-8");

  const { faultCount, wideCharacters, badAt } = countUtf8(chunks());
  const utf8 = { ...(marked ?? found("utf-8")), faultCount };
  if (wideCharacters > SOUND_PER_FAULT * faultCount) return utf8;
  const gb18030 = marked === null ? tryGb18030(chunks()) : null;
  if (gb18030 !== null) return gb18030;
  if (wideCharacters > faultCount) return utf8;
  throw unknownEncoding(path, badAt, faultCount);
}

/** The encoding that the beginning of a file suggests; null where it is no text. For recognising formats, not for reading. */
export function encodingOfHead(head: Uint8Array): EncodingFound | null {
  const marked = markOf(head);
  if (marked !== null) return marked;
  const wide = obviousUtf16(head);
  if (wide !== null) return found(wide);
  if (head.includes(0)) return null;
  const { faults, wideCharacters } = scanUtf8(head.subarray(0, wholeUtf8Length(head)));
  if (wideCharacters > SOUND_PER_FAULT * faults.length || faults.length === 0) return found("utf-8");
  return tryGb18030([head]);
}

function found(encoding: TextEncoding, markBytes = 0): EncodingFound {
  return { encoding, markBytes, faultCount: 0, cutAt: null };
}

function markOf(head: Uint8Array): EncodingFound | null {
  const mark = MARKS.find(({ bytes }) => bytes.every((byte, at) => head[at] === byte));
  return mark ? found(mark.encoding, mark.bytes.length) : null;
}

function headOf(chunks: Iterable<Uint8Array>): Uint8Array {
  const head: Uint8Array[] = [];
  let length = 0;
  for (const chunk of chunks) {
    head.push(chunk.slice(0, HEAD_BYTES - length));
    length += chunk.length;
    if (length >= HEAD_BYTES) break;
  }
  return Buffer.concat(head);
}

function obviousUtf16(head: Uint8Array): TextEncoding | null {
  if (!head.includes(0)) return null;
  let even = 0;
  let odd = 0;
  // Every file of a source may be asked, by every format: an iterator here took longer than hashing the files.
  for (let at = 0; at < head.length; at += 2) {
    if (head[at] === 0) even += 1;
    if (head[at + 1] === 0) odd += 1;
  }
  const enough = (head.length / 2) * UTF16_NUL_SHARE;
  if (head.length >= 4 && odd >= enough && odd >= UTF16_NUL_LEAD * even) return "utf-16le";
  if (head.length >= 4 && even >= enough && even >= UTF16_NUL_LEAD * odd) return "utf-16be";
  return null;
}

function isWholeUtf8(chunks: Iterable<Uint8Array>): boolean {
  for (const block of blocksOf(chunks, wholeUtf8Length)) if (!isUtf8(block.bytes)) return false;
  return true;
}

function countUtf8(chunks: Iterable<Uint8Array>): { faultCount: number; wideCharacters: number; badAt: number } {
  let faultCount = 0;
  let wideCharacters = 0;
  let badAt = -1;
  for (const { bytes, offset } of blocksOf(chunks, wholeUtf8Length)) {
    const scan = scanUtf8(bytes);
    const first: ByteRun | undefined = scan.faults[0];
    if (badAt < 0 && first) badAt = offset + first.start;
    faultCount += scan.faults.length;
    wideCharacters += scan.wideCharacters;
  }
  return { faultCount, wideCharacters, badAt };
}

/** GB18030 as strictly as the platform reads it; a file cut off within its last character still counts. */
function tryGb18030(chunks: Iterable<Uint8Array>): EncodingFound | null {
  const decoder = new TextDecoder("gb18030", { fatal: true });
  let last: { bytes: Uint8Array; offset: number } = { bytes: new Uint8Array(), offset: 0 };
  try {
    for (const { bytes, offset } of blocksOf(chunks, (block) => block.length)) {
      decoder.decode(bytes, { stream: true });
      last = { bytes: bytes.slice(-4096), offset: offset + Math.max(0, bytes.length - 4096) };
    }
  } catch {
    return null;
  }
  try {
    decoder.decode();
    return found("gb18030");
  } catch {
    return { ...found("gb18030"), faultCount: 1, cutAt: last.offset + lastCharacterStart(last.bytes) };
  }
}

/** Walks from the last line feed, which is never part of a GB18030 character, to where the last character begins. */
function lastCharacterStart(bytes: Uint8Array): number {
  let at = bytes.lastIndexOf(0x0a) + 1;
  for (;;) {
    const second = bytes[at + 1] ?? 0;
    const length = (bytes[at] ?? 0) < 0x81 ? 1 : second >= 0x30 && second <= 0x39 ? 4 : 2;
    if (at + length >= bytes.length) return at;
    at += length;
  }
}

function unknownEncoding(path: string, badAt: number, faultCount: number): SourceError {
  return new SourceError(
    "ENCODING_UNKNOWN",
    {
      zh: `文件“${path}”既不是 UTF-8 也不是 GB18030 文本：从第 ${badAt} 字节起有 ${faultCount} 处无法解码。`,
      en: `"${path}" is neither UTF-8 nor GB18030 text: from byte ${badAt} on, ${faultCount} places cannot be decoded.`,
    },
    {
      hint: {
        zh: "请向当事人索取导出软件生成的原始文件，不要使用另存、传输中损坏或加密的副本。",
        en: "Ask for the file as the exporting program wrote it, not a copy that was saved again, damaged or encrypted.",
      },
      facts: { path, byte: badAt, faults: faultCount },
    },
  );
}
