import { readSchema } from "../../../base/sqlite/schema.ts";
import type {
  CoverageItem,
  DatabaseFile,
  Provenance,
  ProvenanceClass,
  ProvenanceSign,
} from "../../../model/database.ts";
import type { OpenDatabase } from "./copies.ts";

/** How the client of a platform declares its message tables. */
export interface ClientDdl {
  readonly messageTable: RegExp;
  /** Whether the client counts message rows with AUTOINCREMENT (all but Android). */
  readonly autoincrement: boolean;
}

const REBUILT: ReadonlySet<string> = new Set([
  "no-autoincrement",
  "no-primary-key",
  "ddl-layout",
  "merge-journal",
  "numbering-rewritten",
  "all-tails-empty",
]);

/** The worst that any sign allows. @source wechat-databases.md §8.7, §10.2 */
export function provenanceOf(signs: readonly ProvenanceSign[], coverage: readonly CoverageItem[]): Provenance {
  return { class: classOf(signs, coverage), signs };
}

function classOf(signs: readonly ProvenanceSign[], coverage: readonly CoverageItem[]): ProvenanceClass {
  if (signs.some(({ code }) => REBUILT.has(code))) return "rebuilt-copy";
  if (signs.length > 0) return "processed-copy";
  return coverage.some(({ item, state }) => item === "message-shard" && state !== "given")
    ? "partial-set"
    : "client-original";
}

/** What a file's own structure says of how it came to be; importers add what only their platform shows. */
export function signsOf(opened: OpenDatabase, file: DatabaseFile, ddl: ClientDdl): ProvenanceSign[] {
  const signs: ProvenanceSign[] = [];
  const sign = (code: string, detail: string, tool: string | null = null) =>
    signs.push({ code, path: file.path, detail, tool });
  for (const { type, name, tool } of file.foreign) {
    if (name.toLowerCase() === "sync_log") sign("merge-journal", name, tool);
    else sign(`foreign-${type}`, name, tool);
  }
  const declared = declarations(opened, ddl.messageTable);
  const without = declared.find(({ sql }) => !/AUTOINCREMENT/i.test(sql));
  if (ddl.autoincrement && without) sign("no-autoincrement", without.name);
  const unkeyed = declared.find(({ sql }) => !/PRIMARY\s+KEY/i.test(sql));
  if (!ddl.autoincrement && unkeyed) sign("no-primary-key", unkeyed.name);
  // The client writes its DDL on one line; tools and SQLite's own CREATE TABLE AS do not.
  const laidOut = declared.find(({ sql }) => /[\r\n]/.test(sql.trim()));
  if (laidOut) sign("ddl-layout", laidOut.name);
  const tails = file.zeroTails;
  if (tails !== null && tails.zero === tails.pages && tails.pages > 0) sign("all-tails-empty", String(tails.pages));
  else if (tails !== null && tails.zero > 0) sign("tails-empty", `${tails.zero}/${tails.pages}`);
  return signs;
}

function declarations(opened: OpenDatabase, messageTable: RegExp): { name: string; sql: string }[] {
  return readSchema(opened.pages).flatMap(({ type, name, sql }) =>
    type === "table" && sql !== null && messageTable.test(name) ? [{ name, sql }] : [],
  );
}
