import type { SenderMap } from "../../model/database.ts";
import type { Shard } from "./survey.ts";
import { conversationType, type Talkers } from "./talkers.ts";

/** Whose databases these are. */
export interface Owner {
  readonly account: string | null;
  readonly basis: "stated" | "sent-rows" | null;
  /** Account in the folder's name where the rows speak for another. */
  readonly folderSays: string | null;
}

/**
 * The own account: the folder's name where the databases know that name, else the one sender who speaks in private
 * tables that are not named after him. Where both speak, and for different accounts, the rows are believed only if the
 * texts of groups bear out that their numbers still mean the names they meant.
 *
 * @source documented: wechat-databases.md §1.1
 */
export function ownerOf(folder: string, shards: readonly Shard[], talkers: Talkers): Owner {
  const named = [folder.replace(/_[0-9a-f]{4}$/, ""), folder].find((name) => name !== "" && talkers.has(name)) ?? null;
  const fromRows = ownerInRows(shards, talkers);
  if (fromRows !== null && named !== null && fromRows !== named && bearsOut(shards, talkers)) {
    return { account: fromRows, basis: "sent-rows", folderSays: named };
  }
  if (named !== null) return { account: named, basis: "stated", folderSays: null };
  if (fromRows !== null) return { account: fromRows, basis: "sent-rows", folderSays: null };
  const alone = /^(wxid_[0-9a-z]{6,32})_[0-9a-f]{4}$/.exec(folder)?.[1] ?? null;
  return { account: alone, basis: alone === null ? null : "stated", folderSays: null };
}

/** Whether the names of the shards fit the prefixes of texts in groups: there are some, and hardly one is against it. */
function bearsOut(shards: readonly Shard[], talkers: Talkers): boolean {
  const seen = shards.map((shard) => prefixTests(shard, talkers)).map(summed);
  const tested = seen.reduce((sum, each) => sum + each.tested, 0);
  const contradicted = seen.reduce((sum, each) => sum + each.contradicted, 0);
  return tested >= WHOLESALE_ROWS && contradicted <= tested * (1 - EXPLAINED);
}

/** One name must explain nearly all private tables: with a shifted map none does. */
const EXPLAINED = 0.9;

function ownerInRows(shards: readonly Shard[], talkers: Talkers): string | null {
  const counts = new Map<string, number>();
  let tables = 0;
  for (const { names, tables: own } of shards) {
    for (const { hash, senders } of own) {
      const talker = talkers.nameOf(hash);
      if (conversationType(talker, false) !== "private") continue;
      const others = senders
        .flatMap(({ id }) => names.get(id) ?? [])
        .filter((name) => name !== talker && isPerson(name));
      if (others.length === 0) continue;
      tables += 1;
      for (const name of others) counts.set(name, (counts.get(name) ?? 0) + (others.length === 1 ? 1 : 0));
    }
  }
  const [best] = [...counts].sort(([, a], [, b]) => b - a);
  if (best !== undefined && best[1] >= tables * EXPLAINED && best[1] > 0) return best[0];
  return tables === 0 ? ownerInGroups(shards) : null;
}

/** Texts of others begin with their name in groups; own ones do not. */
function ownerInGroups(shards: readonly Shard[]): string | null {
  const bare = new Map<string, number>();
  const prefixed = new Set<string>();
  for (const { names, tables } of shards) {
    for (const { prefixes } of tables) {
      if (!prefixes.some(({ prefix }) => prefix !== "")) continue;
      for (const { id, prefix, rows } of prefixes) {
        const name = names.get(id);
        if (name === undefined) continue;
        if (prefix === "") bare.set(name, (bare.get(name) ?? 0) + rows);
        else if (prefix === name) prefixed.add(name);
      }
    }
  }
  const alone = [...bare.keys()].filter((name) => !prefixed.has(name));
  return alone.length === 1 ? (alone[0] ?? null) : null;
}

/** Rows beyond which, and share of the rows tested above which, contradictions are no longer single ones. */
const WHOLESALE_ROWS = 3;
const WHOLESALE_SHARE = 0.2;
/** Numbers that are always contradicted in the same way. */
const WHOLESALE_NUMBERS = 2;

/** By number: rows tested, and those that disagree. */
type Tests = Map<string, { tested: number; contradicted: number }>;

function test(tests: Tests, id: string, rows: number, agrees: boolean): void {
  const seen = tests.get(id) ?? { tested: 0, contradicted: 0 };
  tests.set(id, { tested: seen.tested + rows, contradicted: seen.contradicted + (agrees ? 0 : rows) });
}

function summed(tests: Tests): { tested: number; contradicted: number } {
  const sum = { tested: 0, contradicted: 0 };
  for (const { tested, contradicted } of tests.values()) {
    sum.tested += tested;
    sum.contradicted += contradicted;
  }
  return sum;
}

/** A room or a service sends no ordinary message. */
function isPerson(name: string): boolean {
  return conversationType(name, false) === "private";
}

/** Texts in groups begin with the name of who sent them: a second statement of what the number says. */
function prefixTests({ tables, names, file }: Shard, talkers: Talkers): Tests {
  const tests: Tests = new Map();
  for (const { hash, prefixes } of tables) {
    const type = conversationType(talkers.nameOf(hash), file.role === "official-message");
    if (type !== "group" && type !== "unknown") continue;
    // A number that stands for nobody contradicts the name before the text just as a wrong name does.
    for (const { id, prefix, rows } of prefixes)
      if (prefix !== "" && talkers.has(prefix)) test(tests, id, rows, names.get(id) === prefix);
  }
  return tests;
}

/** In private tables there are two senders: the other side, and the own account. */
function privateTests({ tables, names, file }: Shard, own: string | null, talkers: Talkers): Tests {
  const tests: Tests = new Map();
  for (const { hash, senders } of tables) {
    const talker = talkers.nameOf(hash);
    if (conversationType(talker, file.role === "official-message") !== "private") continue;
    for (const { id, rows } of senders) {
      const name = names.get(id);
      if (name !== undefined) test(tests, id, rows, name === talker || (name === own && isPerson(name)));
    }
  }
  return tests;
}

/** Holds the names of a shard against what its rows say themselves. @source documented: wechat-databases.md §8.1 S-C04 */
export function senderMap(shard: Shard, owner: string | null, talkers: Talkers): SenderMap {
  const own = owner ?? commonest(shard, talkers);
  // Told apart, so that agreement in the one does not drown what the other says.
  const kinds = [prefixTests(shard, talkers), privateTests(shard, own, talkers)];
  const [inGroups, inPrivate] = kinds.map(summed);
  const tested = (inGroups?.tested ?? 0) + (inPrivate?.tested ?? 0);
  const contradicted = (inGroups?.contradicted ?? 0) + (inPrivate?.contradicted ?? 0);
  return { path: shard.file.path, tested, contradicted, isShifted: kinds.some(isWholesale) };
}

function isWholesale(tests: Tests): boolean {
  const { tested, contradicted } = summed(tests);
  const offNumbers = [...tests.values()].filter((each) => each.contradicted > 1 && each.contradicted === each.tested);
  return (
    (contradicted >= WHOLESALE_ROWS && contradicted >= tested * WHOLESALE_SHARE) ||
    offNumbers.length >= WHOLESALE_NUMBERS
  );
}

/** Where no owner is known: whoever speaks most in private tables beside the talkers. */
function commonest(shard: Shard, talkers: Talkers): string | null {
  const counts = new Map<string, number>();
  for (const { hash, senders } of shard.tables) {
    const talker = talkers.nameOf(hash);
    if (conversationType(talker, false) !== "private") continue;
    for (const { id, rows } of senders) {
      const name = shard.names.get(id);
      if (name !== undefined && name !== talker && isPerson(name)) counts.set(name, (counts.get(name) ?? 0) + rows);
    }
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}
