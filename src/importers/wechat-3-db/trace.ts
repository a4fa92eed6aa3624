import type { Trace } from "../../model/database.ts";
import type { Yielded } from "../importer.ts";

const NOTHING: Omit<Trace, "kind"> = {
  relation: "holds",
  localId: null,
  localIdScope: null,
  serverId: null,
  sortSeq: null,
  at: null,
  text: null,
  typeCode: null,
  sender: null,
  detail: {},
};

/** A trace found in a row, of which only some fields are stated. @param conversation key, null where the row does not say */
export function traceOf(
  path: string,
  table: string,
  rowid: string,
  stated: Pick<Trace, "kind"> & Partial<Trace>,
  conversation: string | null = null,
): Yielded {
  return { type: "trace", conversation, at: { path, table, rowid }, facts: { ...NOTHING, ...stated } };
}
