import { isJsonObject, JsonNumber, type JsonObject, type JsonValue } from "../../base/json-reader.ts";
import type { XmlElement } from "../../base/xml.ts";
import { readPayloadTree, type PayloadFacts } from "../wechat/payload.ts";

const MAX_DEPTH = 40;

/**
 * What the `xml_dict` of a record says: the message's XML as a dictionary, with attributes under `@name`, text under
 * `#text`, and repeated elements in a list. Null where it is empty or no XML of WeChat.
 *
 * @source documented: export-formats.md §1.5
 */
export function readXmlDict(dict: JsonValue | undefined): PayloadFacts | null {
  if (!isJsonObject(dict)) return null;
  const [name, ...more] = Object.keys(dict);
  if (name === undefined || more.length > 0) return null;
  const [root] = elementsOf(name, dict[name] ?? null, 0);
  return root === undefined ? null : readPayloadTree(root);
}

function elementsOf(name: string, value: JsonValue, depth: number): XmlElement[] {
  if (depth > MAX_DEPTH) return [];
  if (Array.isArray(value)) return value.flatMap((item) => elementsOf(name, item, depth + 1));
  if (isJsonObject(value)) return [elementOf(name, value, depth)];
  return [{ name, attributes: {}, children: [], text: scalar(value) }];
}

function elementOf(name: string, object: JsonObject, depth: number): XmlElement {
  const attributes = Object.create(null) as Record<string, string>;
  const children: XmlElement[] = [];
  let text = "";
  for (const key of Object.keys(object)) {
    const value = object[key] ?? null;
    if (key === "#text") text = scalar(value);
    else if (key.startsWith("@")) attributes[key.slice(1)] = scalar(value);
    else children.push(...elementsOf(key, value, depth + 1));
  }
  return { name, attributes, children, text };
}

function scalar(value: JsonValue): string {
  if (value instanceof JsonNumber) return value.text;
  return typeof value === "string" ? value : "";
}
