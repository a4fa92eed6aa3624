import type { Block, Column, Cover, Fields, Inline, SignatureBox, Table, Text } from "./block.ts";
import type { Figure, Shape } from "./figures/drawing.ts";
import type { Fonts } from "./fonts.ts";
import { inPairs } from "./pairs.ts";
import { printable, type Piece } from "./printable.ts";

interface Run {
  readonly p: readonly Piece[];
  readonly s: "regular" | "bold" | "small";
}

/** Cells above this many characters may run over a page end: in the narrowest column fewer would fill the page. */
const LONG_CELL = 240;
/** Tables below both are kept on one page. */
const SHORT_TABLE = { rows: 6, characters: 400 } as const;
/** Tables of fields of up to this many lines are kept on one page. */
const SHORT_FIELDS = 4;
/** Millimetres of a label; the wider ones hold questions. */
const LABEL = { usual: 30, wide: 48 } as const;

/** The values the template reads: every text as printable runs. */
export function laidOut(cover: Cover, fonts: Fonts) {
  const to = new Layout(fonts);
  return {
    title: to.runs(cover.title),
    plainTitle: cover.title,
    subtitle: to.runs(cover.subtitle),
    date: cover.date,
    language: cover.language,
    producer: cover.producer,
    header: to.runs(cover.header),
    footer: to.runs(cover.footer),
    pageOf: cover.pageOf,
    contentsTitle: cover.contentsTitle === null ? null : to.runs(cover.contentsTitle),
    front: to.blocks(cover.front),
    summary: to.blocks(cover.summary),
    body: to.blocks(cover.body),
    fonts: { text: fonts.textFamily, emoji: fonts.emojiFamily },
  };
}

/** What a paragraph before it introduces. */
const INTRODUCED: ReadonlySet<string> = new Set(["table", "fields", "sheet", "group"]);

/** The one border every text crosses on its way to paper. */
class Layout {
  private readonly fonts: Fonts;

  constructor(fonts: Fonts) {
    this.fonts = fonts;
  }

  /** A sentence that introduces something goes to the next page with it. */
  blocks(blocks: readonly Block[]) {
    return blocks.map((block, index) => {
      const next = blocks[index + 1]?.type;
      const introduces = block.type === "paragraph" && next !== undefined && INTRODUCED.has(next);
      return introduces ? { ...this.block(block), sticky: true } : this.block(block);
    });
  }

  runs(text: Text): Run[] {
    const inlines: readonly Inline[] = Array.isArray(text) ? (text as readonly Inline[]) : [text as Inline];
    return inlines.map((inline) =>
      typeof inline === "string"
        ? { p: this.pieces(inline), s: "regular" }
        : { p: this.pieces(inline.text), s: inline.style },
    );
  }

  private block(block: Block) {
    switch (block.type) {
      case "chapter":
        return {
          type: block.type,
          number: block.number === "" ? null : this.runs(block.number),
          title: this.runs(block.title),
        };
      case "section":
        return { type: block.type, title: this.runs(block.title) };
      case "group":
        return { type: block.type, title: this.runs(block.title), aside: this.runs(block.aside ?? "") };
      case "paragraph":
        return { type: block.type, text: this.runs(block.text), small: block.small ?? false, sticky: false };
      case "list":
        return {
          type: block.type,
          entries: block.entries.map((entry) => this.runs(entry)),
          numbered: block.numbered ?? false,
          small: block.small ?? false,
        };
      case "fields":
        return this.fields(block);
      case "table":
        return this.table(block);
      case "beside":
        return {
          type: block.type,
          sides: block.sides.map(({ title, entries }) => ({
            title: this.runs(title),
            entries: entries.map((entry) => this.runs(entry)),
          })),
        };
      case "commands":
        return { type: block.type, lines: block.lines.map((line) => this.runs(line)) };
      case "figure":
        return this.figure(block);
      case "sheet":
        return {
          type: block.type,
          columns: block.columns.map((column) => this.column(column)),
          emptyRows: block.emptyRows,
        };
      case "signatures":
        return { type: block.type, boxes: block.boxes.map((box) => this.box(box)) };
    }
  }

  private table({ columns, rows, halves = false, bare = false }: Table) {
    const cells = rows.map((row) => brokenTogether(row.map((text) => this.cell(text))));
    const length = cells.flat().reduce((sum, cell) => sum + cell.length, 0);
    const isLong = cells.length > SHORT_TABLE.rows || length > SHORT_TABLE.characters;
    // Halves over a page end would be read in the wrong order.
    const long = isLong && !halves;
    return { type: "table", columns: columns.map((column) => this.column(column)), rows: cells, long, halves, bare };
  }

  private fields({ rows, labels }: Fields) {
    const labelMm = labels === "wide" ? LABEL.wide : LABEL.usual;
    const lines = (labels === "alone" ? rows.map((row) => [row]) : inPairs(rows, labelMm)).map((line) =>
      line.map(([label, value]) => ({ label: this.runs(label), value: this.cell(value) })),
    );
    return { type: "fields", lines, labelMm, long: lines.length > SHORT_FIELDS };
  }

  private figure({ title, heightMm, shapes, notes }: Figure) {
    return {
      type: "figure",
      title: this.runs(title),
      heightMm,
      shapes: shapes.map((shape) => this.shape(shape)),
      notes: notes.map((note) => this.runs(note)),
    };
  }

  private shape(shape: Shape) {
    if (shape.type !== "label") return shape;
    const style = shape.bold === true ? "bold" : "regular";
    return { ...shape, align: shape.align ?? "left", text: [{ p: this.pieces(shape.text), s: style }] };
  }

  private pieces(text: string): Piece[] {
    const pieces = printable(text, this.fonts);
    return pieces.length === 0 ? [""] : pieces;
  }

  private cell(text: Text) {
    const runs = this.runs(text);
    const length = runs
      .flatMap(({ p }) => p)
      .reduce((sum, piece) => sum + (typeof piece === "string" ? piece.length : 2), 0);
    return { runs, length, long: length > LONG_CELL };
  }

  private column(column: Column) {
    return { title: this.runs(column.title), width: column.width, align: column.align ?? "left" };
  }

  private box(box: SignatureBox) {
    return {
      title: this.runs(box.title),
      wide: box.wide ?? false,
      declaration: box.declaration === null ? null : this.runs(box.declaration),
      lines: box.lines.map((line) => this.runs(line)),
      given: (box.given ?? []).map((line) => this.runs(line)),
    };
  }
}

/** A row goes over a page end only where all of its cells may. */
function brokenTogether<Cell extends { readonly long: boolean }>(cells: readonly Cell[]): Cell[] {
  const long = cells.some((cell) => cell.long);
  return cells.map((cell) => ({ ...cell, long }));
}
