import type { Conversation } from "../model/chat.ts";
import type { Continuity } from "../model/dossier.ts";
import type { Outcome } from "../model/finding.ts";

/** What the continuity word needs to know of the checks. */
export interface GapChecks {
  /** Ids of the checks whose finding means a gap. */
  readonly ids: ReadonlySet<string>;
  /** Those of them that test the numbering itself: without one of these nothing is said to be without a gap. */
  readonly numbering: ReadonlySet<string>;
  /** By check, words of notes that leave open whether there is a gap. */
  readonly open?: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Exactly one word for a conversation. A gap found by any check is a gap. "No gap found" needs a check of the numbering
 * that could be made and left nothing open: a witness that names no absent message, alone, says nothing about messages nobody names.
 */
export function continuityOf(conversation: Conversation, outcomes: readonly Outcome[], gap: GapChecks): Continuity {
  const mine = outcomes.filter((outcome) => outcome.conversation === conversation.id && gap.ids.has(outcome.check));
  const made = mine.filter(({ outcome }) => outcome === "found" || outcome === "nothing-found");
  const notPossible = mine
    .filter(({ outcome }) => outcome === "not-applicable" || outcome === "undetermined")
    .map(({ check, reason }) => ({ check, reason: reason ?? "" }));
  const checksMade = made.map(({ check }) => check);
  const found = made.some(({ findings }) => findings.some(({ level }) => level !== "note"));
  const numbered = checksMade.some((check) => gap.numbering.has(check));
  const isOpen = made.some(({ check, findings }) => findings.some(({ word }) => gap.open?.get(check)?.has(word)));
  const word = found ? "gap-found" : numbered && !isOpen ? "no-gap-found" : "not-assessable";
  return { word, checksMade, notPossible };
}
