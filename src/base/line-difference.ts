const EXCERPT_CHARS = 160;
const BEFORE_CHARS = 40;

/** The first line two texts differ in, 1-based, with the part of each around the first differing character. */
export interface LineDifference {
  readonly line: number;
  readonly left: string;
  readonly right: string;
}

/** Where two texts, given as chunks, first differ; null when they are equal. Memory holds one line of each. */
export function firstDifference(left: Iterable<Uint8Array>, right: Iterable<Uint8Array>): LineDifference | null {
  const [a, b] = [lines(left), lines(right)];
  for (let line = 1; ; line += 1) {
    const [x, y] = [a.next(), b.next()];
    if (x.done === true && y.done === true) return null;
    const [one, two] = [x.done === true ? "" : x.value, y.done === true ? "" : y.value];
    if (one !== two || x.done !== y.done) return excerpt(line, one, two);
  }
}

function excerpt(line: number, left: string, right: string): LineDifference {
  let at = 0;
  while (at < left.length && left[at] === right[at]) at += 1;
  const from = Math.max(0, at - BEFORE_CHARS);
  const part = (text: string): string => {
    const shown = text.slice(from, from + EXCERPT_CHARS).toWellFormed();
    return text === ""
      ? "(no such line)"
      : `${from > 0 ? "…" : ""}${shown}${text.length > from + EXCERPT_CHARS ? "…" : ""}`;
  };
  return { line, left: part(left), right: part(right) };
}

function* lines(chunks: Iterable<Uint8Array>): Generator<string> {
  const decoder = new TextDecoder("utf-8");
  let rest = "";
  for (const chunk of chunks) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = parts.pop() ?? "";
    yield* parts;
  }
  rest += decoder.decode();
  if (rest !== "") yield rest;
}
