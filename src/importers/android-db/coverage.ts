import type { CoverageItem } from "../../model/database.ts";
import type { Source } from "../../model/source.ts";
import { isOpen, type DatabaseCopies, type OpenDatabase } from "../wechat/database/copies.ts";
import { coverageItem } from "../wechat/database/coverage-item.ts";
import { baseNameOf, type FoundDatabase } from "../wechat/database/schemas.ts";

const WITNESSES = ["continuity/witness-missing"];

/** Tables inside the main database that a whole one has. */
const OWN_TABLES: readonly (readonly [item: string, table: string, weakens: readonly string[]])[] = [
  ["contact", "rcontact", ["identity/name-collision"]],
  ["session", "rconversation", ["consistency/session-summary", "continuity/witness-missing"]],
  ["general", "userinfo", ["consistency/sender-fields"]],
];

/** Databases beside it. */
const COMPANIONS: readonly (readonly [item: string, name: string, table: RegExp])[] = [
  ["files", "WxFileIndex.db", /^WxFileIndex\d*$/i],
  ["index", "FTS5IndexMicroMsg_encrypt.db", /^FTS\d?(Meta|Index)/i],
];

const FOLDERS = ["image2", "voice2", "video", "attachment"];

/** What belongs to the set of an Android phone, and whether it was given. @source wechat-databases.md §12.4 */
export function coverageOf(
  source: Source,
  copies: DatabaseCopies,
  main: OpenDatabase,
  companions: readonly FoundDatabase[],
): CoverageItem[] {
  const own = OWN_TABLES.map(([item, table, weakens]) =>
    coverageItem(
      item,
      `${baseNameOf(main.path)}: ${table}`,
      main.tables.table(table) === null ? null : main.path,
      weakens,
    ),
  );
  const beside = COMPANIONS.map(([item, name, table]) => companion(source, copies, companions, { item, name, table }));
  const folders = FOLDERS.map((folder) => {
    const path = source.files.find((file) => `/${file.path}`.includes(`/${folder}/`))?.path;
    return coverageItem("media", folder, path ?? null, ["completeness/attachment-missing"]);
  });
  return [
    coverageItem("message-shard", baseNameOf(main.path), main.path, []),
    ...walOf(main),
    ...own,
    ...beside,
    ...folders,
  ];
}

/** A log belongs only to a database whose header says that it is written through one. */
function walOf({ path, pages, walPath }: OpenDatabase): CoverageItem[] {
  if (walPath === null && pages.header.journal !== "wal") return [];
  return [coverageItem("wal", `${baseNameOf(path)}-wal`, walPath, ["source/missing-wal", "continuity/range-end"])];
}

function companion(
  source: Source,
  copies: DatabaseCopies,
  companions: readonly FoundDatabase[],
  { item, name, table }: { readonly item: string; readonly name: string; readonly table: RegExp },
): CoverageItem {
  const given = companions.find(({ tables }) => tables.some((object) => table.test(object.name)));
  if (given !== undefined) return coverageItem(item, name, given.path, WITNESSES);
  const named = source.files.find(({ path }) => baseNameOf(path).toLowerCase() === name.toLowerCase());
  if (named === undefined) return coverageItem(item, name, null, WITNESSES);
  const opened = copies.open(named.path);
  if (isOpen(opened)) opened.close();
  const reason = isOpen(opened) ? "not-a-database" : opened;
  return { item, name, state: "unreadable", reason, path: named.path, weakens: WITNESSES };
}
