import type { ProvenanceSign } from "../../model/database.ts";
import type { OpenDatabase } from "../wechat/database/copies.ts";
import type { MessageTable } from "./survey.ts";

/** Signs that only a message database of 4.x can show. @source documented: wechat-databases.md §8.2 S-N03, §10.2 */
export function shardSigns({ path, tables }: OpenDatabase, counted: readonly MessageTable[]): ProvenanceSign[] {
  const signs: ProvenanceSign[] = [];
  const names = tables.table("Name2Id");
  // The client's own table has the name as its key; a copy made from a running client does not.
  if (names !== null && !/PRIMARY\s+KEY/i.test(names.sql)) {
    signs.push({ code: "name-map-ddl", path, detail: names.name, tool: toolOfNameMap(names.sql) });
  }
  const filled = counted.filter(({ numbering }) => numbering.rows > 0);
  if (filled.length > 0 && filled.every(({ numbering }) => numbering.sequence === null)) {
    const declared = filled.some(({ numbering }) => numbering.isAutoincrement);
    if (declared) signs.push({ code: "numbering-rewritten", path, detail: "sqlite_sequence", tool: null });
  }
  return signs;
}

function toolOfNameMap(sql: string): string | null {
  return /is_session\b[^,)]*DEFAULT\s+1/i.test(sql) ? "WeChatDataAnalysis" : null;
}
