declare module "fontkit" {
  interface Glyph {
    readonly id: number;
    readonly advanceWidth: number;
    readonly codePoints: readonly number[];
  }
  interface Position {
    readonly xAdvance: number;
    readonly xOffset: number;
  }
  interface Font {
    readonly familyName: string;
    readonly unitsPerEm: number;
    /** Code points the font maps to a glyph. */
    readonly characterSet: readonly number[];
    glyphForCodePoint(point: number): Glyph;
    getGlyph(id: number): Glyph;
    /** Shapes a run: ligatures of emoji, marks on letters. */
    layout(text: string): { readonly glyphs: readonly Glyph[]; readonly positions: readonly Position[] };
  }
  export function create(bytes: Buffer): Font;
}
