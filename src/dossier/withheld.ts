import type { Outcome } from "../model/finding.ts";
import type { RunSettings } from "../model/settings.ts";

/** Outcomes that go into the bundle, and those that stay with the side that packs it. */
export interface Divided {
  readonly outcomes: readonly Outcome[];
  readonly withheld: readonly Outcome[];
}

/** Why an outcome is not told: the same whatever it would have said. */
const INTERNAL = "internal-review";

/**
 * Keeps outcomes for the submitting side out of the bundle. What stands in their place is equal for every outcome, so
 * that neither a level nor a number of hits can be read from it.
 */
export function withhold(
  outcomes: readonly Outcome[],
  internal: ReadonlySet<string>,
  { acquisitionReport }: Pick<RunSettings, "acquisitionReport">,
): Divided {
  const isKept = ({ check }: Outcome): boolean => acquisitionReport === "court" || !internal.has(check);
  return {
    outcomes: outcomes.map((outcome) => (isKept(outcome) ? outcome : untold(outcome))),
    withheld: outcomes.filter((outcome) => !isKept(outcome)),
  };
}

function untold({ check, version, source, conversation, options }: Outcome): Outcome {
  const place = { check, version, source, conversation, options };
  const nothing = { level: null, strength: null, counts: {}, findings: [] };
  return { ...place, ...nothing, outcome: "not-applicable", reason: INTERNAL };
}
