/** A fill that can be told apart without colour: black, two greys, slanting lines (silent), crossed lines (out of range). */
export type Fill = "ink" | "mid" | "pale" | "hatch" | "cross" | "none";

export type MarkShape = "square" | "triangle" | "circle";

/** A piece of a figure; lengths in millimetres from the upper left corner. */
export type Shape =
  | { readonly type: "rect"; readonly x: number; readonly y: number; readonly w: number; readonly h: number; readonly fill: Fill; readonly outlined?: boolean }
  | { readonly type: "line"; readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number; readonly thick?: boolean }
  | { readonly type: "mark"; readonly x: number; readonly y: number; readonly shape: MarkShape; readonly filled: boolean }
  | { readonly type: "label"; readonly x: number; readonly y: number; readonly w: number; readonly text: string; readonly align?: "left" | "right" | "center"; readonly bold?: boolean }; // prettier-ignore

/** A vector drawing with its caption. */
export interface Figure {
  readonly title: string;
  readonly heightMm: number;
  readonly shapes: readonly Shape[];
  /** What the drawing leaves out or takes together, and where its figures stand. */
  readonly notes: readonly string[];
}

/** The figures with the days their axis spans; no axis where nothing has a time. */
export interface DrawnFigures {
  readonly axis: { readonly from: number; readonly until: number } | null;
  readonly drawn: readonly Figure[];
}

export const NO_FIGURES: DrawnFigures = { axis: null, drawn: [] };

/** Width of every figure, and where its plot begins and ends: one place for one day in all of them. */
export const SHEET = { widthMm: 168, plotX: 36, plotW: 118 } as const;

/** Millimetres one half-width character takes at the size of labels. */
const HALF_MM = 1.25;
const WIDE = /[\u1100-\uffdc]|[\u{1f000}-\u{3fffd}]/u;

/** A label cut so that it fits a width. */
export function fitted(text: string, widthMm: number): string {
  const most = Math.floor(widthMm / HALF_MM);
  let used = 0;
  let kept = "";
  for (const character of text) {
    used += WIDE.test(character) ? 2 : 1;
    if (used > most - 1) return `${kept}…`;
    kept += character;
  }
  return kept;
}

/** A coordinate to a hundredth of a millimetre, so that equal drawings have equal bytes. */
export function mm(value: number): number {
  return Math.round(value * 100) / 100;
}
