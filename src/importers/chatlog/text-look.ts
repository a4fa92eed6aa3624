import { headOf, timeForm } from "./text-head.ts";

const LINES_TRIED = 200;
const FITTING_SHARE = 0.95;
const ACCOUNT = /^(?:我|系统消息|wxid_[\w-]+|gh_\w+|[\w.-]+@[\w.]+|[A-Za-z][\w-]{5,19})$/;

/**
 * Whether a text is an answer of the server: its first line is a head with an account in it, and nearly all lines behind
 * a blank one that end in a time of the same form are heads too.
 *
 * @source documented: export-formats.md §10 (7)
 */
export function looksLikeText(text: string): boolean {
  const lines = text.split(/\r?\n/, LINES_TRIED);
  const first = headOf(lines[0] ?? "");
  if (first === null || !ACCOUNT.test(first.id)) return false;
  const candidates = lines.filter((line, at) => (at === 0 || lines[at - 1] === "") && timeForm(line) === first.form);
  const fitting = candidates.filter((line) => headOf(line) !== null);
  return fitting.length >= FITTING_SHARE * candidates.length;
}
