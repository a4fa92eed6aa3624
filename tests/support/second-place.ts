import type { Trace } from "../../src/model/database.ts";
import type { Yielded } from "../../src/importers/importer.ts";

/** A record of another database that speaks of a message of the standard conversation. */
export function traced(facts: Pick<Trace, "kind"> & Partial<Trace>): Yielded {
  const nothing = {
    relation: "holds", localId: null, localIdScope: null, serverId: null, sortSeq: null, at: null, text: null,
    typeCode: null, sender: null, detail: {},
  } as const; // prettier-ignore
  return {
    type: "trace",
    conversation: "k",
    at: { path: "message_resource.db", table: "MessageResourceInfo", rowid: "1" },
    facts: { ...nothing, ...facts },
  };
}

/** The numbering of the standard conversation's one table, as a client's database has it. */
export function numberedBy(scope: string, more: { isAutoincrement?: boolean } = {}): Yielded {
  const facts = {
    scope, path: "message_0.db", table: "Msg_k", isShared: false, isAutoincrement: true, sequence: "99", rows: 9,
    lowest: "1", highest: "99", ...more,
  }; // prettier-ignore
  return { type: "numbering", conversation: "k", facts };
}
