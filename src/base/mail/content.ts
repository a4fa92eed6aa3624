import type { ByteView } from "../media/view.ts";
import { decodeText, type DecodeFault } from "../text-decode.ts";
import { encodingOf, type EncodingFound } from "../text-encoding.ts";
import { decoderOf } from "./headers.ts";
import type { MailPart } from "./parts.ts";

const BLOCK_BYTES = 1 << 16;

type Encoded = Pick<MailPart, "encoding" | "start" | "end">;

/** Content of a part with its transfer encoding undone, in pieces. What the encoding does not allow is passed over. */
export function* partBytes(view: ByteView, { encoding, start, end }: Encoded): Generator<Buffer> {
  const blocks = rangeBlocks(view, start, end);
  if (encoding === "base64") yield* fromBase64(blocks);
  else if (encoding === "quoted-printable") yield* fromQuoted(blocks);
  else yield* blocks;
}

/**
 * Content of a text part as text, in pieces. A part that names no charset is read by its bytes; what its encoding does
 * not allow becomes U+FFFD and is told where that can be seen.
 *
 * @param path for errors
 * @throws {SourceError} ENCODING_UNKNOWN for a part without charset that is no text
 */
export function* partText(
  view: ByteView,
  part: MailPart,
  path: string,
  onFault: (fault: DecodeFault) => void,
): Generator<string> {
  const found = encodingOfPart(view, part, path);
  if (found !== null) {
    yield* decodeText(partBytes(view, part), found, onFault);
    return;
  }
  const decoder = decoderOf(part.charset);
  for (const bytes of partBytes(view, part)) yield decoder.decode(bytes, { stream: true });
  yield decoder.decode();
}

/** Null for charsets that only mails have. */
function encodingOfPart(view: ByteView, part: MailPart, path: string): EncodingFound | null {
  const name = part.charset?.toLowerCase() ?? "";
  const known = { markBytes: 0, faultCount: 0, cutAt: null };
  if (/^utf-?8$/.test(name)) return { ...known, encoding: "utf-8" };
  if (/^(gb2312|gbk|gb18030|gb_2312.*|cp936)$/.test(name)) return { ...known, encoding: "gb18030" };
  return /^(us-ascii|ascii)?$/.test(name) ? encodingOf(() => partBytes(view, part), path) : null;
}

function* rangeBlocks(view: ByteView, start: number, end: number): Generator<Buffer> {
  for (let position = start; position < end; position += BLOCK_BYTES) {
    yield Buffer.from(view.read(position, Math.min(BLOCK_BYTES, end - position)));
  }
}

function* fromBase64(blocks: Iterable<Buffer>): Generator<Buffer> {
  let carried = "";
  for (const block of blocks) {
    const letters = carried + block.toString("latin1").replace(/[^A-Za-z0-9+/]/g, "");
    const whole = letters.length & ~3;
    carried = letters.slice(whole);
    if (whole > 0) yield Buffer.from(letters.slice(0, whole), "base64");
  }
  if (carried.length > 1) yield Buffer.from(carried, "base64");
}

/** Longest run at the end of a block that the next one may go on: `=`, a digit, or blanks before a line end. */
const OPEN_END = /(?:=[0-9A-F]?|[ \t]+|=[ \t]*\r?|\r)$/i;
const MOST_CARRIED = 1000;

/** @source documented: RFC 2045 §6.7 */
function* fromQuoted(blocks: Iterable<Buffer>): Generator<Buffer> {
  let carried = "";
  for (const block of blocks) {
    const text = carried + block.toString("latin1");
    const open = OPEN_END.exec(text.slice(-MOST_CARRIED));
    const cut = open === null ? text.length : text.length - open[0].length;
    carried = text.slice(cut);
    if (cut > 0) yield unquoted(text.slice(0, cut));
  }
  if (carried !== "") yield unquoted(carried);
}

function unquoted(text: string): Buffer {
  const bytes = text
    .split("\n")
    .map((line, at, lines) => (at < lines.length - 1 ? endedLine(line) : line))
    .join("")
    .replace(/=([0-9A-F]{2})/gi, (_whole, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1");
}

/** A line with its end: blanks before it are none of the content, and a `=` there takes it back. */
function endedLine(line: string): string {
  const hasReturn = line.endsWith("\r");
  let end = hasReturn ? line.length - 1 : line.length;
  while (end > 0 && (line[end - 1] === " " || line[end - 1] === "\t")) end -= 1;
  if (line[end - 1] === "=") return line.slice(0, end - 1);
  return `${line.slice(0, end)}${hasReturn ? "\r" : ""}\n`;
}
