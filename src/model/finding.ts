import type { Locator } from "./locator.ts";

/** `error`: the source contradicts itself or is damaged; `warning`: needs an explanation in court; `note`: worth knowing. */
export type Level = "error" | "warning" | "note";

/** How strong a trace is, from A (an untouched client does not leave this) to D (descriptive). @source wechat-databases.md §8 */
export type Strength = "A" | "B" | "C" | "D";

export type Fact = string | number | boolean | null;

/** One instance: the key of a sentence, the values it speaks of, and the places. Never a sentence. */
export interface Finding {
  readonly word: string;
  readonly level: Level;
  readonly strength: Strength;
  readonly facts: Readonly<Record<string, Fact>>;
  readonly at: readonly Locator[];
  /** `seq` of the messages concerned, in the outcome's conversation. */
  readonly messages: readonly number[];
}

export type OutcomeWord = "nothing-found" | "found" | "not-applicable" | "undetermined";

/** Result of one check over one export or one conversation. Every check leaves one, also when it could not run. */
export interface Outcome {
  readonly check: string;
  readonly version: number;
  readonly source: string | null;
  readonly conversation: string | null;
  readonly outcome: OutcomeWord;
  /** Why it is not-applicable (missing signals) or undetermined (what failed); null otherwise. */
  readonly reason: string | null;
  /** Highest level among the findings, null without findings. */
  readonly level: Level | null;
  readonly strength: Strength | null;
  readonly counts: Readonly<Record<string, number>>;
  readonly options: Readonly<Record<string, number>>;
  readonly findings: readonly Finding[];
}
