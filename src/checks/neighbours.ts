import type { Chat, Conversation } from "../model/chat.ts";

/** A row beside which an absent message would stand. */
export interface Neighbour {
  readonly seq: number;
  readonly sentAt: number | null;
  /** Locator as the tables keep it (JSON). */
  readonly at: string;
}

/** The rows before and after; null at either end of the record. */
export interface Neighbours {
  readonly before: Neighbour | null;
  readonly after: Neighbour | null;
}

export const NO_NEIGHBOURS: Neighbours = { before: null, after: null };

type Ordered = Neighbour & { readonly orderAt: number };

const ROW =
  "SELECT seq, sent_at AS sentAt, locator AS at, order_at AS orderAt FROM message WHERE conversation = ? AND seq = ?";

/** Rows of a conversation around an instant: found by halving, as the printed order is that of time. */
export function neighboursAt(chat: Chat, { id, messageCount }: Conversation, at: number): Neighbours {
  const row = (seq: number): Ordered | null => {
    for (const found of chat.query<Ordered>(ROW, id, seq)) return found;
    return null;
  };
  let [low, high] = [0, messageCount];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const found = row(middle);
    if (found !== null && found.orderAt <= at) low = middle;
    else high = middle - 1;
  }
  return { before: low === 0 ? null : row(low), after: low === messageCount ? null : row(low + 1) };
}

type Numbered = Neighbour & { readonly number: number };

const NUMBERS = `SELECT CAST(local_id AS INTEGER) AS number, seq, sent_at AS sentAt, locator AS at FROM message
  WHERE conversation = ? AND local_id_scope = ? AND local_id NOT GLOB '*[^0-9]*' AND length(local_id) BETWEEN 1 AND 15`;

/** Rows around numbers of one numbering that no row bears, in one pass over the rows. */
export function neighboursOfNumbers(
  chat: Chat,
  conversation: string,
  scope: string,
  numbers: readonly number[],
): ReadonlyMap<number, Neighbours> {
  const wanted = [...new Set(numbers)].sort((a, b) => a - b);
  const below: (Numbered | undefined)[] = wanted.map(() => undefined);
  const above: (Numbered | undefined)[] = wanted.map(() => undefined);
  for (const row of chat.query<Numbered>(NUMBERS, conversation, scope)) {
    const place = placeIn(wanted, row.number);
    const [lower, upper] = [below[place], above[place - 1]];
    if (place < wanted.length && (lower === undefined || lower.number < row.number)) below[place] = row;
    if (place > 0 && (upper === undefined || upper.number > row.number)) above[place - 1] = row;
  }
  for (let index = 1; index < wanted.length; index += 1) below[index] ??= below[index - 1];
  for (let index = wanted.length - 2; index >= 0; index -= 1) above[index] ??= above[index + 1];
  return new Map(
    wanted.map((number, index) => [number, { before: below[index] ?? null, after: above[index] ?? null }]),
  );
}

/** How many of the ascending numbers are not above the given one. */
function placeIn(ascending: readonly number[], number: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) <= number) low = middle + 1;
    else high = middle;
  }
  return low;
}
