import { headText } from "../../base/delimited.ts";
import { isJsonObject, parseJsonPrefix } from "../../base/json-reader.ts";
import type { Source } from "../../model/source.ts";
import type { Claim } from "../importer.ts";
import { COLUMNS } from "./header.ts";
import { pageSets, tableAt, type PageSet, type Table } from "./pages.ts";

const HEAD_BYTES = 64 << 10;

/** Tables by their first line, JSON by the keys of its first row, pages by the line that only they have. */
export function* detectExports(source: Source, importer: string): Generator<Claim, void, void> {
  const tables: Table[] = [];
  for (const { path, sizeBytes } of source.files) {
    if (sizeBytes === 0) continue;
    const table = tableAt(source, path);
    if (table !== null) tables.push(table);
    else if (isRows(source, path)) yield { importer, entry: path, strength: "signature", basis: ROWS };
    else if (isPage(source, path)) yield { importer, entry: path, strength: "signature", basis: PAGE };
  }
  for (const set of pageSets(tables)) {
    const [first] = set.pages;
    if (first) yield { importer, entry: first.path, strength: "signature", basis: tableBasis(set, first) };
  }
}

/** The pages of the export that begins with `entry`; null where it is no table. */
export function pagesFrom(source: Source, entry: string): PageSet | null {
  const folder = entry.slice(0, entry.lastIndexOf("/") + 1);
  const beside = source.files.filter(({ path }) => path.startsWith(folder) && !path.slice(folder.length).includes("/"));
  const tables = beside.flatMap(({ path }) => tableAt(source, path) ?? []);
  return pageSets(tables).find(({ pages }) => pages[0]?.path === entry) ?? null;
}

const ROWS = {
  zh: "JSON 数组，第一条记录带有 PyWxDump 的字段（MsgSvrID、type_name）",
  en: "a JSON array whose first record has the keys of PyWxDump (MsgSvrID, type_name)",
};
const PAGE = {
  zh: "文件带有 PyWxDump 网页导出的标记（isUseLocalData）",
  en: "the file has the mark of a page exported by PyWxDump (isUseLocalData)",
};

function tableBasis({ pages }: PageSet, { layout }: Table): Claim["basis"] {
  const names = COLUMNS[layout].join(",");
  const more = pages.length > 1 ? pages.length : 0;
  return {
    zh: `第一行是 PyWxDump 的列名：${names}${more > 0 ? `；共 ${more} 个分页文件` : ""}`,
    en: `the first line holds the column names of PyWxDump: ${names}${more > 0 ? `; ${more} page files` : ""}`,
  };
}

function isRows(source: Source, path: string): boolean {
  if (!/^(?:\xef\xbb\xbf)?\s*\[/.test(source.read(path, 0, 64).toString("latin1"))) return false;
  const rows = parseJsonPrefix(
    Buffer.from(source.read(path, 0, HEAD_BYTES))
      .toString("utf8")
      .replace(/^\ufeff/, ""),
  );
  const first = Array.isArray(rows) ? rows.find(isJsonObject) : undefined;
  return first !== undefined && "MsgSvrID" in first && "type_name" in first;
}

/** The line stands first; the viewer's own script names the mark too, but sets nothing on its first line. */
function isPage(source: Source, path: string): boolean {
  const head = headText(source, path) ?? "";
  return /^\s*(?:window\.)?localStorage\.setItem\(\s*['"]isUseLocalData['"]/.test(head);
}
