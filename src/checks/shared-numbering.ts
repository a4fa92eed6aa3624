import type { Chat } from "../model/chat.ts";
import { tableNumberings } from "./table-numbering.ts";

/** Numbers that no row bears between two numbers, both excluded. */
export interface Absence {
  readonly missing: number;
  /** Runs of absent numbers. */
  readonly holes: number;
  /** First and last of the absent numbers. */
  readonly from: number;
  readonly to: number;
}

/** A numbering that several conversations draw from (Windows 3.x, Android). */
export interface SharedNumbering {
  /** Conversations with rows in it. */
  readonly sharers: number;
  /** True where every row of the table was read, of all conversations: then its holes are holes. */
  readonly isWhole: boolean;
  readonly lowest: number;
  readonly highest: number;
  /** Null where nothing is absent. */
  absentBetween(from: number, to: number): Absence | null;
}

const remembered = new WeakMap<Chat, ReadonlyMap<string, SharedNumbering>>();

/** Null where only one conversation uses the numbering and the source does not say that it is shared. */
export function sharedNumbering(chat: Chat, source: string, scope: string): SharedNumbering | null {
  const known = remembered.get(chat) ?? readShared(chat);
  remembered.set(chat, known);
  return known.get(keyOf(source, scope)) ?? null;
}

const keyOf = (source: string, scope: string): string => `${source}\u0000${scope}`;

/** What the tables state of a shared numbering. */
interface Stated {
  /** Rows of the table; null where only the messages tell that it is shared. */
  readonly rows: number | null;
  /** Numbers are handed out by SQLite, without a range left out. */
  readonly isAutoincrement: boolean;
}

/** Sources that state their numberings need no look at the rows to know which are shared. */
const DRAWN = `SELECT source, local_id_scope AS scope FROM message
  WHERE local_id_scope IS NOT NULL AND source NOT IN (SELECT source FROM numbering)
  GROUP BY source, local_id_scope HAVING min(conversation) <> max(conversation)`;

const ROWS = `SELECT source, local_id_scope AS scope, conversation, CAST(local_id AS INTEGER) AS number FROM message
  WHERE local_id_scope IN (SELECT value FROM json_each(?)) AND local_id NOT GLOB '*[^0-9]*' AND length(local_id) BETWEEN 1 AND 15
  ORDER BY source, local_id_scope, number`;

interface Row {
  readonly source: string;
  readonly scope: string;
  readonly conversation: string;
  readonly number: number;
}

/** Reads the holes of all shared numberings in one pass: they belong to no single conversation. */
function readShared(chat: Chat): ReadonlyMap<string, SharedNumbering> {
  const stated = statedShared(chat);
  const lists = new Map<string, HoleList>();
  if (stated.size === 0) return lists;
  const scopes = JSON.stringify([...new Set(Array.from(stated.values(), ({ scope }) => scope))]);
  const skipped = skippedRows(chat);
  for (const { source, scope, conversation, number } of chat.query<Row>(ROWS, scopes)) {
    const key = keyOf(source, scope);
    const shared = stated.get(key);
    if (shared === undefined) continue;
    const list = lists.get(key) ?? new HoleList(shared, skipped.get(source) ?? 0);
    lists.set(key, list);
    list.push(number, conversation);
  }
  return lists;
}

function statedShared(chat: Chat): Map<string, Stated & { readonly scope: string }> {
  const stated = new Map<string, Stated & { readonly scope: string }>();
  for (const { source, scope } of chat.query<{ source: string; scope: string }>(DRAWN)) {
    stated.set(keyOf(source, scope), { scope, rows: null, isAutoincrement: true });
  }
  for (const { id } of chat.exports) {
    for (const { scope, rows, isShared, isAutoincrement } of tableNumberings(chat, id)) {
      if (isShared) stated.set(keyOf(id, scope), { scope, rows, isAutoincrement });
    }
  }
  return stated;
}

function skippedRows(chat: Chat): Map<string, number> {
  const sql = "SELECT source, count(*) AS count FROM skipped GROUP BY source";
  return new Map(
    Array.from(chat.query<{ source: string; count: number }>(sql), ({ source, count }) => [source, count]),
  );
}

/** The Android client goes from the end of its first range to the second by design. @source wechat-databases.md §5.1.1 */
const FIRST_RANGE_ENDS = 1_000_000;
const SECOND_RANGE_BEGINS = 10_000_000;

class HoleList implements SharedNumbering {
  private readonly stated: Stated;
  private readonly skipped: number;
  private readonly conversations = new Set<string>();
  /** The number before each hole, ascending, and the numbers absent up to and with it. */
  private readonly before: number[] = [];
  private readonly missingSoFar: number[] = [];
  private rows = 0;
  lowest = 0;
  highest = 0;

  constructor(stated: Stated, skipped: number) {
    this.stated = stated;
    this.skipped = skipped;
  }

  /** @param number not below the one before */
  push(number: number, conversation: string): void {
    if (this.rows === 0) this.lowest = number;
    else if (number - this.highest > 1 && !this.isBetweenRanges(number)) {
      this.before.push(this.highest);
      this.missingSoFar.push((this.missingSoFar.at(-1) ?? 0) + number - this.highest - 1);
    }
    this.rows += 1;
    this.highest = number;
    this.conversations.add(conversation);
  }

  get sharers(): number {
    return this.conversations.size;
  }

  get isWhole(): boolean {
    return this.stated.rows !== null && this.rows + this.skipped >= this.stated.rows;
  }

  absentBetween(from: number, to: number): Absence | null {
    const [first, end] = [this.holesBelow(from), this.holesBelow(to)];
    if (end <= first) return null;
    const missing = this.missingUpTo(end) - this.missingUpTo(first);
    const last = (this.before[end - 1] ?? 0) + this.missingUpTo(end) - this.missingUpTo(end - 1);
    return { missing, holes: end - first, from: (this.before[first] ?? 0) + 1, to: last };
  }

  private isBetweenRanges(number: number): boolean {
    return !this.stated.isAutoincrement && this.highest <= FIRST_RANGE_ENDS && number >= SECOND_RANGE_BEGINS;
  }

  private missingUpTo(holes: number): number {
    return this.missingSoFar[holes - 1] ?? 0;
  }

  /** Holes that begin below a number. */
  private holesBelow(number: number): number {
    let [low, high] = [0, this.before.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.before[middle] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
