import { linesOf, type TextLine } from "../../base/text-lines.ts";

/** One message of a text as its lines show it. */
export interface TextBlock {
  /** Time as written; Markdown writes the time of day only. */
  readonly time: string;
  /** Day of the heading above; null where the time states its own. */
  readonly day: string | null;
  /** What stands beside the time: a name, or the words of a notice. Null for nothing. */
  readonly beside: string | null;
  readonly isNotice: boolean;
  readonly body: string;
  /** Line of the header, 1-based. */
  readonly line: number;
  /** Blank lines at the end, which are of the layout. */
  readonly blankLines: number;
  /** A line in the body looks like a header but does not stand where one does. */
  readonly hasLikeness: boolean;
  /** More text than is kept of one message. */
  readonly isCut: boolean;
}

/** What a line begins: a message, a heading of the layout, or nothing. */
export type LineRole =
  | (Pick<TextBlock, "time" | "day" | "beside" | "isNotice"> & { readonly role: "header"; readonly rest: string })
  | { readonly role: "heading" }
  | { readonly role: "likeness" }
  | { readonly role: "body" };

/** Longest message kept whole. */
const LONGEST = 4 * 1024 * 1024;

/** Lines before the first header are a block without time. */
export function* blocksIn(
  pieces: Iterable<string>,
  roleOf: (line: string, isAfterBlank: boolean) => LineRole,
): Generator<TextBlock> {
  let open: OpenBlock | null = null;
  let isAfterBlank = true;
  for (const read of linesOf(pieces, LONGEST)) {
    const text = read.text.endsWith("\r") ? read.text.slice(0, -1) : read.text;
    const role = roleOf(text, isAfterBlank);
    isAfterBlank = text === "";
    if (role.role === "header") {
      if (open !== null) yield open.closed();
      open = new OpenBlock(role, read.line);
      if (role.rest !== "") open.add(role.rest, read);
    } else if (role.role === "heading") {
      if (open !== null) yield open.closed();
      open = null;
    } else if (open !== null || text !== "") {
      open ??= new OpenBlock(NO_HEADER, read.line);
      open.add(text, read, role.role === "likeness");
    }
  }
  if (open !== null) yield open.closed();
}

const NO_HEADER = { role: "header", time: "", day: null, beside: null, isNotice: false, rest: "" } as const;

class OpenBlock {
  private readonly header: Extract<LineRole, { role: "header" }>;
  private readonly line: number;
  private readonly lines: string[] = [];
  private length = 0;
  private hasLikeness = false;
  private isCut = false;

  constructor(header: Extract<LineRole, { role: "header" }>, line: number) {
    this.header = header;
    this.line = line;
  }

  add(text: string, { isCut }: TextLine, isLikeness = false): void {
    this.hasLikeness ||= isLikeness;
    this.isCut ||= isCut || this.length > LONGEST;
    if (this.length > LONGEST) return;
    this.lines.push(text);
    this.length += text.length + 1;
  }

  closed(): TextBlock {
    const { time, day, beside, isNotice } = this.header;
    let end = this.lines.length;
    while (end > 0 && this.lines[end - 1] === "") end -= 1;
    return {
      time,
      day,
      beside,
      isNotice,
      body: this.lines.slice(0, end).join("\n"),
      line: this.line,
      blankLines: this.lines.length - end,
      hasLikeness: this.hasLikeness,
      isCut: this.isCut,
    };
  }
}
