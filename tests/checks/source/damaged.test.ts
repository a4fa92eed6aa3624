import { describe, expect, test } from "vitest";
import { runChecks } from "../../../src/checks/run.ts";
import { damaged } from "../../../src/checks/source/damaged.ts";
import type { Yielded } from "../../../src/importers/importer.ts";
import type { NotTaken } from "../../../src/model/source.ts";
import { chatOf } from "../../support/chat.ts";
import { databaseFile } from "../../support/database-case.ts";
import { checkTester } from "../../support/check-tester.ts";

const repair = (code: string, row: number, path = "chat.json"): Yielded => ({
  type: "repair",
  at: { path, row },
  code,
  detail: "0xff",
});

checkTester(damaged, {
  quiet: [
    { name: "nothing had to be mended", chat: { messages: [{}] } },
    { name: "signs of a spreadsheet, which another check reports", chat: { yields: [repair("resaved-delimiter", 1)] } },
  ],
  finds: [
    {
      name: "undecodable bytes, all places of one export in one finding",
      chat: {
        yields: Array.from({ length: 1000 }, (_, row) =>
          repair("undecodable-bytes", row + 1, row < 3 ? "a.csv" : "b.csv"),
        ),
      },
      finds: [
        {
          word: "undecodable-bytes",
          level: "error",
          facts: { export: "s1", code: "undecodable-bytes", count: 1000, files: 2, path: "a.csv", detail: "0xff" },
        },
      ],
    },
    {
      name: "tables of a database that cannot be read, and what SQLite says of the file",
      chat: {
        export: {
          databases: [databaseFile({ integrity: ["Tree 14 page 14: btreeInitPage() returns error code 11", "x"] })],
        },
        yields: [repair("database-malformed", 1, "message_0.db")],
      },
      finds: [
        { word: "database-malformed", level: "error" },
        { word: "database-integrity", level: "error" },
      ],
    },
    {
      name: "each cause by itself, in the order of the file",
      chat: {
        yields: [repair("quote-closed-at-end", 3), repair("duplicate-key", 4), repair("quote-closed-at-end", 5)],
      },
      finds: [
        { word: "quote-closed-at-end", level: "error", facts: { count: 2 } },
        { word: "duplicate-key", level: "error", facts: { count: 1 } },
      ],
    },
    {
      name: "blank lines as a note and a deviation of another kind as a warning",
      chat: { yields: [repair("blank-lines", 2), repair("record-joined", 3), repair("mended-somehow", 4)] },
      finds: [
        { word: "blank-lines", level: "note", facts: { count: 1 } },
        { word: "record-joined", level: "warning", facts: { count: 1 } },
        { word: "repaired", level: "warning", facts: { code: "mended-somehow", count: 1 } },
      ],
    },
  ],
});

async function overNotTaken(notTaken: readonly NotTaken[]) {
  const { chat, source, dispose } = await chatOf({ messages: [{}] });
  try {
    const { outcomes } = await runChecks(chat, { ...source, notTaken }, [damaged]);
    return outcomes[0];
  } finally {
    dispose();
  }
}

describe("what was not taken from the source", () => {
  test.each([
    ["member-damaged", "error"],
    ["unreadable", "error"],
    ["member-encrypted", "warning"],
    ["member-unsupported", "warning"],
    ["name-collision", "warning"],
    ["unsafe-name", "warning"],
    ["symlink", "note"],
    ["special-file", "note"],
  ] as const)("is reported by its reason: %s as %s", async (reason, level) => {
    const left = (path: string): NotTaken => ({ path, nameHex: null, reason, detail: "CRC-32" });
    const outcome = await overNotTaken([left("a.zip!/1.jpg"), left("a.zip!/2.jpg")]);
    expect(outcome?.findings).toHaveLength(1);
    expect(outcome?.findings[0]).toMatchObject({
      word: reason,
      level,
      facts: { path: "a.zip!/1.jpg", count: 2, detail: "CRC-32" },
      at: [{ path: "a.zip!/1.jpg" }, { path: "a.zip!/2.jpg" }],
    });
    expect(outcome?.counts).toEqual({ files: 1, repairs: 0, notTaken: 2 });
  });

  test("tells bills that need a password from other members, with where the password is", async () => {
    const left = (path: string): NotTaken => ({ path, nameHex: null, reason: "member-encrypted", detail: "locked" });
    const outcome = await overNotTaken([left("a.zip!/1.txt"), left("微信支付账单(20250301-20250331).zip!/1.csv")]);
    expect(outcome?.findings.map(({ word, facts }) => [word, facts["path"], facts["count"]])).toEqual([
      ["bill-encrypted", "微信支付账单(20250301-20250331).zip!/1.csv", 1],
      ["member-encrypted", "a.zip!/1.txt", 1],
    ]);
  });

  test("shows the first places only, and counts them all", async () => {
    const links = Array.from({ length: 300 }, (_, index): NotTaken => {
      return { path: `link${index}`, nameHex: null, reason: "symlink", detail: "-> /etc" };
    });
    const outcome = await overNotTaken(links);
    expect(outcome?.findings[0]?.facts).toMatchObject({ count: 300 });
    expect(outcome?.findings[0]?.at).toHaveLength(20);
  });
});

describe("damaged", () => {
  test("does not quote the file where conversations were left out", async () => {
    const { chat, source, dispose } = await chatOf({ messages: [{}], yields: [repair("undecodable-bytes", 1)] });
    try {
      const conversations = chat.conversations.map((conversation) => ({ ...conversation, selected: false }));
      const left = Object.create(chat, { conversations: { value: conversations } }) as typeof chat;
      const { outcomes } = await runChecks(left, source, [damaged]);
      expect(outcomes[0]?.findings[0]?.facts).toEqual({
        export: "s1",
        code: "undecodable-bytes",
        count: 1,
        files: 1,
        path: "chat.json",
      });
    } finally {
      dispose();
    }
  });
});
