import type { Chat } from "../model/chat.ts";

/** Two neighbours of a numbering with numbers between them that no row bears. */
export interface NumberHole {
  readonly before: bigint;
  readonly after: bigint;
  /** Numbers between them. */
  readonly missing: number;
}

/** The local ids of one conversation that count within one range. */
export interface Numbering {
  /** What they count within (shard and table); null where the export does not say. */
  readonly scope: string | null;
  readonly rows: number;
  /** Different numbers. */
  readonly present: number;
  readonly lowest: bigint;
  readonly highest: bigint;
  /** Numbers between lowest and highest that no row bears. */
  readonly missing: number;
  /** Whether a later row bears a number below every earlier one, as where a second table begins again at 1. */
  readonly startsAgain: boolean;
  /** In ascending order. */
  holes(): IterableIterator<NumberHole>;
}

/** Ids of up to 18 digits fit into 64 bits with a sign. */
const IS_NUMBER = /^\d{1,18}$/;
const FIRST_ROOM = 16;

/** Local ids of a conversation by their range, in order of first appearance in print. Holds eight bytes a row. */
export function numberingsOf(chat: Chat, conversation: string): Numbering[] {
  const lists = new Map<string | null, NumberList>();
  const sql = `SELECT local_id_scope AS scope, local_id AS id FROM message
    WHERE conversation = ? AND local_id IS NOT NULL ORDER BY seq`;
  for (const { scope, id } of chat.query<{ scope: string | null; id: string }>(sql, conversation)) {
    if (!IS_NUMBER.test(id)) continue;
    const list = lists.get(scope) ?? new NumberList();
    lists.set(scope, list);
    list.push(BigInt(id));
  }
  return [...lists].map(([scope, list]) => numbering(scope, list.sorted(), list.startsAgain));
}

/** A growing list of whole numbers in a typed array. */
class NumberList {
  private numbers = new BigInt64Array(FIRST_ROOM);
  private length = 0;
  private lowest: bigint | undefined;
  startsAgain = false;

  push(number: bigint): void {
    if (this.lowest !== undefined && number < this.lowest) this.startsAgain = true;
    if (this.lowest === undefined || number < this.lowest) this.lowest = number;
    if (this.length === this.numbers.length) {
      const larger = new BigInt64Array(this.length * 2);
      larger.set(this.numbers);
      this.numbers = larger;
    }
    this.numbers[this.length] = number;
    this.length += 1;
  }

  sorted(): BigInt64Array {
    return this.numbers.subarray(0, this.length).sort();
  }
}

function numbering(scope: string | null, numbers: BigInt64Array, startsAgain: boolean): Numbering {
  const [lowest, highest] = [numbers[0] ?? 0n, numbers[numbers.length - 1] ?? 0n];
  let present = 0;
  let last: bigint | undefined;
  for (const number of numbers) {
    if (number !== last) present += 1;
    last = number;
  }
  const missing = Number(highest - lowest + 1n) - present;
  const rows = numbers.length;
  return { scope, rows, present, lowest, highest, missing, startsAgain, holes: () => holesIn(numbers) };
}

function* holesIn(numbers: BigInt64Array): IterableIterator<NumberHole> {
  let before: bigint | undefined;
  for (const after of numbers) {
    if (before !== undefined && after - before > 1n) yield { before, after, missing: Number(after - before) - 1 };
    before = after;
  }
}
