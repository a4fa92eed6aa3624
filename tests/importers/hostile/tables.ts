import { inflateRawSync } from "node:zlib";
import { readCsv } from "../../../src/base/csv.ts";
import { decodeText } from "../../../src/base/text-decode.ts";
import { encodingOf } from "../../../src/base/text-encoding.ts";
import { zipOf } from "../../support/workbook.ts";

/** Rewrites the cells of every row of a table; `width` is that of its widest row. */
export type Rewrite = (cells: readonly Cell[], width: number, row: number) => readonly Cell[];
/** A cell as its file writes it: text of CSV, XML of a workbook. */
export type Cell = string;

const DELIMITERS = [",", "\t", ";"];

/** A delimited file with its cells rewritten, as UTF-8 with CRLF. */
export function rewrittenCsv(bytes: Buffer, rewrite: Rewrite): Buffer {
  const text = [
    ...decodeText(
      [bytes],
      encodingOf(() => [bytes], "a.csv"),
      () => undefined,
    ),
  ].join("");
  const tables = DELIMITERS.map((delimiter) => ({ delimiter, rows: rowsOf(text, delimiter) }));
  const best = tables.reduce((a, b) => (widthOf(b.rows) > widthOf(a.rows) ? b : a));
  const width = widthOf(best.rows);
  const lines = best.rows.map((cells, row) => rewrite(cells, width, row).map(quoted).join(best.delimiter));
  return Buffer.from(`${lines.join("\r\n")}\r\n`);
}

function rowsOf(text: string, delimiter: string): string[][] {
  return [...readCsv([text], { path: "a.csv", delimiter, onRepair: () => undefined })].map(({ fields }) => fields);
}

function widthOf(rows: readonly (readonly string[])[]): number {
  return Math.max(0, ...rows.map(({ length }) => length));
}

function quoted(cell: Cell): string {
  return /[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** A cell of a workbook with this text. */
export function textCell(text: string): Cell {
  return `<c t="inlineStr"><is><t>${text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</t></is></c>`;
}

/** A workbook whose sheets are rewritten; styles, texts and properties stay as they are. */
export function rewrittenWorkbook(bytes: Buffer, rewrite: Rewrite): Buffer {
  const members = membersOf(bytes);
  for (const [name, content] of Object.entries(members)) {
    if (/^xl\/worksheets\/[^/]+\.xml$/.test(name)) {
      members[name] = Buffer.from(rewrittenSheet(content.toString("utf8"), rewrite));
    }
  }
  return zipOf(members);
}

function rewrittenSheet(xml: string, rewrite: Rewrite): string {
  const rows = [...xml.matchAll(/<row\b[^>]*>([\s\S]*?)<\/row>/g)].map(([, body = ""]) => cellsOf(body));
  const width = widthOf(rows);
  let row = -1;
  const moved = xml.replace(/(<row\b[^>]*>)([\s\S]*?)(<\/row>)/g, (_row, open: string, body: string, close: string) => {
    row += 1;
    const number = /\br="(\d+)"/.exec(open)?.[1] ?? String(row + 1);
    const cells = rewrite(cellsOf(body), width, row);
    return `${open.replace(/ spans="[^"]*"/, "")}${cells.map((cell, at) => placed(cell, at, number)).join("")}${close}`;
  });
  return moved.replace(/<dimension [^>]*\/>|<mergeCells[\s\S]*?<\/mergeCells>|<hyperlinks[\s\S]*?<\/hyperlinks>/g, "");
}

const CELL = /<c\b[^>]*?(?:\/>|>[\s\S]*?<\/c>)/g;

/** Cells of a row by column; gaps are empty. */
function cellsOf(body: string): Cell[] {
  const cells: Cell[] = [];
  for (const [cell] of body.matchAll(CELL)) {
    const letters = /\br="([A-Z]+)\d+"/.exec(cell)?.[1];
    const column = letters === undefined ? cells.length : columnOf(letters);
    while (cells.length < column) cells.push("");
    cells[column] = cell;
  }
  return cells;
}

function placed(cell: Cell, column: number, row: string): string {
  if (cell === "") return "";
  return `<c r="${lettersOf(column)}${row}"${cell.slice(2).replace(/ r="[A-Z]+\d+"/, "")}`;
}

function columnOf(letters: string): number {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function lettersOf(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : lettersOf(Math.floor(column / 26) - 1) + last;
}

/** Members of a sound zip by name, in order. */
export function membersOf(bytes: Buffer): Record<string, Buffer> {
  const end = bytes.lastIndexOf(Buffer.from("PK\x05\x06"));
  const members: Record<string, Buffer> = {};
  for (let at = bytes.readUInt32LE(end + 16); bytes.readUInt32LE(at) === 0x02014b50;) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((place) => bytes.readUInt16LE(at + place)) as [number, number, number]; // prettier-ignore
    const local = bytes.readUInt32LE(at + 42);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(start, start + bytes.readUInt32LE(at + 20));
    const name = bytes.toString("utf8", at + 46, at + 46 + nameLength);
    members[name] = bytes.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed);
    at += 46 + nameLength + extraLength + commentLength;
  }
  return members;
}
