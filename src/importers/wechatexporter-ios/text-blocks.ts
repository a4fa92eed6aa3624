import { linesOf } from "../../base/text-lines.ts";

export const TEXT_TITLE = /^(.+) - (?:微信聊天记录|WeChat Chat History)$/;
/** `名 (YYYY-MM-DD HH:MM:SS):内容`. @source documented: export-formats.md §6.1 */
export const TEXT_HEADER = /^(.{0,200}?) \((\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\):(.*)$/;
const NOTICE = /^(?:系统消息|System Message)[:：]\s?(.*)$/;
const QUOTE = /^「([^：]{0,200})：(.*)」$/;
const QUOTE_RULE = /^- - - (?:- )*-$/;

/** One message of a text; notices and quotes bear neither name nor time. */
export interface TextBlock {
  readonly line: number;
  readonly kind: "message" | "notice" | "quote";
  readonly name: string;
  readonly time: string;
  readonly lines: string[];
  quoted: readonly [sender: string, text: string] | null;
  isCut: boolean;
  /** Something in it has the form of a header, a notice or a quote. */
  isDoubtful: boolean;
}

/** Longest line, and lines of one message, kept whole. */
const LONGEST = 4 * 1024 * 1024;
const LINES_KEPT = 100_000;

/**
 * Messages of a text after its title. Whatever stands before the first of them is a notice, for notices have no mark of
 * their own in every version.
 */
export function* blocksIn(pieces: Iterable<string>): Generator<TextBlock> {
  let open: TextBlock | null = null;
  for (const read of linesOf(pieces, LONGEST)) {
    const text = read.text.replace(/\r$/, "");
    if (read.line === 1) continue;
    const begun = blockOf(text, read.line);
    if (begun !== null) {
      if (open !== null) yield open;
      open = begun;
    } else if (open !== null || text !== "") {
      open ??= { ...EMPTY, kind: "notice", line: read.line, lines: [] };
      add(open, text);
    }
    if (open !== null && read.isCut) open.isCut = true;
  }
  if (open !== null) yield open;
}

const EMPTY = { name: "", time: "", quoted: null, isCut: false, isDoubtful: false } as const;

/** Notices and quotes bear no time, so that whoever writes a message of several lines can write one. */
function blockOf(text: string, line: number): TextBlock | null {
  const header = TEXT_HEADER.exec(text);
  if (header !== null) {
    const [, name = "", time = "", body = ""] = header;
    // A transfer has no line break of its own, so that the next header may follow it on the same line.
    const isDoubtful = / \(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\):/.test(body);
    return { ...EMPTY, kind: "message", name, time, line, lines: [body], isDoubtful };
  }
  const notice = NOTICE.exec(text);
  if (notice !== null) return { ...EMPTY, kind: "notice", line, lines: [notice[1] ?? ""], isDoubtful: true };
  const quote = QUOTE.exec(text);
  if (quote === null) return null;
  return { ...EMPTY, kind: "quote", line, lines: [text], isDoubtful: true, quoted: [quote[1] ?? "", quote[2] ?? ""] };
}

/** The line of hyphens under a quote is of the layout. */
function add(open: TextBlock, text: string): void {
  if (open.kind === "quote" && open.lines.length === 1 && QUOTE_RULE.test(text)) {
    open.lines.length = 0;
    return;
  }
  if (open.lines.length >= LINES_KEPT) open.isCut = true;
  else open.lines.push(text);
}
