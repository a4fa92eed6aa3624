import type { Yielded } from "../../src/importers/importer.ts";
import type { Numbering, Trace } from "../../src/model/database.ts";

/** A record elsewhere that speaks of a message of the standard conversation. @param conversation null: it does not say which */
export function traced(facts: Partial<Trace> & Pick<Trace, "kind">, conversation: string | null = "k"): Yielded {
  return {
    type: "trace",
    conversation,
    at: { path: `${facts.kind}.db`, table: "Records", rowid: "1" },
    facts: {
      relation: "holds", localId: null, localIdScope: null, serverId: null, sortSeq: null, at: null, text: null,
      typeCode: null, sender: null, detail: {}, ...facts,
    },
  }; // prettier-ignore
}

/** The client's own numbering of the one table that the standard conversation lies in. */
export function numberedBy(scope: string, facts: Partial<Numbering> = {}): Yielded {
  return {
    type: "numbering",
    conversation: "k",
    facts: {
      scope, path: "message_0.db", table: "Msg_k", isShared: false, isAutoincrement: true, sequence: "9", rows: 9,
      lowest: "1", highest: "9", ...facts,
    },
  }; // prettier-ignore
}
