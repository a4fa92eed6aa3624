import { expect, test } from "vitest";
import { withhold } from "../../src/dossier/withheld.ts";
import type { Outcome } from "../../src/model/finding.ts";

const INTERNAL = new Set(["acquisition/review"]);
const none: Outcome = {
  check: "acquisition/review", version: 1, source: null, conversation: null, outcome: "not-applicable",
  reason: "no-case-file", level: null, strength: null, counts: {}, options: {}, findings: [],
}; // prettier-ignore
const found: Outcome = {
  ...none, outcome: "found", reason: null, level: "warning", strength: "D", counts: { answered: 9, rules: 3 },
  findings: [{ word: "N3", level: "warning", strength: "D", facts: { answered: 9 }, at: [], messages: [] }],
}; // prettier-ignore
const crashed: Outcome = { ...none, outcome: "undetermined", reason: "crashed: x" };
const other: Outcome = { ...found, check: "custody/chain" };

test("what is told of an internal outcome is the same whatever it said", () => {
  const told = [none, found, crashed].map((outcome) =>
    withhold([outcome], INTERNAL, { acquisitionReport: "internal" }),
  );
  expect(new Set(told.map(({ outcomes }) => JSON.stringify(outcomes))).size).toBe(1);
  expect(told[1]?.outcomes).toMatchObject([{ outcome: "not-applicable", reason: "internal-review", findings: [] }]);
  expect(told.map(({ withheld }) => withheld)).toEqual([[none], [found], [crashed]]);
});

test("other outcomes are told, and all of them where the court copy asks", () => {
  expect(withhold([other, found], INTERNAL, { acquisitionReport: "internal" }).outcomes[0]).toBe(other);
  expect(withhold([other, found], INTERNAL, { acquisitionReport: "court" })).toEqual({
    outcomes: [other, found],
    withheld: [],
  });
});
