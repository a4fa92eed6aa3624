import { breathe } from "../base/breath.ts";
import type { CaseFile } from "../model/case.ts";
import type { Chat, Conversation, Export } from "../model/chat.ts";
import type { Finding, Level, Outcome, OutcomeWord, Strength } from "../model/finding.ts";
import type { Source } from "../model/source.ts";
import type { Check, CheckCard, Found, IdJudgement, Run, SourceContext } from "./check.ts";
import { judgeIds } from "./grade.ts";
import { CHECKS } from "./index.ts";

const LEVELS: readonly Level[] = ["note", "warning", "error"];
const STRENGTHS: readonly Strength[] = ["D", "C", "B", "A"];

/** What the checking stage hands on. */
export interface Checked {
  /** In order of the check list, then of export or conversation. */
  readonly outcomes: readonly Outcome[];
  /** By conversation id. */
  readonly judgements: ReadonlyMap<string, IdJudgement>;
}

/** What every check is given. */
type Given = Pick<SourceContext, "chat" | "source" | "caseFile" | "timeZone">;

/** Runs every check on everything selected; each leaves an outcome, also when it could not run. */
export async function runChecks(
  chat: Chat,
  source: Source,
  checks: readonly Check[] = CHECKS,
  signal?: AbortSignal,
  caseFile: CaseFile | null = null,
  timeZone = "Asia/Shanghai",
): Promise<Checked> {
  const judgements = new Map<string, IdJudgement>();
  const given = { chat, source, caseFile, timeZone };
  const selected = chat.conversations.filter((conversation) => conversation.selected);
  for (const conversation of selected) {
    judgements.set(conversation.id, judgeIds(chat, exportOf(chat, conversation), conversation));
  }
  const outcomes: Outcome[] = [];
  for (const check of checks) {
    await breathe(signal);
    outcomes.push(...(await outcomesOf(check, given, selected, judgements)));
  }
  return { outcomes, judgements };
}

function exportOf(chat: Chat, conversation: Conversation): Export {
  const found = chat.exports.find((candidate) => candidate.id === conversation.source);
  if (!found) throw new RangeError(`conversation ${conversation.id} has no export`);
  return found;
}

async function outcomesOf(
  check: Check,
  given: Given,
  selected: readonly Conversation[],
  judgements: ReadonlyMap<string, IdJudgement>,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const { options } = check;
  if (check.scope === "source") {
    return [await outcome(check, null, null, null, () => check.run({ ...given, options }))];
  }
  const { chat } = given;
  if (check.scope === "export") {
    for (const of of chat.exports) {
      const conversations = selected.filter((conversation) => conversation.source === of.id);
      const context = { ...given, export: of, conversations, judgements, options };
      outcomes.push(await outcome(check, of, null, unmet(check, of, null), () => check.run(context)));
    }
    return outcomes;
  }
  for (const conversation of selected) {
    const of = exportOf(chat, conversation);
    const judgement = judgements.get(conversation.id) ?? judgeIds(chat, of, conversation);
    const context = { ...given, export: of, conversation, judgement, options };
    outcomes.push(await outcome(check, of, conversation, unmet(check, of, judgement), () => check.run(context)));
  }
  return outcomes;
}

/** The prerequisites a source does not meet, as `signal:…`, `grade:…` and `provenance:…` codes; null when all are met. */
function unmet(check: CheckCard, of: Export, judgement: IdJudgement | null): string | null {
  const missing = check.needs.filter((signal) => !of.provides.includes(signal)).map((signal) => `signal:${signal}`);
  const { needsGrade } = check;
  if (needsGrade && judgement && !needsGrade.includes(judgement.idGrade)) missing.push(gradeUnmet(of, judgement));
  return missing.length > 0 ? missing.join(" ") : null;
}

/** In a copy that software has worked on, the numbering is void for that reason and not for the format's. */
function gradeUnmet({ provenance }: Export, { idGrade }: IdJudgement): string {
  const isCopy = provenance?.class === "processed-copy" || provenance?.class === "rebuilt-copy";
  return isCopy && idGrade === "renumbered" ? `provenance:${provenance.class}` : `grade:${idGrade}`;
}

async function outcome(
  check: CheckCard,
  of: Export | null,
  conversation: Conversation | null,
  missing: string | null,
  start: () => Run,
): Promise<Outcome> {
  const place = {
    check: check.id,
    version: check.version,
    source: of?.id ?? null,
    conversation: conversation?.id ?? null,
  };
  const base = { ...place, level: null, strength: null, counts: {}, options: check.options, findings: [] };
  if (missing !== null) return { ...base, outcome: "not-applicable", reason: missing };
  try {
    const { findings, result } = await drain(check, start());
    if ("notApplicable" in result) return { ...base, outcome: "not-applicable", reason: result.notApplicable };
    const word: OutcomeWord = findings.length > 0 ? "found" : "nothing-found";
    const level = highest(LEVELS, findings.map((finding) => finding.level)); // prettier-ignore
    const strength = highest(STRENGTHS, findings.map((finding) => finding.strength)); // prettier-ignore
    return { ...base, outcome: word, reason: null, level, strength, counts: result.counts, findings };
  } catch (error) {
    // A crash is ours, but the other checks still have their say and this one must not pass for silence.
    return {
      ...base,
      outcome: "undetermined",
      reason: `crashed: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

async function drain(check: CheckCard, run: Run) {
  const findings: Finding[] = [];
  for (;;) {
    const step = await run.next();
    if (step.done === true) return { findings, result: step.value };
    findings.push(finding(check, step.value));
  }
}

function finding(check: CheckCard, found: Found): Finding {
  if (!(found.word in check.words)) throw new RangeError(`${check.id} has no sentence for "${found.word}"`);
  return {
    word: found.word,
    level: found.level ?? check.level,
    strength: found.strength ?? check.strength,
    facts: found.facts,
    at: found.at,
    messages: found.messages ?? [],
  };
}

function highest<Rank>(order: readonly Rank[], values: readonly Rank[]): Rank | null {
  return values.reduce<Rank | null>(
    (top, v) => (top === null || order.indexOf(v) > order.indexOf(top) ? v : top),
    null,
  );
}
