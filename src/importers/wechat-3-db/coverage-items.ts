import type { CoverageItem } from "../../model/database.ts";
import type { Source } from "../../model/source.ts";
import { walOf } from "../wechat/database/copies.ts";
import { baseNameOf } from "../wechat/database/schemas.ts";
import type { Part } from "./part.ts";
import type { SetFile } from "./sets.ts";

/** A database that belongs to a set beside its messages. */
export interface Companion {
  readonly item: string;
  readonly part: Part;
  /** As the client calls it. */
  readonly name: string;
  readonly weakens: readonly string[];
}

export const SHARD_WEAKENS = ["continuity/local-id-gap", "continuity/quoted-missing", "continuity/witness-missing"];

/** A file that is there, readable or not. */
export function statedItem(item: string, { path, unreadable }: SetFile, weakens: readonly string[]): CoverageItem {
  const state = unreadable === null ? "given" : "unreadable";
  return { item, name: baseNameOf(path), state, reason: unreadable, path, weakens };
}

export function absentItem(item: string, name: string, weakens: readonly string[]): CoverageItem {
  return { item, name, state: "absent", reason: null, path: null, weakens };
}

/** Numbers missing below the highest; shards are numbered from 0. */
export function missingShards(numbers: readonly number[]): number[] {
  const given = new Set(numbers);
  const highest = Math.max(-1, ...numbers);
  return Array.from({ length: highest + 1 }, (_, number) => number).filter((number) => !given.has(number));
}

/** Each companion as given, as lying there unreadable, or as absent. */
export function companionItems(files: readonly SetFile[], companions: readonly Companion[]): CoverageItem[] {
  return companions.flatMap(({ item, part, name, weakens }) => {
    const given = files.filter(({ parts }) => parts.has(part));
    if (given.length > 0) return given.map((file) => statedItem(item, file, weakens));
    const stem = name.replace(/\d*\.db$/, "").toLowerCase();
    const closed = files.filter(({ path, unreadable }) => unreadable !== null && baseNameOf(path).toLowerCase().includes(stem)); // prettier-ignore
    return closed.length > 0
      ? closed.map((file) => statedItem(item, file, weakens))
      : [absentItem(item, name, weakens)];
  });
}

/** The log of each database that was written with one. @param walMode paths of these databases */
export function logItems(source: Source, walMode: ReadonlySet<string>): CoverageItem[] {
  return [...walMode].map((path): CoverageItem => {
    const log = walOf(source, path);
    const name = `${baseNameOf(path)}-wal`;
    const weakens = ["continuity/range-end"];
    if (log === null) return absentItem("wal", name, weakens);
    return { item: "wal", name, state: "given", reason: null, path: log, weakens };
  });
}
