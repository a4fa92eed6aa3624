import type { ByteView } from "../media/view.ts";
import { headerText, mailHeaders, parameterised, type MailHeaders } from "./headers.ts";

/** A part of a mail that holds content itself. */
export interface MailPart {
  /** Its place, such as `1.2`. */
  readonly number: string;
  /** Such as `text/html`, lower case. */
  readonly type: string;
  readonly charset: string | null;
  /** Transfer encoding, lower case. */
  readonly encoding: string;
  /** File name as stated. */
  readonly name: string | null;
  /** Meant to be saved, not to be read within the mail. */
  readonly isAttachment: boolean;
  /** Bytes of its encoded content in the file. */
  readonly start: number;
  readonly end: number;
}

export interface Mail {
  readonly headers: MailHeaders;
  readonly parts: readonly MailPart[];
}

const MOST_HEADER_BYTES = 256 * 1024;
const MOST_PARTS = 5000;
const MOST_DEPTH = 12;
const BLOCK_BYTES = 1 << 18;

/** Whether bytes begin as a mail does: header fields, among them that of MIME or those every mail has. */
export function looksLikeMail(head: Buffer): boolean {
  const text = head.toString("latin1", 0, 8192).replace(/^\xef\xbb\xbf/, "");
  if (!/^(?:[!-9;-~]{1,76}:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){2}/.test(text)) return false;
  const above = text.split(/\r?\n\r?\n/, 1)[0] ?? "";
  const has = (name: string): boolean => new RegExp(`^${name}:`, "im").test(above);
  return has("MIME-Version") || (has("From") && (has("Date") || has("Received")) && (has("Subject") || has("To")));
}

/**
 * The header and the parts of a mail, in order; encoded content stays in the file. A part whose end is not there reaches
 * to the end of the file.
 *
 * @source documented: RFC 2045, RFC 2046 §5.1
 */
export function readMail(view: ByteView): Mail {
  const parts: MailPart[] = [];
  const headers = entity(view, { start: 0, end: view.sizeBytes }, "", 0, parts);
  return { headers, parts };
}

interface Range {
  readonly start: number;
  readonly end: number;
}

function entity(view: ByteView, range: Range, number: string, depth: number, parts: MailPart[]): MailHeaders {
  const { headers, body } = split(view, range);
  if (parts.length >= MOST_PARTS) return headers;
  const { value, parameters } = parameterised(headerText(headers, "content-type") ?? "text/plain");
  const boundary = parameters.get("boundary") ?? "";
  const inner = { start: body, end: range.end };
  if (depth < MOST_DEPTH && value.startsWith("multipart/") && boundary !== "") {
    let index = 0;
    for (const child of between(view, inner, boundary))
      entity(view, child, numbered(number, (index += 1)), depth + 1, parts);
  } else if (depth < MOST_DEPTH && value === "message/rfc822") {
    entity(view, inner, numbered(number, 1), depth + 1, parts);
  } else {
    parts.push({ ...inner, number: number === "" ? "1" : number, ...described(headers, value, parameters) });
  }
  return headers;
}

function numbered(parent: string, index: number): string {
  return parent === "" ? String(index) : `${parent}.${index}`;
}

function described(headers: MailHeaders, type: string, parameters: ReadonlyMap<string, string>) {
  const disposition = parameterised(headerText(headers, "content-disposition") ?? "");
  const name = disposition.parameters.get("filename") ?? parameters.get("name") ?? null;
  return {
    type,
    charset: parameters.get("charset") ?? null,
    encoding: (headerText(headers, "content-transfer-encoding") ?? "7bit").toLowerCase(),
    name: name === "" ? null : name,
    isAttachment: disposition.value === "attachment" || name !== null || !/^(text|multipart|message)\//.test(type),
  };
}

/** Header fields, and where the content behind the first empty line begins. */
function split(view: ByteView, { start, end }: Range): { headers: MailHeaders; body: number } {
  const bytes = view.read(start, Math.min(MOST_HEADER_BYTES, end - start));
  const mark = bytes.subarray(0, 3).toString("hex") === "efbbbf" ? 3 : 0;
  if (bytes[mark] === 0x0a) return { headers: new Map(), body: start + mark + 1 };
  if (bytes[mark] === 0x0d && bytes[mark + 1] === 0x0a) return { headers: new Map(), body: start + mark + 2 };
  const [crlf, lf] = [bytes.indexOf("\r\n\r\n"), bytes.indexOf("\n\n")];
  const isCrlf = crlf >= 0 && (lf < 0 || crlf < lf);
  const at = isCrlf ? crlf : lf;
  if (at < 0) return { headers: mailHeaders(bytes.subarray(mark)), body: end };
  return { headers: mailHeaders(bytes.subarray(mark, at)), body: start + at + (isCrlf ? 4 : 2) };
}

/** Ranges between the boundary lines; what stands before the first and behind the last is no part. */
function between(view: ByteView, range: Range, boundary: string): Range[] {
  const ranges: Range[] = [];
  let open: number | null = null;
  for (const { start, next, isLast } of boundaryLines(view, range, Buffer.from(`--${boundary}`))) {
    if (open !== null) ranges.push({ start: open, end: Math.max(open, withoutLineEnd(view, start)) });
    open = isLast ? null : next;
    if (isLast || ranges.length >= MOST_PARTS) return ranges;
  }
  if (open !== null) ranges.push({ start: open, end: range.end });
  return ranges;
}

/** The line end before a boundary belongs to the boundary. */
function withoutLineEnd(view: ByteView, start: number): number {
  const before = view.read(Math.max(0, start - 2), Math.min(2, start)).toString("latin1");
  return start - (before === "\r\n" ? 2 : before.endsWith("\n") ? 1 : 0);
}

function* boundaryLines(view: ByteView, { start, end }: Range, mark: Buffer) {
  for (let position = start; position < end;) {
    const block = view.read(position, Math.min(BLOCK_BYTES + mark.length + 4, end - position));
    const isLastBlock = position + block.length >= end;
    let found = block.indexOf(mark);
    for (; found >= 0 && (found < BLOCK_BYTES || isLastBlock); found = block.indexOf(mark, found + 1)) {
      const at = position + found;
      if (at > start && view.read(at - 1, 1)[0] !== 0x0a) continue;
      const tail = view.read(at + mark.length, Math.min(200, end - at - mark.length)).toString("latin1");
      const [line = "", closing, isEnded] = /^(--)?[ \t]*(\r?\n)?/.exec(tail) ?? [];
      const isWhole = isEnded !== undefined || at + mark.length + line.length >= end;
      if (isWhole) yield { start: at, next: at + mark.length + line.length, isLast: closing !== undefined };
    }
    position += BLOCK_BYTES;
  }
}
