import type { IdGrade } from "../model/chat.ts";
import { LONGEST, type ReportContext } from "./context.ts";

/**
 * Why a check did not speak, in words: `signal:…`, `grade:…` and `provenance:…` codes name prerequisites, `crashed: …` a fault
 * of ours; anything else is a check's own reason and printed as it stands.
 */
export function reasonText(context: ReportContext, reason: string | null): string {
  const { words } = context;
  if (reason === null) return words.notStated;
  if (reason.startsWith("crashed")) return words.checks.reasonCrashed;
  const codes = reason.split(" ");
  const signals = codes.filter((code) => code.startsWith("signal:")).map((code) => code.slice("signal:".length));
  const grade = codes.find((code) => code.startsWith("grade:"))?.slice("grade:".length);
  const made = codes.find((code) => code.startsWith("provenance:"))?.slice("provenance:".length);
  if (signals.length === 0 && grade === undefined && made === undefined) {
    const names: Readonly<Record<string, string>> = words.checks.reasonCodes;
    return names[reason] ?? context.clip(reason, LONGEST.path);
  }
  const said: string[] = [];
  if (signals.length > 0)
    said.push(context.say(words.checks.reasonSignals, { signals: signalNames(context, signals) }));
  if (grade !== undefined) said.push(context.say(words.checks.reasonGrade, { grade: gradeName(context, grade) }));
  const provenances: Readonly<Record<string, string>> = words.checks.reasonProvenance;
  if (made !== undefined) said.push(provenances[made] ?? made);
  return said.join(words.sentenceSeparator);
}

function signalNames(context: ReportContext, signals: readonly string[]): string {
  const names: Readonly<Record<string, string>> = context.words.checks.signals;
  return context.list(signals.map((signal) => names[signal] ?? signal));
}

function gradeName(context: ReportContext, grade: string): string {
  const grades = context.words.checks.idGrades;
  return grade in grades ? grades[grade as IdGrade] : grade;
}
