/**
 * Column names of the tables of PyWxDump, exact and in order.
 *
 * @source documented: export-formats.md §2.1 (xaoyaoo/PyWxDump 2023-12-26, 2024-01-09, 3.1.0 of 2024-08-03)
 */
export const COLUMNS = {
  /** 2023-12-26: joined by hand, so that the commas of `content` (JSON) are not quoted. */
  P1: ["MsgSvrID", "type_name", "is_sender", "talker", "room_name", "content", "CreateTime"],
  /** 2024-01-09: a running number before it; joined by hand at first, then with quotes and doubled line ends. */
  P2: ["id", "MsgSvrID", "type_name", "is_sender", "talker", "room_name", "content", "CreateTime"],
  /** 2024-08-03: `msg` and `src` in columns of their own. */
  P3: ["id", "MsgSvrID", "type_name", "is_sender", "talker", "room_name", "msg", "src", "CreateTime"],
} as const satisfies Record<string, readonly string[]>;

export type Layout = keyof typeof COLUMNS;

/** Recognises the fields of a first record, empty columns of a spreadsheet left aside; null where they are no header of ours. */
export function layoutOf(fields: readonly string[]): Layout | null {
  const named = fields.slice(0, fields.findLastIndex((field) => field !== "") + 1);
  const layouts = Object.keys(COLUMNS) as Layout[];
  return layouts.find((layout) => isSame(named, COLUMNS[layout])) ?? null;
}

function isSame(names: readonly string[], columns: readonly string[]): boolean {
  return names.length === columns.length && columns.every((column, at) => names[at] === column);
}

/** Columns before `content` or `msg`: they hold no comma. */
export function leadingColumns(layout: Layout): number {
  return layout === "P1" ? 5 : 6;
}
