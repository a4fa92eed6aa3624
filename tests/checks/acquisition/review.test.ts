import { expect, test } from "vitest";
import { acquisitionReview } from "../../../src/checks/acquisition/review.ts";
import { REVIEW_RULES } from "../../../src/checks/acquisition-rules.ts";
import type { CaseDeclared } from "../../../src/model/case.ts";
import { checkTester, outcomesOf } from "../../support/check-tester.ts";

/** A record read on an employee's computer at the office, after the employee had logged out from his phone. */
const REMOTE_LOGOUT: NonNullable<CaseDeclared["acquisition"]> = {
  A1: "otherPerson", A2: "no", A3: "employer", A4: "repossessed", A5: "notAsked", A7: "remoteLogout",
  A8: "offlineLocal", A9: "SCREEN_RECORDING", A10: "browsedThenFound", A11: { nature: "privateGroup", members: 5 },
  A12: "yes", A13: { answer: "hardlyAny" }, accountKind: "personal",
}; // prettier-ignore

checkTester(acquisitionReview, {
  quiet: [
    { name: "no case file", chat: {}, outcome: "not-applicable" },
    { name: "a blank questionnaire", chat: { declared: { acquisition: {} } }, outcome: "not-applicable" },
    {
      name: "only the nature of the account, which no question asks",
      chat: { declared: { acquisition: { accountKind: "work" } } },
      outcome: "not-applicable",
    },
  ],
  finds: [
    {
      name: "own account, ordinary login, limited scope: no hint, and the rule that says so",
      chat: { declared: { acquisition: { A1: "own", A2: "yes", A8: "normal", A17: { answer: "limited" } } } },
      finds: [
        { word: "N0", level: "note", facts: { answered: 4, asked: 20, rules: 1 } },
        { word: "Q01", level: "note" },
      ],
    },
    {
      name: "answers that are not known",
      chat: { declared: { acquisition: { A1: "unknown", A5: "unknown" } } },
      finds: [{ word: "N1" }, { word: "Q02", facts: { questions: "A1, A5" } }],
    },
    {
      name: "a record read on an employee's computer after remote logout",
      chat: { declared: { acquisition: REMOTE_LOGOUT } },
      finds: [
        { word: "N3", level: "warning", facts: { answered: 12 } },
        { word: "Q03", level: "warning" },
        { word: "Q04", level: "warning" },
        { word: "Q05", level: "warning" },
        { word: "Q06", level: "warning" },
        { word: "Q09", level: "note" },
        { word: "Q10", level: "warning" },
      ],
    },
  ],
});

test("every rule has its sentence", () => {
  expect(Object.keys(acquisitionReview.words)).toEqual(["N0", "N1", "N2", "N3", ...REVIEW_RULES.map(({ id }) => id)]);
});

test("says where in the case file the answers stand", async () => {
  const [outcome] = await outcomesOf(acquisitionReview, { declared: { acquisition: { A2: "no" } } });
  expect(outcome?.findings.map(({ at }) => at)).toEqual([
    [{ path: "evidence.case.yaml", pointer: "/acquisition" }],
    [{ path: "evidence.case.yaml", pointer: "/acquisition" }],
  ]);
});
