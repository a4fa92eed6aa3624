import type { Chat, Conversation } from "../model/chat.ts";
import { numberingsConcerning } from "./table-numbering.ts";

/** A last number that the search index recorded and no row of its range reaches. */
export interface AbsentRange {
  readonly scope: string | null;
  readonly end: string;
  readonly highest: string;
  /** The client's counter does not reach it either: the counter was set back, or the number counts something else. */
  readonly isBeyondSequence: boolean;
  /** Locator of the trace as the tables keep it (JSON). */
  readonly locator: string;
}

// The bare columns are those of the row that has the highest number.
const RANGES = `SELECT local_id_scope AS scope, max(CAST(local_id AS INTEGER)) AS end, local_id AS text, locator FROM trace
  WHERE conversation = ? AND relation = 'holds' AND kind = 'fts-range'
    AND local_id NOT GLOB '*[^0-9]*' AND length(local_id) BETWEEN 1 AND 18
  GROUP BY local_id_scope ORDER BY local_id_scope`;

type Stored = { readonly scope: string | null; readonly text: string; readonly locator: string };

/** Stretches of the index that end above the highest number of their table. @source wechat-databases.md §8.3 S-X01 */
export function* absentRanges(chat: Chat, conversation: Conversation): Generator<AbsentRange, void, void> {
  const numberings = numberingsConcerning(chat, conversation);
  for (const { scope, text, locator } of chat.query<Stored>(RANGES, conversation.id)) {
    const concerned = numberings.filter((numbering) => scope === null || numbering.scope === scope);
    if (concerned.length === 0) continue;
    const highest = largest(concerned.map((numbering) => numbering.highest));
    const sequence = largest(concerned.map((numbering) => numbering.sequence));
    const end = BigInt(text);
    if (end <= highest) continue;
    yield { scope, end: text, highest: String(highest), isBeyondSequence: end > sequence, locator };
  }
}

function largest(numbers: readonly (bigint | null)[]): bigint {
  return numbers.reduce<bigint>((top, number) => (number !== null && number > top ? number : top), 0n);
}
