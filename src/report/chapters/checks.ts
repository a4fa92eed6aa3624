import { countText } from "../../base/sentence.ts";
import type { ConversationDescription } from "../../model/dossier.ts";
import type { Level, Outcome, OutcomeWord } from "../../model/finding.ts";
import type { Block, Text } from "../block.ts";
import { LONGEST, type ReportContext } from "../context.ts";
import { findingSentence, groupFindings, sortsFirst, type CheckGroup, type PlacedFinding } from "../finding-groups.ts";
import { reasonText } from "../reasons.ts";

const RECORD = "record/checks.json";
const MOST_CONVERSATIONS = 12;
const MOST_SCOPES = 8;
/** Findings printed of one check; all stand in the record. */
const MOST_FINDINGS: Readonly<Record<Level, number>> = { error: 12, warning: 10, note: 10 };
const MOST_MESSAGES = 4;
const MOST_PLACES = 2;
const MOST_EVIDENCE = 12;

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

function continuityFields(context: ReportContext, conversation: ConversationDescription): Block[] {
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

/** Checks that could not be made, those with one reason together. */
function notPossible(context: ReportContext, { continuity: judged }: ConversationDescription): Text {
  if (judged.notPossible.length === 0) return context.words.none;
  const byReason = new Map<string, string[]>();
  for (const { check, reason } of judged.notPossible) {
    const text = reasonText(context, reason);
    byReason.set(text, [...(byReason.get(text) ?? []), context.checkTitle(check)]);
  }
  return [...byReason].map(([reason, titles]) => `${context.list(titles)}${context.words.colon}${reason}`);
}

function outcomeTable(context: ReportContext): Block[] {
  const said = context.words.checks;
  const byCheck = new Map<string, Outcome[]>();
  for (const outcome of context.dossier.outcomes) {
    byCheck.set(outcome.check, [...(byCheck.get(outcome.check) ?? []), outcome]);
  }
  const rows = [...byCheck].map(([check, outcomes]): Text[] => [
    [context.checkTitle(check), { text: check, style: "small" }],
    scopes(context, outcomes, "found"),
    scopes(context, outcomes, "nothing-found"),
    scopes(context, outcomes, "not-applicable"),
    scopes(context, outcomes, "undetermined"),
  ]);
  return [
    { type: "paragraph", text: said.scopeNote, small: true },
    {
      type: "table",
      columns: [
        { title: said.check, width: { share: 1 } },
        { title: said.found, width: { mm: 30 } },
        { title: said.nothing, width: { mm: 24 } },
        { title: said.notApplicable, width: { mm: 24 } },
        { title: said.undetermined, width: { mm: 18 } },
      ],
      rows,
    },
  ];
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
  const { shown, rest } = context.bounded(said, MOST_SCOPES, RECORD);
  return shown.join(" ") + (rest === null ? "" : ` … (${countText(said.length)})`);
}

function scopeOf(context: ReportContext, { conversation, source }: Outcome): string {
  return conversation ?? source ?? context.words.checks.wholeSource;
}

function findings(context: ReportContext): Block[] {
  const said = context.words.checks;
  const blocks = (["error", "warning", "note"] as const).flatMap((level): Block[] => {
    const groups = groupFindings(context, level);
    if (groups.length === 0) return [];
    const count = groups.reduce((sum, { placed }) => sum + placed.length, 0);
    const heading = context.say(said.levelHeading, { level: said.levels[level], count });
    return [{ type: "section", title: heading }, ...groups.flatMap((group) => findingGroup(context, level, group))];
  });
  return blocks.length > 0 ? blocks : [{ type: "paragraph", text: said.findingsNone }];
}

function findingGroup(context: ReportContext, level: Level, { check, placed }: CheckGroup): Block[] {
  const said = context.words.checks;
  const card = context.card(check);
  const most = MOST_FINDINGS[level];
  const { shown, rest } = context.bounded(placed.length > most ? sortsFirst(placed) : placed, most, RECORD);
  const causes = (card?.innocent ?? []).map((cause) => cause[context.language]);
  const count = context.say(said.groupCount, { id: check, count: placed.length });
  return [
    {
      type: "group",
      title: [
        { text: context.checkTitle(check), style: "bold" },
        { text: count, style: "small" },
      ],
    },
    ...restOf(card === undefined ? null : context.say(said.rule, { rule: card.rule[context.language] })),
    {
      type: "table",
      columns: [
        { title: said.place, width: { mm: 46 } },
        { title: said.sentence, width: { share: 1 } },
        { title: said.strength, width: { mm: 11 } },
      ],
      rows: shown.map((one) => findingRow(context, check, one)),
    },
    ...restOf(rest),
    ...(causes.length === 0 ? [] : [innocent(context, causes)]),
  ];
}

function innocent(context: ReportContext, causes: readonly string[]): Block {
  const joined = causes.map((cause) => cause.replace(/[。.]$/, "")).join(context.words.sentenceSeparator);
  return { type: "paragraph", text: context.say(context.words.checks.innocent, { causes: joined }), small: true };
}

function findingRow(context: ReportContext, check: string, { outcome, finding }: PlacedFinding): Text[] {
  return [placesOf(context, { outcome, finding }), findingSentence(context, check, finding), finding.strength];
}

function placesOf(context: ReportContext, { outcome, finding }: PlacedFinding): Text {
  const scope = scopeOf(context, outcome);
  const numbers = finding.messages.map((seq) => `${scope}-${seq}`);
  const first =
    numbers.length === 0
      ? scope
      : numbers.slice(0, MOST_MESSAGES).join(" ") + more(context, numbers.length, MOST_MESSAGES);
  const places = finding.at
    .slice(0, MOST_PLACES)
    .map((at) => context.place(at))
    .filter((place) => place !== first)
    .map((place) => ({ text: place, style: "small" as const }));
  const rest = more(context, finding.at.length, MOST_PLACES);
  return [first, ...places, ...(rest === "" ? [] : [{ text: rest.trim(), style: "small" as const }])];
}

function more(context: ReportContext, count: number, most: number): string {
  return count <= most ? "" : ` ${context.say(context.words.positions.more, { count })}`;
}

/** Checks without a result: one row for a check and a reason, with all it holds for. */
function missing(context: ReportContext): Block[] {
  const said = context.words.checks;
  const rows = new Map<string, { check: string; reason: string; scopes: string[] }>();
  for (const outcome of context.dossier.outcomes) {
    if (outcome.outcome !== "not-applicable" && outcome.outcome !== "undetermined") continue;
    const reason = reasonText(context, outcome.reason);
    const key = `${outcome.check} ${reason}`;
    const row = rows.get(key) ?? { check: outcome.check, reason, scopes: [] };
    row.scopes.push(scopeOf(context, outcome));
    rows.set(key, row);
  }
  if (rows.size === 0) return [{ type: "paragraph", text: context.words.none }];
  return [
    { type: "paragraph", text: said.missingNote, small: true },
    {
      type: "table",
      columns: [
        { title: said.check, width: { mm: 52 } },
        { title: said.where, width: { mm: 24 } },
        { title: said.reason, width: { share: 1 } },
      ],
      rows: [...rows.values()].map(({ check, reason, scopes: of }) => [
        context.checkTitle(check),
        of.slice(0, MOST_SCOPES).join(" ") + (of.length > MOST_SCOPES ? ` … (${countText(of.length)})` : ""),
        reason,
      ]),
    },
  ];
}

function restOf(text: string | null): Block[] {
  return text === null ? [] : [{ type: "paragraph", text, small: true }];
}
