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
  /** One of several lines of a paragraph: a note beside it would be read in between by who copies line by line. */
  readonly isWrapped: boolean;
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
    const lines = setLines(this.typeface, spans, COLUMNS.body - indent);
    const isWrapped = lines.length > 1;
    for (const line of lines) {
      const x = COLUMNS.left + indent;
      this.rows.push({ ...EMPTY, height: size * LEADING, line, x, base: size * BASE, bars, isWrapped });
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

  /**
   * Puts lines into the margin from the top of the entry down, the first beside its head; the entry grows where they
   * need more room. Beside a paragraph of several lines none stands: it begins below them.
   */
  notes(texts: readonly string[], style: Style): this {
    const lines = texts.flatMap((text) => setLines(this.typeface, [{ text, style }], COLUMNS.noteWidth));
    const wrapped = this.rows.findIndex(({ isWrapped }, index) => index > 0 && isWrapped);
    const free = wrapped < 0 ? this.rows.length : wrapped;
    const pushed = lines.slice(free).map((note) => ({ ...EMPTY, height: style.size * LEADING, note }));
    for (const [index, note] of lines.slice(0, free).entries()) {
      const row = this.rows[index];
      if (row) this.rows[index] = { ...row, note };
    }
    this.rows.splice(free, 0, ...pushed);
    return this;
  }
}

const EMPTY: Row = {
  height: 0,
  line: null,
  x: COLUMNS.left,
  base: 0,
  picture: null,
  bars: [],
  note: null,
  isWrapped: false,
};
