import { posix } from "node:path";
import { elements, indexJson, isJsonObject, jsonFile, type JsonFile, type JsonSpan } from "../../base/json-reader.ts";
import type { Source } from "../../model/source.ts";
import type { ReadSettings, Yielded } from "../importer.ts";
import { ExportReader, type Frame } from "./export-read.ts";
import { jsonRows } from "./json-rows.ts";
import { pageConstants, pageEmpty, scalarOf } from "./page.ts";
import { countedOf } from "./pages.ts";
import { ownerInPath } from "./place.ts";
import { told } from "./read-tables.ts";
import { Resaved } from "../wechat/resaved-table.ts";
import { usersIn } from "./users.ts";

/** Reads `<chat id>_0_<count+1>.json`. @throws {SourceError} JSON_TRUNCATED, JSON_MALFORMED … */
export function* readArray(source: Source, entry: string, settings: ReadSettings): Generator<Yielded> {
  const file = jsonFile(source, entry);
  const { span, hasByteOrderMark } = indexJson(file);
  const room = roomIn(file, span);
  const usersPath = `${entry.slice(0, entry.lastIndexOf("/") + 1)}users.json`;
  const users = usersIn(source, usersPath);
  const frame = {
    ...{ entry, users },
    variant: "json",
    encoding: hasByteOrderMark ? "utf-8 with a byte order mark" : "utf-8",
    owner: ownerInPath(entry, room),
    statedCount: countInName(entry, room),
  };
  const used: Yielded[] = users === null ? [] : [{ type: "used", path: usersPath }];
  yield* readRows({ file, span, pointer: "" }, frame, used, settings);
}

/**
 * Reads the `data.js` of a page.
 *
 * @throws {SourceError} PYWXDUMP_PAGE_EMPTY; JSON_TRUNCATED, JSON_MALFORMED …
 */
export function* readPage(source: Source, file: JsonFile, settings: ReadSettings): Generator<Yielded> {
  const constants = pageConstants(file);
  const span = constants.get("local_msg_list");
  if (span === undefined || span.end <= span.start) throw pageEmpty(file.path);
  const list = indexJson(file, span);
  if (list.type !== "array") throw pageEmpty(file.path);
  const room = roomIn(file, list.span);
  const users = constants.get("local_user_list");
  const owner = scalarOf(file, constants.get("local_mywxid"));
  const count = scalarOf(file, constants.get("local_msg_count"));
  const isCounted = count !== null && /^\d{1,9}$/.test(count) && room !== null;
  const frame = {
    entry: file.path,
    variant: "html",
    encoding: "utf-8",
    owner: owner === null || owner === "我" ? ownerInPath(file.path, room) : owner,
    statedCount: isCounted ? countedOf(room, Number(count) + 1) : null,
    users: users === undefined ? null : usersIn(source, file.path, users),
  };
  yield* readRows({ file, span: list.span, pointer: "/local_msg_list" }, frame, [], settings);
}

interface Rows {
  readonly file: JsonFile;
  readonly span: JsonSpan;
  readonly pointer: string;
}

function* readRows(rows: Rows, frame: Frame, used: readonly Yielded[], settings: ReadSettings): Generator<Yielded> {
  const reader = new ExportReader(frame, settings);
  const resaved = new Resaved();
  yield* reader.begin();
  yield* used;
  for (const item of jsonRows(rows.file, rows.span, rows.pointer, resaved)) yield* told(item, reader);
  yield* resaved.repairs();
  yield* reader.end();
}

/** Chat id of the first row that can be read. */
function roomIn(file: JsonFile, span: JsonSpan): string | null {
  for (const element of elements(file, span)) {
    const room = element.type === "element" && isJsonObject(element.value) ? element.value["room_name"] : undefined;
    if (typeof room === "string" && room !== "") return room;
    if (element.index > 20) break;
  }
  return null;
}

/** @source observed: xaoyaoo/PyWxDump export to JSON, one page of one row more than there are messages; read 2026-09 */
function countInName(entry: string, room: string | null): number | null {
  const name = posix.basename(entry);
  const size = room !== null && name.startsWith(`${room}_0_`) ? name.slice(room.length + 3) : "";
  const match = /^(\d{1,9})(?:\.[^.]*)?$/.exec(size);
  return room === null || match?.[1] === undefined ? null : countedOf(room, Number(match[1]));
}
