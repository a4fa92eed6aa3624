import { elements, printJson, type JsonFile, type JsonSpan } from "../../base/json-reader.ts";
import { extraOf, rowWith, textIn, type Row as JsonRow } from "../wechat/json-row.ts";
import type { Resaved } from "../wechat/resaved-table.ts";
import type { Row } from "./row.ts";
import type { TableItem } from "./table-rows.ts";

/** Keys every row has. @source documented: export-formats.md §2.2 */
const ROW_KEYS = ["MsgSvrID", "type_name", "room_name", "CreateTime", "is_sender"];

/** Rows of an array, in a JSON file or in a page. @throws {SourceError} where brackets do not match */
export function* jsonRows(file: JsonFile, span: JsonSpan, pointer: string, resaved: Resaved): Generator<TableItem> {
  for (const element of elements(file, span)) {
    const at = { path: file.path, pointer: `${pointer}/${element.index}`, byte: element.byte };
    if (element.type === "damaged") {
      yield { type: "skipped", at, reason: element.reason, raw: element.raw };
      continue;
    }
    for (const { code, byte, detail } of element.repairs) {
      yield { type: "repair", repair: { at: { path: file.path, byte }, code, detail } };
    }
    const row = rowWith(element.value, ROW_KEYS);
    if (row === null) yield { type: "skipped", at, reason: "not-a-message", raw: printJson(element.value) };
    else yield { type: "row", row: rowOf(row, at, resaved) };
  }
}

function rowOf(row: JsonRow, at: Row["at"], resaved: Resaved): Row {
  const text = (key: string) => textIn(row, key) ?? "";
  const [serverId, time, msg] = [text("MsgSvrID"), text("CreateTime"), text("msg")];
  const fields = {
    at,
    id: /^-?\d{1,15}$/.test(text("id")) ? text("id") : null,
    serverId,
    word: text("type_name"),
    isSender: text("is_sender"),
    talker: text("talker"),
    room: text("room_name"),
    msg,
    src: row.object["src"] ?? null,
    time,
  };
  row.held.add("src");
  if (isEmptyObject(row.object["extra"])) row.held.add("extra");
  const warnings = [...row.warnings, ...resaved.warningsOf(at, serverId, time)];
  return { ...fields, extra: extraOf(row), warnings };
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
