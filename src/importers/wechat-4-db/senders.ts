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
 * tables that are not named after him.
 *
 * @source documented: wechat-databases.md §1.1
 */
export function ownerOf(folder: string, shards: readonly Shard[], talkers: Talkers): Owner {
  const named = [folder.replace(/_[0-9a-f]{4}$/, ""), folder].find((name) => name !== "" && talkers.has(name)) ?? null;
  const fromRows = ownerInRows(shards, talkers);
  if (fromRows !== null && named !== null && fromRows !== named) {
    return { account: fromRows, basis: "sent-rows", folderSays: named };
  }
  if (named !== null) return { account: named, basis: "stated", folderSays: null };
  if (fromRows !== null) return { account: fromRows, basis: "sent-rows", folderSays: null };
  const alone = /^(wxid_[0-9a-z]{6,32})_[0-9a-f]{4}$/.exec(folder)?.[1] ?? null;
  return { account: alone, basis: alone === null ? null : "stated", folderSays: null };
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
      const others = senders.flatMap(({ id }) => names.get(id) ?? []).filter((name) => name !== talker);
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

/** Holds the names of a shard against what its rows say themselves. @source documented: wechat-databases.md §8.1 S-C04 */
export function senderMap(shard: Shard, owner: string | null, talkers: Talkers): SenderMap {
  const byId = new Map<string, { tested: number; contradicted: number }>();
  const test = (id: string, rows: number, agrees: boolean) => {
    const seen = byId.get(id) ?? { tested: 0, contradicted: 0 };
    byId.set(id, { tested: seen.tested + rows, contradicted: seen.contradicted + (agrees ? 0 : rows) });
  };
  const own = owner ?? commonest(shard, talkers);
  for (const table of shard.tables) {
    const talker = talkers.nameOf(table.hash);
    const type = conversationType(talker, shard.file.role === "official-message");
    for (const { id, prefix, rows } of type === "group" || type === "unknown" ? table.prefixes : []) {
      const name = shard.names.get(id);
      if (name !== undefined && prefix !== "" && talkers.has(prefix)) test(id, rows, name === prefix);
    }
    for (const { id, rows } of type === "private" ? table.senders : []) {
      const name = shard.names.get(id);
      if (name !== undefined) test(id, rows, name === talker || name === own);
    }
  }
  const seen = [...byId.values()];
  const tested = seen.reduce((sum, each) => sum + each.tested, 0);
  const contradicted = seen.reduce((sum, each) => sum + each.contradicted, 0);
  const offNumbers = seen.filter((each) => each.contradicted > 1 && each.contradicted === each.tested).length;
  const isShifted =
    (contradicted >= WHOLESALE_ROWS && contradicted >= tested * WHOLESALE_SHARE) || offNumbers >= WHOLESALE_NUMBERS;
  return { path: shard.file.path, tested, contradicted, isShifted };
}

/** Where no owner is known: whoever speaks most in private tables beside the talkers. */
function commonest(shard: Shard, talkers: Talkers): string | null {
  const counts = new Map<string, number>();
  for (const { hash, senders } of shard.tables) {
    const talker = talkers.nameOf(hash);
    if (conversationType(talker, false) !== "private") continue;
    for (const { id, rows } of senders) {
      const name = shard.names.get(id);
      if (name !== undefined && name !== talker) counts.set(name, (counts.get(name) ?? 0) + rows);
    }
  }
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? null;
}
