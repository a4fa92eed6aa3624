import type Database from "better-sqlite3";

/** A value as SQLite stores it. Whole numbers are BigInt. */
export type Value = bigint | number | string | Buffer | null;
export type Row = Readonly<Record<string, Value>>;

/** A value in a row read as an array: a whole number as number where one holds it, else as decimal text. */
export type Cell = number | string | Buffer | null;

/** One table as the file has it. */
export interface Table {
  /** Name in the file's own spelling. */
  readonly name: string;
  /** DDL text. */
  readonly sql: string;
  /** Columns in the file's own spelling, by their name in lower case. */
  readonly columns: ReadonlyMap<string, string>;
  /** Rows have a rowid to be found by. */
  readonly hasRowid: boolean;
}

/** A quoted identifier. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * Tables of a database, found without regard to case: `Msg_` and `msg_`, `Name2Id` and `Name2ID` all occur.
 * Virtual tables are left out: their modules are not to be had outside the client, and their contents stand in shadow tables.
 *
 * @source wechat-databases.md §0.4
 */
export class Tables {
  private readonly db: Database.Database;
  private readonly byName = new Map<string, { name: string; sql: string }>();
  private readonly read = new Map<string, Table>();

  constructor(db: Database.Database) {
    this.db = db;
    const rows = db.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'table'").all() as Row[];
    for (const { name, sql } of rows) {
      if (typeof name !== "string" || typeof sql !== "string") continue;
      if (/^\s*CREATE\s+VIRTUAL\b/i.test(sql)) continue;
      this.byName.set(name.toLowerCase(), { name, sql });
    }
    // SQLite's own bookkeeping has rows as well.
    for (const own of ["sqlite_sequence", "sqlite_stat1"]) {
      if (rows.some(({ name }) => name === own)) this.byName.set(own, { name: own, sql: "" });
    }
  }

  names(): string[] {
    return [...this.byName.values()].map(({ name }) => name);
  }

  table(name: string): Table | null {
    const key = name.toLowerCase();
    const known = this.read.get(key);
    if (known) return known;
    const listed = this.byName.get(key);
    if (!listed) return null;
    const columns = this.db.pragma(`table_info(${quoted(listed.name)})`) as Row[];
    const table: Table = {
      ...listed,
      columns: new Map(columns.map(({ name: column }) => [String(column).toLowerCase(), String(column)])),
      hasRowid: !/\bWITHOUT\s+ROWID\b/i.test(listed.sql),
    };
    this.read.set(key, table);
    return table;
  }

  /** Whether there is a table of that name with all of these columns. */
  has(name: string, ...columns: readonly string[]): boolean {
    const table = this.table(name);
    return table !== null && columns.every((column) => table.columns.has(column.toLowerCase()));
  }

  /**
   * Rows of a table with named columns only; a column the table lacks comes as null, under the name asked for.
   * `rowid` is always given where the table has one. Nothing where there is no such table.
   *
   * @param rest SQL after FROM, such as an ORDER BY of columns known to exist
   */
  *rows(name: string, columns: readonly string[], rest = "", ...parameters: readonly Value[]): IterableIterator<Row> {
    const table = this.table(name);
    if (table === null) return;
    const asked = columns.map((column) => `${ownColumn(table, column)} AS ${quoted(column)}`);
    if (table.hasRowid) asked.push("rowid AS rowid");
    const sql = `SELECT ${asked.join(", ")} FROM ${quoted(table.name)} ${rest}`;
    yield* this.db.prepare(sql).iterate(...parameters) as IterableIterator<Row>;
  }

  /**
   * Rows as arrays, the columns in the order asked for and the rowid last, as text: for tables with very many rows, a
   * third of the time that `rows` takes. A column the table lacks is null, and so is the rowid of a table without.
   * Nothing where there is no such table.
   */
  *cells(name: string, columns: readonly string[], forms: CellForms, rest = ""): IterableIterator<readonly Cell[]> {
    const table = this.table(name);
    if (table === null) return;
    const select = (usual: (column: string) => string, tail: string) => {
      const own = columns.map((column) => (forms.get(column) ?? usual)(ownColumn(table, column)));
      const asked = [...own, table.hasRowid ? asText("rowid") : "NULL"].join(", ");
      return this.db
        .prepare(`SELECT ${asked} FROM ${quoted(table.name)} ${tail}`)
        .raw(true)
        .safeIntegers(false);
    };
    const rows = select(table.hasRowid ? asIs : exact, rest).iterate() as IterableIterator<Cell[]>;
    if (!table.hasRowid) {
      yield* rows;
      return;
    }
    // A number that is no safe integer may be the rounding of a larger one: that row is asked for again, digit by digit.
    const again = select(exact, "WHERE rowid = CAST(? AS INTEGER)");
    for (const row of rows) yield isExact(row) ? row : (again.get(row.at(-1)) as Cell[]);
  }

  count(name: string): number {
    const table = this.table(name);
    if (table === null) return 0;
    const row = this.db.prepare(`SELECT count(*) AS n FROM ${quoted(table.name)}`).get() as Row;
    return Number(row["n"]);
  }
}

function ownColumn(table: Table, column: string): string {
  const own = table.columns.get(column.toLowerCase());
  return own === undefined ? "NULL" : quoted(own);
}

/** Whole numbers that a double does not hold as text; everything else as it is. */
function exact(column: string): string {
  if (column === "NULL") return column;
  const isLarge = `(${column} > ${Number.MAX_SAFE_INTEGER} OR ${column} < ${Number.MIN_SAFE_INTEGER})`;
  return `CASE WHEN ${isLarge} AND typeof(${column}) = 'integer' THEN CAST(${column} AS TEXT) ELSE ${column} END`;
}

function asIs(column: string): string {
  return column;
}

/** Columns whose cells come in another form than SQLite has them. */
export type CellForms = ReadonlyMap<string, (column: string) => string>;

/** Whole numbers as decimal text: for ids, of which few fit a double, and wherever text is wanted in the end. */
export function asText(column: string): string {
  return `CASE typeof(${column}) WHEN 'integer' THEN CAST(${column} AS TEXT) ELSE ${column} END`;
}

/** Bytes as hex digits, and nothing but bytes. */
export function asHex(column: string): string {
  return `CASE typeof(${column}) WHEN 'blob' THEN hex(${column}) END`;
}

function isExact(row: readonly Cell[]): boolean {
  for (const value of row) if (typeof value === "number" && !Number.isSafeInteger(value)) return false;
  return true;
}

/** Text of a value; bytes are read as UTF-8, because clients write BLOBs into TEXT columns. Null stays null. */
export function textOf(value: Value | undefined): string | null {
  if (value === null || value === undefined) return null;
  if (Buffer.isBuffer(value)) return value.toString("utf8");
  return String(value);
}

/** Decimal text of an id; null where there is none. Zero is how clients write "none". */
export function idOf(value: Value | undefined): string | null {
  if (typeof value === "bigint") return value === 0n ? null : value.toString();
  if (typeof value === "number") return Number.isSafeInteger(value) && value !== 0 ? String(value) : null;
  if (typeof value === "string" && /^-?\d+$/.test(value) && !/^-?0+$/.test(value)) return value;
  return null;
}

/** A whole number that fits a double; null otherwise. */
export function integerOf(value: Value | undefined): number | null {
  const number = typeof value === "bigint" ? Number(value) : typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : value; // prettier-ignore
  return typeof number === "number" && Number.isSafeInteger(number) ? number : null;
}
