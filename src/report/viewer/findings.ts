import type { Finding, Level, Outcome } from "../../model/finding.ts";
import { VIEWER_PAGE, type ViewerCheck, type ViewerFinding } from "../../model/viewer.ts";
import type { ReportContext } from "../context.ts";
import { findingSentence } from "../finding-groups.ts";
import { reasonText } from "../reasons.ts";
import type { Printed } from "./printed.ts";
import { stated } from "./stated.ts";

const LEVELS: readonly Level[] = ["error", "warning", "note"];

interface Numbered {
  readonly outcome: Outcome;
  readonly finding: Finding;
}

/** Every finding with its number: gravest level first, then in the order of the record. */
export class NumberedFindings {
  private readonly ordered: readonly Numbered[];
  private readonly byMessage = new Map<string, Map<number, number[]>>();

  constructor({ dossier }: ReportContext) {
    this.ordered = LEVELS.flatMap((level) =>
      dossier.outcomes.flatMap((outcome) =>
        outcome.findings.filter((finding) => finding.level === level).map((finding) => ({ outcome, finding })),
      ),
    );
    for (const [index, { outcome, finding }] of this.ordered.entries()) {
      if (outcome.conversation === null) continue;
      const messages = this.byMessage.get(outcome.conversation) ?? new Map<number, number[]>();
      this.byMessage.set(outcome.conversation, messages);
      for (const seq of new Set(finding.messages)) {
        const before = messages.get(seq);
        if (before === undefined) messages.set(seq, [index + 1]);
        else before.push(index + 1);
      }
    }
  }

  get count(): number {
    return this.ordered.length;
  }

  /** Numbers of the findings that concern a message, gravest first. */
  of(conversation: string, seq: number): readonly number[] {
    return this.byMessage.get(conversation)?.get(seq) ?? [];
  }

  /** Level of a finding by its number. @throws RangeError where there is none */
  levelOf(number: number): Level {
    const found = this.ordered[number - 1];
    if (found === undefined) throw new RangeError(`no finding ${number}`);
    return found.finding.level;
  }

  /** Page by page, in order of number. */
  *pages(context: ReportContext, printed: Printed): Generator<ViewerFinding[]> {
    for (let from = 0; from < this.ordered.length; from += VIEWER_PAGE.entries) {
      const page = this.ordered.slice(from, from + VIEWER_PAGE.entries);
      yield page.map((one, index) => findingOf(context, printed, one, from + index + 1));
    }
  }
}

function findingOf(
  context: ReportContext,
  printed: Printed,
  { outcome, finding }: Numbered,
  number: number,
): ViewerFinding {
  const { conversation, source, check } = outcome;
  const messages = finding.messages.filter((seq) => conversation !== null && printed.has(conversation, seq));
  return stated<ViewerFinding>({
    number,
    check,
    level: finding.level,
    strength: finding.strength,
    word: finding.word,
    sentence: findingSentence(context, check, finding),
    scope: conversation ?? source,
    messages,
    notShown: finding.messages.length - messages.length || null,
    places: finding.at.map((at) => context.place(at)),
  });
}

/** How many findings a conversation has at each level. */
export function levelCounts(context: ReportContext, conversation: string): Record<Level, number> {
  const counts = { error: 0, warning: 0, note: 0 };
  for (const { findings } of context.outcomesOf(conversation)) for (const { level } of findings) counts[level] += 1;
  return counts;
}

/** Cards of the checks that left an outcome, in the order of the record, each with its outcomes. */
export function checkCards(context: ReportContext): ViewerCheck[] {
  const byCheck = new Map<string, Outcome[]>();
  for (const outcome of context.dossier.outcomes) {
    const before = byCheck.get(outcome.check);
    if (before === undefined) byCheck.set(outcome.check, [outcome]);
    else before.push(outcome);
  }
  return [...byCheck].map(([id, outcomes]) => ({
    id,
    title: context.checkTitle(id),
    rule: context.card(id)?.rule[context.language] ?? "",
    innocent: (context.card(id)?.innocent ?? []).map((cause) => cause[context.language]),
    outcomes: outcomes.map((outcome) => outcomeOf(context, outcome)),
  }));
}

function outcomeOf(context: ReportContext, { conversation, source, outcome, reason, findings }: Outcome) {
  return stated<ViewerCheck["outcomes"][number]>({
    scope: conversation ?? source,
    outcome,
    reason: reason === null ? null : reasonText(context, reason),
    findings: findings.length,
  });
}
