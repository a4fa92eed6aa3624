import type { Bilingual } from "../base/bilingual.ts";
import type { Level } from "./finding.ts";

/** What people are told about a check: the part of its card that reports and screens print. */
export interface CheckWords {
  /** `area/name`. */
  readonly id: string;
  readonly title: Bilingual;
  readonly level: Level;
  readonly rule: Bilingual;
  /** Innocent explanations, printed with every finding. */
  readonly innocent: readonly Bilingual[];
  /** Sentences by word, with `{fact}` placeholders. */
  readonly words: Readonly<Record<string, Bilingual>>;
}
