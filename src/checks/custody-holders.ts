import { momentSpan, type MomentSpan } from "../base/moment.ts";
import type { CaseDeclared } from "../model/case.ts";

/** One event as typed, with its place in the list. */
export interface CustodyEvent {
  readonly typed: NonNullable<CaseDeclared["custody"]>[number];
  /** 0-based. */
  readonly index: number;
  readonly span: MomentSpan | null;
}

/** Events of one thing, in the order typed; those that name no thing are one list of their own. */
export function eventsByItem(custody: NonNullable<CaseDeclared["custody"]>): Map<string | null, CustodyEvent[]> {
  const items = new Map<string | null, CustodyEvent[]>();
  for (const [index, typed] of custody.entries()) {
    const item = typed.itemId ?? null;
    const list = items.get(item) ?? [];
    list.push({ typed, index, span: momentSpan(typed.at) });
    items.set(item, list);
  }
  return items;
}

const MOVES: ReadonlySet<string> = new Set(["received", "transferred", "returned"]);

/** Whether a thing changes hands. */
export function isMove({ typed }: CustodyEvent): boolean {
  return MOVES.has(typed.action ?? "");
}

/** Where the hands a thing is said to be in do not follow from the event before. */
export interface Break {
  /** `gap`: between the two nothing is told; `overlap`: somebody hands on what was handed on already. */
  readonly word: "holder-gap" | "holder-overlap";
  readonly before: CustodyEvent;
  readonly after: CustodyEvent;
  readonly holder: string;
  readonly giver: string;
}

/** Follows a thing from hand to hand. What is left blank is not guessed: nothing is said of it. */
export function holderBreaks(events: readonly CustodyEvent[]): Break[] {
  const breaks: Break[] = [];
  const earlier = new Set<string>();
  let last: { event: CustodyEvent; holder: string } | null = null;
  for (const event of events.filter(isMove)) {
    const giver = nameOf(event.typed.from);
    const holder = nameOf(event.typed.to);
    if (last !== null && giver !== null && giver !== last.holder) {
      const word = earlier.has(giver) ? "holder-overlap" : "holder-gap";
      breaks.push({ word, before: last.event, after: event, holder: last.holder, giver });
    }
    if (giver !== null) earlier.add(giver);
    last = holder === null ? null : { event, holder };
    if (holder !== null) earlier.delete(holder);
  }
  return breaks;
}

type Person = CustodyEvent["typed"]["from"];

/** A person, or a unit where only that is typed; spacing does not tell two apart. */
function nameOf(person: Person): string | null {
  const typed = (person?.name ?? person?.unit)?.replaceAll(/\s+/g, "");
  return typed === undefined || typed === "" ? null : typed;
}

/** Two digests that should be equal and are not. */
export interface Change {
  readonly word: "digest-between" | "digest-within";
  readonly before: CustodyEvent;
  readonly after: CustodyEvent;
  readonly left: string;
  readonly right: string;
}

/** Compares the digest after one event with that before the next, and the two of one event. */
export function digestChanges(events: readonly CustodyEvent[]): { changes: Change[]; compared: number } {
  const changes: Change[] = [];
  let compared = 0;
  const hold = (word: Change["word"], before: CustodyEvent, after: CustodyEvent, left: string, right: string) => {
    if (kindOf(left) !== kindOf(right)) return;
    compared += 1;
    if (left !== right) changes.push({ word, before, after, left, right });
  };
  let last: { event: CustodyEvent; digest: string } | null = null;
  for (const event of events) {
    const [before, after] = [digestOf(event.typed.hashBefore), digestOf(event.typed.hashAfter)];
    const first = before ?? after;
    if (last !== null && first !== null) hold("digest-between", last.event, event, last.digest, first);
    if (before !== null && after !== null) hold("digest-within", event, event, before, after);
    const left = after ?? before;
    if (left !== null) last = { event, digest: left };
  }
  return { changes, compared };
}

/** As compared: without spacing, the name of the algorithm and capitals. */
function digestOf(typed: string | undefined): string | null {
  const digest = typed?.replaceAll(/\s+/g, "").replace(/^(?:sha-?256|sm3|sha-?1|md5)[:：]/i, "").toLowerCase(); // prettier-ignore
  return digest === undefined || digest === "" ? null : digest;
}

/** Digests of two algorithms cannot be compared; where the name is not typed, their length tells them apart. */
function kindOf(digest: string): string {
  return /^[0-9a-f]+$/.test(digest) ? `hex ${digest.length}` : "text";
}
