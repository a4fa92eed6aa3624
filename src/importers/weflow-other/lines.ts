/** One line of a text. */
export interface Line {
  /** 1-based. */
  readonly number: number;
  /** Without its end; at most `LONGEST_LINE` characters. */
  readonly text: string;
  /** More stood on this line than was kept. */
  readonly isCut: boolean;
  /** False only for a last line without an end. */
  readonly isEnded: boolean;
}

/** Longer than any line of a chat; beyond it a line is cut, so that memory stays flat. */
export const LONGEST_LINE = 4 * 1024 * 1024;

/** Lines ended by LF or CRLF, however the pieces are cut. An empty rest behind the last end is no line. */
export function* linesOf(pieces: Iterable<string>): Generator<Line> {
  let held: string[] = [];
  let length = 0;
  let number = 0;
  const line = (last: string, isEnded: boolean): Line => {
    const whole = held.length === 0 ? last : held.join("") + last;
    const isCut = length + last.length > LONGEST_LINE;
    held = [];
    length = 0;
    number += 1;
    return { number, text: (isCut ? whole.slice(0, LONGEST_LINE) : whole).replace(/\r$/, ""), isCut, isEnded };
  };
  for (const piece of pieces) {
    let from = 0;
    for (let end = piece.indexOf("\n"); end >= 0; end = piece.indexOf("\n", from)) {
      yield line(piece.slice(from, end), true);
      from = end + 1;
    }
    if (length <= LONGEST_LINE) held.push(piece.slice(from));
    length += piece.length - from;
  }
  if (length > 0) yield line("", false);
}
