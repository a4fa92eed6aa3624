import { isJsonObject, JsonNumber, type JsonObject, type JsonValue } from "../../base/json-reader.ts";
import type { Forward, ForwardedItem } from "../../model/message.ts";
import { kindOfForwardedItem } from "../wechat/payload-forward.ts";

const DEEPEST = 8;

/**
 * A merged record as the server writes it: the elements of the XML under their names in the program's own model.
 *
 * @source documented: export-formats.md §3.1; key names observed in sjzar/chatlog model of media messages, read 2026-09
 */
export function forwardOf(recordInfo: JsonValue | undefined, title: string | null): Forward {
  if (!isJsonObject(recordInfo)) return { title, items: [] };
  return { title: textIn(recordInfo, "Title") ?? title, items: itemsOf(recordInfo, 0) };
}

function itemsOf(recordInfo: JsonObject, depth: number): ForwardedItem[] {
  const list = recordInfo["DataList"];
  const items = isJsonObject(list) ? list["DataItems"] : undefined;
  if (!Array.isArray(items)) return [];
  return items.filter(isJsonObject).flatMap((item) => [itemOf(item), ...innerItems(item, depth)]);
}

/** Records inside records follow the item that holds them. */
function innerItems(item: JsonObject, depth: number): ForwardedItem[] {
  const holder = item["RecordXML"];
  const info = isJsonObject(holder) ? holder["RecordInfo"] : undefined;
  return isJsonObject(info) && depth < DEEPEST ? itemsOf(info, depth + 1) : [];
}

function itemOf(item: JsonObject): ForwardedItem {
  const datatype = textIn(item, "DataType") ?? "";
  const description = textIn(item, "DataDesc");
  return {
    sender: textIn(item, "SourceName"),
    sentAtText: textIn(item, "SourceTime"),
    kind: kindOfForwardedItem(datatype),
    text: datatype === "1" ? description : (textIn(item, "DataTitle") ?? description),
  };
}

/** Text of a key; null where it is absent, empty or of another type. */
export function textIn(object: JsonObject, key: string): string | null {
  const value = object[key];
  const text = value instanceof JsonNumber ? value.text : value;
  return typeof text === "string" && text !== "" ? text : null;
}
