import type { Chat, Export } from "../model/chat.ts";
import type { CoverageItem } from "../model/database.ts";
import { onlyRow } from "./row.ts";

const SHARDS = /shard$/;

const isLacking = ({ state }: CoverageItem): boolean => state !== "given";

/** Whether a shard of the set was not given, or cannot be read: then a row may lie there. */
export function lacksShard({ coverage }: Export): boolean {
  return (coverage ?? []).some((item) => SHARDS.test(item.item) && isLacking(item));
}

/** Whether a message database came without its write-ahead log: then the latest rows may lie there. */
export function lacksLog({ coverage, databases }: Export): boolean {
  const logs = new Set(
    (databases ?? []).filter(({ role }) => /message$/.test(role)).map(({ path }) => `${baseName(path)}-wal`),
  );
  return (coverage ?? []).some((item) => item.item === "wal" && isLacking(item) && logs.has(baseName(item.name)));
}

const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1).toLowerCase();

const DAMAGE = "SELECT count(*) AS tables FROM repair WHERE source = ? AND code = 'database-malformed'";

/** Tables of a source that could be read only in part: what is absent may lie there. */
export function damagedTables(chat: Chat, { id }: Export): number {
  return onlyRow(chat.query<{ tables: number }>(DAMAGE, id)).tables;
}

/**
 * Companions that say something to a check, as counts: `companions` of them there are, `companions-lacking` were not
 * given or cannot be read, and one `lacking-…` for each sort of these.
 */
export function companionCounts({ coverage }: Export, check: string): Record<string, number> {
  const concerned = (coverage ?? []).filter(({ item, weakens }) => !SHARDS.test(item) && weakens.includes(check));
  const lacking = concerned.filter(isLacking);
  const counts: Record<string, number> = { companions: concerned.length, "companions-lacking": lacking.length };
  for (const { item } of lacking) counts[`lacking-${item}`] = (counts[`lacking-${item}`] ?? 0) + 1;
  return counts;
}
