import { quoted, type Row, type Table } from "../../../base/sqlite/tables.ts";
import { isDamage, type OpenDatabase } from "./copies.ts";

/**
 * All rows of a table in an order, with every column under its name in lower case and `rowid`. Only the rowids are held
 * (8 bytes a row), so that the connection is free between rows and a damaged page costs the rows on it and no more.
 */
export class TableRows implements Iterable<Row> {
  readonly table: Table | null;
  /** What SQLite said of the first page it could not read. */
  damage: string | null = null;
  private readonly opened: OpenDatabase;
  private readonly order: readonly string[];

  constructor(opened: OpenDatabase, name: string, order: readonly string[] = []) {
    this.opened = opened;
    this.order = order;
    this.table = this.guarded(() => opened.tables.table(name)) ?? null;
  }

  *[Symbol.iterator](): IterableIterator<Row> {
    const { table } = this;
    if (table === null || !table.hasRowid) return;
    const columns = [...table.columns].map(([lower, own]) => `${quoted(own)} AS ${quoted(lower)}`);
    const sql = `SELECT ${[...columns, 'rowid AS "rowid"'].join(", ")} FROM ${quoted(table.name)} WHERE rowid = ?`;
    const statement = this.guarded(() => this.opened.db.prepare(sql));
    if (statement === undefined) return;
    for (const rowid of this.rowids(table)) {
      const row = this.guarded(() => statement.get(rowid) as Row | undefined);
      if (row !== undefined) yield row;
    }
  }

  /** Without indexes: one that does not fit its table would hide rows. */
  private rowids(table: Table): Iterable<bigint> {
    const keys = this.order.flatMap((column) => {
      const own = table.columns.get(column.toLowerCase());
      return own === undefined ? [] : [quoted(own)];
    });
    const from = `SELECT rowid AS id FROM ${quoted(table.name)} NOT INDEXED`;
    const inOrder = this.collect(`${from} ORDER BY ${[...keys, "rowid"].join(", ")}`);
    if (inOrder.isWhole) return inOrder.ids;
    // Damaged: what can be reached from either end.
    const forward = this.collect(`${from} ORDER BY rowid`);
    const backward = this.collect(`${from} ORDER BY rowid DESC`);
    const seen = new Set(forward.ids);
    return [...forward.ids, ...[...backward.ids].filter((id) => !seen.has(id)).reverse()];
  }

  private collect(sql: string): { readonly ids: Iterable<bigint>; readonly isWhole: boolean } {
    let ids = new BigInt64Array(1024);
    let count = 0;
    let isWhole = false;
    this.guarded(() => {
      for (const id of this.opened.db.prepare(sql).pluck().iterate() as IterableIterator<bigint>) {
        if (count === ids.length) {
          const larger = new BigInt64Array(count * 2);
          larger.set(ids);
          ids = larger;
        }
        ids[count] = id;
        count += 1;
      }
      isWhole = true;
    });
    return { ids: ids.subarray(0, count), isWhole };
  }

  private guarded<Answer>(ask: () => Answer): Answer | undefined {
    try {
      return ask();
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.damage ??= error instanceof Error ? error.message : String(error);
      return undefined;
    }
  }
}
