import type { CoverageItem } from "../../model/database.ts";
import type { Source } from "../../model/source.ts";
import { isOpen, pagesOf, walOf, type DatabaseCopies } from "../wechat/database/copies.ts";
import { coverageItem } from "../wechat/database/coverage-item.ts";
import { baseNameOf, type FoundDatabase } from "../wechat/database/schemas.ts";
import { shardNumber, type AccountSet } from "./detect.ts";
import type { MediaTree } from "./media-tree.ts";

const SHARD_CHECKS = ["continuity/local-id-gap", "continuity/witness-missing", "source/missing-shard"];

/** What belongs to the set of an iPhone, and whether it was given. @source wechat-databases.md §8.1, §12.4 */
export function coverageOf(source: Source, copies: DatabaseCopies, set: AccountSet, media: MediaTree): CoverageItem[] {
  const { companions, shards } = set;
  const shardItems = shards.map((path) => coverageItem("message-shard", baseNameOf(path), path, SHARD_CHECKS));
  const logs = shards.flatMap((path) => logOf(source, path));
  const folders = ["Img", "Audio", "Video", "OpenData"];
  return [
    ...shardItems,
    ...set.unreadable.map((path) => unreadable(copies, path)),
    ...missingNumbers(set).map((name) => coverageItem("message-shard", name, null, SHARD_CHECKS)),
    ...logs,
    coverageItem("contact", "WCDB_Contact.sqlite", holding(companions, /^Friend$/i), ["identity/name-collision", "consistency/sender-fields"]), // prettier-ignore
    coverageItem("session", "session.db", holding(companions, /^SessionAbstract$/i), ["consistency/session-summary"]),
    ...folders.map((name) => coverageItem("media", name, media.hasFolder(name), ["completeness/attachment-missing", "continuity/witness-missing"])), // prettier-ignore
  ];
}

/** A log belongs only to a database whose header says that it is written through one. */
function logOf(source: Source, path: string): CoverageItem[] {
  const log = walOf(source, path);
  if (log === null && pagesOf(source, path)?.header.journal !== "wal") return [];
  return [coverageItem("wal", `${baseNameOf(path)}-wal`, log, ["source/missing-wal", "continuity/range-end"])];
}

function holding(companions: readonly FoundDatabase[], table: RegExp): string | null {
  return companions.find(({ tables }) => tables.some(({ name }) => table.test(name)))?.path ?? null;
}

/** No client is known to have come so far; a name with a larger number is no sign of shards before it. */
const MOST_SHARDS = 200;

/** Numbers run from 1; the last the set has is the last that is known. */
function missingNumbers({ shards, unreadable: damaged }: AccountSet): string[] {
  const numbers = new Set(
    [...shards, ...damaged].map(shardNumber).filter((number) => number !== null && number <= MOST_SHARDS),
  );
  const last = [...numbers].reduce<number>((most, number) => Math.max(most, number ?? 0), 0);
  const absent = Array.from({ length: last }, (_, index) => index + 1).filter((number) => !numbers.has(number));
  return absent.map((number) => `message_${number}.sqlite`);
}

function unreadable(copies: DatabaseCopies, path: string): CoverageItem {
  const opened = copies.open(path);
  if (isOpen(opened)) opened.close();
  const reason = isOpen(opened) ? "not-a-database" : opened;
  return { item: "message-shard", name: baseNameOf(path), state: "unreadable", reason, path, weakens: SHARD_CHECKS };
}
