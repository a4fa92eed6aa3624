import { describe, expect, test } from "vitest";
import type { EvidenceError } from "../../src/base/errors.ts";
import { Scratch } from "../../src/base/scratch.ts";
import { detect } from "../../src/importers/detect.ts";
import { importSource } from "../../src/importers/import.ts";
import type { Claim, ClaimStrength, Importer, StatedAttachment, Yielded } from "../../src/importers/importer.ts";
import { chatOf } from "../support/chat.ts";
import { memorySource } from "../support/memory-source.ts";
import { settingsOf } from "../support/settings.ts";

function claiming(id: string, strength: ClaimStrength, entries: readonly string[]): Importer {
  return {
    id,
    title: { zh: id, en: id },
    about: { zh: id, en: id },
    detect: () =>
      entries.map((entry): Claim => ({
        importer: id,
        entry,
        strength,
        basis: { zh: `${id}的依据`, en: `basis of ${id}` },
      })),
    read: () => [],
  };
}

describe("detection", () => {
  const source = memorySource({ "a.json": "{}", "b.csv": "x" });

  test("the stronger claim wins", async () => {
    const claims = await detect(
      source,
      [claiming("weak", "structure", ["a.json"]), claiming("strong", "signature", ["a.json"])],
      null,
    );
    expect(claims.map(({ importer }) => importer)).toEqual(["strong"]);
  });

  test("two equal claims are an error that names both and the way out", async () => {
    const asking = detect(
      source,
      [claiming("one", "signature", ["a.json"]), claiming("two", "signature", ["a.json"])],
      null,
    );
    await expect(asking).rejects.toMatchObject({
      code: "SOURCE_AMBIGUOUS",
      facts: { path: "a.json", a: "one", b: "two" },
    });
    await expect(asking).rejects.toThrow(/one .*basis of one.* two .*basis of two/);
  });

  test("--as settles a tie", async () => {
    const importers = [claiming("one", "signature", ["a.json"]), claiming("two", "signature", ["a.json"])];
    expect((await detect(source, importers, "two")).map(({ importer }) => importer)).toEqual(["two"]);
  });

  test("several exports are several claims, in order of their files", async () => {
    const claims = await detect(
      source,
      [claiming("csv", "structure", ["b.csv"]), claiming("json", "signature", ["a.json"])],
      null,
    );
    expect(claims.map(({ entry }) => entry)).toEqual(["a.json", "b.csv"]);
  });

  test("a name alone is not enough", async () => {
    await expect(detect(source, [claiming("one", "name", ["a.json"])], null)).rejects.toMatchObject({
      code: "SOURCE_NAME_ONLY",
    });
    expect(await detect(source, [claiming("one", "name", ["a.json"])], "one")).toHaveLength(1);
  });

  test("nobody's format is an error that shows what was seen", async () => {
    await expect(detect(source, [claiming("one", "name", [])], null)).rejects.toThrow(/a\.json, b\.csv/);
  });

  test("--as with a name that does not exist lists those that do", async () => {
    const asking = detect(source, [claiming("one", "name", [])], "nope");
    await expect(asking).rejects.toMatchObject({ code: "IMPORTER_UNKNOWN", hint: { en: "--as takes one of: one" } });
  });
});

describe("attachments", () => {
  const stated = (different: Partial<StatedAttachment>): StatedAttachment => ({
    role: "main", statedPath: null, remoteUrl: null, name: null, claimedMd5: null, claimedSizeBytes: null,
    claimedDurationMs: null, candidates: [], ...different,
  }); // prettier-ignore

  async function states(attachments: readonly StatedAttachment[], files: Record<string, string>) {
    const { chat, dispose } = await chatOf({ files, messages: [{ kind: "image", attachments }] });
    const found = chat.message("c1", 1).attachments.map(({ state, file, match }) => ({ state, file, match }));
    dispose();
    return found;
  }

  test.each([
    [
      "the stated path",
      { candidates: ["images/a.jpg"] },
      { state: "present", file: "images/a.jpg", match: "stated-path" },
    ],
    [
      "the stated path in another case",
      { candidates: ["Images/A.JPG"] },
      { state: "present", file: "images/a.jpg", match: "stated-path" },
    ],
    ["the name elsewhere", { candidates: ["old/a.jpg"] }, { state: "present", file: "images/a.jpg", match: "name" }],
    [
      "two files of that name with other contents",
      { candidates: ["x/b.jpg"] },
      { state: "ambiguous", file: null, match: null },
    ],
    [
      "two equal files of that name",
      { candidates: ["x/c.jpg"] },
      { state: "present", file: "one/c.jpg", match: "name" },
    ],
    ["nothing of that name", { candidates: ["images/z.jpg"] }, { state: "missing", file: null, match: null }],
    ["only an address", { remoteUrl: "https://example.invalid/x" }, { state: "remote-only", file: null, match: null }],
    ["media the format leaves out", { notExported: true }, { state: "not-exported", file: null, match: null }],
  ] as const)("%s", async (_name, attachment, expected) => {
    const files = { "images/a.jpg": "a", "one/b.jpg": "1", "two/b.jpg": "2", "one/c.jpg": "c", "two/c.jpg": "c" };
    expect(await states([stated(attachment)], files)).toEqual([expected]);
  });

  test("a picture of which only the thumbnail is there", async () => {
    const both = [stated({ candidates: ["a.jpg"] }), stated({ role: "thumbnail", candidates: ["a_t.jpg"] })];
    expect((await states(both, { "a_t.jpg": "t" })).map(({ state }) => state)).toEqual(["thumbnail-only", "present"]);
  });
});

const twoChats: readonly Yielded[] = [
  {
    type: "export",
    facts: {
      variant: null, claimedTool: null, claimedVersion: null, exportedAt: null, exportedAtText: null, owner: null,
      ownerBasis: null, statedRange: null, localIdOrigin: "none", serverIdOrigin: "none", provides: [], encoding: "utf-8",
    },
  }, // prettier-ignore
  ...["恒昌郭总", "南屏供货群"].map((title): Yielded => ({
    type: "conversation",
    facts: { key: title, type: "private", talker: title, title, statedMessageCount: null, statedLastMessageAt: null, members: [] },
  })), // prettier-ignore
];

describe("the record of an import", () => {
  test("counts, names and times come from what was read", async () => {
    const { chat, dispose } = await chatOf({
      messages: [
        { senderName: "王经理" },
        { senderName: "老王" },
        { direction: "system", sender: null, text: "以上是打招呼的内容" },
      ],
      yields: [
        { type: "skipped", conversation: "k", at: { path: "chat.json", row: 4 }, reason: "malformed-json", raw: "{" },
      ],
    });
    expect(chat.conversations).toMatchObject([{ id: "c1", messageCount: 3, skippedCount: 1, selected: true }]);
    const [peer] = chat.participants;
    expect(peer).toMatchObject({ id: "s1:wxid_peer", messageCount: 2, isOwner: false });
    expect(peer?.names.map(({ text }) => text).sort()).toEqual(["王经理", "老王"].sort());
    expect(chat.participants).toHaveLength(1);
    dispose();
  });

  test("an account known only by its shown name is keyed by that name", async () => {
    const { chat, dispose } = await chatOf({ messages: [{ sender: null, senderName: "老王", senderBasis: "name" }] });
    expect(chat.participants).toMatchObject([{ id: "s1:name:老王", accountId: null }]);
    expect(chat.message("c1", 1).sender).toBe("s1:name:老王");
    dispose();
  });

  test("--chat that names no conversation lists those there are", async () => {
    const scratch = new Scratch();
    const importer: Importer = { ...claiming("x", "signature", ["a.json"]), read: () => [] };
    const reading = importSource(memorySource({ "a.json": "{}" }), settingsOf({ chats: ["谁"] }), scratch, {}, [
      importer,
    ]);
    await expect(reading).rejects.toThrow();
    scratch.dispose();
  });

  test.each([
    ["郭", "名称相近的：c1 恒昌郭总。", "南屏"],
    ["谁", "可选：c1 恒昌郭总; c2 南屏供货群。", "名称相近"],
  ])("--chat %s is answered with the names it may mean", async (asked, offered, absent) => {
    const scratch = new Scratch();
    const importer: Importer = { ...claiming("x", "signature", ["a.json"]), read: () => twoChats };
    const source = memorySource({ "a.json": "{}" });
    const error = await importSource(source, settingsOf({ chats: [asked] }), scratch, {}, [importer]).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ code: "CHAT_UNKNOWN", hint: { zh: expect.stringContaining(offered) as string } });
    expect((error as EvidenceError).hint.zh).not.toContain(absent);
    scratch.dispose();
  });
});
