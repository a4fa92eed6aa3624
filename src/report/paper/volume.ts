import { closeSync, openSync, readSync, writeSync } from "node:fs";
import PDFDocument, { type EmbeddedFont, type OpenedImage, type Reference } from "pdfkit";
import { digestOf, fileChunks } from "../../base/digest.ts";
import type { Document } from "../../model/document.ts";
import type { Fonts } from "../fonts.ts";
import type { SetLine, Style } from "./lines.ts";
import type { Sort, Typeface, Weight } from "./typeface.ts";

/** A4 in points. */
export const PAGE = { width: 595.28, height: 841.89 } as const;

/** What is written into the file about itself. */
export interface VolumeInfo {
  readonly title: string;
  readonly language: "zh" | "en";
  readonly producer: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
}

/** Room for words that are known only when all volumes are written, bytes. */
const LATE_BYTES = 1200;
const LATE_WIDTH = 260;
const NAMES: readonly Weight[] = ["regular", "bold", "emoji"];

/**
 * One PDF/A-2b file, written to a scratch file page by page: memory holds one page and the fonts. Positions are points
 * from the upper left corner; text is set on its base line.
 */
export class Volume {
  pages = 0;
  private readonly doc: PDFDocument;
  private readonly file: string;
  private readonly descriptor: number;
  private readonly typeface: Typeface;
  private readonly embedded = new Map<Weight, EmbeddedFont>();
  private readonly codes = new Map<Sort, string>();
  private readonly pictures = new Map<string, OpenedImage>();
  private readonly late: Reference;
  private readonly lateStyle: Style;

  /**
   * @param file scratch file to write; must not exist
   * @param reserved every character that `finish` may be asked to set
   */
  constructor(file: string, { fonts, typeface }: Press, info: VolumeInfo, reserved: string, lateStyle: Style) {
    this.file = file;
    this.typeface = typeface;
    this.lateStyle = lateStyle;
    this.descriptor = openSync(file, "wx+", 0o600);
    const { title, language, producer, date } = info;
    this.doc = new PDFDocument({
      autoFirstPage: false, font: null, size: "A4", margin: 0, pdfVersion: "1.7", subset: "PDF/A-2b", displayTitle: true,
      lang: language === "zh" ? "zh-CN" : "en-GB",
      info: { Title: title, Author: producer, Creator: producer, Producer: producer, CreationDate: new Date(`${date}T00:00:00Z`) },
    }); // prettier-ignore
    for (const [index, name] of NAMES.entries()) this.doc.registerFont(name, fonts.blobs[index] ?? Buffer.alloc(0));
    this.late = this.doc.ref({});
    for (const { sorts } of typeface.clusters(reserved, lateStyle.weight))
      for (const { sort } of sorts) this.code(sort);
  }

  startPage(): void {
    this.doc.addPage();
    this.pages += 1;
    this.drain();
  }

  line({ runs }: SetLine, x: number, y: number): void {
    const shown = runs.map((run) => this.shown(run.clusters, run.style)).join("\n");
    if (shown !== "") this.doc.addContent(`BT 1 0 0 -1 ${points(x)} ${points(y)} Tm\n${shown}\nET`);
  }

  rule(from: readonly [x: number, y: number], to: readonly [x: number, y: number], width: number, grey: number): void {
    const path = `${from.map(points).join(" ")} m ${to.map(points).join(" ")} l`;
    this.doc.addContent(`${grey} G ${width} w ${path} S`);
  }

  /** @param key the same for the same picture, which is then stored once */
  picture(key: string, jpeg: Buffer, [x, y]: readonly [number, number], size: { width: number; height: number }): void {
    const opened = this.pictures.get(key) ?? this.doc.openImage(jpeg);
    this.pictures.set(key, opened);
    this.doc.image(opened, x, y, size);
  }

  /** The place on this page where the words given to `finish` will stand. */
  lateWords(x: number, y: number): void {
    this.doc.page.xobjects["Late"] = this.late;
    this.doc.addContent(`q 1 0 0 1 ${points(x)} ${points(y)} cm /Late Do Q`);
  }

  /** Ends the pages. */
  close(): void {
    Object.assign(this.late.data, {
      Type: "XObject", Subtype: "Form", BBox: [0, -20, LATE_WIDTH, 10], Resources: { Font: this.fontsOf(this.lateStyle) },
    }); // prettier-ignore
    this.late.compress = false;
    this.late.end(" ".repeat(LATE_BYTES));
    this.doc.end();
    this.drain();
  }

  /** Fills in the words that had to wait, and gives the file as a document. The volume is closed before. */
  finish(path: string, words: string): Document {
    const clusters = this.typeface.clusters(words, this.lateStyle.weight);
    const content = Buffer.from(`BT 1 0 0 -1 0 0 Tm\n${this.shown(clusters, this.lateStyle)}\nET`);
    if (content.length > LATE_BYTES) throw new RangeError("words set late do not fit their room");
    const head = Buffer.alloc(LATE_BYTES);
    readSync(this.descriptor, head, 0, head.length, this.late.offset);
    const start = this.late.offset + head.indexOf("stream\n") + "stream\n".length;
    writeSync(this.descriptor, content, 0, content.length, start);
    closeSync(this.descriptor);
    return { path, role: "view", content: { file: this.file }, ...digestOf(fileChunks(this.file)) };
  }

  private shown(clusters: SetLine["runs"][number]["clusters"], { size, grey }: Style): string {
    const parts = [`${grey} g`];
    let weight: Weight | null = null;
    let row = "";
    const endRow = () => {
      if (weight !== null) parts.push(`/${this.font(weight).id} ${size} Tf [<${row}>] TJ`);
      row = "";
    };
    for (const { sorts } of clusters) {
      for (const { sort, before, after } of sorts) {
        if (sort.weight !== weight) {
          endRow();
          weight = sort.weight;
        }
        // A positive number in a TJ array moves to the left. ISO 32000-1 9.4.3
        row += `${moved(before)}${this.code(sort)}${moved(after)}`;
      }
    }
    endRow();
    return parts.join("\n").replaceAll("<>", "");
  }

  /** The two-byte code of a sort in this volume, in hex. */
  private code(sort: Sort): string {
    const known = this.codes.get(sort);
    if (known !== undefined) return known;
    const { subset, widths, unicode } = this.font(sort.weight);
    const code = subset.glyphs.push(sort.glyph) - 1;
    widths[code] = sort.width;
    unicode[code] = sort.points;
    const hex = code.toString(16).padStart(4, "0");
    this.codes.set(sort, hex);
    return hex;
  }

  private font(weight: Weight): EmbeddedFont {
    const known = this.embedded.get(weight);
    const font = known ?? this.doc.font(weight)._font;
    this.embedded.set(weight, font);
    const page = this.doc.page as PDFDocument["page"] | null;
    if (page) page.fonts[font.id] = font.ref();
    return font;
  }

  private fontsOf({ weight }: Style): Record<string, Reference> {
    const font = this.font(weight);
    return { [font.id]: font.ref() };
  }

  private drain(): void {
    for (;;) {
      const bytes = this.doc.read() as Buffer | null;
      if (bytes === null) return;
      for (let at = 0; at < bytes.length;) at += writeSync(this.descriptor, bytes, at);
    }
  }
}

/** What volumes are printed with. */
export interface Press {
  readonly fonts: Fonts;
  readonly typeface: Typeface;
}

function moved(thousandths: number): string {
  return thousandths === 0 ? "" : `> ${points(-thousandths)} <`;
}

function points(value: number): number {
  return Math.round(value * 100) / 100;
}
