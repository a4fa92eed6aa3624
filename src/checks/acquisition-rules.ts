import type { CaseDeclared } from "../model/case.ts";

/** The questionnaire as answered; what is blank is absent. */
export type Answers = NonNullable<CaseDeclared["acquisition"]>;

/** N0 to N3. */
export const LEVELS = ["N0", "N1", "N2", "N3"] as const;

export type ReviewLevel = (typeof LEVELS)[number];

/** `reaches`: the level is at least this; `raises`: one more, to N3 at most; `listed`: it is only told. */
type Effect = { readonly reaches: ReviewLevel } | { readonly raises: 1 } | { readonly listed: true };

/** One row of the table. */
export interface ReviewRule {
  readonly id: string;
  readonly effect: Effect;
  /** A blank answer is none of the answers a rule names. */
  readonly holds: (answers: Answers) => boolean;
}

/** Answers after which the user of the account had said no before. */
const STOPPED: ReadonlySet<string> = new Set(["remoteLogout", "passwordChanged", "askedToStop"]);
/** Sensitive personal information. @source PIPL 28 as listed in law.md §4.3 Q13 */
const SENSITIVE: ReadonlySet<string> = new Set([
  "minors",
  "health",
  "finance",
  "location",
  "biometric",
  "religion",
  "specificIdentity",
]);
const OWN_SIDE: ReadonlySet<string> = new Set(["own", "clientAuthorised", "counterparty", "groupMember"]);
const BY_FORCE: ReadonlySet<string> = new Set(["otherPassword", "bypass", "monitor"]);

/** Questions of which Q02 asks whether the answer is that it is not known. */
const KEY_QUESTIONS = ["A1", "A2", "A5", "A7", "A8"] as const;

/** Key questions answered with “not known”. */
export function unknownAnswers(answers: Answers): string[] {
  return KEY_QUESTIONS.filter((key) => answers[key] === "unknown");
}

/** Q01 to Q15, row by row. @source law.md §4.3 */
export const REVIEW_RULES: readonly ReviewRule[] = [
  {
    id: "Q01",
    effect: { reaches: "N0" },
    holds: ({ A1, A2, A8, A17 }) =>
      OWN_SIDE.has(A1 ?? "") && A2 === "yes" && A8 === "normal" && A17?.answer === "limited",
  },
  { id: "Q02", effect: { reaches: "N1" }, holds: (answers) => unknownAnswers(answers).length > 0 },
  {
    id: "Q03",
    effect: { reaches: "N2" },
    holds: ({ A1, A5 }) => A1 === "otherPerson" && A5 !== "written" && A5 !== "inChat",
  },
  { id: "Q04", effect: { reaches: "N2" }, holds: ({ A2 }) => A2 === "no" },
  {
    id: "Q05",
    effect: { reaches: "N3" },
    holds: ({ A3, A5, accountKind }) =>
      A3 === "employer" && accountKind === "personal" && (A5 === "notAsked" || A5 === "refused"),
  },
  { id: "Q06", effect: { reaches: "N3" }, holds: ({ A1, A7 }) => STOPPED.has(A7 ?? "") && A1 !== "own" },
  {
    id: "Q07",
    effect: { reaches: "N3" },
    holds: ({ A8, A19 }) => BY_FORCE.has(A8 ?? "") || A19 === "covertDevice",
  },
  {
    id: "Q08",
    effect: { reaches: "N3" },
    holds: ({ A1, A5, A8 }) => A8 === "recovered" && A1 !== "own" && A5 !== "written",
  },
  { id: "Q09", effect: { raises: 1 }, holds: ({ A10 }) => A10 === "browsedThenFound" },
  { id: "Q10", effect: { reaches: "N3" }, holds: ({ A2, A11 }) => A11?.nature === "privateGroup" && A2 === "no" },
  { id: "Q11", effect: { raises: 1 }, holds: ({ A13 }) => A13?.answer === "availableUnused" },
  { id: "Q12", effect: { raises: 1 }, holds: ({ A17 }) => A17?.answer === "wholeAccount" },
  { id: "Q13", effect: { reaches: "N1" }, holds: ({ A15 = [] }) => A15.some((interest) => SENSITIVE.has(interest)) },
  { id: "Q14", effect: { reaches: "N2" }, holds: ({ A20 }) => A20 === "published" },
  { id: "Q15", effect: { listed: true }, holds: ({ A18 }) => A18?.answer === "yes" },
];

/** What the table says of a questionnaire. */
export interface Review {
  readonly level: ReviewLevel;
  readonly hits: readonly ReviewRule[];
}

/** Applies the table from its first row to its last: a row lifts the level to its own or by one, and none lowers it. */
export function reviewOf(answers: Answers): Review {
  const hits = REVIEW_RULES.filter(({ holds }) => holds(answers));
  const top = hits.reduce((level, { effect }) => after(level, effect), 0);
  return { level: LEVELS[top] ?? "N3", hits };
}

function after(level: number, effect: Effect): number {
  if ("reaches" in effect) return Math.max(level, LEVELS.indexOf(effect.reaches));
  return "raises" in effect ? Math.min(LEVELS.length - 1, level + effect.raises) : level;
}
