import { fillSentence } from "../base/sentence.ts";
import { CHECK_CARDS } from "../catalog.ts";
import type { Dossier } from "../model/dossier.ts";
import type { Finding, Level } from "../model/finding.ts";
import type { FailOn } from "./config.ts";
import { printable, say, type Terminal } from "./terminal.ts";

const RANK: Record<Level, number> = { note: 1, warning: 2, error: 3 };
const SHOWN = 8;

/** True when a finding is at or above the level that makes the exit code 1. */
export function reaches(dossier: Dossier, failOn: FailOn): boolean {
  if (failOn === "never") return false;
  return dossier.outcomes.some(({ findings }) => findings.some(({ level }) => RANK[level] >= RANK[failOn]));
}

/** The gravest findings, one line each; the rest stands in the report. */
export function gravest(terminal: Terminal, dossier: Dossier): string {
  const { language, paint } = terminal;
  const labels = {
    error: say(terminal, { zh: "错误", en: "error" }),
    warning: say(terminal, { zh: "警告", en: "warning" }),
  };
  const saying = { language, timeZone: dossier.settings.timeZone };
  const all = dossier.outcomes.flatMap((outcome) => outcome.findings.map((finding) => ({ outcome, finding })));
  const grave = all
    .filter(({ finding }) => finding.level !== "note")
    .sort((a, b) => RANK[b.finding.level] - RANK[a.finding.level]);
  const lines = grave.slice(0, SHOWN).map(({ outcome, finding }) => {
    const label = finding.level === "error" ? paint.red(labels.error) : paint.yellow(labels.warning);
    const place = placeOf(outcome.conversation, finding);
    return `  ${label}  ${place}${printable(sentence(outcome.check, finding, saying))}  ${paint.dim(outcome.check)}`;
  });
  const rest = grave.length - lines.length;
  if (rest > 0)
    lines.push(
      say(terminal, {
        zh: `  另有 ${rest} 项，见报告第 7 节。`,
        en: `  and ${rest} more: see chapter 7 of the report.`,
      }),
    );
  return lines.join("\n");
}

function placeOf(conversation: string | null, finding: Finding): string {
  const [seq] = finding.messages;
  if (conversation === null) return "";
  return seq === undefined ? `${conversation}  ` : `${conversation}-${seq}  `;
}

/** A finding in the words of its check. */
export function sentence(check: string, finding: Finding, saying: Parameters<typeof fillSentence>[2]): string {
  const template = CHECK_CARDS.find((card) => card.id === check)?.words[finding.word]?.[saying.language];
  return template === undefined ? finding.word : fillSentence(template, finding.facts, saying);
}
