import type { CoverageItem } from "../../../model/database.ts";
import type { Source } from "../../../model/source.ts";
import {
  absentItem,
  companionItems,
  logItems,
  missingShards,
  SHARD_WEAKENS,
  statedItem,
  type Companion,
} from "../coverage-items.ts";
import type { DatabaseSet, SetFile } from "../sets.ts";
import { shardOf } from "./shard-name.ts";

const WITNESS = "continuity/witness-missing";
const NAMES = "identity/name-collision";

/** What belongs to the account folder of Windows 3.x beside the message shards. @source wechat-databases.md §2 */
const COMPANIONS: readonly Companion[] = [
  { item: "contact", part: "contact", name: "MicroMsg.db", weakens: [NAMES] },
  { item: "session", part: "session", name: "MicroMsg.db", weakens: ["consistency/session-summary"] },
  { item: "media", part: "media", name: "MediaMSG0.db", weakens: [WITNESS, "completeness/attachment-missing"] },
  { item: "index", part: "index", name: "FTSMSG0.db", weakens: [WITNESS] },
  { item: "hardlink", part: "hardlink-image", name: "HardLinkImage.db", weakens: ["completeness/attachment-missing"] },
  { item: "hardlink", part: "hardlink-video", name: "HardLinkVideo.db", weakens: ["completeness/attachment-missing"] },
  { item: "hardlink", part: "hardlink-file", name: "HardLinkFile.db", weakens: ["completeness/attachment-missing"] },
  { item: "official-message", part: "official-message", name: "PublicMsg.db", weakens: [] },
  { item: "head-image", part: "head-image", name: "Misc.db", weakens: [] },
];

const NUMBERED: readonly (readonly [item: string, pattern: RegExp, name: string])[] = [
  ["message-shard", /(?:^|[/_])MSG\d{0,2}(?:_dec)?\.db$/i, "MSG"],
  ["media", /MediaMSG\d{0,2}(?:_dec)?\.db$/i, "MediaMSG"],
  ["index", /FTSMSG\d{0,2}(?:_dec)?\.db$/i, "FTSMSG"],
];

/**
 * What was given of the set, what lies there unreadable, and what is absent.
 *
 * @param walMode paths of the readable databases that were written with a log
 */
export function windowsCoverage(source: Source, { files }: DatabaseSet, walMode: ReadonlySet<string>): CoverageItem[] {
  const shards = files
    .filter(({ path, parts }) => parts.has("message") || isShardName(path))
    .map((file) => statedItem("message-shard", file, SHARD_WEAKENS));
  return [...shards, ...absentNumbers(files), ...companionItems(files, COMPANIONS), ...logItems(source, walMode)];
}

function isShardName(path: string): boolean {
  return NUMBERED[0]?.[1].test(path) === true;
}

function absentNumbers(files: readonly SetFile[]): CoverageItem[] {
  return NUMBERED.flatMap(([item, pattern, name]) => {
    const numbers = files.flatMap(({ path }) => (pattern.test(path) ? (shardOf(path) ?? []) : []));
    const weakens = item === "message-shard" ? SHARD_WEAKENS : [WITNESS];
    return missingShards(numbers).map((number) => absentItem(item, `${name}${number}.db`, weakens));
  });
}
