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
  /** In ascending order. */
  holes(): IterableIterator<NumberHole>;
}

/** Ids of up to 18 digits fit into 64 bits with a sign. */
const IS_NUMBER = /^\d{1,18}$/;
const FIRST_ROOM = 16;

/** Local ids of a conversation by their range, in order of first appearance. Holds eight bytes a row. */
export function numberingsOf(chat: Chat, conversation: string): Numbering[] {
  const lists = new Map<string | null, NumberList>();
  const sql = `SELECT local_id_scope AS scope, local_id AS id FROM message
    WHERE conversation = ? AND local_id IS NOT NULL ORDER BY position`;
  for (const { scope, id } of chat.query<{ scope: string | null; id: string }>(sql, conversation)) {
    if (!IS_NUMBER.test(id)) continue;
    const list = lists.get(scope) ?? new NumberList();
    lists.set(scope, list);
    list.push(BigInt(id));
  }
  return [...lists].map(([scope, list]) => numbering(scope, list.sorted()));
}

/** A growing list of whole numbers in a typed array. */
class NumberList {
  private numbers = new BigInt64Array(FIRST_ROOM);
  private length = 0;

  push(number: bigint): void {
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

function numbering(scope: string | null, numbers: BigInt64Array): Numbering {
  const [lowest, highest] = [numbers[0] ?? 0n, numbers[numbers.length - 1] ?? 0n];
  let present = 0;
  let last: bigint | undefined;
  for (const number of numbers) {
    if (number !== last) present += 1;
    last = number;
  }
  const missing = Number(highest - lowest + 1n) - present;
  return { scope, rows: numbers.length, present, lowest, highest, missing, holes: () => holesIn(numbers) };
}

function* holesIn(numbers: BigInt64Array): IterableIterator<NumberHole> {
  let before: bigint | undefined;
  for (const after of numbers) {
    if (before !== undefined && after - before > 1n) yield { before, after, missing: Number(after - before) - 1 };
    before = after;
  }
}
