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
