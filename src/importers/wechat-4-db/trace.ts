import { textOf, type Row, type Tables, type Value } from "../../base/sqlite/tables.ts";
import type { Trace, TraceRelation } from "../../model/database.ts";
import type { Locator } from "../../model/locator.ts";
import { EMPTY_TRACE } from "../wechat/database/trace-rows.ts";

/** A trace with the talker it speaks of. */
export interface TalkerTrace {
  readonly talker: string | null;
  /** Hash of the talker, where a table's name states it instead. */
  readonly hash?: string;
  readonly at: Locator;
  readonly facts: Trace;
}

/** Where a companion stands: its tables and its path. */
export interface Companion {
  readonly path: string;
  readonly tables: Tables;
}

type Known = Partial<Omit<Trace, "kind" | "relation" | "detail">>;

/** A trace of one row. `detail` columns are kept as they stand. */
export function traceOf(
  { path }: Companion,
  table: string,
  row: Row,
  kind: string,
  relation: TraceRelation,
  talker: string | null,
  known: Known,
  detail: readonly string[] = [],
): TalkerTrace {
  return {
    talker,
    at: { path, table, ...(row["rowid"] === undefined ? {} : { rowid: String(row["rowid"]) }) },
    facts: {
      ...EMPTY_TRACE,
      kind,
      relation,
      ...known,
      detail: detailOf(row, detail),
    },
  };
}

function detailOf(row: Row, columns: readonly string[]): Record<string, string> {
  const detail: Record<string, string> = {};
  for (const column of columns) {
    const value = row[column];
    const text = Buffer.isBuffer(value) ? null : textOf(value);
    if (text !== null && text !== "") detail[column] = text;
  }
  return detail;
}

/** Text of a value that is not empty. */
export function filled(value: Value | undefined): string | null {
  return textOf(value) || null;
}
