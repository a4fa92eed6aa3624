import { compareCodePoints } from "../../base/order.ts";
import type { CoverageItem, DatabaseRole } from "../../model/database.ts";
import type { Source } from "../../model/source.ts";
import type { Shard } from "./survey.ts";
import { isMessageRole, type DatabaseSet, type SetFile } from "./set.ts";

/** Databases that belong to an account, and the checks that say less without them. @source wechat-databases.md §8.1, §8.3 */
const COMPANIONS: readonly { role: DatabaseRole; item: string; name: string; weakens: readonly string[] }[] = [
  { role: "contact", item: "contact", name: "contact.db", weakens: ["consistency/sender-map"] },
  { role: "session", item: "session", name: "session.db", weakens: ["consistency/session-summary", "continuity/witness-missing"] },
  { role: "resource", item: "resource", name: "message_resource.db", weakens: ["continuity/witness-missing"] },
  { role: "index", item: "index", name: "message_fts.db", weakens: ["continuity/witness-missing"] },
  { role: "media", item: "media", name: "media_0.db", weakens: ["completeness/attachment-missing", "continuity/witness-missing"] },
  { role: "hardlink", item: "hardlink", name: "hardlink.db", weakens: ["completeness/attachment-missing"] },
  { role: "general", item: "general", name: "general.db", weakens: ["continuity/witness-missing", "continuity/deletion-record"] },
  { role: "favorite", item: "favorite", name: "favorite.db", weakens: ["continuity/witness-missing"] },
  { role: "head-image", item: "head-image", name: "head_image.db", weakens: [] },
]; // prettier-ignore

const SHARD_WEAKENS = ["continuity/local-id-gap", "continuity/witness-missing", "continuity/quoted-missing"];

/** What of the set was given. `unread` names files that were there and turned out not to be readable. */
export function coverageOf(
  set: DatabaseSet,
  shards: readonly Shard[],
  unread: ReadonlyMap<string, string>,
  source: Source,
): CoverageItem[] {
  const files = set.files.filter(({ role }) => isMessageRole(role));
  return [
    ...files.map((file) => itemOf("message-shard", file, unread, SHARD_WEAKENS)),
    ...holesIn(files.filter(({ role }) => role === "message"), "message"),
    ...holesIn(files.filter(({ role }) => role === "official-message"), "biz_message"),
    ...shards.flatMap((shard) => logOf(shard, source)),
    ...COMPANIONS.flatMap(({ role, item, name, weakens }): CoverageItem[] => {
      const given = set.files.filter((file) => file.role === role);
      if (given.length > 0) return given.map((file) => itemOf(item, file, unread, weakens));
      return [{ item, name, state: "absent", reason: null, path: null, weakens }];
    }),
  ]; // prettier-ignore
}

function itemOf(
  item: string,
  file: SetFile,
  unread: ReadonlyMap<string, string>,
  weakens: readonly string[],
): CoverageItem {
  const reason = file.unreadable ?? unread.get(file.path) ?? null;
  const name = file.path.slice(file.path.lastIndexOf("/") + 1);
  return { item, name, state: reason === null ? "given" : "unreadable", reason, path: file.path, weakens };
}

/** Shards are numbered from 0: a number left out below the highest is a shard that was not given. */
function holesIn(files: readonly SetFile[], stem: string): CoverageItem[] {
  const numbers = new Set(files.flatMap(({ shard }) => shard ?? []));
  const highest = Math.max(-1, ...numbers);
  return Array.from({ length: highest + 1 }, (_, number) => number)
    .filter((number) => !numbers.has(number))
    .map((number) => ({ item: "message-shard", name: `${stem}_${number}.db`, state: "absent", reason: null, path: null, weakens: SHARD_WEAKENS })); // prettier-ignore
}

/** A client keeps the newest rows in the log; a file that is in that mode and comes without one may lack them. */
function logOf({ facts }: Shard, source: Source): CoverageItem[] {
  if (facts.journal !== "wal" && facts.wal === null) return [];
  const path = source.file(`${facts.path}-wal`)?.path ?? null;
  const name = `${facts.path.slice(facts.path.lastIndexOf("/") + 1)}-wal`;
  return [{ item: "wal", name, state: path === null ? "absent" : "given", reason: null, path, weakens: ["continuity/local-id-tail", "continuity/range-end"] }]; // prettier-ignore
}

/** Shards in the order in which they took messages. */
export function inOrder(shards: readonly Shard[]): Shard[] {
  return [...shards].sort(
    (a, b) =>
      Number(a.file.role === "official-message") - Number(b.file.role === "official-message") ||
      (a.startsAt ?? Infinity) - (b.startsAt ?? Infinity) ||
      (a.file.shard ?? 0) - (b.file.shard ?? 0) ||
      compareCodePoints(a.file.path, b.file.path),
  );
}
