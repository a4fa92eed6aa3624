import { describe, expect, test } from "vitest";
import { reviewOf, REVIEW_RULES, type Answers } from "../../src/checks/acquisition-rules.ts";

const of = (answers: Answers) => {
  const { level, hits } = reviewOf(answers);
  return `${level} ${hits.map(({ id }) => id).join(" ")}`.trim();
};
const OWN: Answers = { A1: "own", A2: "yes", A8: "normal", A17: { answer: "limited" } };

describe("the rules Q01–Q15, one by one", () => {
  test("are fifteen, in order", () => {
    expect(REVIEW_RULES.map(({ id }) => id)).toEqual(
      Array.from({ length: 15 }, (_, index) => `Q${String(index + 1).padStart(2, "0")}`),
    );
  });

  test.each<[string, Answers]>([
    ["N0", {}],
    ["N0 Q01", OWN],
    ["N0 Q01", { ...OWN, A1: "clientAuthorised" }],
    ["N0 Q01", { ...OWN, A1: "counterparty" }],
    ["N0 Q01", { ...OWN, A1: "groupMember" }],
    ["N0", { ...OWN, A1: "enterprise" }],
    ["N0", { ...OWN, A2: "former" }],
    ["N1 Q02", { A1: "unknown" }],
    ["N1 Q02", { A7: "unknown" }],
    ["N0", { A19: "unknown" }],
    ["N2 Q03", { A1: "otherPerson" }],
    ["N2 Q03", { A1: "otherPerson", A5: "oral" }],
    ["N0", { A1: "otherPerson", A5: "inChat" }],
    ["N0", { A1: "otherPerson", A5: "written" }],
    ["N2 Q04", { A2: "no" }],
    ["N3 Q05", { A3: "employer", accountKind: "personal", A5: "refused" }],
    ["N3 Q05", { A3: "employer", accountKind: "personal", A5: "notAsked" }],
    ["N0", { A3: "employer", accountKind: "work", A5: "notAsked" }],
    ["N0", { A3: "employer", accountKind: "personal", A5: "written" }],
    ["N3 Q06", { A1: "clientAuthorised", A7: "remoteLogout" }],
    ["N3 Q06", { A1: "clientAuthorised", A7: "passwordChanged" }],
    ["N3 Q06", { A1: "clientAuthorised", A7: "askedToStop" }],
    ["N0", { A1: "own", A7: "remoteLogout" }],
    ["N0", { A1: "clientAuthorised", A7: "accountClosed" }],
    ["N3 Q07", { A8: "bypass" }],
    ["N3 Q07", { A8: "otherPassword" }],
    ["N3 Q07", { A8: "monitor" }],
    ["N3 Q07", { A19: "covertDevice" }],
    ["N0", { A19: "privatePlace" }],
    ["N3 Q08", { A8: "recovered", A1: "clientAuthorised", A5: "oral" }],
    ["N0", { A8: "recovered", A1: "own" }],
    ["N0", { A8: "recovered", A1: "clientAuthorised", A5: "written" }],
    ["N1 Q09", { A10: "browsedThenFound" }],
    ["N3 Q04 Q10", { A2: "no", A11: { nature: "privateGroup" } }],
    ["N0", { A2: "yes", A11: { nature: "privateGroup" } }],
    ["N1 Q11", { A13: { answer: "availableUnused" } }],
    ["N1 Q12", { A17: { answer: "wholeAccount" } }],
    ["N1 Q13", { A15: ["tradeSecret", "health"] }],
    ["N0", { A15: ["privateInformation", "correspondence"] }],
    ["N2 Q14", { A20: "published" }],
    ["N0", { A20: "counselAndCourt" }],
    ["N0 Q15", { A18: { answer: "yes" } }],
  ])("%s of %j", (expected, answers) => {
    expect(of(answers)).toBe(expected);
  });
});

describe("levels together", () => {
  test("raise by one each, and to N3 at most", () => {
    const raised: Answers = {
      A10: "browsedThenFound",
      A13: { answer: "availableUnused" },
      A17: { answer: "wholeAccount" },
    };
    expect(of(raised)).toBe("N3 Q09 Q11 Q12");
    expect(of({ ...raised, A2: "no" })).toBe("N3 Q04 Q09 Q11 Q12");
    expect(of({ A2: "no", A10: "browsedThenFound" })).toBe("N3 Q04 Q09");
  });

  test("are lifted by a floor only where they lie below it, and lowered by nothing", () => {
    expect(of({ A10: "browsedThenFound", A15: ["minors"] })).toBe("N1 Q09 Q13");
    expect(of({ A2: "no", A15: ["minors"], A18: { answer: "yes" } })).toBe("N2 Q04 Q13 Q15");
    expect(of({ ...OWN, A20: "published" })).toBe("N2 Q01 Q14");
  });
});
