import type { Field, Text } from "./block.ts";

/** Millimetres: width of half the page without the label's, and of a Chinese character. */
const HALF = 81;
const CHARACTER = 2.95;
/** Lines that a field beside another may take. */
const MOST_LINES = 2;
/** Width of a letter or digit against a Chinese character. */
const LETTER = 0.56;

/**
 * Fields in lines of one or two: two that follow each other and are both short stand beside each other. Their order stays,
 * from left to right and down.
 *
 * @param labelMm width of a label
 */
export function inPairs(rows: readonly Field[], labelMm: number): (readonly Field[])[] {
  const perLine = (HALF - labelMm) / CHARACTER;
  const isShort = ([, value]: Field): boolean => linesOf(value, perLine) <= MOST_LINES;
  const lines: (readonly Field[])[] = [];
  let waiting: Field | null = null;
  for (const row of rows) {
    if (waiting !== null && isShort(row)) {
      lines.push([waiting, row]);
      waiting = null;
    } else {
      if (waiting !== null) lines.push([waiting]);
      waiting = isShort(row) ? row : null;
      if (waiting === null) lines.push([row]);
    }
  }
  if (waiting !== null) lines.push([waiting]);
  return lines;
}

function linesOf(text: Text, perLine: number): number {
  const lines = Array.isArray(text) ? text : [text];
  return lines.reduce<number>((sum, line) => {
    const plain = typeof line === "string" ? line : (line as { readonly text: string }).text;
    return sum + Math.max(1, Math.ceil(widthOf(plain) / perLine));
  }, 0);
}

function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += (character.codePointAt(0) ?? 0) < 0x2000 ? LETTER : 1;
  return width;
}
