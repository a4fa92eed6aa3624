import type { Pages } from "./pages.ts";

/** A row of `sqlite_schema`, as it stands in the file. */
export interface SchemaObject {
  readonly type: string;
  readonly name: string;
  /** Table it belongs to. */
  readonly table: string;
  readonly rootPage: number;
  /** DDL text as the program that made it wrote it, null for automatic indexes. */
  readonly sql: string | null;
}

const INTERIOR = 5;
const LEAF = 13;
const MOST_PAGES = 20_000;
const MOST_OBJECTS = 200_000;
const MOST_TEXT_BYTES = 1 << 20;

/**
 * The schema, read from the pages themselves: nothing is opened, so nothing is written beside the evidence, and a
 * database that SQLite refuses can still be named. Stops quietly at damage; what was read until then is given.
 *
 * @source https://www.sqlite.org/fileformat2.html §1.5, §1.6, §2
 */
export function readSchema(pages: Pages): SchemaObject[] {
  const objects: SchemaObject[] = [];
  const seen = new Set<number>();
  const waiting = [1];
  while (waiting.length > 0 && seen.size < MOST_PAGES && objects.length < MOST_OBJECTS) {
    const number = waiting.pop() ?? 1;
    if (seen.has(number)) continue;
    seen.add(number);
    const page = Buffer.from(pages.page(number));
    if (page.length < pages.header.pageSize) continue;
    const start = number === 1 ? 100 : 0;
    const kind = page[start];
    const cells = cellsOf(page, start, kind === INTERIOR ? 12 : 8);
    if (kind === INTERIOR) {
      // Last child first, so that the order of the pages is the order of the rows.
      waiting.push(page.readUInt32BE(start + 8));
      for (const cell of cells.reverse()) if (cell + 4 <= page.length) waiting.push(page.readUInt32BE(cell));
    } else if (kind === LEAF) {
      for (const cell of cells) {
        const object = objectAt(pages, page, cell);
        if (object !== null) objects.push(object);
      }
    }
  }
  return objects;
}

function cellsOf(page: Buffer, start: number, headerBytes: number): number[] {
  const count = page.readUInt16BE(start + 3);
  const cells: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const at = start + headerBytes + index * 2;
    if (at + 2 > page.length) break;
    const cell = page.readUInt16BE(at);
    if (cell < page.length) cells.push(cell);
  }
  return cells;
}

function objectAt(pages: Pages, page: Buffer, cell: number): SchemaObject | null {
  const length = varint(page, cell);
  const rowid = varint(page, length.next);
  if (length.value > MOST_TEXT_BYTES) return null;
  const values = record(payload(pages, page, rowid.next, length.value), pages.header.textEncoding);
  const [type, name, table, rootPage, sql] = values;
  if (typeof type !== "string" || typeof name !== "string" || typeof table !== "string") return null;
  return {
    type,
    name,
    table,
    rootPage: typeof rootPage === "number" ? rootPage : 0,
    sql: typeof sql === "string" ? sql : null,
  };
}

/** Local part and overflow pages of a table leaf cell. */
function payload(pages: Pages, page: Buffer, at: number, length: number): Buffer {
  const usable = pages.header.pageSize - pages.header.reservedBytes;
  const most = usable - 35;
  if (length <= most) return page.subarray(at, at + length);
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const wanted = least + ((length - least) % (usable - 4));
  const local = wanted <= most ? wanted : least;
  const parts = [Buffer.from(page.subarray(at, at + local))];
  let next = at + local + 4 <= page.length ? page.readUInt32BE(at + local) : 0;
  for (let left = length - local; left > 0 && next !== 0;) {
    const overflow = pages.page(next);
    if (overflow.length < 4) break;
    const part = Buffer.from(overflow.subarray(4, 4 + Math.min(left, usable - 4)));
    parts.push(part);
    left -= part.length;
    next = overflow.readUInt32BE(0);
  }
  return Buffer.concat(parts);
}

const TEXT_ENCODINGS: Readonly<Record<number, string>> = { 2: "utf-16le", 3: "utf-16be" };

/** Values of a record; blobs are left out, floats do not occur in a schema. */
function record(bytes: Buffer, encoding: number): (string | number | null)[] {
  const head = varint(bytes, 0);
  const values: (string | number | null)[] = [];
  let body = head.value;
  for (let at = head.next; at < head.value && at < bytes.length;) {
    const serial = varint(bytes, at);
    at = serial.next;
    const size = sizeOf(serial.value);
    const part = bytes.subarray(body, body + size);
    body += size;
    values.push(part.length < size ? null : valueOf(serial.value, part, encoding));
  }
  return values;
}

const SIZES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0];

function sizeOf(serial: number): number {
  return serial < 12 ? (SIZES[serial] ?? 0) : Math.floor((serial - 12) / 2);
}

function valueOf(serial: number, part: Buffer, encoding: number): string | number | null {
  if (serial === 8 || serial === 9) return serial - 8;
  if (serial >= 1 && serial <= 5) return part.readIntBE(0, part.length);
  if (serial >= 13 && serial % 2 === 1) return new TextDecoder(TEXT_ENCODINGS[encoding] ?? "utf-8").decode(part);
  return null;
}

interface Varint {
  readonly value: number;
  readonly next: number;
}

/** Up to nine bytes, high bits first; values above 2^53 occur only in damage and come out approximate. */
function varint(bytes: Buffer, at: number): Varint {
  let value = 0;
  for (let index = 0; index < 9; index += 1) {
    const byte = bytes[at + index] ?? 0;
    if (index === 8) return { value: value * 256 + byte, next: at + 9 };
    value = value * 128 + (byte & 0x7f);
    if ((byte & 0x80) === 0) return { value, next: at + index + 1 };
  }
  return { value, next: at + 9 };
}
