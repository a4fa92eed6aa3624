import { Parser } from "htmlparser2";
import type { NumberFormat } from "./xlsx-parts.ts";
import { damagedWorkbook, oversizedWorkbook } from "./xlsx-zip.ts";
import { localName } from "./xml.ts";

/**
 * A cell with its text exactly as stored: a number keeps the digits of its `<v>`, so `7.3018455122044675E+18` stays
 * visible as such. `date`: a number shown as a date (`text` is the serial); `iso-date`: a date stored as text.
 */
export interface XlsxCell {
  /** Such as `E5`. */
  readonly ref: string;
  /** 0-based. */
  readonly column: number;
  readonly type: "text" | "number" | "date" | "iso-date" | "boolean" | "error";
  readonly text: string;
  /** Target of the cell's hyperlink, as written. */
  readonly link: string | null;
}

export interface XlsxRow {
  /** 1-based, as a spreadsheet shows it. */
  readonly row: number;
  /** Cells that hold something, in order; gaps are left out. */
  readonly cells: readonly XlsxCell[];
}

/** A cell whose text is the shared one of that number, to be filled in. */
export interface SharedCell {
  readonly cell: { -readonly [Field in keyof XlsxCell]: XlsxCell[Field] };
  readonly index: number;
}

export interface SheetContext {
  readonly path: string;
  readonly formats: readonly NumberFormat[];
  readonly links: ReadonlyMap<string, string>;
}

const MAX_ROWS = 1_048_576;
const MAX_COLUMNS = 16_384;
/** Thirty times what a spreadsheet allows in a cell. */
const MAX_CELL_LENGTH = 1_000_000;

/**
 * Escapes by which workbooks store control characters, and the underscore that shields what only looks like one.
 *
 * @source documented: ECMA-376 part 1, 22.9.2.19
 */
const STORED_CONTROL = /_x(00[01][0-9A-Fa-f])_|_x(005[Ff])_(?=x[0-9A-Fa-f]{4}_)/g;

/** Text with stored control characters decoded; anything else of that look was typed by somebody and stays. */
export function decodeStoredText(text: string): string {
  if (!text.includes("_x00")) return text;
  return text.replace(STORED_CONTROL, (_escape, control?: string) =>
    control === undefined ? "_" : String.fromCharCode(parseInt(control, 16)),
  );
}

/** Rows of a sheet while its text passes by. */
export class SheetReader {
  private readonly context: SheetContext;
  private readonly parser: Parser;
  private ready: XlsxRow[] = [];
  private shared: SharedCell[] = [];
  private row = 0;
  private column = -1;
  private cells: XlsxCell[] = [];
  private cell: { type: string; style: number } | null = null;
  private isInValue = false;
  private value: string | null = null;
  private depthOfPhonetic = 0;
  private isClosed = false;

  constructor(context: SheetContext) {
    this.context = context;
    this.parser = new Parser(
      {
        onopentag: (name, attributes) => this.opened(localName(name), attributes),
        ontext: (text) => this.text(text),
        onclosetag: (name, isImplied) => this.closed(localName(name), isImplied),
      },
      { xmlMode: true },
    );
  }

  /** Rows ended within this piece of text, and the cells in it whose text is a shared one. */
  take(text: string): { readonly rows: XlsxRow[]; readonly shared: SharedCell[] } {
    this.parser.write(text);
    const taken = { rows: this.ready, shared: this.shared };
    this.ready = [];
    this.shared = [];
    return taken;
  }

  end(): void {
    if (!this.isClosed) throw this.damaged("工作表在中途结束", "the sheet ends midway");
    this.parser.end();
  }

  private opened(name: string, attributes: Record<string, string>): void {
    if (name === "row") this.openRow(attributes);
    else if (name === "c") this.openCell(attributes);
    else if (name === "rPh") this.depthOfPhonetic += 1;
    else if (name === "hyperlink") this.requireTarget(attributes);
    else if ((name === "v" || name === "t") && this.cell !== null && this.depthOfPhonetic === 0) {
      this.isInValue = true;
      this.value ??= "";
    }
  }

  /** A link whose target is not among the relationships shows that the part with the targets is lost. */
  private requireTarget(attributes: Record<string, string>): void {
    const ref = attributes["ref"] ?? "";
    const hasId = Object.keys(attributes).some((name) => name.endsWith(":id"));
    if (hasId && !this.context.links.has(ref))
      throw this.damaged(`${ref} 的链接缺少目标`, `the link of ${ref} has no target`);
  }

  private text(text: string): void {
    if (!this.isInValue) return;
    this.value = (this.value ?? "") + text;
    if (this.value.length > MAX_CELL_LENGTH) {
      const ref = refOf(this.row, this.column);
      throw oversizedWorkbook(this.context.path, { zh: `单元格 ${ref} 过长`, en: `cell ${ref} is too long` });
    }
  }

  private closed(name: string, isImplied: boolean): void {
    if (name === "v" || name === "t") this.isInValue = false;
    else if (name === "rPh") this.depthOfPhonetic -= 1;
    else if (name === "c") this.closeCell();
    else if (name === "row") this.closeRow();
    else if (name === "worksheet") this.isClosed = !isImplied;
  }

  private openRow(attributes: Record<string, string>): void {
    const stated = attributes["r"];
    this.row = stated === undefined ? this.row + 1 : Number(stated);
    if (!Number.isInteger(this.row) || this.row < 1 || this.row > MAX_ROWS) {
      throw this.damaged(`行号 ${stated ?? this.row} 无效`, `row number ${stated ?? this.row} is invalid`);
    }
    this.column = -1;
    this.cells = [];
  }

  private openCell(attributes: Record<string, string>): void {
    const stated = attributes["r"];
    this.column = stated === undefined ? this.column + 1 : columnOf(stated);
    if (this.column < 0 || this.column >= MAX_COLUMNS) {
      throw this.damaged(`单元格 ${stated ?? ""} 无效`, `cell ${stated ?? ""} is invalid`);
    }
    this.cell = { type: attributes["t"] ?? "n", style: Number(attributes["s"] ?? "0") };
    this.value = null;
  }

  private closeCell(): void {
    const { cell, value } = this;
    this.cell = null;
    const ref = refOf(this.row, this.column);
    const link = this.context.links.get(ref) ?? null;
    if (cell === null || (value === null && link === null)) return;
    const { type, text } = this.interpreted(cell, value ?? "");
    const known = { ref, column: this.column, type, text, link };
    this.cells.push(known);
    if (cell.type === "s") this.shared.push({ cell: known, index: this.sharedIndex(text, ref) });
  }

  private interpreted(cell: { type: string; style: number }, value: string): Pick<XlsxCell, "type" | "text"> {
    switch (cell.type) {
      case "s":
        return { type: "text", text: value };
      case "inlineStr":
      case "str":
        return { type: "text", text: decodeStoredText(value) };
      case "b":
        return { type: "boolean", text: value };
      case "e":
        return { type: "error", text: value };
      case "d":
        return { type: "iso-date", text: value };
      default:
        return { type: this.context.formats[cell.style]?.isDate === true ? "date" : "number", text: value };
    }
  }

  private sharedIndex(index: string, ref: string): number {
    if (!/^\d{1,9}$/.test(index)) throw sharedTextLost(this.context.path, ref);
    return Number(index);
  }

  private closeRow(): void {
    if (this.cells.length > 0) this.ready.push({ row: this.row, cells: this.cells });
    this.cells = [];
  }

  private damaged(zh: string, en: string) {
    return damagedWorkbook(this.context.path, { zh, en });
  }
}

export function sharedTextLost(path: string, ref: string) {
  const zh = `单元格 ${ref} 指向不存在的文本`;
  return damagedWorkbook(path, { zh, en: `cell ${ref} refers to text that is not there` });
}

/** 0-based column of a reference such as `AB12`; -1 where it is none. */
function columnOf(ref: string): number {
  const letters = /^([A-Z]{1,3})\d{1,7}$/.exec(ref)?.[1];
  if (letters === undefined) return -1;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

/** Reference of a cell from its row (1-based) and column (0-based). */
function refOf(row: number, column: number): string {
  let letters = "";
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  }
  return letters + String(row);
}
