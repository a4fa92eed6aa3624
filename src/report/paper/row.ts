import { setLines, type SetLine, type Span, type Style } from "./lines.ts";
import type { Typeface } from "./typeface.ts";

/** Columns of a page, points from the left edge. */
export const COLUMNS = { left: 50, body: 390, note: 452, noteWidth: 98, right: 550 } as const;

/** A picture as it is placed. */
export interface PlacedPicture {
  readonly key: string;
  readonly jpeg: Buffer;
  readonly x: number;
  readonly width: number;
  readonly height: number;
}

/** A strip of the page that is never cut. */
export interface Row {
  readonly height: number;
  readonly line: SetLine | null;
  readonly x: number;
  /** Base line below the top of the row. */
  readonly base: number;
  readonly picture: PlacedPicture | null;
  /** Where upright rules stand that mark what is quoted or forwarded. */
  readonly bars: readonly number[];
  /** What stands beside it in the margin. */
  readonly note: SetLine | null;
}

/** Height of a line, in sizes of its type. */
const LEADING = 1.46;
const BASE = 1.06;
const GAP = 3;

/** Collects rows of one entry from the top down. */
export class Rows {
  readonly rows: Row[] = [];
  private readonly typeface: Typeface;

  constructor(typeface: Typeface) {
    this.typeface = typeface;
  }

  /** A paragraph. @param bars left edges of upright rules beside it */
  text(spans: readonly Span[], indent = 0, bars: readonly number[] = []): this {
    const size = Math.max(...spans.map(({ style }) => style.size));
    for (const line of setLines(this.typeface, spans, COLUMNS.body - indent)) {
      this.rows.push({ ...EMPTY, height: size * LEADING, line, x: COLUMNS.left + indent, base: size * BASE, bars });
    }
    return this;
  }

  picture(picture: Omit<PlacedPicture, "x">, indent: number): this {
    const placed = { ...picture, x: COLUMNS.left + indent };
    this.rows.push({ ...EMPTY, height: picture.height + 2 * GAP, picture: placed });
    return this;
  }

  space(height: number): this {
    this.rows.push({ ...EMPTY, height });
    return this;
  }

  /** Puts lines into the margin from the top of the entry down; the entry grows where they need more room. */
  notes(texts: readonly string[], style: Style): this {
    const lines = texts.flatMap((text) => setLines(this.typeface, [{ text, style }], COLUMNS.noteWidth));
    for (const [index, note] of lines.entries()) {
      const row = this.rows[index];
      if (row) this.rows[index] = { ...row, note };
      else this.rows.push({ ...EMPTY, height: style.size * LEADING, note });
    }
    return this;
  }
}

const EMPTY: Row = { height: 0, line: null, x: COLUMNS.left, base: 0, picture: null, bars: [], note: null };
