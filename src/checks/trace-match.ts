import type { Locator } from "../model/locator.ts";
import type { ConversationContext, Found } from "./check.ts";
import { lacksShard } from "./coverage.ts";
import { placesOf } from "./places.ts";
import { onlyRow } from "./row.ts";

/** Places whose time or sender is not that of the message they name. */
const OTHER_MATTER =
  "('favorite', 'group-time', 'friend-request', 'send-queue', 'revoke-batch', 'last-read', 'fts-range')";

const FIELDS = `t.id AS trace, t.kind AS place, coalesce(t.at,
    CASE WHEN length(t.sort_seq) = 13 AND t.sort_seq NOT GLOB '*[^0-9]*' THEN CAST(substr(t.sort_seq, 1, 10) AS INTEGER) * 1000 END
  ) AS traceAt, t.sender AS traceSender, t.locator AS traceLocator,
  m.seq AS seq, m.sent_at AS sentAt, m.sender AS sender, m.kind AS kind, m.locator AS at`;

/**
 * Traces of a conversation beside the rows they name: by server id; without one by local id, where it is known what the
 * number counts within and the client never gives a number twice. Parameters are those of `matching`.
 */
const MATCHED = `
  SELECT ${FIELDS} FROM trace AS t CROSS JOIN message AS m ON m.conversation = t.conversation AND m.server_id = t.server_id
  WHERE t.conversation = ? AND t.relation = 'holds' AND t.kind NOT IN ${OTHER_MATTER} AND t.server_id IS NOT NULL
  UNION ALL
  SELECT ${FIELDS} FROM trace AS t CROSS JOIN message AS m ON m.conversation = t.conversation AND m.local_id = t.local_id
    AND m.local_id_scope = coalesce(t.local_id_scope, ?)
  WHERE ? AND t.conversation = ? AND t.relation = 'holds' AND t.kind NOT IN ${OTHER_MATTER} AND t.server_id IS NULL
    AND m.local_id_scope IN (SELECT scope FROM numbering WHERE is_autoincrement = 1)`;

/** What a second place says of a message, and what the row says. */
export interface Matched {
  readonly place: string;
  readonly traceAt: number | null;
  /** Participant id. */
  readonly traceSender: string | null;
  /** Locator as the tables keep it (JSON). */
  readonly traceLocator: string;
  readonly seq: number;
  readonly sentAt: number | null;
  readonly sender: string | null;
  readonly at: string;
}

/** How many traces of one place could be held against their row, and how many say otherwise. */
export interface PlaceTally {
  readonly place: string;
  readonly compared: number;
  readonly differing: number;
}

/** A question put to each matched pair: which can be compared, and which of these differ. SQL over the fields of `Matched`. */
export interface Comparison {
  readonly comparable: string;
  readonly differs: string;
}

/** Places that agree with nearly every row; in the others the field means something else, or was made anew. */
const AGREEING_SHARE = 0.9;
const FEW = 3;

/** Whether a place that differs in some rows agrees in enough others for those to mean anything. */
export function servesForComparison({ compared, differing }: Omit<PlaceTally, "place">): boolean {
  const agreeing = compared - differing;
  return agreeing >= AGREEING_SHARE * compared || (differing <= FEW && agreeing >= differing);
}

/** Counts by place, in one pass over the traces of a conversation. */
export function matchedTally(context: ConversationContext, { comparable, differs }: Comparison): PlaceTally[] {
  const sql = `SELECT place, count(*) AS compared, coalesce(sum(${differs}), 0) AS differing FROM (${MATCHED})
    WHERE ${comparable} GROUP BY place ORDER BY place`;
  return [...context.chat.query<PlaceTally>(sql, ...matching(context))];
}

/** The pairs that differ, of some places, in printed order. */
export function differingPairs(
  context: ConversationContext,
  { comparable, differs }: Comparison,
  places: readonly string[],
): IterableIterator<Matched> {
  const sql = `SELECT * FROM (${MATCHED}) WHERE ${comparable} AND ${differs}
    AND place IN (SELECT value FROM json_each(?)) ORDER BY seq, trace`;
  return context.chat.query<Matched>(sql, ...matching(context), JSON.stringify(places));
}

const SCOPES = `SELECT CASE WHEN count(DISTINCT scope) = 1 THEN min(scope) END AS scope FROM numbering WHERE conversation = ?`;

/**
 * Conversation; what all its local ids count within, null where there are several such or a shard that was not given may
 * have been meant; whether local ids are still those that companions speak of; and the conversation again.
 */
function matching({ chat, conversation, export: of }: ConversationContext): [string, string | null, number, string] {
  const { scope } = onlyRow(chat.query<{ scope: string | null }>(SCOPES, conversation.id));
  const isKept = of.provenance?.class === "rebuilt-copy" ? 0 : 1;
  return [conversation.id, lacksShard(of) ? null : scope, isKept, conversation.id];
}

/** One finding for each pair, with both places; those beyond `listed` as one that says how many. `place` is given as a file and table. */
export function* pairsFound(
  pairs: Iterable<Matched>,
  listed: number,
  moreWord: string,
  told: (pair: Matched) => Pick<Found, "word" | "facts">,
): Generator<Found, void, void> {
  let count = 0;
  let next: Matched | null = null;
  for (const pair of pairs) {
    count += 1;
    const places = { at: placesOf([pair, { at: pair.traceLocator }]), messages: [pair.seq] };
    if (count <= listed) yield { ...told({ ...pair, place: placeName(places.at[1]) }), ...places };
    else next ??= pair;
  }
  if (next) yield { word: moreWord, facts: { count: count - listed, seq: next.seq }, at: placesOf([next]) };
}

function placeName(at: Locator | undefined): string {
  if (!at) return "";
  return at.table === undefined ? at.path : `${at.path}#${at.table}`;
}
