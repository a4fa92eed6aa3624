import type { Cluster, Typeface } from "./typeface.ts";

/** How a stretch of text looks. */
export interface Style {
  readonly weight: "regular" | "bold";
  /** Points. */
  readonly size: number;
  /** 0 black to 1 white. */
  readonly grey: number;
}

/** A stretch of text in one style. */
export interface Span {
  readonly text: string;
  readonly style: Style;
}

/** Clusters of one style that stand side by side. */
export interface SetRun {
  readonly style: Style;
  readonly clusters: readonly Cluster[];
}

/** One line as set. */
export interface SetLine {
  readonly runs: readonly SetRun[];
  /** Points. */
  readonly width: number;
}

/** A cluster in the style it is set in. */
interface Piece {
  readonly cluster: Cluster;
  readonly style: Style;
}

/** Line ends as sources write them. */
const LINE_END = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/;

/** Text as lines no wider than `width` points; ends of lines in the text stay ends of lines. */
export function setLines(typeface: Typeface, spans: readonly Span[], width: number): SetLine[] {
  const lines: SetLine[] = [];
  let pieces: Piece[] = [];
  for (const { text, style } of spans) {
    for (const [index, part] of text.split(LINE_END).entries()) {
      if (index > 0) {
        lines.push(...broken(pieces, width));
        pieces = [];
      }
      for (const cluster of typeface.clusters(part, style.weight)) pieces.push({ cluster, style });
    }
  }
  lines.push(...broken(pieces, width));
  return lines;
}

function* broken(pieces: readonly Piece[], width: number): Generator<SetLine> {
  let start = 0;
  let end = 0;
  /** Last place a line may end at, and the first piece of the next. */
  let allowed = 0;
  let used = 0;
  while (end < pieces.length) {
    const piece = pieces[end] as Piece;
    const wide = (piece.cluster.width * piece.style.size) / 1000;
    if (end > start && mayBreak(pieces[end - 1]?.cluster, piece.cluster)) allowed = end;
    // Spaces may hang over the end of a line, where nobody sees them.
    if (used + wide > width && end > start && !piece.cluster.isSpace) {
      const cut = allowed > start ? allowed : end;
      yield lineOf(pieces.slice(start, cut));
      start = cut;
      end = cut;
      used = 0;
      continue;
    }
    used += wide;
    end += 1;
  }
  yield lineOf(pieces.slice(start));
}

function mayBreak(left: Cluster | undefined, right: Cluster): boolean {
  if (left === undefined || right.isSpace) return false;
  if (left.isSpace) return true;
  if (right.neverFirst || left.neverLast) return false;
  return left.isWide || right.isWide;
}

function lineOf(pieces: readonly Piece[]): SetLine {
  const runs: { style: Style; clusters: Cluster[] }[] = [];
  let width = 0;
  for (const { cluster, style } of pieces) {
    width += (cluster.width * style.size) / 1000;
    const last = runs.at(-1);
    if (last?.style === style) last.clusters.push(cluster);
    else runs.push({ style, clusters: [cluster] });
  }
  return { runs, width };
}
