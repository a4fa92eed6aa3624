import { delimitedHead, headText } from "../../base/delimited.ts";
import type { Source } from "../../model/source.ts";
import { layoutOf, leadingColumns, type Layout } from "./header.ts";

/** A table of ours, known by its first line. */
export interface Table {
  readonly path: string;
  readonly layout: Layout;
  readonly delimiter: string;
  /** Chat id of the first record; null where the file has none. */
  readonly room: string | null;
}

/** The tables one export was written to, in order. */
export interface PageSet {
  readonly pages: readonly Table[];
  /** Names of pages that must have stood before or between these. */
  readonly missing: readonly string[];
  /** Messages that the name of a single page states. */
  readonly statedCount: number | null;
}

/** The table at `path`; null where it is none. */
export function tableAt(source: Source, path: string): Table | null {
  const text = headText(source, path);
  const head = text === null ? null : delimitedHead(text, layoutOf);
  if (text === null || head === null) return null;
  const { header: layout, delimiter } = head;
  const second = text.split(/\r*\n/).filter((line) => line !== "")[1];
  const room = second?.split(delimiter, leadingColumns(layout))[leadingColumns(layout) - 1]?.replaceAll('"', "");
  return { path, layout, delimiter, room: room === undefined || room === "" ? null : room };
}

/** Where a page stands in its export, as its name says. */
interface PageName {
  readonly folder: string;
  readonly stem: string;
  /** First row, 0-based, and rows of a page; for numbered pages the number and 1. */
  readonly start: number;
  readonly size: number;
  readonly isNumbered: boolean;
  readonly extension: string;
}

const ROWS_OF_PAGE = 5000;

/**
 * `<chat id>_<start>_<end>.csv`, before 2024-01 `<chat id>_<n>.csv`. A chat id may end in digits itself, so it has to be
 * the one in the rows.
 *
 * @source documented: export-formats.md §2.1
 */
function nameOf({ path, room }: Table): PageName | null {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  const file = path.slice(folder.length);
  const match = room === null || !file.startsWith(`${room}_`) ? null : REST.exec(file.slice(room.length + 1));
  if (room === null || match === null) return null;
  const { first = "", last, extension = "" } = match.groups ?? {};
  const start = Number(first);
  if (last === undefined) return { folder, stem: room, start, size: 1, isNumbered: true, extension };
  const size = Number(last) - start;
  return size > 0 && start % size === 0 ? { folder, stem: room, start, size, isNumbered: false, extension } : null;
}

const REST = /^(?<first>\d{1,9})(?:_(?<last>\d{1,9}))?(?<extension>\.[^.]*)?$/;

/** Puts tables together that are pages of one export: same folder, chat, header and rows of a page. */
export function pageSets(tables: readonly Table[]): PageSet[] {
  const sets = new Map<string, { table: Table; name: PageName | null }[]>();
  for (const table of tables) {
    const name = nameOf(table);
    const key = name === null ? `\0${table.path}` : keyOf(table, name);
    const set = sets.get(key);
    if (set) set.push({ table, name });
    else sets.set(key, [{ table, name }]);
  }
  return [...sets.values()].map((set) => pageSet(set));
}

function keyOf({ layout }: Table, { folder, stem, size, isNumbered, extension }: PageName): string {
  return JSON.stringify([folder, stem, size, isNumbered, extension, layout]);
}

function pageSet(set: readonly { readonly table: Table; readonly name: PageName | null }[]): PageSet {
  const sorted = [...set].sort((a, b) => (a.name?.start ?? 0) - (b.name?.start ?? 0));
  const pages = sorted.map(({ table }) => table);
  const names = sorted.flatMap(({ name }) => (name === null ? [] : [name]));
  return { pages, missing: missingNames(names), statedCount: statedCount(names) };
}

/** More pages than this between two others are told as one. */
const MOST_NAMED = 100;

function missingNames(names: readonly PageName[]): string[] {
  const missing: string[] = [];
  let expected = 0;
  for (const name of names) {
    for (; expected < name.start && missing.length < MOST_NAMED; expected += name.size) {
      missing.push(pageName({ ...name, start: expected }));
    }
    expected = name.start + name.size;
  }
  return missing;
}

function pageName({ stem, start, size, isNumbered, extension }: PageName): string {
  return `${stem}_${start}${isNumbered ? "" : `_${start + size}`}${extension}`;
}

/**
 * A chat that fits on one page gets a page of one row more than it has messages. Chats of the service accounts are
 * counted with rows of another table, so their names state nothing.
 *
 * @source observed: xaoyaoo/PyWxDump export to CSV, page size lowered to the count plus one; read 2026-09
 */
function statedCount(names: readonly PageName[]): number | null {
  const [only, ...more] = names;
  if (only === undefined || more.length > 0 || only.isNumbered || only.start !== 0) return null;
  return only.size === ROWS_OF_PAGE ? null : countedOf(only.stem, only.size);
}

/** Messages that `<chat id>_0_<count+1>` states; null for service accounts. */
export function countedOf(chat: string, size: number): number | null {
  return isPersonOrGroup(chat) && size > 1 ? size - 1 : null;
}

function isPersonOrGroup(chat: string): boolean {
  return chat.startsWith("wxid_") || chat.endsWith("@chatroom");
}
