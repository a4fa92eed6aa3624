import { JsonNumber, type JsonValue } from "../../base/json-reader.ts";
import type { Kind } from "../../model/kind.ts";
import type { Direction } from "../../model/message.ts";
import { warn, type Row } from "./json-row.ts";

/** Kinds that the client or the exporter wrote itself: nobody sent them. */
export const NOTICE_KINDS: ReadonlySet<Kind> = new Set(["system", "recall", "pat"]);

const SENT: ReadonlyMap<JsonValue | undefined, Direction> = new Map<JsonValue, Direction>([
  ["1", "sent"],
  ["0", "received"],
  [true, "sent"],
  [false, "received"],
]);

/** Direction as `isSend` states it; null there, as exporters write for notices or where they cannot tell, states nothing. */
export function directionOf(row: Row, kind: Kind): Direction {
  const stated = row.object["isSend"];
  const direction = SENT.get(stated instanceof JsonNumber ? stated.text : stated);
  const isNotice = NOTICE_KINDS.has(kind);
  if (direction === undefined && stated !== undefined && stated !== null) warn(row, "FIELD_TYPE_UNEXPECTED");
  // A notice that says "sent" contradicts itself, so that the word is kept beside it.
  if (direction !== undefined && (!isNotice || direction === "received")) row.held.add("isSend");
  return isNotice ? "system" : (direction ?? "unknown");
}
