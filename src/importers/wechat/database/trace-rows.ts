import { idOf, textOf, type Row } from "../../../base/sqlite/tables.ts";
import type { Trace, TraceRelation } from "../../../model/database.ts";
import { msOfEither, named } from "./row-values.ts";

/** A table whose rows speak of messages, and which of its columns says what. Columns in any case. */
export interface TraceTable {
  readonly table: string;
  readonly kind: string;
  readonly relation: TraceRelation;
  readonly talker?: string;
  readonly localId?: string;
  readonly serverId?: string;
  readonly sortSeq?: string;
  /** In seconds or milliseconds. */
  readonly at?: string;
  readonly text?: string;
  readonly typeCode?: string;
  readonly sender?: string;
  /** Further columns to keep as they are written. */
  readonly detail?: readonly string[];
  /** Rows that say something; all where it is absent. */
  readonly tells?: (row: Row) => boolean;
}

/** A trace that names nothing yet. */
export const EMPTY_TRACE: Omit<Trace, "kind"> = {
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

/** What a row of such a table says; null where it names no message and nothing else worth keeping. */
export function traceOf(row: Row, place: TraceTable, localIdScope: string | null): Trace | null {
  if (place.tells !== undefined && !place.tells(row)) return null;
  const column = (name: string | undefined) => (name === undefined ? null : row[name.toLowerCase()]);
  const text = (name: string | undefined) => textOf(column(name) ?? null) || null;
  const localId = idOf(column(place.localId) ?? null);
  const serverId = idOf(column(place.serverId) ?? null);
  if (place.relation === "holds" && localId === null && serverId === null) return null;
  return {
    kind: place.kind,
    relation: place.relation,
    localId,
    localIdScope: localId === null ? null : localIdScope,
    serverId,
    sortSeq: idOf(column(place.sortSeq) ?? null),
    at: msOfEither(column(place.at) ?? null),
    text: text(place.text),
    typeCode: text(place.typeCode),
    sender: text(place.sender),
    detail: named(row, place.detail ?? []),
  };
}
