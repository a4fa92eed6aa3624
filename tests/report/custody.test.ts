import { expect, test } from "vitest";
import { canonicalJson } from "../../src/base/canonical-json.ts";
import { sha256 } from "../../src/base/digest.ts";
import type { CaseDeclared } from "../../src/model/case.ts";
import { custodyLine } from "../../src/model/shapes/custody.ts";
import { custodyLines } from "../../src/report/record/custody.ts";
import { memorySource } from "../support/memory-source.ts";
import { sampleDossier } from "./sample.ts";

function linesOf(custody: CaseDeclared["custody"]) {
  const declared = custody === undefined ? {} : { custody };
  const caseFile = { name: "evidence.case.yaml", sha256: "", declared, enclosures: [] };
  const text = custodyLines({ ...sampleDossier(), caseFile }, memorySource({ "a.csv": "x" }));
  return text.trimEnd().split("\n").map((line) => custodyLine.parse(JSON.parse(line)));
} // prettier-ignore

test("events typed stand before those the tool makes, as typed and in their order", () => {
  const lines = linesOf([
    { itemId: "D1", action: "transferred", at: "2026-03-02", to: { name: "沈律师" } },
    { itemId: "D1", action: "sealed", at: "2026-03-01" },
  ]);
  expect(lines.map(({ seq, action }) => [seq, action])).toEqual([[1, "declared"], [2, "declared"], [3, "received"], [4, "packed"]]); // prettier-ignore
  expect(lines[1]).toMatchObject({ event: { itemId: "D1", action: "sealed", at: "2026-03-01" } });
});

test("each line carries the digest of the one before, so that none can be changed or taken out unseen", () => {
  const lines = linesOf([{ itemId: "D1", action: "opened" }]);
  let previous = "0".repeat(64);
  for (const { entryHash, ...line } of lines) {
    expect(line.prevHash).toBe(previous);
    expect(entryHash).toBe(sha256(canonicalJson(line)));
    previous = entryHash;
  }
});

test("another event typed changes every line after it", () => {
  const [one, other] = [linesOf([{ itemId: "D1", action: "opened" }]), linesOf([{ itemId: "D2", action: "opened" }])];
  expect(one.map(({ entryHash }, index) => entryHash === other[index]?.entryHash)).toEqual([false, false, false]);
});
