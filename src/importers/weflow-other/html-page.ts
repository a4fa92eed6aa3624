import { Parser } from "htmlparser2";
import type { JsonSpan } from "../../base/json-reader.ts";
import type { Source } from "../../model/source.ts";

const DATA = "window.WEFLOW_DATA";
const MANIFEST = "window.WEFLOW_MANIFEST";
/** Style sheet and header stand before the messages; inlined pictures of a header do not belong there. */
const HEAD_BYTES = 8 << 20;
const BLOCK = 1 << 20;

/** The list of messages, or that it lies in other files. */
export interface PageData {
  /** Bytes before it: the head of the page. */
  readonly headBytes: number;
  readonly manifest: JsonSpan | null;
  /** Null where the messages lie in files of their own. */
  readonly messages: JsonSpan | null;
}

/** Places of the literals in a page; null where there is no list of messages. Nothing is run. */
export function dataIn(source: Source, path: string): PageData | null {
  const head = source.read(path, 0, HEAD_BYTES);
  const from = assignmentOf(head, DATA);
  if (from === null) return null;
  const manifestAt = assignmentOf(head, MANIFEST);
  const manifest = manifestAt === null ? null : literalAt(source, path, manifestAt.value, "{");
  const messages = literalAt(source, path, from.value, "[");
  return { headBytes: Math.min(from.name, manifestAt?.name ?? from.name), manifest, messages };
}

/** Offsets of a name that is assigned to, and of what is assigned. */
function assignmentOf(head: Buffer, name: string): { name: number; value: number } | null {
  for (let at = head.indexOf(name); at >= 0; at = head.indexOf(name, at + 1)) {
    const match = /^\s{0,8}=\s{0,8}/.exec(head.toString("latin1", at + name.length, at + name.length + 32));
    if (match !== null) return { name: at, value: at + name.length + match[0].length };
  }
  return null;
}

/** The literal at an offset if it opens as expected, up to its closing bracket, or to the end of the file. */
export function literalAt(source: Source, path: string, start: number, opening: "[" | "{"): JsonSpan | null {
  if (source.read(path, start, 1).toString("latin1") !== opening) return null;
  const scan = new BracketScan();
  for (let at = start; ; at += BLOCK) {
    const bytes = source.read(path, at, BLOCK);
    if (bytes.length === 0) return { start, end: at };
    const end = scan.feed(bytes);
    if (end >= 0) return { start, end: at + end };
    if (bytes.length < BLOCK) return { start, end: at + bytes.length };
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Follows brackets and quoted texts of JSON. */
class BracketScan {
  private depth = 0;
  private isInText = false;
  private isEscaped = false;

  /** Offset behind the bracket that closes the first one; -1 where it is not there yet. */
  feed(bytes: Buffer): number {
    for (let at = 0; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (this.isInText) this.inText(byte);
      else if (byte === QUOTE) this.isInText = true;
      else if (byte === 0x5b || byte === 0x7b) this.depth += 1;
      else if (byte === 0x5d || byte === 0x7d) this.depth -= 1;
      if (this.depth === 0 && !this.isInText) return at + 1;
    }
    return -1;
  }

  private inText(byte: number | undefined): void {
    if (this.isEscaped) this.isEscaped = false;
    else if (byte === BACKSLASH) this.isEscaped = true;
    else if (byte === QUOTE) this.isInText = false;
  }
}

/** What the header of a page states. */
export interface PageHead {
  readonly title: string | null;
  readonly count: number | null;
  readonly type: "private" | "group" | null;
  readonly exportedAtText: string | null;
}

/** Reads title and the three facts below it from the head of a page. */
export function headOfPage(html: string): PageHead {
  const spans: string[] = [];
  let title: string | null = null;
  let open: string | null = null;
  let isMeta = false;
  let text = "";
  const parser = new Parser({
    onopentag: (name, attributes) => {
      isMeta ||= attributes["class"] === "meta";
      open = name;
      text = "";
    },
    ontext: (piece) => {
      text += piece;
    },
    onclosetag: (name) => {
      if (name === "h1" && open === "h1") title = text.trim();
      else if (name === "title" && open === "title") title ??= text.trim().replace(/ - 聊天记录$/, "");
      else if (name === "span" && open === "span" && isMeta) spans.push(text.trim());
      else if (name === "div") isMeta = false;
      open = null;
    },
  });
  parser.write(html);
  parser.end();
  const count = spans.map((span) => /^(\d{1,15}) 条消息$/.exec(span)?.[1]).find((found) => found !== undefined);
  return {
    title: title === "" ? null : title,
    count: count === undefined ? null : Number(count),
    type: spans.includes("群聊") ? "group" : spans.includes("私聊") ? "private" : null,
    exportedAtText: spans.find((span) => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(span)) ?? null,
  };
}
