import type { Level } from "../../model/finding.ts";
import type { Block, Text } from "../block.ts";
import type { ReportContext } from "../context.ts";
import { findingSentence, groupFindings, sortsFirst, type CheckGroup, type PlacedFinding } from "../finding-groups.ts";
import { scopeOf } from "./scope-of.ts";

const RECORD = "record/checks.json";
/** Findings printed of one check; all stand in the record. */
const MOST_FINDINGS: Readonly<Record<Level, number>> = { error: 12, warning: 10, note: 10 };
const MOST_MESSAGES = 4;
const MOST_PLACES = 2;

/** § 7.3: every finding with its places, by level and check, each check with its rule and its innocent explanations. */
export function findings(context: ReportContext): Block[] {
  const said = context.words.checks;
  const explained = new Set<string>();
  const blocks = (["error", "warning", "note"] as const).flatMap((level): Block[] => {
    const groups = groupFindings(context, level);
    if (groups.length === 0) return [];
    const count = groups.reduce((sum, { placed }) => sum + placed.length, 0);
    const heading = context.say(said.levelHeading, { level: said.levels[level], count });
    return [
      { type: "section", title: heading },
      ...groups.flatMap((group) => findingGroup(context, level, group, explained)),
    ];
  });
  if (blocks.length === 0) return [{ type: "paragraph", text: said.findingsNone }];
  return [{ type: "paragraph", text: said.findingsNote, small: true }, ...blocks];
}

/** @param explained checks whose rule has been printed; this one is added */
function findingGroup(context: ReportContext, level: Level, group: CheckGroup, explained: Set<string>): Block[] {
  const said = context.words.checks;
  const { check, placed } = group;
  const most = MOST_FINDINGS[level];
  const { shown, rest } = context.bounded(placed.length > most ? sortsFirst(placed) : placed, most, RECORD);
  const count = context.say(said.groupCount, { id: check, count: placed.length });
  return [
    { type: "group", title: { text: context.checkTitle(check), style: "bold" }, aside: count },
    {
      type: "table",
      bare: true,
      columns: [
        { title: said.place, width: { mm: 42 } },
        { title: said.sentence, width: { share: 1 } },
        { title: said.strength, width: { mm: 6 } },
      ],
      rows: shown.map((one) => findingRow(context, check, one)),
    },
    ...small(rest),
    ...explanation(context, level, check, explained),
  ];
}

/** Rule and innocent explanations of a check, where they are first needed. */
function explanation(context: ReportContext, level: Level, check: string, explained: Set<string>): Block[] {
  const said = context.words.checks;
  if (explained.has(check)) return small(context.say(said.explained, { title: context.checkTitle(check) }));
  explained.add(check);
  const card = context.card(check);
  if (card === undefined) return [];
  const whole = card.rule[context.language];
  const rule = context.say(said.rule, { rule: level === "note" ? beginning(whole) : whole });
  const innocent = card.innocent.map((cause) => cause[context.language].replace(/[。.]$/, ""));
  if (innocent.length === 0) return small(rule);
  const causes = context.say(said.innocent, { causes: innocent.join(context.words.sentenceSeparator) });
  return small(context.say(said.explanation, { rule, causes }));
}

/** The first sentence: of what is only noted, the rule need not take more room than the note. */
function beginning(rule: string): string {
  return /^.*?(?:。|\.(?=\s|$))/s.exec(rule)?.[0] ?? rule;
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
    .filter((place) => place !== first);
  const rest = more(context, finding.at.length, MOST_PLACES).trim();
  const said = [...places, ...(rest === "" ? [] : [rest])];
  if (said.length === 0) return first;
  const where = said.join(" · ");
  return isShort(first + where) ? `${first}  ${where}` : [first, { text: where, style: "small" }];
}

/** Whether number and place stand on one line of their column. */
function isShort(text: string): boolean {
  return text.length <= 24 && /^[\x20-\x7e]*$/.test(text);
}

function more(context: ReportContext, count: number, most: number): string {
  return count <= most ? "" : ` ${context.say(context.words.positions.more, { count })}`;
}

function small(text: string | null): Block[] {
  return text === null ? [] : [{ type: "paragraph", text, small: true }];
}
