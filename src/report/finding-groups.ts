import type { Finding, Level, Outcome } from "../model/finding.ts";
import type { ReportContext } from "./context.ts";

/** A finding with the outcome it belongs to, which knows the conversation. */
export interface PlacedFinding {
  readonly outcome: Outcome;
  readonly finding: Finding;
}

/** What one check found at one level. */
export interface CheckGroup {
  readonly check: string;
  readonly placed: readonly PlacedFinding[];
}

/** A finding in the words of its check. */
export function findingSentence(context: ReportContext, check: string, { word, facts }: Finding): string {
  const template = context.card(check)?.words[word]?.[context.language];
  return template === undefined ? word : context.sayFinding(template, facts);
}

/** The order to print in where not all are printed: one of every sort before the second of any. */
export function sortsFirst(placed: readonly PlacedFinding[]): PlacedFinding[] {
  const seen = new Map<string, number>();
  const nth = placed.map(({ finding: { word } }) => {
    const count = seen.get(word) ?? 0;
    seen.set(word, count + 1);
    return count;
  });
  return placed
    .map((one, i) => ({ one, nth: nth[i] ?? 0 }))
    .sort((a, b) => a.nth - b.nth)
    .map(({ one }) => one);
}

/** Findings of a level by check, in the order of the checks. */
export function groupFindings(context: ReportContext, level: Level): CheckGroup[] {
  const groups = new Map<string, PlacedFinding[]>();
  for (const outcome of context.dossier.outcomes) {
    for (const finding of outcome.findings) {
      if (finding.level !== level) continue;
      const group = groups.get(outcome.check) ?? [];
      group.push({ outcome, finding });
      groups.set(outcome.check, group);
    }
  }
  return [...groups].map(([check, placed]) => ({ check, placed }));
}
