import type { LevelOutcome, VerifyWord } from "../../src/model/verdict.ts";

/** One manipulation of a good bundle, and what `verify` must say of it. */
export interface Row {
  /** Number in the tamper matrix. */
  readonly item: number;
  readonly what: string;
  readonly act: (zip: Buffer) => Buffer;
  /** The level that finds it. */
  readonly level: number;
  readonly outcome: LevelOutcome;
  readonly word: VerifyWord;
}
