import { textOf } from "../../../base/sqlite/tables.ts";
import type { CoverageItem } from "../../../model/database.ts";
import type { OpenDatabase } from "../../wechat/database/copies.ts";
import { askedOf } from "../damage.ts";

/**
 * What the journal of a merging program says went into the file: databases, tables and their row counts.
 *
 * @source wechat-databases.md §10.2, `sync_log`
 */
export function mergedSources(databases: readonly OpenDatabase[]): {
  coverage: CoverageItem[];
  extra: Record<string, string>;
} {
  const coverage: CoverageItem[] = [];
  const extra: Record<string, string> = {};
  for (const { path, tables } of databases) {
    const columns = ["db_path", "tbl_name", "src_count", "current_count"];
    for (const row of askedOf(() => [...tables.rows("sync_log", columns)], [])) {
      const [from, table, read, kept] = columns.map((column) => textOf(row[column]) ?? "");
      const name = `${(from ?? "").split(/[\\/]/).at(-1) ?? ""} ${table ?? ""}`.trim();
      coverage.push({ item: "merged-source", name, state: "given", reason: null, path, weakens: [] });
      extra[`sync_log.${String(row["rowid"])}`] = JSON.stringify({ from, table, read, kept });
    }
  }
  return { coverage, extra };
}
