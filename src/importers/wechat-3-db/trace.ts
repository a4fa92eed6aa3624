import type { Trace } from "../../model/database.ts";
import type { Yielded } from "../importer.ts";
import { EMPTY_TRACE } from "../wechat/database/trace-rows.ts";

/** A trace found in a row, of which only some fields are stated. @param conversation key, null where the row does not say */
export function traceOf(
  path: string,
  table: string,
  rowid: string,
  stated: Pick<Trace, "kind"> & Partial<Trace>,
  conversation: string | null = null,
): Yielded {
  return { type: "trace", conversation, at: { path, table, rowid }, facts: { ...EMPTY_TRACE, ...stated } };
}
