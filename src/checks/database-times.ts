import type { Chat, Conversation } from "../model/chat.ts";
import type { ConversationContext, Found } from "./check.ts";
import { placesOf } from "./places.ts";
import { differingPairs, matchedTally, pairsFound, servesForComparison, type Comparison } from "./trace-match.ts";
import { rowFacts, rowsFound, warnedCount, warnedRows, type WarnedRow } from "./warned-rows.ts";

/** Apart by more than this, two places do not speak of one moment. */
const MINUTES_MS = 10 * 60_000;
const TIMES: Comparison = {
  comparable: "traceAt IS NOT NULL AND sentAt IS NOT NULL",
  differs: `abs(traceAt - sentAt) > ${MINUTES_MS}`,
};
/** Share of rows that must agree before one that does not means anything. */
const AGREEING_SHARE = 0.9;
/** A folder of another month within so many days of the turn of the month tells of a zone, or of a late download. */
const NEAR_MONTH_END_MS = 3 * 86_400_000;

/** How much the database half of the comparison of times looked at. */
export interface DatabaseTimes {
  readonly elsewhere: number;
  readonly mediaMonths: number;
}

/** Times of one message in several places of a set of databases: sort sequence, payload, companion databases, media folders. */
export function* databaseTimes(context: ConversationContext, listed: number): Generator<Found, DatabaseTimes, void> {
  yield* sortSequences(context, listed);
  yield* payloadTimes(context, listed);
  const elsewhere = yield* otherPlaces(context, listed);
  const mediaMonths = yield* mediaFolders(context, listed);
  return { elsewhere, mediaMonths };
}

/** The client makes the sequence from the second of the row, so not even one second may be between them. */
function* sortSequences({ chat, conversation }: ConversationContext, listed: number): Generator<Found, void, void> {
  const count = warnedCount(chat, conversation.id, "SORT_SEQ_DIFFERS");
  if (count === 0) return;
  if (count > 3 && count > (1 - AGREEING_SHARE) * conversation.messageCount) {
    const facts = { count, messages: conversation.messageCount };
    yield { word: "sequence-throughout", facts, at: [], strength: "C" };
    return;
  }
  yield* rowsFound(warnedRows(chat, conversation.id, "SORT_SEQ_DIFFERS"), listed, "more-sequence", sequenceFound);
}

function sequenceFound(row: WarnedRow): Found {
  const { seq, sentAt, sortSeq } = row;
  const digits = /^\d{12,14}$/.test(sortSeq ?? "") ? (sortSeq ?? "") : null;
  const sequenceAt = digits === null ? null : Number(digits.slice(0, -3)) * 1000;
  const differenceMs = sequenceAt === null || sentAt === null ? null : Math.abs(sequenceAt - sentAt);
  return { ...rowFacts(row), word: "sequence", facts: { seq, sentAt, sortSeq, sequenceAt, differenceMs } };
}

function* payloadTimes({ chat, conversation }: ConversationContext, listed: number): Generator<Found, void, void> {
  yield* rowsFound(warnedRows(chat, conversation.id, "PAYLOAD_TIME_DIFFERS"), listed, "more-payload", (row) => {
    const { seq, sentAt } = row;
    const payloadAt = chat.message(conversation.id, seq).transfer?.beganAt ?? null;
    const differenceMs = payloadAt === null || sentAt === null ? null : Math.abs(payloadAt - sentAt);
    return { ...rowFacts(row), word: "payload", facts: { seq, sentAt, payloadAt, differenceMs } };
  });
}

function* otherPlaces(context: ConversationContext, listed: number): Generator<Found, number, void> {
  const tallies = matchedTally(context, TIMES);
  const differing = tallies.filter((tally) => tally.differing > 0);
  for (const { place, compared, differing: count } of differing.filter((tally) => !servesForComparison(tally))) {
    const facts = { place, compared, differing: count };
    yield { word: "other-place-unrelated", facts, at: [], level: "note", strength: "C" };
  }
  const serving = differing.filter(servesForComparison).map(({ place }) => place);
  const pairs = serving.length === 0 ? [] : differingPairs(context, TIMES, serving);
  yield* pairsFound(pairs, listed, "more-other-place", ({ seq, sentAt, traceAt, place }) => {
    const differenceMs = Math.abs((traceAt ?? 0) - (sentAt ?? 0));
    return { word: "other-place", facts: { seq, sentAt, otherAt: traceAt, place, differenceMs } };
  });
  return tallies.reduce((sum, { compared }) => sum + compared, 0);
}

interface MediaRow {
  readonly seq: number;
  readonly sentAt: number;
  readonly path: string;
  readonly at: string;
}

const MONTH = /(?:^|[\\/])(20\d\d)-(0[1-9]|1[0-2])(?=[\\/])/;
/** Media that the row itself places in a folder; a file found by its digest may lie in that of an earlier message. */
const MEDIA = `SELECT a.seq AS seq, m.sent_at AS sentAt, a.stated_path AS path, m.locator AS at
  FROM attachment AS a CROSS JOIN message AS m ON m.id = a.message
  WHERE a.conversation = ? AND m.sent_at IS NOT NULL AND a.kind IN ('image', 'video')
    AND a.stated_path GLOB '*[/\\]20[0-9][0-9]-[01][0-9][/\\]*' ORDER BY a.message, a.ordinal`;

/** The month in a folder's name against the month of the row. Returns how many could be compared. */
function* mediaFolders({ chat, conversation }: ConversationContext, listed: number): Generator<Found, number, void> {
  const found: Found[] = [];
  const told = new Set<number>();
  let [compared, differing] = [0, 0];
  for (const row of mediaRows(chat, conversation)) {
    const month = MONTH.exec(row.path)?.slice(1, 3).join("-");
    if (month === undefined) continue;
    compared += 1;
    if (monthsNear(row.sentAt).includes(month) || told.has(row.seq)) continue;
    told.add(row.seq);
    differing += 1;
    if (found.length < listed) found.push(folderFound(row, month));
  }
  if (differing === 0) return compared;
  if (!servesForComparison({ compared, differing })) return compared;
  yield* found;
  if (differing > found.length) yield { word: "more-media-month", facts: { count: differing - found.length }, at: [], strength: "C" }; // prettier-ignore
  return compared;
}

function mediaRows(chat: Chat, { id }: Conversation): IterableIterator<MediaRow> {
  return chat.query<MediaRow>(MEDIA, id);
}

function folderFound({ seq, sentAt, path, at }: MediaRow, month: string): Found {
  const facts = { seq, sentAt, path, month };
  return { word: "media-month", facts, at: placesOf([{ at }]), messages: [seq], strength: "C" };
}

function monthsNear(sentAt: number): string[] {
  return [-NEAR_MONTH_END_MS, 0, NEAR_MONTH_END_MS].map((shift) => new Date(sentAt + shift).toISOString().slice(0, 7));
}
