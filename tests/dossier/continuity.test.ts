import { describe, expect, test } from "vitest";
import { continuityOf } from "../../src/dossier/continuity.ts";
import type { Conversation } from "../../src/model/chat.ts";
import type { Finding, Outcome, OutcomeWord } from "../../src/model/finding.ts";

const conversation = { id: "c1" } as Conversation;
const gap = { ids: new Set(["ids", "witness"]), numbering: new Set(["ids"]) };
const finding = (level: Finding["level"]): Finding => ({
  word: "w",
  level,
  strength: "B",
  facts: {},
  at: [],
  messages: [],
});

function outcome(check: string, word: OutcomeWord, findings: Finding[] = []): Outcome {
  return { check, version: 1, source: "s1", conversation: "c1", outcome: word, reason: word === "not-applicable" ? "grade:renumbered" : null, level: null, strength: null, counts: {}, options: {}, findings }; // prettier-ignore
}

describe("the continuity word", () => {
  test("numbering tested and nothing found", () => {
    const made = continuityOf(
      conversation,
      [outcome("ids", "nothing-found"), outcome("witness", "nothing-found")],
      gap,
    );
    expect(made).toEqual({ word: "no-gap-found", checksMade: ["ids", "witness"], notPossible: [] });
  });

  test("numbering tested, and holes of a shared numbering that may be this conversation's", () => {
    const open = new Map([["ids", new Set(["w"])]]);
    const made = continuityOf(conversation, [outcome("ids", "found", [finding("note")])], { ...gap, open });
    expect(made.word).toBe("not-assessable");
    expect(continuityOf(conversation, [outcome("ids", "found", [finding("note")])], gap).word).toBe("no-gap-found");
  });

  test("renumbered ids are never said to be without a gap, however clean the witnesses", () => {
    const made = continuityOf(
      conversation,
      [outcome("ids", "not-applicable"), outcome("witness", "nothing-found")],
      gap,
    );
    expect(made).toEqual({
      word: "not-assessable",
      checksMade: ["witness"],
      notPossible: [{ check: "ids", reason: "grade:renumbered" }],
    });
  });

  test("a gap by any check is a gap", () => {
    const made = continuityOf(
      conversation,
      [outcome("ids", "not-applicable"), outcome("witness", "found", [finding("warning")])],
      gap,
    );
    expect(made.word).toBe("gap-found");
  });

  test("a note is not a gap", () => {
    const made = continuityOf(conversation, [outcome("ids", "found", [finding("note")])], gap);
    expect(made.word).toBe("no-gap-found");
  });

  test("a check that crashed does not count as made", () => {
    expect(continuityOf(conversation, [outcome("ids", "undetermined")], gap).word).toBe("not-assessable");
  });

  test("other checks and other conversations have no say", () => {
    const elsewhere = { ...outcome("ids", "found", [finding("error")]), conversation: "c2" };
    expect(continuityOf(conversation, [elsewhere, outcome("other", "found", [finding("error")])], gap).word).toBe(
      "not-assessable",
    );
  });
});
