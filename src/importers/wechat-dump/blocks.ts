import { linesOf } from "../../base/text-lines.ts";
import { headerOf, type Header } from "./header.ts";

/** A message of a text: its first line, and those that follow until the next first line. */
export interface Block {
  readonly header: Header;
  /** 1-based. */
  readonly line: number;
  /** What stands behind the header, with the lines that follow. */
  readonly body: readonly string[];
  /** More stood there than was kept. */
  readonly isTooLong: boolean;
}

/** A line before the first message. */
export interface Stray {
  readonly line: number;
  readonly text: string;
}

type Found = { readonly block: Block } | { readonly stray: Stray };

const LONGEST_LINE = 4 << 20;
/** Characters of one message; beyond it the record is told as skipped. */
const LONGEST_BODY = 16 << 20;

/** Messages in order. Nothing but its form marks a first line: a text pasted into a message may look the same. */
export function* blocksOf(pieces: Iterable<string>): Generator<Found> {
  let open: OpenBlock | null = null;
  for (const { text, line, isCut } of linesOf(pieces, LONGEST_LINE)) {
    const words = isCut ? text : text.replace(/\r$/, "");
    const header = headerOf(words);
    if (header !== null) {
      if (open !== null) yield { block: open };
      open = new OpenBlock(header, line, isCut);
    } else if (open !== null) open.add(words, isCut);
    else if (words.trim() !== "") yield { stray: { line, text: words } };
  }
  if (open !== null) yield { block: open };
}

class OpenBlock implements Block {
  readonly header: Header;
  readonly line: number;
  readonly body: string[];
  isTooLong: boolean;
  private length: number;

  constructor(header: Header, line: number, isCut: boolean) {
    this.header = header;
    this.line = line;
    this.body = [header.rest];
    this.length = header.rest.length;
    this.isTooLong = isCut;
  }

  add(text: string, isCut: boolean): void {
    this.length += text.length + 1;
    this.isTooLong ||= isCut || this.length > LONGEST_BODY;
    if (!this.isTooLong) this.body.push(text);
  }
}
