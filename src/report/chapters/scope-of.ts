import { countText } from "../../base/sentence.ts";
import type { Outcome } from "../../model/finding.ts";
import type { ReportContext } from "../context.ts";

/** Names of conversations and exports in short: all of either as words where they are more than a few. */
export function scopesText(context: ReportContext, names: readonly string[], most: number): string {
  const { checks } = context.words;
  const { conversations, exports } = context.dossier;
  const selected = conversations.filter((conversation) => conversation.selected).map(({ id }) => id);
  if (isAllOf(names, selected)) return checks.allConversations;
  if (isAllOf(names, exports.map(({ id }) => id))) return checks.allExports; // prettier-ignore
  return names.slice(0, most).join(" ") + (names.length > most ? ` … (${countText(names.length)})` : "");
}

/** Two names are no longer than the words. */
const FEW = 2;

function isAllOf(names: readonly string[], all: readonly string[]): boolean {
  return names.length > FEW && names.length === all.length && all.every((one) => names.includes(one));
}

/** What an outcome speaks of: a conversation (`c1`), an export (`s1`), or the material as a whole in words. */
export function scopeOf(context: ReportContext, { conversation, source }: Outcome): string {
  return conversation ?? source ?? context.words.checks.wholeSource;
}
