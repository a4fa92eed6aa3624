import type { Chat, Conversation, Export } from "../model/chat.ts";
import { lacksShard } from "./coverage.ts";
import { onlyRow } from "./row.ts";

/** A message that a second place names and no row bears. */
export interface AbsentWitness {
  /** Key of the first trace that names it. */
  readonly id: number;
  /** Kind of the place. */
  readonly kind: string;
  /** Traces of that kind which name the same message. */
  readonly count: number;
  readonly serverId: string | null;
  readonly localId: string | null;
  readonly scope: string | null;
  /** Time of the message as the place states it, epoch ms. */
  readonly at: number | null;
  readonly text: string | null;
  /** Locator of the trace as the tables keep it (JSON). */
  readonly locator: string;
}

/** Places that speak of a stretch or a group of messages, not of one. */
export const NOT_OF_ONE: readonly string[] = ["fts-range", "group-time"];

/** How the rows of a conversation may be found by a second place. */
export interface Matching {
  /** False in a rebuilt copy: its local ids are not those that companions speak of. */
  readonly byLocalId: boolean;
  /** Whether one local id may stand for several messages: several tables, or one that is not there. */
  readonly hasRepeats: boolean;
}

const SCOPES = `SELECT count(DISTINCT scope) AS scopes FROM (
  SELECT scope FROM numbering WHERE conversation = ?1 OR (source = ?2 AND is_shared = 1)
  UNION ALL SELECT local_id_scope FROM message WHERE conversation = ?1 AND NOT EXISTS (SELECT 1 FROM numbering))`;

export function matchingOf(chat: Chat, of: Export, conversation: Conversation): Matching {
  const { scopes } = onlyRow(chat.query<{ scopes: number }>(SCOPES, conversation.id, of.id));
  return { byLocalId: of.provenance?.class !== "rebuilt-copy", hasRepeats: scopes > 1 || lacksShard(of) };
}

/** Two statements of the time of one message differ by less. */
const SAME_TIME_MS = 600_000;

/** Time as a trace states it: its own field, or the seconds in front of its sort sequence. */
const TRACE_AT = `coalesce(t.at, CASE WHEN length(t.sort_seq) = 13 AND t.sort_seq NOT GLOB '*[^0-9]*'
  THEN CAST(substr(t.sort_seq, 1, 10) AS INTEGER) * 1000 END)`;

const ONE_MESSAGE = `t.relation = 'holds' AND t.kind NOT IN (${NOT_OF_ONE.map((kind) => `'${kind}'`).join(", ")})`;

/** A row with the same local id that nothing else contradicts. Parameter 4: whether the number may be another message's. */
const ROW_OF_LOCAL_ID = `SELECT 1 FROM message AS m
  WHERE m.conversation = t.conversation AND m.local_id = t.local_id
    AND (t.local_id_scope IS NULL OR m.local_id_scope IS t.local_id_scope)
    AND (t.server_id IS NULL OR m.server_id IS NULL)
    AND (NOT ?4 OR t.local_id_scope IS NOT NULL OR m.sort_seq = t.sort_seq OR ${TRACE_AT} IS NULL
      OR abs(m.sent_at - ${TRACE_AT}) <= ${SAME_TIME_MS})`;

const FIELDS = `min(t.id) AS id, t.kind AS kind, count(*) AS count, t.server_id AS serverId, t.local_id AS localId,
  t.local_id_scope AS scope, ${TRACE_AT} AS at, t.text AS text, t.locator AS locator`;

const ABSENT = `SELECT ${FIELDS} FROM trace AS t
  WHERE t.conversation = ?1 AND ${ONE_MESSAGE}
    AND (t.server_id IS NOT NULL OR (?3 AND t.local_id IS NOT NULL))
    AND NOT EXISTS (SELECT 1 FROM message AS m WHERE m.source = ?2 AND m.server_id = t.server_id)
    AND NOT (?3 AND EXISTS (${ROW_OF_LOCAL_ID}))
  GROUP BY t.kind, t.server_id, t.local_id, t.local_id_scope ORDER BY t.kind, ${TRACE_AT}, min(t.id)`;

/** Messages that second places name and no row bears, by kind of place and time. Server ids are looked for in all conversations. */
export function absentWitnesses(
  chat: Chat,
  { id, source }: Conversation,
  { byLocalId, hasRepeats }: Matching,
): IterableIterator<AbsentWitness> {
  return chat.query<AbsentWitness>(ABSENT, id, source, byLocalId ? 1 : 0, hasRepeats ? 1 : 0);
}

// The list of numbers is made once: without a conversation no index leads to a local id.
const UNPLACED = `SELECT ${FIELDS} FROM trace AS t
  WHERE t.conversation IS NULL AND t.source = ?1 AND ${ONE_MESSAGE}
    AND (t.server_id IS NOT NULL OR (?2 AND t.local_id IS NOT NULL AND t.local_id_scope IS NOT NULL))
    AND NOT EXISTS (SELECT 1 FROM message AS m WHERE m.source = ?1 AND m.server_id = t.server_id)
    AND NOT (?2 AND t.local_id IS NOT NULL AND t.local_id_scope IS NOT NULL AND (t.local_id_scope, t.local_id) IN (
      SELECT local_id_scope, local_id FROM message
      WHERE source = ?1 AND local_id IS NOT NULL AND local_id_scope IS NOT NULL))
  GROUP BY t.kind, t.server_id, t.local_id, t.local_id_scope ORDER BY t.kind, ${TRACE_AT}, min(t.id)`;

/** The same for places that name no conversation. */
export function absentUnplaced(chat: Chat, of: Export): IterableIterator<AbsentWitness> {
  return chat.query<AbsentWitness>(UNPLACED, of.id, of.provenance?.class === "rebuilt-copy" ? 0 : 1);
}

/** How many traces of one kind there are, and how many of them identify a message. */
export interface WitnessTally {
  readonly kind: string;
  readonly traces: number;
  readonly usable: number;
}

const TALLY = `SELECT t.kind AS kind, count(*) AS traces,
    sum(t.server_id IS NOT NULL OR (?3 AND t.local_id IS NOT NULL) OR t.sort_seq IS NOT NULL AND t.kind = 'group-time') AS usable
  FROM trace AS t WHERE t.conversation IS ?1 AND t.source = ?2 AND t.relation = 'holds' GROUP BY t.kind ORDER BY t.kind`;

/** @param conversation null for the traces that name none */
export function witnessTally(
  chat: Chat,
  source: string,
  conversation: string | null,
  byLocalId: boolean,
): WitnessTally[] {
  return [...chat.query<WitnessTally>(TALLY, conversation, source, byLocalId ? 1 : 0)];
}

/** What was looked at, as counts: all traces, those that identify a message, and one count for each kind of place. */
export function tallyCounts(tally: readonly WitnessTally[]): Record<string, number> {
  const traces = tally.reduce((sum, each) => sum + each.traces, 0);
  const usable = tally.reduce((sum, each) => sum + each.usable, 0);
  const kinds = Object.fromEntries(tally.map((each) => [each.kind, each.usable]));
  return { traces, usable, ...kinds };
}
