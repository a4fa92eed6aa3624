import { integerOf, quoted, textOf, type Row } from "../../../base/sqlite/tables.ts";
import type { SenderMap } from "../../../model/database.ts";
import type { OpenDatabase } from "../../wechat/database/copies.ts";
import { askedOf } from "../damage.ts";

/** `Name2ID` of a shard, held against the talker that every row also states in words. */
export interface TalkerMap {
  /** Whether the whole map is off: then nothing that rests on numbers, and no sender, is believed in this shard. */
  readonly isShifted: boolean;
  /** Conversation a row belongs to: the words go before the number. Columns under their names in lower case. */
  talkerOf(row: Row): string | null;
  /** Whether a row's number and its words name two conversations, in a map that fits otherwise. */
  contradicts(row: Row): boolean;
  readonly tested: SenderMap;
  /** Rows of several shards lie in one table: their numbers belong to several maps, and say nothing. */
  readonly isMixed: boolean;
}

interface Pair {
  readonly id: number;
  readonly talker: string;
  readonly rows: number;
}

/**
 * Reads `Name2ID`, whose rowid is the number, and compares it with the rows of a message table.
 *
 * A row that disagrees was changed, or is damaged; where whole numbers disagree and their names stand elsewhere in the
 * map, its rowids were given anew. @source wechat-databases.md §8.1 S-C04
 */
export function talkerMap(opened: OpenDatabase, table: string): TalkerMap {
  const names = askedOf(() => namesOf(opened), new Map<number, string>());
  const pairs = askedOf(() => pairsOf(opened, table), []);
  const { path } = opened;
  const isMixed = mixed(pairs);
  const compared = isMixed ? [] : pairs.filter(({ id }) => names.has(id));
  const differing = compared.filter(({ id, talker }) => names.get(id) !== talker);
  const count = (some: readonly Pair[]) => some.reduce((sum, { rows }) => sum + rows, 0);
  const [tested, contradicted] = [count(compared), count(differing)];
  const isShifted = contradicted * 2 > tested || differing.some((pair) => isElsewhere(pair, names, compared));
  const nameOf = (row: Row) => names.get(integerOf(row["talkerid"]) ?? -1) ?? null;
  return {
    isShifted,
    isMixed,
    tested: { path, tested, contradicted, isShifted },
    talkerOf(row) {
      const stated = textOf(row["strtalker"]);
      if (stated !== null && stated !== "") return stated;
      return isShifted || isMixed ? null : nameOf(row);
    },
    contradicts(row) {
      if (isMixed || isShifted) return false;
      const [stated, named] = [textOf(row["strtalker"]), nameOf(row)];
      return stated !== null && stated !== "" && named !== null && named !== stated;
    },
  };
}

/**
 * Whether no row of a number has the name that stands there, and the name its rows have stands under another number
 * which none of its rows bears: then the numbers have moved, not the rows.
 */
function isElsewhere(pair: Pair, names: ReadonlyMap<number, string>, compared: readonly Pair[]): boolean {
  if (compared.some(({ id, talker }) => id === pair.id && talker === names.get(id))) return false;
  const numbers = [...names].filter(([, name]) => name === pair.talker).map(([number]) => number);
  return numbers.length > 0 && !compared.some(({ id, talker }) => talker === pair.talker && numbers.includes(id));
}

function namesOf({ tables }: OpenDatabase): Map<number, string> {
  const names = new Map<number, string>();
  const column = tables.has("Name2ID", "UsrName") ? "UsrName" : "username";
  for (const row of tables.rows("Name2ID", [column])) {
    const [id, name] = [integerOf(row["rowid"]), textOf(row[column])];
    if (id !== null && name !== null && name !== "") names.set(id, name);
  }
  return names;
}

function pairsOf({ db, tables }: OpenDatabase, table: string): Pair[] {
  if (!tables.has(table, "TalkerId", "StrTalker")) return [];
  const sql = `SELECT "TalkerId" AS id, "StrTalker" AS talker, count(*) AS n FROM ${quoted(table)} GROUP BY 1, 2`;
  return (db.prepare(sql).all() as Row[]).flatMap(({ id, talker, n }) => {
    const [number, name] = [integerOf(id), textOf(talker)];
    return number === null || number === 0 || name === null || name === ""
      ? []
      : [{ id: number, talker: name, rows: Number(n) }];
  });
}

/**
 * Within one shard a talker has one number. Two talkers with several each, again and again, are the rows of several
 * shards in one table, as merging programs make them. @source wechat-databases.md §10.2
 */
function mixed(pairs: readonly Pair[]): boolean {
  const numbers = new Map<string, number>();
  for (const { talker, rows } of pairs) if (rows > 1) numbers.set(talker, (numbers.get(talker) ?? 0) + 1);
  return [...numbers.values()].filter((count) => count > 1).length >= 2;
}
