import { isJsonObject, JsonNumber, type JsonObject, type JsonValue } from "../../base/json-reader.ts";
import type { Forward, ForwardedItem } from "../../model/message.ts";
import { kindOfForwardedItem } from "../wechat/payload-forward.ts";
import { pythonLiteral } from "./python-literal.ts";

const DEEPEST = 8;

/**
 * The merged record that stands in `src`: an object in JSON, a Python dictionary in CSV. Elements of the XML became keys,
 * several of one name a list, attributes keys beside them.
 *
 * @source documented: export-formats.md §2.2
 */
export function forwardIn(msg: string, src: JsonValue): Forward {
  const record = recordOf(src);
  const [title = ""] = msg.split("\n");
  return { title: title === "" ? null : title, items: record === null ? [] : itemsOf(record, 0) };
}

/** `src` as a record; null where it is a path or nothing. */
export function recordOf(src: JsonValue): JsonObject | null {
  const value = typeof src === "string" && src.startsWith("{") ? pythonLiteral(src) : src;
  return isJsonObject(value ?? undefined) ? (value as JsonObject) : null;
}

function itemsOf(record: JsonObject, depth: number): ForwardedItem[] {
  const list = record["datalist"];
  const items = isJsonObject(list) ? list["dataitem"] : undefined;
  const several = Array.isArray(items) ? items : [items];
  return several.filter(isJsonObject).flatMap((item) => [itemOf(item), ...innerItems(item, depth)]);
}

/** Records inside records follow the item that holds them. */
function innerItems(item: JsonObject, depth: number): ForwardedItem[] {
  const holder = item["recordxml"] ?? item["recorditem"];
  if (!isJsonObject(holder) || depth >= DEEPEST) return [];
  const info = holder["recordinfo"];
  return itemsOf(isJsonObject(info) ? info : holder, depth + 1);
}

function itemOf(item: JsonObject): ForwardedItem {
  const datatype = textOf(item["datatype"]) ?? "";
  const description = textOf(item["datadesc"]);
  return {
    sender: textOf(item["sourcename"]),
    sentAtText: textOf(item["sourcetime"]),
    kind: kindOfForwardedItem(datatype),
    text: datatype === "1" ? description : (textOf(item["datatitle"]) ?? description),
  };
}

function textOf(value: JsonValue | undefined): string | null {
  const text = value instanceof JsonNumber ? value.text : value;
  return typeof text === "string" && text !== "" ? text : null;
}
