declare module "pdfkit" {
  import type { Readable } from "node:stream";

  /** An indirect object of the file. */
  export interface Reference {
    readonly id: number;
    /** Where it begins in the file, once it is written. */
    readonly offset: number;
    compress: boolean;
    readonly data: Record<string, unknown>;
    end(content?: string): void;
  }
  /** A font as embedded: code -> width (1/1000 em) and code points, and the glyph of each code. */
  export interface EmbeddedFont {
    readonly id: string;
    readonly subset: { readonly glyphs: number[] };
    readonly widths: number[];
    readonly unicode: (readonly number[])[];
    ref(): Reference;
  }
  export interface OpenedImage {
    readonly width: number;
    readonly height: number;
  }
  interface Options {
    readonly autoFirstPage: false;
    readonly font: null;
    readonly size: "A4";
    readonly margin: 0;
    readonly pdfVersion: "1.7";
    readonly subset: "PDF/A-2b";
    readonly lang: string;
    readonly displayTitle: true;
    readonly info: Readonly<Record<string, string | Date>>;
  }
  export default class PDFDocument extends Readable {
    constructor(options: Options);
    readonly page: { readonly fonts: Record<string, Reference>; readonly xobjects: Record<string, Reference> };
    readonly _font: EmbeddedFont;
    registerFont(name: string, bytes: Buffer): this;
    font(name: string): this;
    addPage(): this;
    /** Operators of the page description, as text. */
    addContent(operators: string): this;
    openImage(bytes: Buffer): OpenedImage;
    image(image: OpenedImage, x: number, y: number, options: { width: number; height: number }): this;
    ref(data: Record<string, unknown>): Reference;
    end(): void;
  }
}
