import type Database from "better-sqlite3";
import { quoted, textOf, type Row, type Table, type Value } from "../../base/sqlite/tables.ts";
import type { Zstd } from "../../base/zstd.ts";
import { columnText } from "../wechat/database/column.ts";
import { isDamage, type OpenDatabase } from "../wechat/database/copies.ts";

/** Rows of `ChatExt2_`, one for each row of its conversation. @source wechat-databases.md §5.2 */
export class CompanionRows {
  private readonly table: Table | null;
  private readonly statement: Database.Statement | null;
  private readonly zstd: Zstd;

  constructor(opened: OpenDatabase, digest: string, zstd: Zstd) {
    this.zstd = zstd;
    this.table = opened.tables.table(`ChatExt2_${digest}`);
    this.statement = this.table?.columns.has("meslocalid") === true ? prepared(opened, this.table) : null;
  }

  /** Columns of the row beside a message that are neither empty nor zero: `ChatExt2.column` -> text. */
  of(localId: Value | undefined): Record<string, string> {
    const row = this.row(localId);
    const found: Record<string, string> = {};
    for (const [lower, own] of this.table?.columns ?? []) {
      if (row === undefined || lower === "meslocalid" || lower.startsWith("wcdb_ct_")) continue;
      const text = columnText(row[own], row[`WCDB_CT_${own}`] ?? null, this.zstd).text;
      if (text !== null && text !== "" && text !== "0") found[`ChatExt2.${own}`] = text;
    }
    return found;
  }

  private row(localId: Value | undefined): Row | undefined {
    if (this.statement === null || textOf(localId) === null) return undefined;
    try {
      return this.statement.get(localId) as Row | undefined;
    } catch (error) {
      if (isDamage(error)) return undefined;
      throw error;
    }
  }
}

function prepared({ db }: OpenDatabase, { name, columns }: Table): Database.Statement {
  return db.prepare(`SELECT * FROM ${quoted(name)} WHERE ${quoted(columns.get("meslocalid") ?? "")} = ?`);
}
