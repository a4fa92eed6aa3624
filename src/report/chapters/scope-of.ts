import type { Outcome } from "../../model/finding.ts";
import type { ReportContext } from "../context.ts";

/** What an outcome speaks of: a conversation (`c1`), an export (`s1`), or the material as a whole in words. */
export function scopeOf(context: ReportContext, { conversation, source }: Outcome): string {
  return conversation ?? source ?? context.words.checks.wholeSource;
}
