import type { JsonObject } from "../../base/json-reader.ts";

/** What a field is called in the two places where the exporter writes its rows. */
export interface FieldNames {
  readonly time: string;
  readonly sender: string;
  readonly name: string;
  /** The 64-bit type. */
  readonly code: string;
  /** The word for the type; the page has none. */
  readonly word: string | null;
}

/** @source documented: export-formats.md §4.3, v5.0.2 @4bc3c46 */
export const JSON_FIELDS: FieldNames = {
  time: "createTime",
  sender: "senderUsername",
  name: "senderDisplayName",
  code: "localType",
  word: "type",
};

/** @source observed: the exporter's source, object behind `window.CHAT_DATA` */
export const PAGE_FIELDS: FieldNames = {
  time: "timestamp",
  sender: "sender",
  name: "senderName",
  code: "type",
  word: null,
};

/** Keys by which a row is known to be a message, in either place. */
export const ROW_KEYS = ["createTime", "timestamp", "content", "rawContent", "localType", "platformMessageId"];

/** Programs made from this one write the same under their own name. @source observed: `format: "detailed-json"` under other generators */
export function isExportInfo(info: JsonObject): boolean {
  return info["generator"] === "CipherTalk" || info["format"] === "detailed-json";
}
