import { baseNameOf } from "../../wechat/database/schemas.ts";
import type { CoverageItem } from "../../../model/database.ts";
import type { Source } from "../../../model/source.ts";
import { walOf } from "../../wechat/database/copies.ts";
import type { Part } from "../part.ts";
import type { DatabaseSet, SetFile } from "../sets.ts";
import { missingShards, shardOf } from "./shard-name.ts";

interface Companion {
  readonly item: string;
  readonly part: Part;
  readonly name: string;
  readonly weakens: readonly string[];
}

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
  const shards = files.filter(({ path, parts }) => parts.has("message") || isShardName(path)).map(shardItem);
  return [...shards, ...absentNumbers(files), ...companionItems(files), ...logItems(source, walMode)];
}

function isShardName(path: string): boolean {
  return NUMBERED[0]?.[1].test(path) === true;
}

const SHARD_WEAKENS = ["continuity/local-id-gap", "continuity/quoted-missing", WITNESS];

function shardItem(file: SetFile): CoverageItem {
  return stated("message-shard", file, SHARD_WEAKENS);
}

function stated(item: string, { path, unreadable }: SetFile, weakens: readonly string[]): CoverageItem {
  const state = unreadable === null ? "given" : "unreadable";
  return { item, name: baseNameOf(path), state, reason: unreadable, path, weakens };
}

function absent(item: string, name: string, weakens: readonly string[]): CoverageItem {
  return { item, name, state: "absent", reason: null, path: null, weakens };
}

function absentNumbers(files: readonly SetFile[]): CoverageItem[] {
  return NUMBERED.flatMap(([item, pattern, name]) => {
    const numbers = files.flatMap(({ path }) => (pattern.test(path) ? (shardOf(path) ?? []) : []));
    const weakens = item === "message-shard" ? SHARD_WEAKENS : [WITNESS];
    return missingShards(numbers).map((number) => absent(item, `${name}${number}.db`, weakens));
  });
}

function companionItems(files: readonly SetFile[]): CoverageItem[] {
  return COMPANIONS.flatMap(({ item, part, name, weakens }) => {
    const given = files.filter(({ parts }) => parts.has(part));
    if (given.length > 0) return given.map((file) => stated(item, file, weakens));
    const stem = name.replace(/\d*\.db$/, "").toLowerCase();
    const closed = files.filter(({ path, unreadable }) => unreadable !== null && baseNameOf(path).toLowerCase().includes(stem)); // prettier-ignore
    return closed.length > 0 ? closed.map((file) => stated(item, file, weakens)) : [absent(item, name, weakens)];
  });
}

function logItems(source: Source, walMode: ReadonlySet<string>): CoverageItem[] {
  return [...walMode].map((path): CoverageItem => {
    const log = walOf(source, path);
    const name = `${baseNameOf(path)}-wal`;
    const weakens = ["continuity/range-end"];
    return log === null ? absent("wal", name, weakens) : { item: "wal", name, state: "given", reason: null, path: log, weakens }; // prettier-ignore
  });
}
