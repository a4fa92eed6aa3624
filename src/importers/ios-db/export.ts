import { readSchema } from "../../base/sqlite/schema.ts";
import type { CoverageItem, DatabaseFile, Numbering, ProvenanceSign } from "../../model/database.ts";
import type { ExportFacts } from "../importer.ts";
import type { OpenDatabase } from "../wechat/database/copies.ts";
import { signsOf } from "../wechat/database/provenance.ts";
import { setFacts } from "../wechat/database/set-facts.ts";
import { CHAT_TABLE } from "./detect.ts";

/** The client makes no index on its tables of conversations that would bear another name. */
export const SCHEMA = {
  messageTable: /^(?:Chat|ChatExt2|Hello)_[0-9a-f]{32}$/i,
  messageIndex: /^(?:Chat|ChatExt2|Hello)_[0-9a-f]{32}\w*$/i,
};

/** Signs of one message database. @source wechat-databases.md §8.2 S-N03, §10.2 */
export function shardSigns(
  opened: OpenDatabase,
  file: DatabaseFile,
  numberings: readonly Numbering[],
): ProvenanceSign[] {
  const signs = signsOf(opened, file, { messageTable: CHAT_TABLE, autoincrement: true });
  const { path } = file;
  const copied = readSchema(opened.pages).find(({ type, name, sql }) => type === "table" && CHAT_TABLE.test(name) && sql !== null && !/ImgStatus/i.test(sql) && !/AUTOINCREMENT/i.test(sql)); // prettier-ignore
  if (copied) signs.push({ code: "exporter-table", path, detail: copied.name, tool: "WechatExporter" });
  const filled = numberings.filter(({ rows, isAutoincrement }) => rows > 0 && isAutoincrement);
  if (filled.length > 0 && filled.every(({ sequence }) => sequence === null)) {
    signs.push({ code: "numbering-rewritten", path, detail: "sqlite_sequence", tool: null });
  }
  return signs;
}

/** What the databases say of themselves as a whole. `provides` is known only after the last row. */
export function exportFacts(
  databases: readonly DatabaseFile[],
  signs: readonly ProvenanceSign[],
  coverage: readonly CoverageItem[],
  owner: string | null,
): Omit<ExportFacts, "provides"> {
  return {
    ...setFacts(databases, signs, coverage),
    variant: "iOS",
    owner,
    ownerBasis: owner === null ? null : "stated",
    encoding: "UTF-8",
  };
}
