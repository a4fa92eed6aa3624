declare module "fontkit" {
  interface Font {
    readonly familyName: string;
    /** Code points the font maps to a glyph. */
    readonly characterSet: readonly number[];
  }
  export function create(bytes: Buffer): Font;
}
