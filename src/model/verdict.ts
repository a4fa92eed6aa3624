import type { Bilingual } from "../base/bilingual.ts";

/** One thing that is not as it should be, with what was expected and what was found. */
export interface Fault {
  /** SCREAMING_SNAKE, stable for scripts. */
  readonly code: string;
  readonly level: number;
  /** Path in the bundle, or null where the fault is the container's. */
  readonly path: string | null;
  readonly expected: string;
  readonly found: string;
  /** Where `found` quotes a refusal: its sentence in both languages, for the screen. Not part of the JSON. */
  readonly says?: Bilingual;
}

/** `absent`: there is nothing of the kind, such as a signature; `undetermined`: it could not be judged. */
export type LevelOutcome = "pass" | "fail" | "undetermined" | "absent";

export interface LevelAnswer {
  readonly level: number;
  readonly name: "container" | "bag" | "digests" | "closed-world" | "derivation" | "signature" | "time-stamp";
  readonly outcome: LevelOutcome;
  /** Why it is undetermined or absent, or what a pass leaves open, as a code; null otherwise. */
  readonly reason: string | null;
  readonly faults: readonly Fault[];
}

/**
 * The answer for the whole. Only the first two are exit 0. `intact-sealed` takes something from outside the bundle: the
 * expected key, or a trusted root above a certificate or a time stamp.
 */
export type VerifyWord = "intact-sealed" | "intact-not-anchored" | "not-intact" | "cannot-tell";
