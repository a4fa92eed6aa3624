import { TextWindow } from "./text-window.ts";

/** One line of text without its line feed; a carriage return before that is kept. */
export interface TextLine {
  readonly text: string;
  /** 1-based. */
  readonly line: number;
  /** The line is longer than allowed and only its beginning is here. */
  readonly isCut: boolean;
}

/** Lines of a text in flat memory. A line longer than `longest` UTF-16 units is cut, and the rest of it passed over. */
export function* linesOf(pieces: Iterable<string>, longest: number): Generator<TextLine> {
  const window = new TextWindow(pieces);
  let searched = 0;
  for (let line = 1; ;) {
    const end = window.text.indexOf("\n", window.at + searched);
    if (end >= 0) {
      yield lineOf(window.text.slice(window.at, end), line++, longest);
      window.at = end + 1;
      searched = 0;
    } else if (window.isEnd) {
      if (window.pending > 0) yield lineOf(window.text.slice(window.at), line, longest);
      return;
    } else if (window.pending > longest) {
      yield lineOf(window.text.slice(window.at), line++, longest);
      passLine(window);
      searched = 0;
    } else {
      searched = window.pending;
      window.grow();
    }
  }
}

function lineOf(text: string, line: number, longest: number): TextLine {
  const isCut = text.length > longest;
  return { text: isCut ? text.slice(0, longest) : text, line, isCut };
}

function passLine(window: TextWindow): void {
  for (;;) {
    const end = window.text.indexOf("\n", window.at);
    window.at = end < 0 ? window.text.length : end + 1;
    if (end >= 0 || window.isEnd) return;
    window.grow();
  }
}
