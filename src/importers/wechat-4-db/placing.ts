import type { Yielded } from "../importer.ts";
import { isDamage } from "../wechat/database/copies.ts";
import { damageRepair } from "../wechat/database/numbering.ts";
import type { Conversations } from "./conversations.ts";
import type { TalkerTrace } from "./trace.ts";
import { messageOfError } from "./damage.ts";

/** Places that name a message, or its deletion, by number. */
const OPENING: ReadonlySet<string> = new Set([
  "fts", "fts-aux", "fts-range", "fts-deleted", "resource", "voice", "delete-info", "delete-resource", "session-deleted",
  "transfer-table", "red-envelope-table", "revoke-table", "message-edit", "media-file",
]); // prettier-ignore

/** A place that says a message was there opens its conversation; one that only lists conversations does not. */
export function* placed(
  traces: Iterable<TalkerTrace>,
  conversations: Conversations,
  entry: string,
): Generator<Yielded, void, void> {
  let at: TalkerTrace["at"] | null = null;
  try {
    for (const trace of traces) {
      at = trace.at;
      const key = trace.hash ?? (trace.talker === null ? null : conversations.keyOf(trace.talker));
      const isKnown = key !== null && conversations.isOpen(key);
      const opens = key !== null && !isKnown && OPENING.has(trace.facts.kind);
      if (opens) yield* conversations.open(key, false);
      const facts = isKnown || opens || trace.talker === null ? trace.facts : { ...trace.facts, detail: { ...trace.facts.detail, talker: trace.talker } }; // prettier-ignore
      yield { type: "trace", conversation: isKnown || opens ? key : null, at: trace.at, facts };
    }
  } catch (error) {
    if (!isDamage(error)) throw error;
    yield damageRepair(at?.path ?? entry, at?.table ?? "", messageOfError(error));
  }
}
