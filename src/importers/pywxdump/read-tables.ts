import { encodingOfFile } from "../../base/delimited.ts";
import type { Source } from "../../model/source.ts";
import type { ReadSettings, Yielded } from "../importer.ts";
import { ExportReader } from "./export-read.ts";
import type { PageSet } from "./pages.ts";
import { ownerInPath } from "./place.ts";
import { Resaved } from "../wechat/resaved-table.ts";
import { tableRows, type TableItem } from "./table-rows.ts";
import { usersIn } from "./users.ts";

/** Reads all pages of one export, one after another. */
export function* readTables(source: Source, set: PageSet, settings: ReadSettings): Generator<Yielded> {
  const [first] = set.pages;
  if (first === undefined) throw new RangeError("no page");
  const { path: entry, layout: variant, room } = first;
  const usersPath = `${entry.slice(0, entry.lastIndexOf("/") + 1)}users.json`;
  const users = usersIn(source, usersPath);
  const { statedCount } = set;
  const frame = {
    ...{ entry, variant, users, statedCount },
    encoding: encodingOfFile(source, entry).encoding,
    owner: ownerInPath(entry, room),
    isPageFull: (rows: number) => statedCount !== null && rows === statedCount + 1,
  };
  const reader = new ExportReader(frame, settings);
  const resaved = new Resaved();
  yield* reader.begin();
  if (users !== null) yield { type: "used", path: usersPath };
  for (const name of set.missing) yield { type: "repair", at: { path: entry }, code: "page-missing", detail: name };
  for (const page of set.pages) {
    yield { type: "used", path: page.path };
    for (const item of tableRows(source, page, resaved)) yield* told(item, reader);
  }
  yield* resaved.repairs();
  yield* reader.end();
}

/** One item of a table or array as a record of the export. */
export function* told(item: TableItem, reader: ExportReader): Generator<Yielded> {
  if (item.type === "row") yield* reader.row(item.row);
  else if (item.type === "skipped") yield* reader.skipped(item.at, item.reason, item.raw);
  else yield { type: "repair", ...item.repair };
}
