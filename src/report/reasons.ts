import type { IdGrade } from "../model/chat.ts";
import { LONGEST, type ReportContext } from "./context.ts";

/**
 * Why a check did not speak, in words: `signal:…`, `grade:…` and `provenance:…` codes name prerequisites, `crashed: …` a fault
 * of ours; anything else is a check's own reason and printed as it stands.
 */
export function reasonText(context: ReportContext, reason: string | null): string {
  return reasonsText(context, [reason]);
}

/** Several reasons as one, in their order: what is missing is named once, whichever of them asked for it. */
export function reasonsText(context: ReportContext, reasons: readonly (string | null)[]): string {
  const { words } = context;
  const codes = reasons.flatMap((reason) => (hasPrerequisites(reason) ? reason.split(" ") : []));
  const named = (kind: string): string[] => {
    const prefix = `${kind}:`;
    return [...new Set(codes.filter((code) => code.startsWith(prefix)).map((code) => code.slice(prefix.length)))];
  };
  const signals = named("signal");
  const said: string[] = [];
  if (signals.length > 0)
    said.push(context.say(words.checks.reasonSignals, { signals: signalNames(context, signals) }));
  for (const grade of named("grade"))
    said.push(context.say(words.checks.reasonGrade, { grade: gradeName(context, grade) }));
  const provenances: Readonly<Record<string, string>> = words.checks.reasonProvenance;
  said.push(...named("provenance").map((made) => provenances[made] ?? made));
  const own = reasons.filter((reason) => !hasPrerequisites(reason)).map((reason) => ownReason(context, reason));
  return [...new Set([...said, ...own])].join(words.sentenceSeparator);
}

/** Most missing signals named in the short form. */
const MOST_SIGNALS = 4;

/**
 * The reasons in short, for a page with little room: the grade of the numbering and the first missing signals, a check's
 * own reason only where there is nothing else.
 */
export function mainReasons(context: ReportContext, reasons: readonly (string | null)[]): string {
  const { words } = context;
  const codes = reasons.flatMap((reason) => (hasPrerequisites(reason) ? reason.split(" ") : []));
  const signals = [...new Set(codes.filter((code) => code.startsWith("signal:")))];
  const others = [...new Set(codes.filter((code) => !code.startsWith("signal:")))];
  if (codes.length === 0) return reasonsText(context, reasons.slice(0, 2));
  const said = others.map((code) => reasonText(context, code));
  if (signals.length > 0) {
    const named = reasonText(context, signals.slice(0, MOST_SIGNALS).join(" "));
    const rest = signals.length > MOST_SIGNALS ? words.checks.reasonsRest : "";
    said.push(named + rest);
  }
  return said.join(words.sentenceSeparator);
}

function hasPrerequisites(reason: string | null): reason is string {
  if (reason === null || reason.startsWith("crashed")) return false;
  return reason.split(" ").some((code) => /^(?:signal|grade|provenance):/.test(code));
}

function ownReason(context: ReportContext, reason: string | null): string {
  const { checks, notStated } = context.words;
  if (reason === null) return notStated;
  if (reason.startsWith("crashed")) return checks.reasonCrashed;
  const names: Readonly<Record<string, string>> = checks.reasonCodes;
  return names[reason] ?? context.clip(reason, LONGEST.path);
}

function signalNames(context: ReportContext, signals: readonly string[]): string {
  const names: Readonly<Record<string, string>> = context.words.checks.signals;
  return context.list(signals.map((signal) => names[signal] ?? signal));
}

function gradeName(context: ReportContext, grade: string): string {
  const grades = context.words.checks.idGrades;
  return grade in grades ? grades[grade as IdGrade] : grade;
}
