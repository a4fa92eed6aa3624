import { countText } from "../../base/sentence.ts";
import type { ConversationDescription } from "../../model/dossier.ts";
import type { Outcome, OutcomeWord } from "../../model/finding.ts";
import type { Block, Table, Text } from "../block.ts";
import { LONGEST, type ReportContext } from "../context.ts";
import { reasonText } from "../reasons.ts";
import { findings } from "./findings.ts";
import { scopeOf, scopesText } from "./scope-of.ts";

const MOST_CONVERSATIONS = 12;
const MOST_SCOPES = 8;
const MOST_EVIDENCE = 12;
/** Scopes that still stand on one line of half a page. */
const FEW_SCOPES = 4;

/** § 7: whether numbering can be judged, every check with its outcome, every finding with its places. */
export function checks(context: ReportContext): Block[] {
  const said = context.words.checks;
  return [
    { type: "chapter", number: "7", title: said.title },
    { type: "paragraph", text: said.note },
    { type: "section", title: `7.1 ${said.continuity}` },
    ...continuity(context),
    { type: "section", title: `7.2 ${said.table}` },
    ...outcomeTable(context),
    { type: "section", title: `7.3 ${said.findings}` },
    ...findings(context),
    { type: "section", title: `7.4 ${said.missing}` },
    ...missing(context),
  ];
}

function continuity(context: ReportContext): Block[] {
  const selected = context.dossier.conversations.filter((conversation) => conversation.selected);
  const { shown, rest } = context.bounded(selected, MOST_CONVERSATIONS, "record/conversations.json");
  return [...shown.flatMap((conversation) => continuityFields(context, conversation)), ...restOf(rest)];
}

/** Whether the numbering of one conversation can be judged, and what the checks of gaps say. */
export function continuityFields(context: ReportContext, conversation: ConversationDescription): Block[] {
  const said = context.words.checks;
  const { idGrade, serverIds, continuity: judged } = conversation;
  const word =
    judged.word === "no-gap-found"
      ? context.say(said.noGapText, { checks: judged.checksMade.length })
      : said.words[judged.word];
  return [
    {
      type: "group",
      title: { text: `${conversation.id} ${context.clip(conversation.title, LONGEST.name)}`, style: "bold" },
    },
    {
      type: "fields",
      rows: [
        [said.continuityLabel, { text: word, style: "bold" }],
        [said.idGrade, said.idGrades[idGrade]],
        [said.serverIds, said.serverIdStates[serverIds]],
        [said.evidence, evidence(context, conversation)],
        [said.made, context.list(judged.checksMade.map((check) => context.checkTitle(check)))],
        [said.notPossible, notPossible(context, conversation)],
      ],
    },
  ];
}

function evidence(context: ReportContext, { idEvidence }: ConversationDescription): string {
  const names: Readonly<Record<string, string>> = context.words.checks.evidenceKeys;
  const grades: Readonly<Record<string, string>> = context.words.checks.idGrades;
  const said = Object.entries(idEvidence).map(([key, value]) => {
    const text = typeof value === "number" ? countText(value) : String(value ?? context.words.notStated);
    return `${names[key] ?? key} ${grades[text] ?? context.clip(text, LONGEST.name)}`;
  });
  return context.list(said.slice(0, MOST_EVIDENCE));
}

/** Which checks could not be made; why stands with all others in 7.4. */
function notPossible(context: ReportContext, { continuity: judged }: ConversationDescription): string {
  const { words } = context;
  const titles = [...new Set(judged.notPossible.map(({ check }) => context.checkTitle(check)))];
  if (titles.length === 0) return words.none;
  return context.say(words.checks.notPossibleText, { count: titles.length, checks: context.list(titles) });
}

/** Checks that spoke at least once; those that could not be made at all are counted here and listed by reason in 7.4. */
function outcomeTable(context: ReportContext): Block[] {
  const said = context.words.checks;
  const { outcomes } = context.dossier;
  const spoken = outcomes.filter(({ outcome }) => outcome === "found" || outcome === "nothing-found");
  const byCheck = new Map<string, Outcome[]>();
  for (const outcome of spoken) byCheck.set(outcome.check, [...(byCheck.get(outcome.check) ?? []), outcome]);
  const rows = [...byCheck].map(([check, made]): Text[] => [
    context.checkTitle(check),
    scopes(context, made, "found"),
    scopes(context, made, "nothing-found"),
  ]);
  const checks = new Set(outcomes.map(({ check }) => check)).size;
  const counts = { checks, silent: checks - byCheck.size, outcomes: outcomes.length };
  const all: Block = { type: "paragraph", text: context.say(said.allChecks, counts), small: true };
  const note: Block = { type: "paragraph", text: said.scopeNote, small: true };
  if (rows.length === 0) return [all];
  return [note, { type: "table", halves: scopesAreFew(context), columns: outcomeColumns(context), rows }, all];
}

function outcomeColumns(context: ReportContext): Table["columns"] {
  const said = context.words.checks;
  return [
    { title: said.check, width: { share: 1 } },
    { title: said.found, width: { mm: 21 } },
    { title: said.nothing, width: { mm: 16 } },
  ];
}

function scopesAreFew({ dossier }: ReportContext): boolean {
  return dossier.exports.length <= FEW_SCOPES && dossier.conversations.length <= FEW_SCOPES;
}

/** `c1 (3), c2` for the outcomes that ended in this word. */
function scopes(context: ReportContext, outcomes: readonly Outcome[], word: OutcomeWord): string {
  const said = outcomes
    .filter(({ outcome }) => outcome === word)
    .map((outcome) => {
      const scope = scopeOf(context, outcome);
      return word === "found" ? `${scope} (${countText(outcome.findings.length)})` : scope;
    });
  if (said.length === 0) return context.words.checks.noMessage;
  return scopesText(context, said, MOST_SCOPES);
}

/** Checks without a result, those with one reason together. */
function missing(context: ReportContext): Block[] {
  const said = context.words.checks;
  const reasons = new Map<string, Map<string, Set<string>>>();
  for (const outcome of context.dossier.outcomes) {
    if (outcome.outcome !== "not-applicable" && outcome.outcome !== "undetermined") continue;
    const reason = reasonText(context, outcome.reason);
    const byCheck = reasons.get(reason) ?? new Map<string, Set<string>>();
    byCheck.set(outcome.check, (byCheck.get(outcome.check) ?? new Set<string>()).add(scopeOf(context, outcome)));
    reasons.set(reason, byCheck);
  }
  if (reasons.size === 0) return [{ type: "paragraph", text: context.words.none }];
  return [
    { type: "paragraph", text: said.missingNote, small: true },
    {
      type: "table",
      columns: [
        { title: said.reason, width: { mm: 56 } },
        { title: said.checksWhere, width: { share: 1 } },
      ],
      rows: [...reasons].map(([reason, byCheck]) => [reason, alikeByScope(context, byCheck)]),
    },
  ];
}

/** Titles of checks, those that are silent for the same exports or conversations before one pair of brackets. */
function alikeByScope(context: ReportContext, byCheck: ReadonlyMap<string, ReadonlySet<string>>): string {
  const alike = new Map<string, string[]>();
  for (const [check, of] of byCheck) {
    const where = scopesText(context, [...of], MOST_SCOPES);
    alike.set(where, [...(alike.get(where) ?? []), context.checkTitle(check)]);
  }
  const said = [...alike].map(([where, titles]) => `${context.list(titles)} (${where})`);
  return said.join(context.words.sentenceSeparator);
}

function restOf(text: string | null): Block[] {
  return text === null ? [] : [{ type: "paragraph", text, small: true }];
}
