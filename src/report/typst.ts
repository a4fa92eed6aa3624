import { createRequire } from "node:module";
import { canonicalJson } from "../base/canonical-json.ts";
import type { Block, Column, Cover, Inline, SignatureBox, Text } from "./block.ts";
import { loadFonts, type Fonts } from "./fonts.ts";
import { printable, type Piece } from "./printable.ts";
import { TEMPLATE } from "./template.ts";

const require = createRequire(import.meta.url);

/** Folder that exists only in the typesetter's memory. */
const WORKSPACE = process.platform === "win32" ? "C:\\evidence-report" : "/evidence-report";
const SEPARATOR = process.platform === "win32" ? "\\" : "/";

interface Run {
  readonly p: readonly Piece[];
  readonly s: "regular" | "bold" | "small";
}

/** Cells above this many characters may run over a page end. */
const LONG_CELL = 900;
/** Tables of fields below this many characters are kept on one page. */
const LONG_TABLE = 1200;

/**
 * The report as PDF/A-2b: selectable text, embedded fonts, no clock. Equal values give equal bytes.
 *
 * @throws {Error} a bug of ours: every text has been made printable before
 */
export function typeset(cover: Cover): Buffer {
  // Loaded here, not at the top: only runs that print pay for the native module.
  const { NodeCompiler } =
    require("@myriaddreamin/typst-ts-node-compiler") as typeof import("@myriaddreamin/typst-ts-node-compiler");
  const fonts = loadFonts();
  const compiler = NodeCompiler.create({ workspace: WORKSPACE, fontArgs: [{ fontBlobs: [...fonts.blobs] }] });
  compiler.mapShadow(`${WORKSPACE}${SEPARATOR}report.json`, Buffer.from(canonicalJson(laidOut(cover, fonts))));
  const compiled = compiler.compile({ mainFileContent: TEMPLATE });
  if (compiled.result === null) {
    throw new Error(`report cannot be typeset: ${JSON.stringify(compiled.takeError()?.shortDiagnostics)}`);
  }
  return compiler.pdf(compiled.result, {
    pdfStandard: "a-2b",
    creationTimestamp: Date.parse(`${cover.date}T00:00:00Z`) / 1000,
  });
}

/** The values the template reads: every text as printable runs. */
function laidOut(cover: Cover, fonts: Fonts) {
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
    contentsTitle: to.runs(cover.contentsTitle),
    front: cover.front.map((block) => to.block(block)),
    summary: cover.summary.map((block) => to.block(block)),
    body: cover.body.map((block) => to.block(block)),
    fonts: { text: fonts.textFamily, emoji: fonts.emojiFamily },
  };
}

/** The one border every text crosses on its way to paper. */
class Layout {
  private readonly fonts: Fonts;

  constructor(fonts: Fonts) {
    this.fonts = fonts;
  }

  runs(text: Text): Run[] {
    const inlines: readonly Inline[] = Array.isArray(text) ? (text as readonly Inline[]) : [text as Inline];
    return inlines.map((inline) =>
      typeof inline === "string"
        ? { p: this.pieces(inline), s: "regular" }
        : { p: this.pieces(inline.text), s: inline.style },
    );
  }

  block(block: Block): unknown {
    switch (block.type) {
      case "chapter":
        return {
          type: block.type,
          number: block.number === "" ? null : this.runs(block.number),
          title: this.runs(block.title),
          newPage: block.newPage ?? false,
        };
      case "section":
      case "group":
        return { type: block.type, title: this.runs(block.title) };
      case "paragraph":
        return { type: block.type, text: this.runs(block.text), small: block.small ?? false };
      case "list":
        return {
          type: block.type,
          entries: block.entries.map((entry) => this.runs(entry)),
          numbered: block.numbered ?? false,
          small: block.small ?? false,
        };
      case "fields":
        return this.fields(block.rows);
      case "table":
        return {
          type: block.type,
          columns: block.columns.map((column) => this.column(column)),
          rows: block.rows.map((row) => row.map((text) => this.cell(text))),
        };
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

  private fields(rows: readonly (readonly [label: string, value: Text])[]) {
    const cells = rows.map(([label, value]) => [this.runs(label), this.cell(value)] as const);
    const length = cells.reduce((sum, [, value]) => sum + value.length, 0);
    return { type: "fields", rows: cells, long: length > LONG_TABLE };
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
    };
  }
}
