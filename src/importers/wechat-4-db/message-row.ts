import { asHex, asText, type Cell, type CellForms, type Tables } from "../../base/sqlite/tables.ts";

/** Columns read by name. @source documented: wechat-databases.md §3.1 */
const READ = [
  "local_id", "server_id", "local_type", "sort_seq", "real_sender_id", "create_time", "status", "upload_status",
  "download_status", "server_seq", "origin_source", "source", "message_content", "compress_content", "packed_info_data",
  "WCDB_CT_message_content", "WCDB_CT_source",
] as const; // prettier-ignore

/** What the record keeps as text comes as text. A buffer for each row would cost more than all else of it. */
const FORMS: CellForms = new Map([
  ["local_id", asText],
  ["server_id", asText],
  ["sort_seq", asText],
  ["server_seq", asText],
  ["packed_info_data", asHex],
]);

/** A column that says how another is packed: `undefined` where the table has none. */
type Tag = Cell | undefined;

/** A row of a message table, by name. */
export interface MessageRow {
  readonly localId: Cell;
  readonly serverId: Cell;
  readonly localType: Cell;
  readonly sortSeq: Cell;
  readonly realSenderId: Cell;
  readonly createTime: Cell;
  readonly status: Cell;
  readonly uploadStatus: Cell;
  readonly downloadStatus: Cell;
  readonly serverSeq: Cell;
  readonly originSource: Cell;
  readonly source: Cell;
  readonly content: Cell;
  readonly secondContent: Cell;
  /** Bytes as hex digits; null where they are none. */
  readonly packedInfo: Cell;
  readonly contentTag: Tag;
  readonly sourceTag: Tag;
  readonly rowid: Cell;
  /** Columns that are not read by name, as text under their own. */
  readonly further: Readonly<Record<string, string>> | null;
}

/** Rows of one message table in the client's order. */
export class MessageRows {
  private readonly tables: Tables;
  private readonly table: string;
  private readonly further: readonly string[];
  private readonly hasContentTag: boolean;
  private readonly hasSourceTag: boolean;

  constructor(tables: Tables, table: string) {
    this.tables = tables;
    this.table = table;
    const own = tables.table(table)?.columns ?? new Map<string, string>();
    const known = new Set<string>(READ.map((name) => name.toLowerCase()));
    this.further = [...own].filter(([key]) => !known.has(key)).map(([, name]) => name);
    this.hasContentTag = own.has("wcdb_ct_message_content");
    this.hasSourceTag = own.has("wcdb_ct_source");
  }

  /** As SQLite gives them; `named` makes a row of each. */
  cells(): Iterable<readonly Cell[]> {
    const order = ["sort_seq", "local_id"].filter((column) => this.tables.has(this.table, column)).join(", ");
    const columns = [...READ, ...this.further];
    return this.tables.cells(this.table, columns, FORMS, order === "" ? "" : `ORDER BY ${order}`);
  }

  /** In the order of `READ`, then the further columns, then the rowid. */
  named(cells: readonly Cell[]): MessageRow {
    const at = (index: number): Cell => cells[index] ?? null;
    return {
      localId: at(0),
      serverId: at(1),
      localType: at(2),
      sortSeq: at(3),
      realSenderId: at(4),
      createTime: at(5),
      status: at(6),
      uploadStatus: at(7),
      downloadStatus: at(8),
      serverSeq: at(9),
      originSource: at(10),
      source: at(11),
      content: at(12),
      secondContent: at(13),
      packedInfo: at(14),
      contentTag: this.hasContentTag ? at(15) : undefined,
      sourceTag: this.hasSourceTag ? at(16) : undefined,
      rowid: at(READ.length + this.further.length),
      further: this.further.length === 0 ? null : this.furtherOf(cells),
    };
  }

  private furtherOf(cells: readonly Cell[]): Record<string, string> {
    const texts: Record<string, string> = {};
    this.further.forEach((column, index) => {
      const value = cells[READ.length + index] ?? null;
      if (value !== null && !Buffer.isBuffer(value)) texts[column] = String(value);
    });
    return texts;
  }
}
