import { isJsonObject, type JsonValue } from "../../base/json-reader.ts";
import type { Forward, ForwardedItem } from "../../model/message.ts";
import { rowFrom, textIn, type Row } from "./json-row.ts";

/**
 * Items of `chatRecords`, the extension by which exporters add forwarded records to a row. Their times are kept as
 * written; their types are not read, since the exporters take them from the wrong list of codes. The field itself stays
 * among those nothing holds.
 *
 * @source documented: export-formats.md §4.1.3 (types, times), §4.3
 */
export function forwardOfRecords(row: Row, title: string | null): Forward {
  const records = row.object["chatRecords"];
  if (!Array.isArray(records) || !records.every(isJsonObject)) return { title, items: [] };
  return { title, items: records.map(itemOf) };
}

function itemOf(record: JsonValue): ForwardedItem {
  const item = rowFrom(isJsonObject(record) ? record : {});
  const time = textIn(item, "formattedTime") ?? textIn(item, "timestamp");
  return {
    sender: textIn(item, "senderDisplayName") ?? textIn(item, "accountName") ?? textIn(item, "sender"),
    sentAtText: time === "0" ? null : time,
    kind: null,
    text: textIn(item, "content"),
  };
}
