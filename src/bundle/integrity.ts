import type { Fault, LevelAnswer } from "../model/verdict.ts";
import { closedWorldFaults } from "./closed-world.ts";
import { readLists, type Lists } from "./lists.ts";
import type { OpenedBundle } from "./open.ts";
import { structureFaults } from "./structure.ts";

/** Answers for the levels that need nothing but the bundle: container, bag, digests, closed world. */
export interface IntegrityReport {
  readonly levels: readonly LevelAnswer[];
}

/** Faults kept for one level; a hostile bundle could have millions. What lies above is counted in the last one. */
const KEPT_FAULTS = 1000;

/** Receives the faults of one level. */
export type OnFault = (fault: Omit<Fault, "level">) => void;

/** Judges an opened bundle by its own lists. All faults are collected; nothing is read from the disk but lists. */
export function checkIntegrity(opened: OpenedBundle): IntegrityReport {
  const container = answer(0, "container", (add) => containerFaultsOf(opened, add));
  // Without any readable entry there is nothing to say about contents; that is not the same as contents that differ.
  if (opened.paths.length === 0) {
    const unread = (level: number, name: LevelAnswer["name"]): LevelAnswer =>
      ({ level, name, outcome: "undetermined", reason: "container-unreadable", faults: [] }); // prettier-ignore
    return { levels: [container, unread(1, "bag"), unread(2, "digests"), unread(3, "closed-world")] };
  }
  const listFaults = new FaultList(1);
  const lists = readLists(opened, listFaults.add);
  const bag = answer(1, "bag", (add) => structureFaults(opened, lists, add), listFaults);
  const digests = answer(2, "digests", (add) => digestFaults(opened, lists, add));
  const closedWorld = answer(3, "closed-world", (add) => closedWorldFaults(opened, lists, add));
  return { levels: [container, bag, withoutLists(digests, lists), withoutLists(closedWorld, lists)] };
}

/** A level that compares with lists cannot pass when a list is not there. */
function withoutLists(level: LevelAnswer, lists: Lists): LevelAnswer {
  if (level.outcome === "fail" || (lists.payload !== null && lists.tagFiles !== null)) return level;
  return { ...level, outcome: "undetermined", reason: "list-missing" };
}

/** What was found at the zip itself. */
export function containerFaultsOf(opened: OpenedBundle, add: OnFault): void {
  for (const { code, entry, field, offset, expected, found } of opened.containerFaults) {
    const where = field === null ? `byte ${offset}` : `byte ${offset}, ${field}`;
    add({ code, path: entry, expected: `${where}: ${expected}`, found });
  }
  const more = opened.containerFaultCount - opened.containerFaults.length;
  if (more > 0) add({ code: "ZIP_MORE_FAULTS", path: null, expected: "0", found: `${more} more` });
}

/** Every listed file against the digest of the bytes that are there. */
function digestFaults(opened: OpenedBundle, lists: Lists, add: OnFault): void {
  for (const { path, sha256 } of [...(lists.tagFiles ?? []), ...(lists.payload ?? [])]) {
    if (!opened.has(path)) continue;
    const found = opened.digest(path);
    if (found === undefined)
      add({ code: "FILE_UNREADABLE", path, expected: sha256, found: "bytes that cannot be unpacked" });
    else if (found !== sha256) add({ code: "DIGEST_DIFFERS", path, expected: sha256, found });
  }
}

function answer(
  level: number,
  name: LevelAnswer["name"],
  collect: (add: OnFault) => void,
  faults: FaultList = new FaultList(level),
): LevelAnswer {
  collect(faults.add);
  return { level, name, outcome: faults.count > 0 ? "fail" : "pass", reason: null, faults: faults.all() };
}

/** Collects the faults of one level, up to a bound. */
export class FaultList {
  count = 0;
  private readonly level: number;
  private readonly kept: Fault[] = [];

  constructor(level: number) {
    this.level = level;
  }

  readonly add: OnFault = (fault) => {
    this.count += 1;
    if (this.kept.length < KEPT_FAULTS) this.kept.push({ ...fault, level: this.level });
  };

  all(): Fault[] {
    const more = this.count - this.kept.length;
    if (more === 0) return this.kept;
    const { level } = this;
    return [...this.kept, { code: "MORE_FAULTS", level, path: null, expected: "0", found: `${more} more` }];
  }
}
